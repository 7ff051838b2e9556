"""Announce a shipped idea: post it, wait, change it, cancel it."""

from collections.abc import Sequence
from datetime import datetime

from domain.announcements import (
    Announcement,
    Note,
    Release,
)
from domain.core.changes import SYSTEM
from domain.core.people import Request
from domain.ideas.model import Idea
from services.announcements.checks import (
    announcement_of,
    check_is_shipped,
    check_places,
    check_time,
    check_waits,
    checked,
    idea_of,
)
from services.outbox.messages import say, tell, wanting_link
from services.outbox.payloads import pack
from services.workspace.people import require_manager
from storage.announcements import queries as storage
from storage.database.engine import Database, Session
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.votes import queries as votes
from storage.workspace import people

_AT_ONCE = 100


_MOST_TOLD = 500


def announce(
    database: Database,
    request: Request,
    number: int,
    note: Note,
    channel_ids: Sequence[str],
    post_at: datetime | None,
) -> Announcement:
    """Post the note in every channel, now or at ``post_at``; the same request does so once.

    Raises InvalidInput bound to ``headline``, ``text``, ``channels`` or ``post_at``.
    """
    clean = checked(note)
    with database.transaction() as session:
        require_manager(session, request, "announce")
        known = request.key and storage.by_request(session, request.workspace_id, request.key)
        if known:
            return known
        idea = idea_of(session, request.workspace_id, number)
        check_is_shipped(idea)
        check_places(session, request, channel_ids)
        check_time(request, post_at)
        made = storage.add(session, request, idea.id, clean, list(channel_ids), post_at)
        _go_or_wait(session, request, made, idea, before=None)
        return announcement_of(session, request.workspace_id, made.id)


def change(
    database: Database,
    request: Request,
    announcement_id: int,
    note: Note,
    channel_ids: Sequence[str],
    post_at: datetime | None,
) -> Announcement:
    """Change what waits for its time: what it says, where, or when; without a time it goes now.

    Raises InvalidInput bound to a field, or when it was posted or called off meanwhile.
    """
    clean = checked(note)
    with database.transaction() as session:
        require_manager(session, request, "change an announcement")
        before = announcement_of(session, request.workspace_id, announcement_id, lock=True)
        if not before.is_waiting and before.note == clean:
            return before  # the same form delivered again
        check_waits(before)
        check_places(session, request, channel_ids)
        check_time(request, post_at)
        storage.change(session, before, clean, list(channel_ids), post_at)
        made = announcement_of(session, request.workspace_id, announcement_id)
        idea = ideas.by_id(session, request.workspace_id, made.idea_id)
        _go_or_wait(session, request, made, idea, before=before.note.headline)
        return announcement_of(session, request.workspace_id, announcement_id)


def cancel(database: Database, request: Request, announcement_id: int) -> Announcement:
    """Call off what waits for its time. Raises NotFound, NotAllowed."""
    with database.transaction() as session:
        require_manager(session, request, "call an announcement off")
        found = announcement_of(session, request.workspace_id, announcement_id)
        if storage.cancel(session, request.workspace_id, announcement_id, request.at):
            subject = ("idea", found.idea_id)
            changes.record(session, request, subject, "announcement", before=found.note.headline)
        return announcement_of(session, request.workspace_id, announcement_id)


def standing(database: Database, request: Request, announcement_id: int) -> Announcement:
    """What became of an announcement so far. Raises NotFound, NotAllowed."""
    with database.reading() as session:
        require_manager(session, request, "see where an announcement went")
        return announcement_of(session, request.workspace_id, announcement_id)


def due(database: Database, at: datetime) -> list[tuple[int, int]]:
    """Workspace and id of every announcement whose time has come."""
    with database.reading() as session:
        return storage.due(session, at, _AT_ONCE)


def post_due(database: Database, which: tuple[int, int], at: datetime) -> bool:
    """Put an announcement whose time has come into the outbox; False when somebody else did."""
    workspace_id, announcement_id = which
    with database.transaction() as session:
        made = storage.get(session, workspace_id, announcement_id)
        if made is None or not made.is_waiting:
            return False
        request = Request(workspace_id, made.created_by or SYSTEM, "clock", at)
        _queue(session, request, made, ideas.by_id(session, workspace_id, made.idea_id))
        return True


def _go_or_wait(
    session: Session, request: Request, made: Announcement, idea: Idea, *, before: str | None
) -> None:
    """Post at once what has no time; that something is planned is told by its idea's history."""
    if made.post_at is None:
        _queue(session, request, made, idea)
        return
    planned = made.note.headline
    changes.record(
        session, request, ("idea", idea.id), "announcement", before=before, after=planned
    )


def _queue(session: Session, request: Request, made: Announcement, idea: Idea) -> None:
    if not storage.queued(session, request.workspace_id, made.id, request.at):
        return
    changes.record(session, request, ("idea", idea.id), "announced", after=made.note.headline)
    person = people.get(session, request.workspace_id, made.created_by)
    data = pack(Release(made.note, idea, person.name if person else ""))
    for post in made.posts:
        new_task = say(
            post.channel_id,
            "announcement",
            data,
            key=f"announcement:{made.id}:{post.channel_id}",
            at=request.at,
            owner_id=made.created_by,
        )
        outbox.enqueue(session, request.workspace_id, wanting_link(new_task), request.at)
    if made.note.tells_askers:
        _tell_askers(session, request, made, idea, data)


def _tell_askers(
    session: Session, request: Request, made: Announcement, idea: Idea, data: dict[str, object]
) -> None:
    """Tell who asked or voted, each once for the idea however often it is announced."""
    workspace_id = request.workspace_id
    asked = storage.askers(session, workspace_id, idea.id)
    asked |= votes.voters(session, workspace_id, idea.id)
    known = people.among(session, workspace_id, asked - {made.created_by})
    told = sorted(one.user_id for one in known.values() if not (one.is_bot or one.is_deleted))
    for user_id in told[:_MOST_TOLD]:
        new_task = tell(
            user_id, "announcement_told", data, key=f"announced:{idea.id}:{user_id}", at=request.at
        )
        outbox.enqueue(session, workspace_id, new_task, request.at)
