"""What is wrong with the database is told for what it is; nothing is written into nothing."""

import logging
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from domain.core.errors import DatabaseUnavailable
from domain.core.outages import Trouble
from services.feedback import capture as feedback
from services.feedback import pages as feedback_pages
from storage.database.engine import Database, open_database
from storage.database.trouble.outages import Outages
from tests.support import make
from tests.support.databases import Postgres
from tests.support.process import free_port


@pytest.fixture
def file(migrated_sqlite: Path, tmp_path: Path) -> Path:
    path = tmp_path / "linchpin.db"
    shutil.copy(migrated_sqlite, path)
    return path


def write(database: Database) -> None:
    with database.transaction() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = version_num"))


def refused(act: Callable[[], object]) -> DatabaseUnavailable:
    with pytest.raises(DatabaseUnavailable) as caught:
        act()
    assert "SELECT " not in caught.value.cause + caught.value.message
    assert "UPDATE alembic" not in caught.value.cause + caught.value.message
    return caught.value


def test_a_database_that_can_be_written_to_is_in_no_trouble(database: Database) -> None:
    with database.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM alembic_version")
        session.connection().exec_driver_sql("INSERT INTO alembic_version VALUES ('0001')")
    before = _log_position(database)
    assert database.probe() is None
    assert _log_position(database) > before


def _log_position(database: Database) -> int:
    """How far the database's log of writes has come."""
    if database.dialect == "sqlite":
        return Path(f"{database.place.file}-wal").stat().st_mtime_ns
    with database.reading() as session:
        found = session.connection().exec_driver_sql("SELECT pg_current_wal_insert_lsn() - '0/0'")
        return int(found.scalar_one())


def fill(database: Database) -> None:
    """Leave no room for another page."""
    with database.reading() as session:
        connection = session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_is_told_as_one_and_speaks_against_readiness(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    workspace = make.workspace(database).id
    fill(database)
    error = refused(
        lambda: [
            feedback.capture(
                database,
                make.request(workspace, key=str(number)),
                feedback.Draft("It hangs. " * 400),
            )
            for number in range(100)
        ]
    )
    assert error.trouble is Trouble.NO_SPACE
    assert str(file) in error.cause
    assert "disk space" in error.message
    assert database.probe() is Trouble.NO_SPACE
    database.dispose()


def test_a_small_write_that_finds_room_is_not_believed_right_after_one_that_found_none() -> None:
    now = [100.0]
    outages = Outages(lambda: now[0])
    outages.note(DatabaseUnavailable(Trouble.NO_SPACE, "x"))
    assert outages.is_recent(Trouble.NO_SPACE)
    assert not outages.is_recent(Trouble.AWAY)
    now[0] += 61
    assert not outages.is_recent(Trouble.NO_SPACE)


def _delete(file: Path) -> None:
    file.unlink()


def _replace(file: Path) -> None:
    other = file.with_name("other.db")
    shutil.copy(file, other)
    other.replace(file)


def _delete_log(file: Path) -> None:
    Path(f"{file}-wal").unlink()


def _delete_index(file: Path) -> None:
    Path(f"{file}-shm").unlink()


def _move_folder(file: Path) -> None:
    file.parent.rename(file.parent.with_name("elsewhere"))


@pytest.mark.parametrize("harm", [_delete, _replace, _delete_log, _delete_index, _move_folder])
def test_nothing_is_written_or_read_once_the_file_is_another_one(
    tmp_path: Path, migrated_sqlite: Path, harm: Callable[[Path], None]
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    file = folder / "linchpin.db"
    shutil.copy(migrated_sqlite, file)
    database = open_database(f"sqlite:///{file}")
    write(database)
    harm(file)
    error = refused(lambda: write(database))
    assert error.trouble is Trouble.REPLACED
    assert str(file) in error.cause
    assert database.probe() is Trouble.REPLACED
    with pytest.raises(DatabaseUnavailable), database.reading() as session:
        session.connection()
    database.dispose()


def test_a_file_that_goes_in_the_middle_of_a_transaction_is_noticed_before_the_commit(
    file: Path,
) -> None:
    database = open_database(f"sqlite:///{file}")

    def act() -> None:
        with database.transaction() as session:
            session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '1'")
            file.unlink()

    assert refused(act).trouble is Trouble.REPLACED
    database.dispose()


def test_no_empty_database_takes_the_place_of_one_that_was_deleted(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    write(database)
    file.unlink()
    with database.engine.connect() as held:  # so that the next one needs a new connection
        assert held is not None
        refused(lambda: write(database))
    assert not file.exists()


def test_a_file_that_comes_back_is_used_again(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    write(database)
    away = file.rename(file.with_name("away.db"))
    refused(lambda: write(database))
    away.rename(file)
    write(database)
    database.dispose()


def damage(file: Path, keep_bytes: int = 4096) -> None:
    """Overwrite every page but the first ones."""
    content = bytearray(file.read_bytes())
    content[keep_bytes:] = b"\xa5" * (len(content) - keep_bytes)
    file.write_bytes(content)


@pytest.mark.parametrize("keep", [0, 4096])
def test_damaged_pages_are_told_as_damage(file: Path, keep: int) -> None:
    damage(file, keep)
    database = open_database(f"sqlite:///{file}")
    error = refused(lambda: feedback_pages.untriaged_count(database, 1))
    assert error.trouble is Trouble.DAMAGED
    assert "backup" in error.cause


def _absent_folder(folder: Path) -> Path:
    return folder / "absent" / "linchpin.db"


def _a_file_as_folder(folder: Path) -> Path:
    (folder / "file").write_text("x")
    return folder / "file" / "linchpin.db"


def _a_folder_as_file(folder: Path) -> Path:
    (folder / "linchpin.db").mkdir()
    return folder / "linchpin.db"


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (_absent_folder, "doesn't exist"),
        (_a_file_as_folder, "isn't a folder"),
        (_a_folder_as_file, "It's a folder"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_with_its_place_and_the_reason(
    tmp_path: Path, place: Callable[[Path], Path], reason: str
) -> None:
    file = place(tmp_path)
    error = refused(lambda: write(open_database(f"sqlite:///{file}")))
    assert error.trouble is Trouble.AWAY
    assert str(file) in error.cause
    assert reason in error.cause


def test_a_file_that_another_program_holds_is_busy(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert refused(lambda: write(database)).trouble is Trouble.BUSY
    holder.close()
    write(database)


def test_a_database_without_its_tables_says_to_migrate(tmp_path: Path, postgres: Postgres) -> None:
    empty = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    with postgres.fresh("template0") as url:
        bare = open_database(url)
        for database in (empty, bare):
            error = refused(lambda database=database: write(database))  # type: ignore[misc]
            assert error.trouble is Trouble.SCHEMA
            assert "linchpin migrate" in error.cause
            database.dispose()


def test_a_file_that_is_not_there_yet_is_known_to_be_made(file: Path) -> None:
    assert open_database(f"sqlite:///{file.with_name('new.db')}").is_absent
    assert not open_database(f"sqlite:///{file}").is_absent
    assert not open_database("postgresql+psycopg://u:p@127.0.0.1/linchpin").is_absent


def test_a_defect_of_ours_is_not_told_as_an_outage(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught, database.reading() as session:
        session.connection().exec_driver_sql("SELECT FROM WHERE")
    assert not isinstance(caught.value, DatabaseUnavailable)


def test_a_closed_port_and_a_wrong_name_are_told_with_the_host_and_without_the_password() -> None:
    port = free_port()
    error = refused(
        lambda: write(open_database(f"postgresql+psycopg://u:pass-word@127.0.0.1:{port}/linchpin"))
    )
    assert error.trouble is Trouble.AWAY
    assert f"127.0.0.1, port {port}" in error.cause
    assert "refused" in error.cause
    assert "pass-word" not in error.cause


def test_the_servers_own_reason_is_told(postgres: Postgres) -> None:
    with postgres.fresh() as url:
        absent = open_database(url.replace(str(make_url(url).database), "no_such_name"))
        error = refused(lambda: write(absent))
        assert error.trouble is Trouble.AWAY
        assert 'database "no_such_name" does not exist' in error.cause
        read_only = open_database(url + "&options=-c%20default_transaction_read_only%3Don")
        assert refused(lambda: write(read_only)).trouble is Trouble.READ_ONLY
        for one in (absent, read_only):
            one.dispose()


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_cause_is_logged_once_a_minute_and_only_by_a_program_that_runs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = _Clock()
    outages = Outages(clock)
    error = DatabaseUnavailable(Trouble.NO_SPACE, "No space is left in /data.")
    with caplog.at_level(logging.ERROR, "linchpin.database"):
        outages.note(error)
        assert caplog.messages == []
        outages.start_logging()
        for _ in range(100):
            outages.note(error)
        outages.note(DatabaseUnavailable(Trouble.AWAY, "The folder /data doesn't exist."))
        clock.now = 61.0
        outages.note(error)
    logged: list[Any] = caplog.messages
    assert logged == [
        "No space is left in /data.",
        "The folder /data doesn't exist.",
        "No space is left in /data.",
    ]
