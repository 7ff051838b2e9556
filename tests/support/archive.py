"""Much that was said long ago, stored in bulk."""

from datetime import timedelta
from typing import Any

from sqlalchemy import column, insert, literal, select
from sqlmodel import SQLModel

from storage.database.engine import Database, Session
from storage.schema import ChangeRow, FeedbackRow
from tests.support.make import NOON

LONG_AGO = NOON - timedelta(days=400)


def fill(database: Database, workspace_id: int, rows: int) -> None:
    """Store so many pieces of feedback, each with the change that says it was saved."""
    said = {
        "text": "The export is slow for large projects",
        "saved_by": "UMEMBER",
        "state": "new",
        "source_is_private": False,
        "door": "command",
        "created_at": LONG_AGO,
    }
    saved = {
        "at": LONG_AGO,
        "actor": "UMEMBER",
        "door": "command",
        "subject_kind": "feedback",
        "field": "created",
        "before": None,
        "after": "The export is slow for large projects",
    }
    with database.transaction() as session:
        _insert(session, FeedbackRow, {"workspace_id": workspace_id, **said}, "number", rows)
        _insert(session, ChangeRow, {"workspace_id": workspace_id, **saved}, "subject_id", rows)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _insert(
    session: Session, table: type[SQLModel], values: dict[str, Any], counted: str, rows: int
) -> None:
    """Insert the same row many times, with ``counted`` from 1 on."""
    first = select(literal(1).label("value")).cte("numbers", recursive=True)
    numbers = first.union_all(select(first.c.value + 1).where(first.c.value < rows))
    number = numbers.c.value
    columns = table.metadata.tables[str(table.__tablename__)].c
    chosen = [literal(value, columns[name].type).label(name) for name, value in values.items()]
    query = select(*chosen, number.label(counted)).select_from(numbers)
    names: list[Any] = [column(name) for name in (*values, counted)]
    session.connection().execute(insert(table).from_select(names, query))
