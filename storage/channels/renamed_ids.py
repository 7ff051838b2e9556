"""A channel under another id: every row that names it."""

from typing import Any

from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, select

from storage.outbox import lookup as said
from storage.schema import (
    CardRow,
    ChannelRow,
    ChannelRuleRow,
    DeliveryRow,
    FeedbackNoteRow,
    FeedbackRow,
    ReactionRow,
    SubscriptionRow,
    WorkspaceRow,
)


def replace(session: Session, workspace_id: int, old_id: str, new_id: str) -> None:
    """Write ``new_id`` for ``old_id`` in every table and in every message that waits.

    What the new id has already stays: a subscription or a row of the old one that would be a
    second one keeps its id.
    """
    _set(session, workspace_id, DeliveryRow, "channel_id", old_id, new_id)
    _set(session, workspace_id, FeedbackRow, "source_channel_id", old_id, new_id)
    _set(session, workspace_id, CardRow, "channel_id", old_id, new_id)
    _set(session, workspace_id, ReactionRow, "channel_id", old_id, new_id)
    _set(session, workspace_id, FeedbackNoteRow, "channel_id", old_id, new_id)
    for table in (SubscriptionRow, ChannelRow, ChannelRuleRow):
        taken = select(table.channel_id).where(
            table.workspace_id == workspace_id, table.channel_id == new_id
        )
        if session.exec(taken).first() is None:
            _set(session, workspace_id, table, "channel_id", old_id, new_id)
    statement = update(WorkspaceRow).where(
        col(WorkspaceRow.id) == workspace_id, col(WorkspaceRow.ideas_channel_id) == old_id
    )
    session.connection().execute(statement.values(ideas_channel_id=new_id))
    said.move_channel(session, workspace_id, old_id, new_id)


def _set(
    session: Session,
    workspace_id: int,
    table: type[SQLModel],
    column: str,
    old_id: str,
    new_id: str,
) -> None:
    rows: Any = table
    statement = update(table).where(
        rows.workspace_id == workspace_id, getattr(rows, column) == old_id
    )
    session.connection().execute(statement.values({column: new_id}))
