"""Channels as Slack last told of them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, update
from sqlmodel import Session, col, select

from domain.core.people import Channel
from storage.database.upsert import insert_for
from storage.schema import ChannelRow, WorkspaceRow

_FACTS = ("name", "is_member", "is_private", "is_archived")

_ONE = (
    select(col(ChannelRow.channel_id), *(getattr(ChannelRow, fact) for fact in _FACTS))
    .where(col(ChannelRow.workspace_id) == bindparam("workspace"))
    .where(col(ChannelRow.channel_id) == bindparam("channel"))
)
"""Built once and read as plain columns: it is asked for with every command."""


def some_joined(session: Session, workspace_id: int, most: int) -> list[str]:
    """The ids of a few open channels that the bot is in."""
    query = (
        select(ChannelRow.channel_id)
        .where(col(ChannelRow.workspace_id) == workspace_id)
        .where(col(ChannelRow.is_member), ~col(ChannelRow.is_archived))
        .order_by(col(ChannelRow.channel_id))
        .limit(most)
    )
    return list(session.exec(query))


def joined(session: Session, workspace_id: int, most: int) -> list[Channel]:
    """A few open channels that the bot is in, with their names."""
    query = (
        select(ChannelRow)
        .where(col(ChannelRow.workspace_id) == workspace_id)
        .where(col(ChannelRow.is_member), ~col(ChannelRow.is_archived))
        .order_by(col(ChannelRow.channel_id))
        .limit(most)
    )
    return [_channel(row) for row in session.exec(query)]


def save(session: Session, workspace_id: int, found: Iterable[Channel], at: datetime) -> None:
    """Store or renew channels; the newest word of Slack wins."""
    values = [
        {
            "workspace_id": workspace_id,
            "channel_id": channel.channel_id,
            "updated_at": at,
            **{fact: getattr(channel, fact) for fact in _FACTS},
        }
        for channel in found
    ]
    if values:
        session.connection().execute(_saving(session.get_bind().dialect.name), values)


@cache
def _saving(dialect: str) -> Any:
    # Built once and run for many rows: Slack tells of all channels at once.
    statement = insert_for(dialect, ChannelRow)
    renewed = {name: getattr(statement.excluded, name) for name in (*_FACTS, "updated_at")}
    return statement.on_conflict_do_update(
        index_elements=["workspace_id", "channel_id"], set_=renewed
    )


def save_memberships(
    session: Session, workspace_id: int, found: Collection[Channel], at: datetime
) -> None:
    """Store all channels that the bot is in; it is in none of the others that are known."""
    others = update(ChannelRow).where(
        col(ChannelRow.workspace_id) == workspace_id,
        col(ChannelRow.channel_id).not_in([one.channel_id for one in found]),
    )
    session.connection().execute(others.values(is_member=False))
    save(session, workspace_id, found, at)
    workspace = session.get_one(WorkspaceRow, workspace_id)
    workspace.channels_read_at = at
    session.add(workspace)


def get(session: Session, workspace_id: int, channel_id: str) -> Channel | None:
    """The channel, or None when nobody told of it."""
    found = session.connection().execute(_ONE, {"workspace": workspace_id, "channel": channel_id})
    row = found.first()
    return _channel(row) if row else None


def among(session: Session, workspace_id: int, channel_ids: Collection[str]) -> dict[str, Channel]:
    """Those of ``channel_ids`` that are known, by id."""
    query = select(ChannelRow).where(
        ChannelRow.workspace_id == workspace_id, col(ChannelRow.channel_id).in_(channel_ids)
    )
    return {row.channel_id: _channel(row) for row in session.exec(query)}


def is_outside(session: Session, workspace_id: int, channel_id: str) -> bool:
    """True when the bot is certainly not a member: asked before, and not told of it since.

    Before the first reading nothing is certain, so the answer is False.
    """
    channel = get(session, workspace_id, channel_id)
    if channel is not None:
        return not channel.is_member
    return session.get_one(WorkspaceRow, workspace_id).channels_read_at is not None


def _channel(row: ChannelRow | Row[Any]) -> Channel:
    return Channel(row.channel_id, **{fact: getattr(row, fact) for fact in _FACTS})
