"""One item of triage: locked, checked to be unsorted still, and changed (parts of transactions)."""

from datetime import datetime
from typing import Any

from domain.core.errors import NotAllowed, NotFound
from domain.core.people import Request
from domain.feedback.model import Feedback, FeedbackState
from domain.text.labels import LabelKind
from services.triage.permissions import Right
from storage.database import labels
from storage.database.engine import Session
from storage.feedback import queries as feedback
from storage.feedback import writes as feedback_writes
from storage.outbox import change_log as changes
from storage.outbox import lookup as said
from storage.triage import item_facts as triage_item_facts
from storage.triage import steps as triage_steps
from storage.triage.item_facts import ItemFacts
from storage.workspace import people


def unsorted(session: Session, request: Request, number: int, right: Right) -> Feedback:
    """The feedback with a number, locked. Raises NotFound, and NotAllowed when it is sorted."""
    found = feedback.get(session, request.workspace_id, number, lock=True)
    if found is None:
        raise NotFound(f"There is no F-{number} in this workspace.")
    if found.state is not FeedbackState.NEW:
        raise NotAllowed(sorted_words(session, request, found))
    known = facts_of(session, found)
    if right is Right.ASSIGNED and known.assigned_to != request.user_id:
        raise NotAllowed(f"{found.reference} was not given to you, so somebody else sorts it.")
    return found


def sorted_words(session: Session, request: Request, found: Feedback) -> str:
    """What became of feedback, and by whom, in a sentence."""
    what = {
        FeedbackState.LINKED: "linked to " + " and ".join(f"I-{n}" for n in found.idea_numbers),
        FeedbackState.DISMISSED: "put aside",
        FeedbackState.WITHDRAWN: "taken back",
    }[found.state]
    log = changes.of_subject(session, request.workspace_id, "feedback", found.id)
    actor = next((one.actor for one in reversed(log) if one.field == "state"), "")
    person = people.get(session, request.workspace_id, actor) if actor else None
    by = "you" if actor == request.user_id else (person.name if person else "") or "somebody else"
    return f"{found.reference} was sorted a moment ago: {what} by {by}."


def facts_of(session: Session, found: Feedback) -> ItemFacts:
    """What triage knows of feedback."""
    return triage_item_facts.facts(session, found.workspace_id, [found.id])[found.id]


def state_of(session: Session, found: Feedback) -> dict[str, Any]:
    """Everything that a step may change, as values to keep and to compare."""
    known = facts_of(session, found)
    return {
        "state": found.state.value,
        "area": found.area,
        "ideas": list(found.idea_numbers),
        "assigned_to": known.assigned_to,
        "later_until": _iso(known.later_until),
        "dismissal": known.dismissal,
        "sorted_at": _iso(known.sorted_at),
    }


def set_state(session: Session, request: Request, found: Feedback, state: FeedbackState) -> None:
    """Set what became of feedback, and log it."""
    feedback_writes.set_state(session, request.workspace_id, found.id, state)
    changes.record(
        session, request, ("feedback", found.id), "state", before=found.state, after=state
    )


def set_area(session: Session, request: Request, found: Feedback, area: str | None) -> None:
    """Set where feedback belongs, and log it."""
    area_id = area and labels.find_or_create(
        session, request.workspace_id, LabelKind.AREA, area, request.at
    )
    triage_item_facts.set_area(session, request.workspace_id, found.id, area_id or None)
    changes.record(session, request, ("feedback", found.id), "area", before=found.area, after=area)


def note(session: Session, request: Request, found: Feedback, facts: ItemFacts) -> None:
    """Keep what triage knows of feedback, and log to whom it is given and why it is put aside."""
    before = facts_of(session, found)
    triage_item_facts.note(session, request.workspace_id, found.id, facts)
    subject = ("feedback", found.id)
    for field in ("assigned_to", "dismissal"):
        old, new = getattr(before, field), getattr(facts, field)
        changes.record(session, request, subject, field, before=old, after=new)


def restore(session: Session, request: Request, found: Feedback, before: dict[str, Any]) -> None:
    """Set feedback to what it was before a step; its evidence is the caller's."""
    now = feedback.get(session, request.workspace_id, found.number)
    assert now is not None
    if now.state.value != before["state"]:
        set_state(session, request, now, FeedbackState(before["state"]))
    if now.area != before["area"]:
        set_area(session, request, now, before["area"])
    facts = ItemFacts(
        before["assigned_to"],
        _instant(before["later_until"]),
        before["dismissal"],
        _instant(before["sorted_at"]),
    )
    note(session, request, now, facts)


def take_back(session: Session, request: Request, item: dict[str, Any]) -> None:
    """Take back what a step wanted to be said, as far as it was not said, and what it closed."""
    for key in item.get("keys", ()):
        said.take_back(session, request.workspace_id, key, request.at)
    if item.get("asked"):
        triage_steps.close(session, request.workspace_id, item["id"], request.at)
    if item.get("closed"):
        triage_steps.reopen(session, request.workspace_id, item["closed"])


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
