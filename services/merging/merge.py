"""Merging ideas: one becomes part of another, and comes back when that is undone."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.core.changes import MERGING
from domain.core.errors import InvalidInput, NotAllowed
from domain.core.people import Request
from domain.dates.periods import format_day
from domain.ideas.model import Horizon, Idea, Position, Status
from domain.merging.plan import UNDO_WITHIN, Merge, Merged, MergePlan
from services.ideas.permissions import missing
from services.merging import (
    inheritance as merging_facts,
)
from services.merging import (
    plan as merging_plan,
)
from services.merging import (
    transfer as merging_carry,
)
from services.outbox.messages import tell
from services.outbox.payloads import pack
from services.workspace import people
from storage.database.engine import Database, Session
from storage.ideas import queries as ideas
from storage.ideas import writes as ideas_writes
from storage.merging import merges as merging
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.roadmap import dependencies
from storage.scoring import estimates as scoring
from storage.workspace import people as people_storage


def preview(database: Database, request: Request, number: int, into_number: int) -> MergePlan:
    """What merging an idea into another one would do; nothing is done.

    Raises NotAllowed for those who do not manage, NotFound, and InvalidInput for one idea twice.
    """
    with database.snapshot() as session:
        people.require_manager(session, request, "merge ideas")
        idea, into = _pair(session, request, number, into_number)
        return merging_plan.plan(session, request, idea, into)


def to_merge(database: Database, request: Request, number: int) -> Idea:
    """The idea that a manager is about to merge into another one. Raises as `preview` does."""
    with database.reading() as session:
        people.require_manager(session, request, "merge ideas")
        idea = ideas.exactly(session, request.workspace_id, number)
        if idea is None:
            raise missing(session, request.workspace_id, number)
        _refuse_part(session, idea)
        return idea


def merge(database: Database, request: Request, number: int, into_number: int) -> Merged:
    """Make an idea part of another one, which then has the votes and all that belongs to both.

    The same request merges once. Raises NotAllowed for those who do not manage, NotFound, and
    InvalidInput for what cannot be merged.
    """
    with database.transaction() as session:
        people.require_manager(session, request, "merge ideas")
        before = request.key and merging.by_request(session, request.workspace_id, request.key)
        if before:
            return _done_before(session, before)
        scoring.lock_shared(session, request.workspace_id)
        dependencies.lock_exclusive(session, request.workspace_id)
        idea, into = _locked_pair(session, request, number, into_number)
        plan = merging_plan.plan(session, request, idea, into)
        if plan.refusal:
            raise InvalidInput(plan.refusal, field="into")
        after = _merge(session, replace(request, door=MERGING), plan)
        done = Merged(idea, after, request.user_id)
        _tell(session, request, done)
        return done


def undo(database: Database, request: Request, number: int) -> Merged:
    """Give an idea that was merged back what it was and had; the survivor keeps what is its own.

    Undone again by the same person nothing more happens. Raises NotAllowed for those who do not
    manage and after 30 days, NotFound, and InvalidInput for an idea that was not merged.
    """
    with database.transaction() as session:
        people.require_manager(session, request, "undo a merge")
        scoring.lock_shared(session, request.workspace_id)
        dependencies.lock_exclusive(session, request.workspace_id)
        idea, standing = _merged(session, request, number)
        merging.lock_ideas(session, request.workspace_id, (idea.id, standing.into_id))
        idea, standing = _merged(session, request, number)
        into = ideas.by_id(session, request.workspace_id, standing.into_id)
        if standing.undone_at is not None:
            return Merged(idea, into, standing.undone_by or request.user_id)
        _check_undo(session, request, idea, into, standing)
        _undo(session, replace(request, door=MERGING), idea, into, standing)
        return Merged(
            ideas.by_id(session, request.workspace_id, idea.id),
            ideas.by_id(session, request.workspace_id, into.id),
            request.user_id,
        )


def _merge(session: Session, request: Request, plan: MergePlan) -> Idea:
    idea, into, workspace_id = plan.idea, plan.into, request.workspace_id
    along = merging.part_of(session, workspace_id, idea.id)
    needs = merging_plan.needs_of(session, idea, into)
    kept: dict[str, Any] = {
        "place": _noted_place(idea),
        "counts": {"votes": idea.votes, "evidence": idea.evidence},
        "merged": along,
        **merging_carry.carry_votes(session, request, idea, into),
        "ties": merging_carry.carry_ties(session, request, idea, into, needs),
        "taken": merging_facts.take(session, request, plan),
    }
    ideas_writes.place(session, idea, Position(Status.MERGED, None, None), idea.decline_reason)
    merging.point(session, workspace_id, [idea.id, *along], into.id)
    after = ideas.by_id(session, workspace_id, into.id)
    kept |= merging_carry.carry_owned(session, request, idea, after)
    _record_place(session, request, idea, ideas.by_id(session, workspace_id, idea.id))
    _record_merge(session, request, idea, into, is_over=False)
    merging.add(session, request, idea.id, into.id, kept)
    return ideas.by_id(session, workspace_id, into.id)


def _undo(session: Session, request: Request, idea: Idea, into: Idea, standing: Merge) -> None:
    workspace_id, kept = request.workspace_id, standing.kept
    merging.point(session, workspace_id, [idea.id], None)
    merging.point(session, workspace_id, kept["merged"], idea.id)
    position, reason = _place_in(kept["place"])
    ideas_writes.place(session, idea, position, reason)
    merging_carry.return_votes(session, request, idea, into, kept)
    merging_carry.return_ties(session, request, standing, idea, into)
    merging_facts.give_back(session, request, into, kept["taken"])
    back = ideas.by_id(session, workspace_id, idea.id)
    _record_place(session, request, idea, back)
    merging_carry.return_owned(session, request, back, into, kept)
    _record_merge(session, request, idea, into, is_over=True)
    merging.end(session, request, standing)


def _pair(session: Session, request: Request, number: int, into_number: int) -> tuple[Idea, Idea]:
    """The idea with the one number, and what the other one stands for."""
    idea = ideas.exactly(session, request.workspace_id, number)
    into = ideas.by_number(session, request.workspace_id, into_number)
    for found, asked in ((idea, number), (into, into_number)):
        if found is None:
            raise missing(session, request.workspace_id, asked)
    assert idea is not None and into is not None
    _refuse_part(session, idea)
    if idea.id == into.id:
        if into.number == into_number:
            raise InvalidInput("An idea cannot be merged into itself.", field="into")
        raise InvalidInput(
            f"I-{into_number} is part of {idea.reference} already: somebody merged it. "
            "So they are one idea, and nothing was changed.",
            field="into",
        )
    return idea, into


def _refuse_part(session: Session, idea: Idea) -> None:
    if idea.merged_into_id is not None:
        whole = ideas.by_id(session, idea.workspace_id, idea.merged_into_id)
        raise InvalidInput(
            f"{idea.reference} is part of {whole.reference} already: somebody merged it. "
            f"To merge all of it, merge {whole.reference}.",
            field="into",
        )


def _locked_pair(
    session: Session, request: Request, number: int, into_number: int
) -> tuple[Idea, Idea]:
    """Both ideas, which nobody else changes or merges until the transaction ends."""
    while True:
        idea, into = _pair(session, request, number, into_number)
        merging.lock_ideas(session, request.workspace_id, (idea.id, into.id))
        again = _pair(session, request, number, into_number)
        if (again[0].id, again[1].id) == (idea.id, into.id):
            return again


def _merged(session: Session, request: Request, number: int) -> tuple[Idea, Merge]:
    """The idea with a number and its last merge, as far as it can be undone or just was."""
    idea = ideas.exactly(session, request.workspace_id, number)
    if idea is None:
        raise missing(session, request.workspace_id, number)
    last = merging.newest_of(session, request.workspace_id, idea.id)
    if last is None or (last.undone_at and last.undone_by != request.user_id):
        raise InvalidInput(f"{idea.reference} is not part of another idea, so nothing was changed.")
    return idea, last


def _check_undo(
    session: Session, request: Request, idea: Idea, into: Idea, standing: Merge
) -> None:
    if into.merged_into_id is not None:
        whole = ideas.by_id(session, request.workspace_id, into.merged_into_id)
        raise InvalidInput(
            f"{idea.reference} was merged into {into.reference}, and that is part of "
            f"{whole.reference} now. Undo that one first: /idea {into.reference} unmerge"
        )
    if not standing.may_be_undone(request.at):
        day = format_day(standing.merged_at.date())
        raise NotAllowed(
            f"{idea.reference} was merged on {day}. A merge can be undone for "
            f"{UNDO_WITHIN.days} days. To part them now, file the idea again and move its "
            "feedback there."
        )


def _done_before(session: Session, merge: Merge) -> Merged:
    idea = ideas.by_id(session, merge.workspace_id, merge.idea_id)
    into = ideas.by_id(session, merge.workspace_id, merge.into_id)
    return Merged(idea, into, merge.merged_by)


def _noted_place(idea: Idea) -> dict[str, Any]:
    return {
        "status": idea.status.value,
        "horizon": idea.horizon.value if idea.horizon else None,
        "shipped_at": idea.shipped_at.isoformat() if idea.shipped_at else None,
        "decline_reason": idea.decline_reason,
    }


def _place_in(noted: dict[str, Any]) -> tuple[Position, str | None]:
    horizon, shipped_at = noted["horizon"], noted["shipped_at"]
    position = Position(
        Status(noted["status"]),
        Horizon(horizon) if horizon else None,
        datetime.fromisoformat(shipped_at) if shipped_at else None,
    )
    return position, noted["decline_reason"]


def _record_place(session: Session, request: Request, before: Idea, after: Idea) -> None:
    for fact in ("status", "horizon"):
        old, new = getattr(before, fact), getattr(after, fact)
        changes.record(session, request, ("idea", after.id), fact, before=old, after=new)


def _record_merge(
    session: Session, request: Request, idea: Idea, into: Idea, *, is_over: bool
) -> None:
    """Tell in the history of both that they were merged, or are apart again."""
    for one, field, number in ((idea, "merged", into.number), (into, "absorbed", idea.number)):
        old, new = (number, None) if is_over else (None, number)
        changes.record(session, request, ("idea", one.id), field, before=old, after=new)


def _tell(session: Session, request: Request, done: Merged) -> None:
    """Tell who filed and who owns the merged idea where it went, unless they did it themselves."""
    idea = done.idea
    wanted = {idea.created_by, idea.owner_id or idea.created_by} - {request.user_id}
    known = people_storage.among(session, request.workspace_id, wanted)
    for user_id, person in sorted(known.items()):
        if person.is_bot or person.is_deleted or person.is_outsider:
            continue
        key = f"merged:{idea.id}:{done.into.id}:{request.at.isoformat()}:{user_id}"
        new_task = tell(user_id, "idea_merged", {"done": pack(done)}, key=key, at=request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)
