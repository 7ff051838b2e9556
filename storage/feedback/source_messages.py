"""Messages that words were taken from: which they are, and who may read them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, or_
from sqlmodel import Session, col, select

from domain.core.people import is_member, may_know_customers
from domain.feedback.privacy import ROSTER_LASTS, Reader
from storage.database.upsert import insert_into
from storage.schema import (
    ChannelReaderRow,
    ChannelRosterRow,
    ChannelRow,
    DecisionRow,
    FeedbackNoteRow,
    FeedbackRow,
)
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


def keep_roster(
    session: Session, workspace_id: int, channel_id: str, users: Iterable[str], at: datetime
) -> None:
    """Replace the members of a private channel by those that Slack just named."""
    drop_roster(session, workspace_id, channel_id)
    row = ChannelRosterRow(workspace_id=workspace_id, channel_id=channel_id, read_at=at)
    session.add(row)
    session.add_all(
        ChannelReaderRow(workspace_id=workspace_id, channel_id=channel_id, user_id=user)
        for user in sorted(set(users))
    )
    session.flush()


def drop_roster(session: Session, workspace_id: int, channel_id: str) -> None:
    """Forget who is in a channel, as when the bot can no longer ask."""
    for table in (ChannelReaderRow, ChannelRosterRow):
        session.connection().execute(
            delete(table).where(
                col(table.workspace_id) == workspace_id, col(table.channel_id) == channel_id
            )
        )
    session.expire_all()


def joined(session: Session, workspace_id: int, channel_id: str, user_id: str) -> None:
    """Add a member to the list of a channel, where there is one."""
    if session.get(ChannelRosterRow, (workspace_id, channel_id)) is None:
        return
    statement = insert_into(session, ChannelReaderRow).values(
        workspace_id=workspace_id, channel_id=channel_id, user_id=user_id
    )
    session.connection().execute(statement.on_conflict_do_nothing())


def left(session: Session, workspace_id: int, channel_id: str, user_id: str) -> None:
    """Take a member from the list of a channel."""
    session.connection().execute(
        delete(ChannelReaderRow).where(
            col(ChannelReaderRow.workspace_id) == workspace_id,
            col(ChannelReaderRow.channel_id) == channel_id,
            col(ChannelReaderRow.user_id) == user_id,
        )
    )


def roster_read_at(session: Session, workspace_id: int, channel_id: str) -> datetime | None:
    """When the members of a channel were last read."""
    row = session.get(ChannelRosterRow, (workspace_id, channel_id))
    return row.read_at if row is not None else None


def private_channels(session: Session, workspace_id: int) -> list[str]:
    """The private channels with the bot that feedback or decisions come from."""
    used: set[str] = set()
    for table in (FeedbackRow, DecisionRow):
        query = select(table.source_channel_id).where(
            table.workspace_id == workspace_id, col(table.source_is_private)
        )
        used |= {one for one in session.exec(query.distinct()) if one}
    known = select(ChannelRow.channel_id).where(
        ChannelRow.workspace_id == workspace_id,
        col(ChannelRow.is_member),
        col(ChannelRow.channel_id).in_(used),
    )
    return sorted(session.exec(known))


def recent(
    session: Session, workspace_id: int, since: datetime, limit: int
) -> list[tuple[str, str]]:
    """Channel and ts of the newest messages since an instant whose words are kept."""
    oldest = f"{since.timestamp():.6f}"
    said, noted, decided = FeedbackRow, FeedbackNoteRow, DecisionRow
    kept = (
        (said, said.source_channel_id, said.source_ts, col(said.words_gone).is_(None)),
        (noted, noted.channel_id, noted.message_ts, col(noted.text) != ""),
        (decided, decided.source_channel_id, decided.source_ts, col(decided.quote) != ""),
    )
    found: set[tuple[str, str]] = set()
    for table, channel_id, ts, has_words in kept:
        is_here = and_(
            col(ChannelRow.workspace_id) == col(table.workspace_id),
            col(ChannelRow.channel_id) == col(channel_id),
        )
        query = (
            select(channel_id, ts)
            .join(ChannelRow, is_here)
            .where(col(table.workspace_id) == workspace_id)
            .where(col(ChannelRow.is_member), has_words, col(ts) > oldest)
            .order_by(col(ts).desc())
            .limit(limit)
        )
        found |= {(channel or "", one or "") for channel, one in session.exec(query)}
    return sorted(found, key=lambda one: one[1], reverse=True)[:limit]


def is_known(session: Session, workspace_id: int, channel_id: str, ts: str) -> bool:
    """True when feedback, a note of it or a decision was taken from a message."""
    said = select(FeedbackRow.id).where(
        FeedbackRow.workspace_id == workspace_id,
        FeedbackRow.source_channel_id == channel_id,
        FeedbackRow.source_ts == ts,
    )
    noted = select(FeedbackNoteRow.id).where(
        FeedbackNoteRow.workspace_id == workspace_id,
        FeedbackNoteRow.channel_id == channel_id,
        FeedbackNoteRow.message_ts == ts,
    )
    decided = select(DecisionRow.id).where(
        DecisionRow.workspace_id == workspace_id,
        DecisionRow.source_channel_id == channel_id,
        DecisionRow.source_ts == ts,
    )
    return any(session.exec(one.limit(1)).first() is not None for one in (said, noted, decided))
