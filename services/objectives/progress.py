"""Progress of objectives: reported by their owners, asked for in time, drawn."""

from dataclasses import dataclass
from datetime import datetime

from domain.core.errors import NotAllowed
from domain.core.people import Request
from domain.dates.days import local_day
from domain.objectives.forms import MAX_NOTE_CHARS, check_note, next_ask, read_value
from domain.objectives.model import Confidence, Objective
from domain.objectives.pages import Ask, Course
from services.objectives.actions import found, locked, require_change, subject_of
from services.outbox.messages import respond, say, tell
from services.outbox.payloads import pack
from services.workspace.people import whom_to_ask, zone_of
from storage.database.engine import Database, Session
from storage.objectives import progress as storage
from storage.objectives import queries as objectives
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import people

_AT_ONCE = 100
_MOST_DRAWN = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """A report as typed in a form."""

    value: str
    confidence: Confidence
    note: str = ""


def to_report(database: Database, request: Request, number: int) -> Objective:
    """The objective that somebody is about to report on. Raises NotFound and NotAllowed."""
    with database.reading() as session:
        objective = found(session, request, number)
        _require_report(session, request, objective)
        return objective


def report(
    database: Database,
    request: Request,
    number: int,
    typed: Typed,
    *,
    answer_url: str | None = None,
) -> Objective:
    """Keep how an objective goes; the same request is kept once. The question that is answered,
    at ``answer_url``, is replaced.

    Raises NotFound, NotAllowed, and InvalidInput bound to ``value`` or ``note``.
    """
    note = check_note(typed.note, "note", "note", MAX_NOTE_CHARS)
    workspace_id = request.workspace_id
    unit = to_report(database, request, number).measure.unit
    value = read_value(typed.value, unit, "value", "The value")
    with database.transaction() as session:
        before = locked(session, request, number)
        _require_report(session, request, before)
        is_new = storage.report(session, request, before.id, value, typed.confidence, note)
        after = found(session, request, number)
        if not is_new:
            return after
        _record(session, request, before, after, note)
        if answer_url is not None:
            key = f"progress:{request.key or request.at.isoformat()}"
            data = {"objective": pack(after)}
            answer = respond(
                answer_url, "progress_kept", data, key=key, at=request.at, is_posted=True
            )
            outbox.enqueue(session, workspace_id, answer, request.at)
        return after


def _record(
    session: Session, request: Request, before: Objective, after: Objective, note: str
) -> None:
    was, now = (
        {
            "value": one.measure.current,
            "confidence": one.confidence,
            "at": one.updated_at.isoformat() if one.updated_at else None,
        }
        for one in (before, after)
    )
    now["note"] = note
    changes.record(session, request, subject_of(after), "progress", before=was, after=now)


def course(session: Session, request: Request, objective: Objective) -> Course:
    """What the picture of an objective's history shows (part of a transaction)."""
    reports = storage.history(session, request.workspace_id, objective.id, _MOST_DRAWN)
    owner = people.get(session, request.workspace_id, objective.owner_id)
    return Course(objective, tuple(reports), request.at, owner.name if owner else "")


def send_picture(
    database: Database, request: Request, number: int, channel_id: str | None, asked_in: str
) -> Objective:
    """Send the picture of an objective's history by direct message, or post it in a channel.

    ``asked_in`` names the view or message whose button was pressed, which sends it once.
    """
    with database.transaction() as session:
        objective = found(session, request, number)
        person = people.get(session, request.workspace_id, request.user_id)
        posted_by = person.name if person and channel_id else ""
        data = {"course": pack(course(session, request, objective)), "posted_by": posted_by}
        key = f"course:{objective.id}:{channel_id or request.user_id}:{asked_in}"
        if channel_id is None:
            new_task = tell(request.user_id, "course", data, key=key, at=request.at)
        else:
            owner = request.user_id
            new_task = say(channel_id, "course", data, key=key, at=request.at, owner_id=owner)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)
        return objective


def due(database: Database, at: datetime) -> list[tuple[int, int]]:
    """Workspace and row id of the objectives whose owners are to be asked by now."""
    with database.reading() as session:
        return objectives.due(session, at, _AT_ONCE)


def ask(database: Database, one: tuple[int, int], at: datetime) -> bool:
    """Ask an owner how the objective goes, once for each time; False when it is not due.

    However many times went by meanwhile, there is one question. When the owner has left, whoever
    set the objective is asked.
    """
    workspace_id, objective_id = one
    with database.transaction() as session:
        objective = objectives.by_id(session, workspace_id, objective_id)
        if objective is None or objective.next_ask_at is None or objective.next_ask_at > at:
            return False
        owner = people.get(session, workspace_id, objective.owner_id)
        zone = zone_of(session, workspace_id, owner)
        later = next_ask(objective.rhythm, objective.starts_on, objective.ends_on, zone, at)
        if not objectives.asked(session, objective, at, later):
            return False
        is_over = objective.is_over(local_day(at, zone))
        key = f"objective_ask:{objective.id}:{objective.next_ask_at.isoformat()}"
        data = pack(Ask(objective, is_over))
        person = whom_to_ask(session, workspace_id, objective.owner_id, objective.created_by)
        new_task = tell(person, "objective_ask", data, key=key, at=at)
        outbox.enqueue(session, workspace_id, new_task, at)
        return True


def _require_report(session: Session, request: Request, objective: Objective) -> None:
    require_change(session, request, objective, "say how it goes")
    if objective.state.is_closed:
        raise NotAllowed(
            f"{objective.reference} is closed ({objective.state.label.lower()}). "
            "Open it again to report on it."
        )
