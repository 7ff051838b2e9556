"""What a change of the plan does to promises: settled when shipped, told when it breaks them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.core.changes import MERGING, NewChange
from domain.core.people import Request
from domain.dates.days import from_log, local_day
from domain.ideas.model import Horizon, Idea, Status
from domain.roadmap.promises import (
    Breach,
    Promise,
    PromiseState,
    settled_state,
    strain_of_change,
    strain_on,
)
from domain.workspace import is_back
from services.outbox.messages import tell
from services.outbox.payloads import pack
from storage.database.engine import Session
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.roadmap import promises
from storage.workspace import workspaces

_PLAN = frozenset({"status", "horizon", "dates"})


def on_changes(session: Session, changes: Sequence[NewChange]) -> None:
    """Settle and check the promises on every idea whose plan changed.

    A merge is left out: promises change hands in it, so it judges them itself. When the roadmap is
    switched on again, promises are settled by what was shipped meanwhile.
    """
    for one in changes:
        if is_back(one, "roadmap"):
            _settle_all(session, one.request)
    found: dict[int, dict[str, NewChange]] = {}
    for one in changes:
        if one.subject_kind == "idea" and one.field in _PLAN and one.request.door != MERGING:
            found.setdefault(one.subject_id, {}).setdefault(one.field, one)
    if not found:
        return
    workspace_id = changes[0].request.workspace_id
    made = promises.of_ideas(session, workspace_id, sorted(found))
    for idea_id, of_idea in _by_idea(made).items():
        _judge_changes(session, idea_id, of_idea, found[idea_id])


def _settle_all(session: Session, request: Request) -> None:
    found = _by_idea(promises.every(session, request.workspace_id))
    for idea_id, made in found.items():
        idea = ideas.by_id(session, request.workspace_id, idea_id)
        for one in made:
            settle(session, request, one, idea)


def _by_idea(made: Iterable[Promise]) -> dict[int, list[Promise]]:
    found: dict[int, list[Promise]] = {}
    for one in made:
        found.setdefault(one.idea_id, []).append(one)
    return found


def _judge_changes(
    session: Session, idea_id: int, made: list[Promise], changed: dict[str, NewChange]
) -> None:
    request = next(iter(changed.values())).request
    after = ideas.by_id(session, request.workspace_id, idea_id)
    judge(session, request, made, _as_before(after, changed), after)


def _as_before(after: Idea, changes: dict[str, NewChange]) -> Idea:
    """The idea as its plan was before the first of the changes of each field."""
    before = after
    if "status" in changes:
        status = Status(changes["status"].before)
        shipped_at = changes["status"].request.at if status is Status.SHIPPED else None
        before = replace(before, status=status, shipped_at=shipped_at)
    if "horizon" in changes:
        horizon = changes["horizon"].before
        before = replace(before, horizon=Horizon(horizon) if horizon else None)
    if "dates" in changes:
        dates = from_log(changes["dates"].before)
        before = replace(
            before,
            starts_on=dates.starts_on,
            ends_on=dates.ends_on,
            confidence=dates.confidence,
        )
    return before


def plan_changed(session: Session, request: Request, before: Idea, after: Idea) -> None:
    """Settle the promises on an idea that was changed, and tell whose promise that breaks.

    Each is told once per change; whoever makes the change reads it in their answer instead. It is
    a part of the transaction that changes the idea.
    """
    made = promises.of_ideas(session, after.workspace_id, [after.id])
    if made:
        judge(session, request, made, before, after)


def judge(
    session: Session, request: Request, made: list[Promise], before: Idea, after: Idea
) -> None:
    """Settle promises whose idea was ``before`` and is ``after``, and tell whose that breaks."""
    if before.shipped_at != after.shipped_at:
        made = [settle(session, request, one, after) for one in made]
    for breach in breaches_between(made, before, after):
        if breach.promise.promised_by != request.user_id:
            _tell(session, request, breach)


def settle(session: Session, request: Request, promise: Promise, idea: Idea) -> Promise:
    """The promise once it is known whether its idea is shipped; a withdrawn one stays withdrawn."""
    zone = workspaces.get(session, idea.workspace_id).zone or "UTC"
    shipped_on = local_day(idea.shipped_at, zone) if idea.shipped_at else None
    state = settled_state(promise.state, promise.due_on, shipped_on)
    if state is promise.state:
        return promise
    promises.settle(session, promise, state)
    return recorded(session, request, promise)


def recorded(session: Session, request: Request, before: Promise) -> Promise:
    """The promise as it is now, after its change is in the change log of its idea."""
    after = promises.by_number(session, before.workspace_id, before.number)
    assert after is not None
    changes.record(
        session,
        request,
        ("idea", after.idea_id),
        "promise",
        before=before.logged(),
        after=after.logged(),
    )
    return after


def breaches_between(made: Iterable[Promise], before: Idea, after: Idea) -> tuple[Breach, ...]:
    """Those open promises that a change of their idea breaks."""
    return tuple(
        Breach(one, after, strain)
        for one in made
        if one.state is PromiseState.OPEN
        and (strain := strain_of_change(before, after, one.due_on)) is not None
    )


def standing_breaches(session: Session, idea: Idea) -> tuple[Breach, ...]:
    """The open promises that an idea as it stands cannot keep (part of a transaction)."""
    made = promises.of_ideas(session, idea.workspace_id, [idea.id])
    return tuple(
        Breach(one, idea, strain)
        for one in made
        if one.state is PromiseState.OPEN and (strain := strain_on(idea, one.due_on)) is not None
    )


def _tell(session: Session, request: Request, breach: Breach) -> None:
    data = {"breach": pack(breach), "by": request.user_id}
    change = request.key or request.at.isoformat()
    new_task = tell(
        breach.promise.promised_by,
        "promise_broken",
        data,
        key=f"promise:{breach.promise.id}:{change}",
        at=request.at,
    )
    outbox.enqueue(session, request.workspace_id, new_task, request.at)
