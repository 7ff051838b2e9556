"""Ideas: filed, described, moved, and joined with the feedback that speaks for them."""

from dataclasses import dataclass, replace

from domain.core.errors import NotAllowed
from domain.core.people import Request
from domain.dates.date_parsing import checked as checked_dates
from domain.ideas.model import Horizon, Idea, Position, Status, moved
from domain.ideas.texts import clean_description, clean_public_title, clean_reason, clean_title
from domain.roadmap.plans import Plan
from domain.text.labels import LabelKind, clean_name
from services.ideas.evidence import add_evidence
from services.ideas.permissions import locked, may_edit, may_plan, missing
from services.outbox.messages import read_person
from services.workspace import people
from storage.database import labels
from storage.database.engine import Database, Session
from storage.ideas import queries as ideas
from storage.ideas import writes as ideas_writes
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.scoring import estimates as scoring
from storage.workspace import people as people_storage


@dataclass(frozen=True, slots=True)
class NewIdea:
    """An idea as a person gives it; ``area`` is a name, and feedback becomes its evidence."""

    title: str
    description: str = ""
    area: str | None = None
    owner_id: str | None = None
    feedback_number: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """An idea that was filed; ``is_new`` is False where the same request had filed it before."""

    idea: Idea
    is_new: bool


def put(session: Session, request: Request, clean: NewIdea) -> Stored:
    """File an idea that is made ready to store (part of a transaction); one for each request.

    Raises NotFound for feedback that is not there.
    """
    known = _filed_before(session, request)
    if known is not None:
        return Stored(known, is_new=False)
    people.notice(session, request)
    stored = _store(session, request, clean)
    if stored is None:  # the same request is being filed at this very instant
        known = _filed_before(session, request)
        assert known is not None
        return Stored(known, is_new=False)
    _record_new(session, request, stored)
    if clean.feedback_number is not None:
        add_evidence(session, request, stored, clean.feedback_number)
    return Stored(ideas.by_id(session, request.workspace_id, stored.id), is_new=True)


def move(
    database: Database,
    request: Request,
    number: int,
    target: Status | Horizon,
    reason: str | None = None,
) -> Idea:
    """Move an idea to a status or a horizon; ``reason`` says why it is declined.

    Raises NotAllowed for those who do not manage, NotFound and InvalidInput.
    """
    with database.transaction() as session:
        people.require_manager(session, request, "move ideas")
        before = locked(session, request, number)
        position = moved(
            Position(before.status, before.horizon, before.shipped_at), target, request.at
        )
        why = clean_reason(before, position.status, reason)
        ideas_writes.place(session, before, position, why)
        after = ideas.by_id(session, request.workspace_id, before.id)
        _record(session, request, before, after, ("status", "horizon", "decline_reason"))
        return after


def to_move(database: Database, request: Request, number: int) -> Idea:
    """The idea that a manager is about to move. Raises NotAllowed and NotFound."""
    with database.reading() as session:
        people.require_manager(session, request, "move ideas")
        idea = ideas.by_number(session, request.workspace_id, number)
        if idea is None:
            raise missing(session, request.workspace_id, number)
        return idea


def edit(
    database: Database, request: Request, number: int, new: NewIdea, plan: Plan | None = None
) -> Idea:
    """Set an idea's title, description, area and owner, and with ``plan`` its dates as well.

    Managers may, who owns it, and but for the plan who filed it. Raises NotAllowed, NotFound and
    InvalidInput.
    """
    clean = checked(new)
    with database.transaction() as session:
        scoring.lock_shared(session, request.workspace_id)
        before = to_edit(session, request, number)
        is_planned = plan is not None and may_plan(session, request, before)
        return rewrite(session, request, before, clean, plan if is_planned else None)


def to_edit(session: Session, request: Request, number: int) -> Idea:
    """The idea that somebody is about to edit, locked. Raises NotFound and NotAllowed."""
    found = locked(session, request, number)
    if not may_edit(session, request, found):
        raise NotAllowed(
            f"{found.reference} can be edited by who filed it, who owns it, and managers."
        )
    return found


def rewrite(
    session: Session, request: Request, before: Idea, new: NewIdea, plan: Plan | None
) -> Idea:
    """Store what an idea says, and with ``plan`` its dates (part of a transaction)."""
    area_id = _area_id(session, request, new.area)
    ideas_writes.describe(session, before, new.title, new.description, area_id)
    ideas_writes.give(session, before, new.owner_id)
    after = ideas.by_id(session, request.workspace_id, before.id)
    _know_owner(session, request, after.owner_id)
    _record(session, request, before, after, ("title", "description", "area"))
    changes.record(
        session,
        request,
        _subject(after),
        "owner",
        before=before.owner_id,
        after=after.owner_id,
    )
    return after if plan is None else set_plan(session, request, after, plan)


def set_plan(session: Session, request: Request, before: Idea, plan: Plan) -> Idea:
    """Set an idea's dates and public title (part of a transaction); raises InvalidInput."""
    dates, title = checked_dates(plan.dates), clean_public_title(plan.public_title)
    ideas_writes.schedule(session, before, dates, title)
    after = ideas.by_id(session, request.workspace_id, before.id)
    old, new = before.dates.logged(), after.dates.logged()
    changes.record(session, request, _subject(after), "dates", before=old, after=new)
    _record(session, request, before, after, ("public_title",))
    return after


def as_typed(idea: Idea, new: NewIdea, plan: Plan) -> Idea:
    """An idea with what a form says of it, to show the form once more; nothing is stored."""
    return replace(
        idea,
        title=new.title,
        description=new.description,
        area=new.area,
        owner_id=new.owner_id,
        starts_on=plan.dates.starts_on,
        ends_on=plan.dates.ends_on,
        confidence=plan.dates.confidence,
        public_title=plan.public_title,
    )


def filed_by(database: Database, request: Request) -> Idea | None:
    """The idea that this very request has filed before, or None."""
    with database.reading() as session:
        return _filed_before(session, request)


def _store(session: Session, request: Request, new: NewIdea) -> Idea | None:
    stored = ideas_writes.create(
        session,
        request.workspace_id,
        ideas_writes.NewRow(
            title=new.title,
            description=new.description,
            area_id=_area_id(session, request, new.area),
            owner_id=new.owner_id,
            created_by=request.user_id,
            created_at=request.at,
            request_key=request.key,
        ),
    )
    _know_owner(session, request, new.owner_id)
    return stored


def _record_new(session: Session, request: Request, stored: Idea) -> None:
    subject = _subject(stored)
    changes.record(session, request, subject, "created", after=stored.title)
    changes.record(session, request, subject, "area", after=stored.area)
    changes.record(session, request, subject, "owner", after=stored.owner_id)


def _filed_before(session: Session, request: Request) -> Idea | None:
    if request.key is None:
        return None
    return ideas.by_request(session, request.workspace_id, request.key)


def _record(
    session: Session, request: Request, before: Idea, after: Idea, facts: tuple[str, ...]
) -> None:
    for fact in facts:
        old, new = getattr(before, fact), getattr(after, fact)
        changes.record(session, request, _subject(after), fact, before=old, after=new)


def checked(new: NewIdea) -> NewIdea:
    """An idea as typed, made ready to store; raises InvalidInput bound to a field."""
    return replace(
        new,
        title=clean_title(new.title),
        description=clean_description(new.description),
        area=clean_name(new.area, LabelKind.AREA) if new.area else None,
    )


def _area_id(session: Session, request: Request, name: str | None) -> int | None:
    if name is None:
        return None
    return labels.find_or_create(session, request.workspace_id, LabelKind.AREA, name, request.at)


def _know_owner(session: Session, request: Request, owner_id: str | None) -> None:
    """Ask about an owner whom nobody told of, so that the card can name them."""
    if owner_id and people_storage.get(session, request.workspace_id, owner_id) is None:
        new_task = read_person(owner_id, at=request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)


def _subject(idea: Idea) -> tuple[str, int]:
    return "idea", idea.id
