"""The databases' own checks find what is damaged, and nothing where nothing is."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.database.engine import Database, open_database
from storage.database.trouble import checks
from tests.support import make
from tests.support.databases import Postgres

PAGE_BYTES = 8192


def test_nothing_is_wrong_with_a_database_in_use(database: Database) -> None:
    make.workspace(database)
    assert checks.problems(database) == []


@pytest.mark.parametrize("page", [2, 5, 40])
def test_a_damaged_page_of_sqlite_is_found_whichever_it_is(
    migrated_sqlite: Path, tmp_path: Path, page: int
) -> None:
    file = tmp_path / "linchpin.db"
    shutil.copy(migrated_sqlite, file)
    content = bytearray(file.read_bytes())
    content[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    file.write_bytes(content)
    database = open_database(f"sqlite:///{file}")
    [problem] = checks.problems(database)
    assert "damaged" in problem
    assert str(file) in problem
    database.dispose()


def test_rows_that_refer_to_nothing_are_found(migrated_sqlite: Path, tmp_path: Path) -> None:
    file = tmp_path / "linchpin.db"
    shutil.copy(migrated_sqlite, file)
    database = open_database(f"sqlite:///{file}")
    make.workspace(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DELETE FROM workspace")
    [problem] = checks.problems(database)
    assert "person" in problem
    database.dispose()


def test_an_index_that_is_not_valid_is_named(postgres: Postgres) -> None:
    with postgres.fresh() as url:
        database = open_database(url)
        with database.transaction() as session:
            session.connection().execute(
                text(
                    "UPDATE pg_index SET indisvalid = false "
                    "WHERE indexrelid = 'outbox_due'::regclass"
                )
            )
        [problem] = checks.problems(database)
        assert "REINDEX INDEX outbox_due" in problem
        database.dispose()


def test_a_damaged_page_of_postgresql_is_told_with_its_table(postgres: Postgres) -> None:
    """The copy's files are damaged before the server has read them."""
    with postgres.fresh() as filled:
        database = open_database(filled)
        make.workspace(database)
        with database.reading() as session:
            connection = session.connection()
            where = connection.exec_driver_sql("SELECT pg_relation_filepath('person')").scalar_one()
        database.dispose()
        name = str(make_url(filled).database)
        with postgres.fresh(f"{name} STRATEGY file_copy") as url:
            _damage(url, str(where))
            copy = open_database(url)
            [problem] = checks.problems(copy)
            assert problem.startswith("The table person can't be read.")
            assert "damaged" in problem
            copy.dispose()


def _damage(url: str, path_of_original: str) -> None:
    engine = create_engine(make_url(url).set(database="postgres"))
    with engine.connect() as connection:
        name = {"name": make_url(url).database}
        found = connection.execute(text("SELECT oid FROM pg_database WHERE datname = :name"), name)
        folder = connection.exec_driver_sql("SHOW data_directory").scalar_one()
        file = Path(folder) / "base" / str(found.scalar_one()) / Path(path_of_original).name
    engine.dispose()
    with file.open("r+b") as opened:
        opened.write(b"\xa5" * PAGE_BYTES)
