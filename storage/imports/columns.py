"""The columns of imported feedback, ideas and customers, read and set as they are."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from storage.schema import CustomerRow, FeedbackRow, IdeaRow

UNLOGGED = frozenset({"title_key", "words", "shipped_at", "tier_key", "key"})
"""Columns that repeat others, or follow from them."""

_TABLES: Mapping[str, Any] = {
    "feedback": FeedbackRow.__table__,  # type: ignore[attr-defined]
    "idea": IdeaRow.__table__,  # type: ignore[attr-defined]
    "customer": CustomerRow.__table__,  # type: ignore[attr-defined]
}


def values(session: Session, workspace_id: int, kind: str, row_id: int) -> dict[str, Any]:
    """All columns of a row, which nobody else changes until the transaction ends."""
    table = _TABLES[kind]
    query = select(table).where(table.c.workspace_id == workspace_id, table.c.id == row_id)
    return dict(session.connection().execute(query.with_for_update()).mappings().one())


def store(
    session: Session, workspace_id: int, kind: str, row_id: int, replacing: Mapping[str, Any]
) -> None:
    """Set columns of a row."""
    table = _TABLES[kind]
    statement = update(table).where(table.c.workspace_id == workspace_id, table.c.id == row_id)
    session.connection().execute(statement.values(**replacing))
    session.expire_all()
