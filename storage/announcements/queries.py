"""Announcements: stored once per request, read with what became of each post."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, update
from sqlmodel import Session, col, select

from domain.announcements import Announcement, Note, Posted
from domain.api import token_number
from domain.core.outbox import State
from domain.core.people import Request
from storage.digests.deliveries import RESULTS
from storage.schema import (
    AnnouncementPlaceRow,
    AnnouncementRow,
    ChannelRow,
    EvidenceRow,
    FeedbackRow,
    OutboxRow,
)
from storage.workspace.switches import is_on


def add(
    session: Session,
    request: Request,
    idea_id: int,
    note: Note,
    channels: Sequence[str],
    post_at: datetime | None,
) -> Announcement:
    """Store an announcement that is not queued yet."""
    row = AnnouncementRow(
        workspace_id=request.workspace_id,
        idea_id=idea_id,
        headline=note.headline,
        text=note.text,
        tells_askers=note.tells_askers,
        created_by=request.user_id,
        created_at=request.at,
        post_at=post_at,
        request_key=request.key,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    _add_places(session, request.workspace_id, row.id, channels)
    return _announcement(session, row)


def change(
    session: Session,
    made: Announcement,
    note: Note,
    channels: Sequence[str],
    post_at: datetime | None,
) -> None:
    """Set what an announcement that waits says, where and when; the row is locked by `get`."""
    mine = (
        col(AnnouncementRow.workspace_id) == made.workspace_id,
        col(AnnouncementRow.id) == made.id,
    )
    values = {"headline": note.headline, "text": note.text, "tells_askers": note.tells_askers}
    statement = update(AnnouncementRow).where(*mine).values(**values, post_at=post_at)
    session.connection().execute(statement)
    place = AnnouncementPlaceRow
    of_it = (
        col(place.workspace_id) == made.workspace_id,
        col(place.announcement_id) == made.id,
    )
    session.connection().execute(delete(place).where(*of_it))
    session.expire_all()
    _add_places(session, made.workspace_id, made.id, channels)


def linked(session: Session, workspace_id: int, outbox_key: str, permalink: str) -> None:
    """Keep where the post of an announcement can be read; ``outbox_key`` names its message."""
    place = AnnouncementPlaceRow
    mine = (col(place.workspace_id) == workspace_id, col(place.outbox_key) == outbox_key)
    session.connection().execute(update(place).where(*mine).values(permalink=permalink))


def by_request(session: Session, workspace_id: int, key: str) -> Announcement | None:
    """The announcement that a request made before."""
    query = select(AnnouncementRow).where(
        AnnouncementRow.workspace_id == workspace_id, AnnouncementRow.request_key == key
    )
    return _first(session, query)


def get(
    session: Session, workspace_id: int, announcement_id: int, *, lock: bool = False
) -> Announcement | None:
    """One announcement by row id; ``lock`` makes other writers wait for this transaction."""
    query = select(AnnouncementRow).where(
        AnnouncementRow.workspace_id == workspace_id, AnnouncementRow.id == announcement_id
    )
    return _first(session, query.with_for_update() if lock else query)


def of_ids(session: Session, workspace_id: int, ids: Collection[int]) -> list[Announcement]:
    """Some announcements by row id, in no order."""
    query = select(AnnouncementRow).where(
        AnnouncementRow.workspace_id == workspace_id, col(AnnouncementRow.id).in_(ids)
    )
    return [_announcement(session, row) for row in session.exec(query)]


def of_idea(session: Session, workspace_id: int, idea_id: int, limit: int) -> list[Announcement]:
    """The announcements of an idea, newest first."""
    query = (
        select(AnnouncementRow)
        .where(AnnouncementRow.workspace_id == workspace_id, AnnouncementRow.idea_id == idea_id)
        .order_by(col(AnnouncementRow.id).desc())
        .limit(limit)
    )
    return [_announcement(session, row) for row in session.exec(query)]


def due(session: Session, at: datetime, limit: int) -> list[tuple[int, int]]:
    """Workspace and row id of what was to be posted by now, in all workspaces; for the clock."""
    query = (
        select(AnnouncementRow.workspace_id, AnnouncementRow.id)
        .where(
            col(AnnouncementRow.queued_at).is_(None), col(AnnouncementRow.cancelled_at).is_(None)
        )
        .where(
            col(AnnouncementRow.post_at) <= at,
            is_on("announcements", col(AnnouncementRow.workspace_id)),
        )
        .order_by(col(AnnouncementRow.post_at), col(AnnouncementRow.id))
        .limit(limit)
    )
    return [(workspace_id, row_id or 0) for workspace_id, row_id in session.exec(query)]


def queued(session: Session, workspace_id: int, announcement_id: int, at: datetime) -> bool:
    """Note that the posts are in the outbox; False when they were, or when it was called off."""
    return _set(session, workspace_id, announcement_id, queued_at=at)


def cancel(session: Session, workspace_id: int, announcement_id: int, at: datetime) -> bool:
    """Call an announcement off; False when its posts are in the outbox already."""
    return _set(session, workspace_id, announcement_id, cancelled_at=at)


def askers(session: Session, workspace_id: int, idea_id: int) -> frozenset[str]:
    """The Slack ids of who said what is evidence for an idea, or passed it on."""
    query = (
        select(FeedbackRow.said_by, FeedbackRow.saved_by)
        .join(EvidenceRow, col(EvidenceRow.feedback_id) == col(FeedbackRow.id))
        .where(EvidenceRow.workspace_id == workspace_id, EvidenceRow.idea_id == idea_id)
    )
    found = frozenset(one for pair in session.exec(query) for one in pair if one)
    return frozenset(one for one in found if token_number(one) is None)


def links(session: Session, workspace_id: int, idea_ids: Collection[int]) -> dict[int, str]:
    """Where everybody can read the newest release note of some ideas, by the idea's row id."""
    if not idea_ids:
        return {}
    place = AnnouncementPlaceRow
    query = (
        select(AnnouncementRow.idea_id, place.permalink)
        .join(place, col(place.announcement_id) == col(AnnouncementRow.id))
        .where(AnnouncementRow.workspace_id == workspace_id)
        .where(col(AnnouncementRow.idea_id).in_(idea_ids), ~_is_private())
        .order_by(col(AnnouncementRow.id), col(place.channel_id).desc())
    )
    return {idea_id: link for idea_id, link in session.exec(query) if link}


def _is_private() -> Any:
    place, row = AnnouncementPlaceRow, ChannelRow
    return (
        exists()
        .where(col(row.workspace_id) == col(place.workspace_id), col(row.is_private).is_(True))
        .where(col(row.channel_id) == col(place.channel_id))
    )


def _add_places(
    session: Session, workspace_id: int, announcement_id: int, channels: Sequence[str]
) -> None:
    for channel_id in channels:
        session.add(
            AnnouncementPlaceRow(
                announcement_id=announcement_id,
                channel_id=channel_id,
                workspace_id=workspace_id,
                outbox_key=f"announcement:{announcement_id}:{channel_id}",
            )
        )
    session.flush()


def _set(session: Session, workspace_id: int, announcement_id: int, **values: Any) -> bool:
    statement = (
        update(AnnouncementRow)
        .where(col(AnnouncementRow.workspace_id) == workspace_id)
        .where(col(AnnouncementRow.id) == announcement_id)
        .where(col(AnnouncementRow.queued_at).is_(None))
        .where(col(AnnouncementRow.cancelled_at).is_(None))
    )
    done = session.connection().execute(statement.values(**values)).rowcount == 1
    session.expire_all()
    return done


def _first(session: Session, query: Any) -> Announcement | None:
    row = session.exec(query).first()
    return _announcement(session, row) if row else None


def _announcement(session: Session, row: AnnouncementRow) -> Announcement:
    return Announcement(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        idea_id=row.idea_id,
        note=Note(row.headline, row.text, row.tells_askers),
        created_by=row.created_by,
        created_at=row.created_at,
        post_at=row.post_at,
        queued_at=row.queued_at,
        cancelled_at=row.cancelled_at,
        posts=tuple(_posts(session, row)),
    )


def _posts(session: Session, row: AnnouncementRow) -> list[Posted]:
    place = AnnouncementPlaceRow
    message = and_(
        col(OutboxRow.workspace_id) == col(place.workspace_id),
        col(OutboxRow.key) == col(place.outbox_key),
    )
    query = (
        select(place.channel_id, OutboxRow.state, OutboxRow.error, place.permalink)
        .join(OutboxRow, message, isouter=True)
        .where(place.workspace_id == row.workspace_id, place.announcement_id == row.id)
        .order_by(col(place.channel_id))
    )
    without = "cancelled" if row.cancelled_at else "planned"
    return [
        Posted(channel_id, RESULTS[State(state)] if state else without, error, permalink)
        for channel_id, state, error, permalink in session.exec(query)
    ]
