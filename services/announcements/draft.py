"""An announcement before it is posted: its form, its preview, what could be announced."""

from dataclasses import dataclass
from datetime import timedelta

from domain.announcements import (
    Announcement,
    Note,
    Release,
    draft,
)
from domain.core.outbox import Task
from domain.core.people import Request
from domain.ideas.model import Idea
from services.announcements.checks import (
    announcement_of,
    check_is_shipped,
    check_waits,
    checked,
    idea_of,
    person_of,
)
from services.workspace.people import require_manager, zone_of
from storage.announcements import queries as storage
from storage.database.engine import Database, Session
from storage.ideas import queries as ideas
from storage.roadmap import board as roadmap

_SHOWN = 5


_OFFERED = 10


_LOOKS_BACK = timedelta(days=365)


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
        idea = idea_of(session, request.workspace_id, number)
        check_is_shipped(idea)
        before = storage.of_idea(session, request.workspace_id, idea.id, _SHOWN)
        return AnnouncementDraft(
            idea,
            draft(idea),
            tuple(before),
            zone_of(session, request.workspace_id, person_of(session, request)),
        )


def to_announce(database: Database, request: Request) -> list[Idea]:
    """What was shipped and not announced yet, newest first."""
    with database.reading() as session:
        since = request.at - _LOOKS_BACK
        found, _total = roadmap.shipped(session, request.workspace_id, since, _OFFERED * 3)
        return [one for one in found if not _is_announced(session, one)][:_OFFERED]


def to_edit(
    database: Database, request: Request, announcement_id: int
) -> tuple[AnnouncementDraft, Announcement]:
    """An announcement that waits, and its desk. Raises NotFound, NotAllowed, InvalidInput."""
    with database.reading() as session:
        require_manager(session, request, "change an announcement")
        made = announcement_of(session, request.workspace_id, announcement_id)
        check_waits(made)
        idea = ideas.by_id(session, request.workspace_id, made.idea_id)
        zone = zone_of(session, request.workspace_id, person_of(session, request))
        return AnnouncementDraft(idea, made.note, (), zone), made


def preview(database: Database, request: Request, number: int, note: Note) -> Release:
    """What would be posted, as the form says it now. Raises NotFound, NotAllowed, InvalidInput."""
    clean = checked(note)
    with database.reading() as session:
        require_manager(session, request, "announce")
        person = person_of(session, request)
        idea = idea_of(session, request.workspace_id, number)
        return Release(clean, idea, person.name if person else "")


def linked(database: Database, task: Task, permalink: str) -> None:
    """Keep where the post that a task made can be read."""
    with database.transaction() as session:
        storage.linked(session, task.workspace_id, task.key, permalink)


def times_in(database: Database, request: Request) -> str:
    """The IANA zone in which a person reads times."""
    with database.reading() as session:
        return zone_of(session, request.workspace_id, person_of(session, request))


def _is_announced(session: Session, idea: Idea) -> bool:
    made = storage.of_idea(session, idea.workspace_id, idea.id, _SHOWN)
    return any(one.cancelled_at is None for one in made)
