"""Announcing what was shipped: drafted from the idea, posted now or later, each channel once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.announcements import (
    MAX_CHANNELS,
    MAX_HEADLINE_CHARS,
    MAX_TEXT_CHARS,
    Announcement,
    Note,
    Release,
    draft,
)
from domain.core.changes import SYSTEM
from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.outbox import Task
from domain.core.people import Person, Request
from domain.ideas.model import Idea, Status
from domain.text.words import check_text
from services.outbox.messages import say, tell, wanting_link
from services.outbox.payloads import pack
from services.workspace.people import require_manager
from services.workspace.time_zone import zone_of
from storage.announcements import queries as storage
from storage.channels import queries as channels
from storage.database.engine import Database, Session
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.roadmap import board as roadmap
from storage.votes import queries as votes
from storage.workspace import people

_SHOWN = 5
_OFFERED = 10
_LOOKS_BACK = timedelta(days=365)
_AT_ONCE = 100
_MOST_TOLD = 500


@dataclass(frozen=True, slots=True)
class AnnouncementDraft:
    """What somebody who announces sees: the idea, a draft, and what was announced before."""

    idea: Idea
    draft: Note
    before: tuple[Announcement, ...]
    zone: str


def draft_page(database: Database, request: Request, number: int) -> AnnouncementDraft:
    """The draft for an idea. Raises NotFound, and NotAllowed for who does not manage."""
    with database.reading() as session:
        require_manager(session, request, "announce")
        idea = _idea(session, request.workspace_id, number)
        _check_is_shipped(idea)
        before = storage.of_idea(session, request.workspace_id, idea.id, _SHOWN)
        return AnnouncementDraft(
            idea,
            draft(idea),
            tuple(before),
            zone_of(session, request.workspace_id, _person(session, request)),
        )


def to_announce(database: Database, request: Request) -> list[Idea]:
    """What was shipped and not announced yet, newest first."""
    with database.reading() as session:
        since = request.at - _LOOKS_BACK
        found, _total = roadmap.shipped(session, request.workspace_id, since, _OFFERED * 3)
        return [one for one in found if not _is_announced(session, one)][:_OFFERED]


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
    clean = _checked(note)
    with database.transaction() as session:
        require_manager(session, request, "announce")
        known = request.key and storage.by_request(session, request.workspace_id, request.key)
        if known:
            return known
        idea = _idea(session, request.workspace_id, number)
        _check_is_shipped(idea)
        _check_places(session, request, channel_ids)
        _check_time(request, post_at)
        made = storage.add(session, request, idea.id, clean, list(channel_ids), post_at)
        _go_or_wait(session, request, made, idea, before=None)
        return _announcement(session, request.workspace_id, made.id)


def to_edit(
    database: Database, request: Request, announcement_id: int
) -> tuple[AnnouncementDraft, Announcement]:
    """An announcement that waits, and its desk. Raises NotFound, NotAllowed, InvalidInput."""
    with database.reading() as session:
        require_manager(session, request, "change an announcement")
        made = _announcement(session, request.workspace_id, announcement_id)
        _check_waits(made)
        idea = ideas.by_id(session, request.workspace_id, made.idea_id)
        zone = zone_of(session, request.workspace_id, _person(session, request))
        return AnnouncementDraft(idea, made.note, (), zone), made


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
    clean = _checked(note)
    with database.transaction() as session:
        require_manager(session, request, "change an announcement")
        before = _announcement(session, request.workspace_id, announcement_id, lock=True)
        if not before.is_waiting and before.note == clean:
            return before  # the same form delivered again
        _check_waits(before)
        _check_places(session, request, channel_ids)
        _check_time(request, post_at)
        storage.change(session, before, clean, list(channel_ids), post_at)
        made = _announcement(session, request.workspace_id, announcement_id)
        idea = ideas.by_id(session, request.workspace_id, made.idea_id)
        _go_or_wait(session, request, made, idea, before=before.note.headline)
        return _announcement(session, request.workspace_id, announcement_id)


def preview(database: Database, request: Request, number: int, note: Note) -> Release:
    """What would be posted, as the form says it now. Raises NotFound, NotAllowed, InvalidInput."""
    clean = _checked(note)
    with database.reading() as session:
        require_manager(session, request, "announce")
        person = _person(session, request)
        idea = _idea(session, request.workspace_id, number)
        return Release(clean, idea, person.name if person else "")


def linked(database: Database, task: Task, permalink: str) -> None:
    """Keep where the post that a task made can be read."""
    with database.transaction() as session:
        storage.linked(session, task.workspace_id, task.key, permalink)


def cancel(database: Database, request: Request, announcement_id: int) -> Announcement:
    """Call off what waits for its time. Raises NotFound, NotAllowed."""
    with database.transaction() as session:
        require_manager(session, request, "call an announcement off")
        found = _announcement(session, request.workspace_id, announcement_id)
        if storage.cancel(session, request.workspace_id, announcement_id, request.at):
            subject = ("idea", found.idea_id)
            changes.record(session, request, subject, "announcement", before=found.note.headline)
        return _announcement(session, request.workspace_id, announcement_id)


def standing(database: Database, request: Request, announcement_id: int) -> Announcement:
    """What became of an announcement so far. Raises NotFound, NotAllowed."""
    with database.reading() as session:
        require_manager(session, request, "see where an announcement went")
        return _announcement(session, request.workspace_id, announcement_id)


def times_in(database: Database, request: Request) -> str:
    """The IANA zone in which a person reads times."""
    with database.reading() as session:
        return zone_of(session, request.workspace_id, _person(session, request))


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


def _person(session: Session, request: Request) -> Person | None:
    return people.get(session, request.workspace_id, request.user_id)


def _is_announced(session: Session, idea: Idea) -> bool:
    made = storage.of_idea(session, idea.workspace_id, idea.id, _SHOWN)
    return any(one.cancelled_at is None for one in made)


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


def _check_places(session: Session, request: Request, channel_ids: Sequence[str]) -> None:
    if not channel_ids:
        raise InvalidInput("Choose at least one channel.", field="channels")
    if len(channel_ids) > MAX_CHANNELS:
        raise InvalidInput(
            f"An announcement goes to {MAX_CHANNELS} channels at most. "
            "For more of them a digest serves better: /digest",
            field="channels",
        )
    workspace_id = request.workspace_id
    outside = [one for one in channel_ids if channels.is_outside(session, workspace_id, one)]
    if outside:
        known = channels.among(session, workspace_id, outside)
        names = [f"#{known[one].name}" for one in outside if one in known and known[one].name]
        where = " and ".join(names) or "one of these channels"
        raise InvalidInput(
            f"I am not in {where}. Type /invite @Linchpin there, or take it out here.",
            field="channels",
        )


def _check_time(request: Request, post_at: datetime | None) -> None:
    if post_at is not None and post_at <= request.at:
        raise InvalidInput(
            "That time is past. Choose a later one, or none to post now.", field="post_at"
        )


def _check_waits(made: Announcement) -> None:
    if not made.is_waiting:
        became = "called off" if made.cancelled_at else "posted"
        raise InvalidInput(f"It was {became} meanwhile, so it cannot be changed any more.")


def _check_is_shipped(idea: Idea) -> None:
    if idea.status is not Status.SHIPPED:
        raise NotAllowed(
            f"{idea.reference} is not shipped yet. "
            f"When it is: /idea {idea.reference} shipped, and then announce it."
        )


def _checked(note: Note) -> Note:
    headline = check_text(note.headline, what="headline", field="headline").strip()
    if len(headline) > MAX_HEADLINE_CHARS:
        raise InvalidInput(
            f"A headline has at most {MAX_HEADLINE_CHARS} characters.", field="headline"
        )
    text = check_text(note.text, what="text", field="text").strip()
    if len(text) > MAX_TEXT_CHARS:
        raise InvalidInput(f"The text has at most {MAX_TEXT_CHARS:,} characters.", field="text")
    return Note(headline, text, note.tells_askers)


def _idea(session: Session, workspace_id: int, number: int) -> Idea:
    found = ideas.by_number(session, workspace_id, number)
    if found is None:
        raise NotFound(f"There is no I-{number} in this workspace.")
    return found


def _announcement(
    session: Session, workspace_id: int, announcement_id: int, *, lock: bool = False
) -> Announcement:
    found = storage.get(session, workspace_id, announcement_id, lock=lock)
    if found is None:
        raise NotFound("That announcement is not there any more.")
    return found
