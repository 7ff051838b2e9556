"""INSERT ... ON CONFLICT in the dialect of the session's database."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_into(session: Session, table: type[SQLModel]) -> Any:
    """An INSERT that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``.

    Untyped on purpose: the two dialects share these methods but no base class that has them.
    """
    return insert_for(session.get_bind().dialect.name, table)


def insert_for(dialect: str, table: type[SQLModel]) -> Any:
    """The same for a dialect by name, for statements that are built once and kept."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
