"""Migrations make what the tables say, keep what was stored, and refuse what they can't read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, select

from bot import cli
from domain.core.errors import DatabaseUnavailable
from domain.core.outages import Trouble
from storage.database import migrate
from storage.database.engine import Database, open_database
from tests.support.databases import Postgres
from tests.support.make import NOON

FIRST = "0005"
SETTINGS = {"SLACK_BOT_TOKEN": "xoxb-1-2-3", "SLACK_APP_TOKEN": "xapp-1-A1-2-3"}
STORED: dict[str, dict[str, Any]] = {
    "workspace": {
        "id": 1,
        "team_id": "T1",
        "name": "Northwind",
        "bot_user_id": "UB",
        "bot_id": "BB",
        "scopes": "",
        "capture_emoji": "inbox_tray",
        "vote_emoji": "+1",
        "installed_at": NOON,
    },
    "idea": {
        "id": 7,
        "workspace_id": 1,
        "number": 3,
        "title": "Export",
        "title_key": "export",
        "description": "",
        "words": "export",
        "status": "open",
        "votes": 1,
        "created_by": "U1",
        "created_at": NOON,
    },
    "vote": {"idea_id": 7, "user_id": "U1", "workspace_id": 1, "voted_at": NOON},
    "feedback": {
        "id": 5,
        "workspace_id": 1,
        "number": 2,
        "text": "It times out",
        "saved_by": "U1",
        "state": "new",
        "source_is_private": False,
        "door": "command",
        "created_at": NOON,
    },
    "evidence": {
        "idea_id": 7,
        "feedback_id": 5,
        "workspace_id": 1,
        "linked_by": "U1",
        "linked_at": NOON,
    },
}


def test_migrations_and_tables_agree(database: Database) -> None:
    assert migrate.differences(database) == []
    assert migrate.is_current(database)


def test_a_database_that_was_never_migrated_is_not_current(tmp_path: Path) -> None:
    assert not migrate.is_current(open_database(f"sqlite:///{tmp_path / 'new.db'}"))


@pytest.fixture(params=["sqlite", "postgresql"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a table in it."""
    if request.param == "sqlite":
        yield open_database(f"sqlite:///{tmp_path / 'blank.db'}")
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.fresh("template1") as url:
        database = open_database(url)
        yield database
        database.dispose()


LEARNT_ANEW = {("person", "is_stranger")}
"""What a later version asks Slack for again."""


def read(database: Database, tables: MetaData) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of some tables, in the columns that these tables have and that are kept."""
    with database.engine.connect() as connection:
        return {
            name: [
                tuple(row)
                for row in connection.execute(
                    select(*(one for one in table.columns if (name, one.name) not in LEARNT_ANEW))
                )
            ]
            for name, table in tables.tables.items()
            if name != "alembic_version"
        }


def test_what_the_first_schema_stored_is_kept_by_an_upgrade(blank: Database) -> None:
    migrate.upgrade(blank, FIRST)
    first = MetaData()
    first.reflect(blank.engine)
    with blank.engine.begin() as connection:
        for name, row in STORED.items():
            connection.execute(first.tables[name].insert(), row)
    before = read(blank, first)
    assert all(before[name] for name in STORED) and not migrate.is_current(blank)
    migrate.upgrade(blank)
    assert migrate.is_current(blank) and migrate.differences(blank) == []
    assert read(blank, first) == before


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004"])
def test_a_database_from_before_the_first_release_is_refused_and_kept(
    blank: Database, revision: str
) -> None:
    stamp(blank, revision)
    with pytest.raises(DatabaseUnavailable) as caught:
        migrate.upgrade(blank)
    assert caught.value.trouble is Trouble.SCHEMA
    assert "before the first release" in caught.value.cause
    assert "Export it with that version" in caught.value.cause
    assert inspect(blank.engine).get_table_names() == ["alembic_version"]


def test_a_database_of_a_newer_version_is_refused(blank: Database) -> None:
    stamp(blank, "9999")
    with pytest.raises(DatabaseUnavailable) as caught:
        migrate.upgrade(blank)
    assert "newer version (schema 9999)" in caught.value.cause


@pytest.mark.parametrize("command", ["run", "migrate", "doctor"])
def test_each_command_says_what_to_do_with_a_database_from_before_the_first_release(
    command: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'early.db'}"
    stamp(open_database(url), "0004")
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", url)
    assert cli.main([command]) == 1
    told = capsys.readouterr().err
    assert "before the first release (schema 0004)" in told
    assert "import there" in told
    assert "Traceback" not in told


def stamp(database: Database, revision: str) -> None:
    """Leave the mark that a database at a revision has."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{revision}')")


def test_the_newest_migration_is_the_end_of_the_chain() -> None:
    versions = ScriptDirectory(str(Path(migrate.__file__).parents[1] / "migrations"))
    assert migrate.newest() == versions.get_current_head()
