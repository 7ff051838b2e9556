"""Objectives: set, changed, closed, and joined with the ideas that serve them."""

from datetime import datetime

from domain.core.edits import Merged, latest_id, merge
from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.people import Request, may_manage
from domain.objectives.forms import (
    MAX_OUTCOME_CHARS,
    TypedObjective,
    check_note,
    draft_from,
    draft_of,
    facts_of,
    next_ask,
    read_objective,
)
from domain.objectives.model import Objective, ObjectiveDraft, ObjectiveState
from domain.objectives.pages import Edited
from services.outbox.messages import read_person, respond
from services.outbox.payloads import pack
from services.workspace.people import require_manager, zone_of
from storage.database.engine import Database, Session
from storage.objectives import queries as storage
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import people, workspaces


def create(database: Database, request: Request, typed: TypedObjective) -> Objective:
    """Set an objective; the same request sets one only.

    Raises InvalidInput bound to a field, and NotAllowed for those who do not manage.
    """
    draft = read_objective(typed)
    with database.transaction() as session:
        require_manager(session, request, "set objectives")
        known = request.key and storage.by_request(session, request.workspace_id, request.key)
        if known:
            return known
        _know(session, request, draft.owner_id)
        ask_at = _next_ask(session, request, draft, request.at)
        stored = storage.create(session, request, draft, ask_at)
        assert stored is not None  # who asks with the same key waits for this transaction
        changes.record(session, request, subject_of(stored), "created", after=stored.title)
        return stored


def edit(
    database: Database, request: Request, number: int, typed: TypedObjective, seen: int
) -> Edited:
    """Change what an objective says, from a form that was opened when ``seen`` was the newest
    change of it.

    What somebody else changed meanwhile stays, unless both changed it: then nothing is stored and
    the clashes say so. Raises NotFound, NotAllowed and InvalidInput.
    """
    draft = read_objective(typed)
    with database.transaction() as session:
        before = locked(session, request, number)
        require_change(session, request, before, "change it")
        log = changes.of_subject(session, request.workspace_id, "objective", before.id)
        later = [change for change in log if change.id > seen]
        now = facts_of(draft_of(before))
        merged = merge(later, now, facts_of(draft))
        if not merged.clashes:
            _rewrite(session, request, before, merged)
        return Edited(found(session, request, number), merged.clashes, latest_id(log))


def close(
    database: Database,
    request: Request,
    number: int,
    state: ObjectiveState,
    outcome: str,
    *,
    answer_url: str | None = None,
) -> Objective:
    """Close an objective with how it ended, or open it again. The question that is answered, at
    ``answer_url``, is replaced.

    Raises NotFound, NotAllowed and InvalidInput.
    """
    words = check_note(outcome, "outcome", "outcome", MAX_OUTCOME_CHARS)
    with database.transaction() as session:
        before = locked(session, request, number)
        require_change(session, request, before, "close it")
        is_closed = state.is_closed
        ask_at = None if is_closed else _next_ask(session, request, draft_of(before), request.at)
        storage.settle(
            session,
            before,
            state,
            words if is_closed else "",
            closed_at=request.at if is_closed else None,
            next_ask_at=ask_at,
        )
        after = found(session, request, number)
        for fact in ("state", "outcome"):
            old, new = getattr(before, fact), getattr(after, fact)
            changes.record(session, request, subject_of(after), fact, before=old, after=new)
        if answer_url is not None:
            key = f"objective_closed:{request.key or request.at.isoformat()}"
            data = pack(after)
            answer = respond(
                answer_url, "objective_closed", data, key=key, at=request.at, is_posted=True
            )
            outbox.enqueue(session, request.workspace_id, answer, request.at)
        return after


def subject_of(objective: Objective) -> tuple[str, int]:
    """The objective as the subject of changes."""
    return "objective", objective.id


def may_change(session: Session, request: Request, objective: Objective) -> bool:
    """True for the owner and for managers (part of a transaction)."""
    if request.user_id == objective.owner_id:
        return True
    workspace = workspaces.get(session, request.workspace_id)
    return may_manage(workspace, people.get(session, request.workspace_id, request.user_id))


def require_change(session: Session, request: Request, objective: Objective, deed: str) -> None:
    """Return when the person may change an objective; raise NotAllowed naming its owner.

    ``deed`` completes *Only ... or a manager can ...*.
    """
    if may_change(session, request, objective):
        return
    owner = people.get(session, request.workspace_id, objective.owner_id)
    name = owner.name if owner and owner.name else "its owner"
    raise NotAllowed(f"{objective.reference} belongs to {name}. Only they or a manager can {deed}.")


def found(session: Session, request: Request, number: int) -> Objective:
    """The objective with a number (part of a transaction). Raises NotFound."""
    return _known(storage.by_number(session, request.workspace_id, number), number)


def locked(session: Session, request: Request, number: int) -> Objective:
    """The same, which nobody else changes until the transaction ends. Raises NotFound."""
    return _known(storage.lock(session, request.workspace_id, number), number)


def _known(objective: Objective | None, number: int) -> Objective:
    if objective is None:
        raise NotFound(f"There is no O-{number}. /linchpin objectives lists those there are.")
    return objective


def _rewrite(session: Session, request: Request, before: Objective, merged: Merged) -> None:
    draft = draft_from(merged.values, before.measure.current)
    _know(session, request, draft.owner_id)
    ask_at = before.next_ask_at
    if not before.state.is_closed and _asks_otherwise(before, draft):
        ask_at = _next_ask(session, request, draft, request.at)
    storage.rewrite(session, before, draft, ask_at)
    now = facts_of(draft_of(before))
    for field, value in merged.values.items():
        changes.record(session, request, subject_of(before), field, before=now[field], after=value)
    if before.updated_at is None and draft.measure.start != before.measure.start:
        storage.begin_at(session, before, draft.measure.start)


def _asks_otherwise(before: Objective, draft: ObjectiveDraft) -> bool:
    now = (before.owner_id, before.rhythm, before.starts_on, before.ends_on)
    return now != (draft.owner_id, draft.rhythm, draft.starts_on, draft.ends_on)


def _next_ask(
    session: Session, request: Request, draft: ObjectiveDraft, after: datetime
) -> datetime | None:
    owner = people.get(session, request.workspace_id, draft.owner_id)
    zone = zone_of(session, request.workspace_id, owner)
    return next_ask(draft.rhythm, draft.starts_on, draft.ends_on, zone, after)


def _know(session: Session, request: Request, user_id: str) -> None:
    """Ask about somebody whom Slack has not told of yet."""
    person = people.get(session, request.workspace_id, user_id)
    if person is None:
        new_task = read_person(user_id, at=request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)
    elif person.is_bot or person.is_deleted:
        raise InvalidInput(
            f"{person.name or 'That account'} cannot be asked how it goes. Choose a person.",
            field="owner",
        )
