"""Messages that words were taken from: which they are, and who may read them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, delete
from sqlmodel import Session, col, select

from storage.database.upsert import insert_into
from storage.schema import (
    ChannelReaderRow,
    ChannelRosterRow,
    ChannelRow,
    DecisionRow,
    FeedbackNoteRow,
    FeedbackRow,
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
