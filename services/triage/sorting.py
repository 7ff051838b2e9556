"""Sorting feedback: one piece or many in one step, and the step undone."""

from dataclasses import dataclass, field, replace
from typing import Any

from domain.core.errors import InvalidInput, NotAllowed, UserError
from domain.core.people import Person, Request, is_member
from domain.feedback.model import Feedback, FeedbackState
from domain.text.labels import LabelKind, clean_name
from domain.text.words import check_text
from domain.triage.steps import TriageAction, TriageInput, TriageResult, tomorrow_morning
from services.ideas import actions as ideas
from services.ideas import evidence as ideas_evidence
from services.ideas.permissions import locked
from services.triage import (
    items as triage_items,
)
from services.triage import (
    notifications as triage_news,
)
from services.triage import (
    questions as triage_asking,
)
from services.triage.permissions import Right, require
from services.votes import filing
from services.workspace.permissions import manages
from storage.database.engine import Database, Session
from storage.feedback import queries as feedback
from storage.triage import rota
from storage.triage import steps as triage_steps
from storage.triage.steps import Step
from storage.workspace import people, workspaces

MOST_AT_ONCE = 50
_REASON_CHARS = 500
_QUESTION_CHARS = 1000
_SORTING = (TriageAction.LINK, TriageAction.FILE, TriageAction.DISMISS)


@dataclass
class _Work:
    """A step under way: what was done to each item, and what was refused."""

    request: Request
    wish: TriageInput
    right: Right
    items: list[dict[str, Any]] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    idea_number: int | None = None


def sort(
    database: Database, request: Request, numbers: list[int], wish: TriageInput
) -> TriageResult:
    """Do one thing with one or many pieces of feedback that nobody has sorted yet.

    What somebody else sorted meanwhile stays as it is and is told. The same request does its step
    once. Raises NotAllowed for those who may not sort, NotFound and InvalidInput.
    """
    wish = _checked(wish)
    if not numbers or len(numbers) > MOST_AT_ONCE:
        raise InvalidInput(f"Choose 1 to {MOST_AT_ONCE} pieces of feedback.", field="items:0")
    with database.transaction() as session:
        known = request.key and triage_steps.step_by_request(
            session, request.workspace_id, request.key
        )
        if known:
            return _told(known)
        work = _Work(request, wish, require(session, request))
        _prepare(session, work)
        for number in sorted(set(numbers)):
            _try(session, work, number)
        return _finish(session, work)


def fate(database: Database, request: Request, number: int) -> TriageResult | None:
    """Why feedback cannot be sorted any more, as a step that was refused; None when it can be."""
    with database.reading() as session:
        right = require(session, request)
        try:
            triage_items.unsorted(session, request, number, right)
        except UserError as refused:
            return TriageResult(TriageAction.LATER, (), refused=((number, str(refused)),))
    return None


def undo(database: Database, request: Request, step_id: int) -> TriageResult:
    """Put everything that a step changed back, except what was changed again since.

    Raises NotAllowed for somebody else's step, unless a manager undoes it.
    """
    with database.transaction() as session:
        step = triage_steps.step(session, request.workspace_id, step_id)
        if step is None or step.undone_at is not None:
            raise NotAllowed("That step was undone already.")
        if step.user_id != request.user_id and not manages(session, request):
            raise NotAllowed("Only who did it or a manager can undo that step.")
        done, refused = list[int](), list[tuple[int, str]]()
        for item in step.items:
            if _undone(session, request, item):
                done.append(item["number"])
            else:
                refused.append((item["number"], "It was changed again since, so it stays."))
        triage_steps.set_undone(session, request.workspace_id, step.id, request.at)
        ideas_made = [one["filed"] for one in step.items if one.get("filed")]
        return TriageResult(
            step.deed,
            tuple(done),
            tuple(refused),
            idea_number=ideas_made[0] if ideas_made else None,
            is_undo=True,
        )


def _checked(wish: TriageInput) -> TriageInput:
    if wish.deed is TriageAction.DISMISS:
        text = check_text(wish.reason, what="reason", field="words")
        return replace(wish, reason=text[:_REASON_CHARS])
    if wish.deed is TriageAction.ASK:
        text = check_text(wish.question, what="question", field="question")
        return replace(wish, question=text[:_QUESTION_CHARS])
    if wish.deed is TriageAction.AREA:
        return replace(wish, area=clean_name(wish.area or "", LabelKind.AREA))
    return wish


def _prepare(session: Session, work: _Work) -> None:
    """What has to be there before the first item: an idea locked, a person who can be asked."""
    wish, request = work.wish, work.request
    if wish.deed is TriageAction.LINK:
        work.idea_number = locked(session, request, wish.idea_number or 0).number
    if wish.deed is TriageAction.ASSIGN:
        person = people.get(session, request.workspace_id, wish.user_id or "")
        if wish.user_id is None or (person is not None and not _can_sort(person)):
            raise InvalidInput("Choose a person of this workspace who is here.", field="person")


def _can_sort(person: Person) -> bool:
    return is_member(person)


def _try(session: Session, work: _Work, number: int) -> None:
    try:
        found = triage_items.unsorted(session, work.request, number, work.right)
        if work.wish.deed is TriageAction.ASK:
            triage_asking.check(session, work.request, found, work.wish)
    except UserError as refusal:
        work.refused.append((number, refusal.message))
        return
    before = triage_items.state_of(session, found)
    extra = _do(session, work, found)
    now = feedback.get(session, work.request.workspace_id, number)
    assert now is not None
    after = triage_items.state_of(session, now)
    item = {"number": number, "id": found.id, "before": before, "after": after, **extra}
    work.items.append(item)


def _do(session: Session, work: _Work, found: Feedback) -> dict[str, Any]:
    """Do it to one item; what else it takes to undo it."""
    request, wish = work.request, work.wish
    known = triage_items.facts_of(session, found)
    extra: dict[str, Any] = {}
    match wish.deed:
        case TriageAction.LINK:
            ideas_evidence.join(session, request, work.idea_number or 0, found.number)
        case TriageAction.FILE:
            new = ideas.NewIdea(wish.title, wish.description, wish.area, None, found.number)
            idea = filing.put_with_card(session, request, ideas.checked(new), None)
            work.idea_number = extra["filed"] = idea.number
        case TriageAction.DISMISS:
            triage_items.set_state(session, request, found, FeedbackState.DISMISSED)
            known = replace(known, dismissal=wish.reason)
            extra["keys"] = triage_news.tell_dismissed(session, request, found, wish)
        case TriageAction.ASSIGN:
            known = replace(known, assigned_to=wish.user_id)
        case TriageAction.AREA:
            triage_items.set_area(session, request, found, wish.area)
        case TriageAction.LATER:
            known = replace(known, later_until=_tomorrow(session, request))
        case TriageAction.ASK:
            extra = {"asked": True, "keys": [triage_asking.ask(session, request, found, wish)]}
    if wish.deed in _SORTING:
        known = replace(known, sorted_at=request.at, later_until=None)
        extra["closed"] = triage_steps.close(session, request.workspace_id, found.id, request.at)
    triage_items.note(session, request, found, known)
    return extra


def _tomorrow(session: Session, request: Request) -> Any:
    known = rota.get(session, request.workspace_id)
    zone = known.zone if known else workspaces.get(session, request.workspace_id).zone
    return tomorrow_morning(request.at, zone or "UTC")


def _finish(session: Session, work: _Work) -> TriageResult:
    if not work.items:
        return TriageResult(work.wish.deed, (), tuple(work.refused), idea_number=work.idea_number)
    if work.wish.deed is TriageAction.ASSIGN:
        numbers = [one["number"] for one in work.items]
        key = triage_news.tell_assigned(session, work.request, work.wish.user_id or "", numbers)
        work.items[0]["keys"] = [key] if key else []
    step_id = triage_steps.add_step(session, work.request, work.wish.deed, work.items)
    return TriageResult(
        work.wish.deed,
        tuple(one["number"] for one in work.items),
        tuple(work.refused),
        step_id=step_id,
        idea_number=work.idea_number,
        detail=work.wish.reason or work.wish.area or work.wish.user_id,
    )


def _undone(session: Session, request: Request, item: dict[str, Any]) -> bool:
    """Put one item back; False when it is not as the step left it."""
    linked = item["after"]["ideas"]
    if linked != item["before"]["ideas"]:
        locked(session, request, linked[0])  # an idea is always locked before its feedback
    found = feedback.get(session, request.workspace_id, item["number"], lock=True)
    if found is None or triage_items.state_of(session, found) != item["after"]:
        return False
    if linked != item["before"]["ideas"]:
        ideas_evidence.part(session, request, linked[0], found.number)
    triage_items.restore(session, request, found, item["before"])
    triage_items.take_back(session, request, item)
    return True


def _told(step: Step) -> TriageResult:
    made = [one["after"]["ideas"][0] for one in step.items if one["after"]["ideas"]]
    return TriageResult(
        step.deed,
        tuple(one["number"] for one in step.items),
        step_id=step.id,
        idea_number=made[0] if made else None,
    )
