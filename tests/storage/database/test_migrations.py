"""The migrations make what the tables say, and keep what an earlier version stored."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, select

from storage.database import migrate
from storage.database.engine import Database, open_database
from tests.support.databases import Postgres
from tests.support.make import NOON

FIRST = "0001"
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


def test_what_the_first_version_stored_is_kept_by_an_upgrade(blank: Database) -> None:
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


def test_the_newest_migration_is_the_end_of_the_chain() -> None:
    versions = ScriptDirectory(str(Path(migrate.__file__).parents[1] / "migrations"))
    assert migrate.newest() == versions.get_current_head()
