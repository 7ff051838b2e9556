"""Migrations from the program: bring a database up to date, or say that it is not."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

import storage.tables
from storage.engine import Database

FULL_TEXT = "_fts"
"""Part of the name of everything that belongs to full text, and of nothing else."""

_ADVISORY_KEY = 5_495_990_117_234_001
"""One migration at a time on PostgreSQL, whoever starts first."""


def upgrade(database: Database, to: str = "head") -> None:
    """Apply every missing migration up to one, as one transaction, one process at a time."""
    with database.transaction() as session:
        connection = session.connection()
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_KEY})
        command.upgrade(_config(connection), to)


def is_current(database: Database) -> bool:
    """True when the newest migration of this program is applied."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with database.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() == head


def differences(database: Database) -> list[object]:
    """What autogenerate would still change: empty when tables and migrations agree."""
    assert storage.tables.__all__
    with database.reading() as session:
        migration = MigrationContext.configure(
            session.connection(), opts={"compare_type": True, "include_object": is_drawn}
        )
        return list(compare_metadata(migration, SQLModel.metadata))


def is_drawn(_thing: object, name: str | None, *_more: object) -> bool:
    """False for what no table class can say, and a migration written by hand makes: full text.

    Those are virtual tables on SQLite and indexes of expressions on PostgreSQL.
    """
    return name is None or FULL_TEXT not in name


def draft(database: Database, revision: str, message: str) -> None:
    """Write a new migration file, such as ``0002``, from what the tables have and it has not."""
    with database.transaction() as session:
        config = _config(session.connection())
        command.revision(config, message=message, autogenerate=True, rev_id=revision)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
