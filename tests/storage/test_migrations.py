"""The migrations make what the tables say, on both databases."""

from storage import migrate
from storage.engine import Database


def test_migrations_and_tables_agree(database: Database) -> None:
    assert migrate.differences(database) == []
    assert migrate.is_current(database)


def test_a_database_that_was_never_migrated_is_not_current(tmp_path) -> None:
    from storage.engine import open_database

    assert not migrate.is_current(open_database(f"sqlite:///{tmp_path / 'new.db'}"))
