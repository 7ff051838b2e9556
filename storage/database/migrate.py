"""Migrations from the program: bring a database up to date, or say that it is not.

Alembic is loaded where it is used: a database that is up to date needs none of its 6 MB.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

import storage.schema
from domain.core.errors import DatabaseUnavailable
from domain.core.outages import Trouble
from storage.database.engine import Database, Session

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parents[1] / "migrations"

_BEFORE_RELEASE = frozenset({"0001", "0002", "0003", "0004"})
"""Revisions that no release had; 0005 makes in one step what they led to."""

FULL_TEXT = "_fts"
"""Part of the name of everything that belongs to full text, and of nothing else."""

_ADVISORY_KEY = 5_495_990_117_234_001
"""One migration at a time on PostgreSQL, whoever starts first."""


def upgrade(database: Database, to: str = "head") -> None:
    """Apply every missing migration up to one, as one transaction, one process at a time.

    Raises DatabaseUnavailable for a database that this version cannot bring up to date.
    """
    from alembic import command

    with database.transaction() as session:
        connection = session.connection()
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_KEY})
        _refuse_other_chains(_applied(session), database.place.name)
        command.upgrade(_config(connection), to)


def _refuse_other_chains(applied: str | None, place: str) -> None:
    """Raise a sentence that says what to do when no migration of ours leads on from a revision."""
    if applied in _BEFORE_RELEASE:
        raise DatabaseUnavailable(
            Trouble.SCHEMA,
            f"The database ({place}) was made by a version before the first release (schema "
            f"{applied}). Export it with that version, set DATABASE_URL to a new database, and "
            "import there (docs/operations.md). Nothing was changed.",
        )
    if applied is not None and applied not in _revisions():
        raise DatabaseUnavailable(
            Trouble.SCHEMA,
            f"The database ({place}) was made by a newer version (schema {applied}). Install that "
            "version again, or restore the backup from before the upgrade. Nothing was changed.",
        )


def is_current(database: Database) -> bool:
    """True when the newest migration of this program is applied."""
    with database.reading() as session:
        return _applied(session) == newest()


def newest() -> str:
    """Return the revision of the newest migration; their files are named in their order."""
    return _revisions()[-1]


@cache
def _revisions() -> tuple[str, ...]:
    """Return every migration's revision, oldest first."""
    found = []
    for file in sorted((_FOLDER / "versions").glob("[0-9]*.py")):
        line = re.search(r'^revision = "([^"]+)"', file.read_text("utf-8"), re.MULTILINE)
        assert line is not None
        found.append(line[1])
    return tuple(found)


def _applied(session: Session) -> str | None:
    if not inspect(session.connection()).has_table("alembic_version"):
        return None
    return session.connection().execute(text("SELECT version_num FROM alembic_version")).scalar()


def differences(database: Database) -> list[object]:
    """What autogenerate would still change: empty when tables and migrations agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    assert storage.schema.__all__
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
    from alembic import command

    with database.transaction() as session:
        config = _config(session.connection())
        command.revision(config, message=message, autogenerate=True, rev_id=revision)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
