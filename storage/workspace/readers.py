"""Who may read what was said in a channel."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from domain.core.people import is_member, may_know_customers
from domain.feedback.privacy import ROSTER_LASTS, Reader
from storage.schema import ChannelReaderRow, ChannelRosterRow, FeedbackRow
from storage.workspace import people


def reader(
    session: Session,
    workspace_id: int,
    user_id: str,
    at: datetime,
    channel_id: str | None = None,
) -> Reader:
    """A person as a reader: with the channels whose fresh list of members names them.

    ``channel_id`` is the channel that they are looking from, which they can read.
    """
    query = (
        select(ChannelReaderRow.channel_id)
        .join(
            ChannelRosterRow,
            and_(
                col(ChannelRosterRow.workspace_id) == col(ChannelReaderRow.workspace_id),
                col(ChannelRosterRow.channel_id) == col(ChannelReaderRow.channel_id),
            ),
        )
        .where(ChannelReaderRow.workspace_id == workspace_id)
        .where(ChannelReaderRow.user_id == user_id)
        .where(col(ChannelRosterRow.read_at).between(at - ROSTER_LASTS, at + ROSTER_LASTS))
    )
    here = frozenset([channel_id] if channel_id else [])
    person = people.get(session, workspace_id, user_id)
    return Reader(
        user_id,
        frozenset(session.exec(query)) | here,
        is_limited=not is_member(person),
        knows_customers=may_know_customers(person),
    )


def readable(who: Reader) -> Any:
    """The condition on FeedbackRow for what a reader may read."""
    row = FeedbackRow
    return or_(
        *([] if who.is_limited else [col(row.source_is_private).is_(False)]),
        col(row.source_channel_id).in_(who.channels),
        *(
            [col(row.said_by) == who.user_id, col(row.saved_by) == who.user_id]
            if who.user_id
            else []
        ),
    )
