"""Ideas as they stood at an instant, told by the change log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from domain.core.changes import Change
from domain.dates.days import from_log
from domain.feedback.model import FeedbackState
from domain.ideas.model import Horizon, Idea, Status

_JOINING = ("evidence", "objective")


@dataclass(slots=True)
class Facts:
    """What the log says of one subject at an instant, by field.

    The last change up to it tells by its ``after``; where there is none yet, the first one later
    tells by its ``before``. ``since`` is when the fact became what it is, for the former.
    ``joined`` holds numbers: those of feedback under ``evidence``, of objectives it serves under
    ``objective``.
    """

    values: dict[str, Any] = field(default_factory=dict)
    since: dict[str, datetime] = field(default_factory=dict)
    joined: dict[str, set[int]] = field(default_factory=dict)
    is_there: bool = True

    def numbers(self, name: str) -> set[int]:
        """The numbers that were joined with it under a field."""
        return self.joined.get(name, set())

    def get(self, name: str, otherwise: Any) -> Any:
        """A fact, or ``otherwise`` for one that the log never speaks of."""
        return self.values.get(name, otherwise)


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece of feedback at an instant: whose it was, and whether it counted."""

    customer: str | None
    is_withdrawn: bool


def facts_at(changes: Iterable[Change], at: datetime) -> dict[int, Facts]:
    """What ``changes`` (oldest first, before and after ``at``) say of each subject, by row id."""
    found: dict[int, Facts] = {}
    for change in changes:
        facts = found.setdefault(change.subject_id, Facts())
        if change.at <= at:
            _happened(facts, change)
        else:
            _not_yet(facts, change)
    return found


def idea_at(idea: Idea, facts: Facts, votes: int, heard: Mapping[int, Heard]) -> Idea:
    """The idea as it stood, by what the log said of it then.

    ``idea`` is the row of today, for what the log never spoke of; ``votes`` is their number then
    and ``heard`` holds the linked feedback by number, as it was then.
    """
    status, horizon = Status(facts.get("status", idea.status)), facts.get("horizon", idea.horizon)
    dates = from_log(facts.values["dates"]) if "dates" in facts.values else idea.dates
    counted = [
        heard[one]
        for one in facts.numbers("evidence")
        if one in heard and not heard[one].is_withdrawn
    ]
    shipped_at = facts.since.get("status", idea.shipped_at) if status is Status.SHIPPED else None
    return replace(
        idea,
        title=facts.get("title", idea.title),
        description=facts.get("description", idea.description),
        status=status,
        horizon=Horizon(horizon) if horizon else None,
        area=facts.get("area", idea.area),
        owner_id=facts.get("owner", idea.owner_id),
        shipped_at=shipped_at,
        votes=votes,
        evidence=len(counted),
        customers=len({one.customer for one in counted if one.customer}),
        decline_reason=facts.get("decline_reason", idea.decline_reason),
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        confidence=dates.confidence,
        public_title=facts.get("public_title", idea.public_title),
        merged_into_id=idea.merged_into_id if status is Status.MERGED else None,
    )


def heard_at(facts: Facts | None, customer: str | None, state: FeedbackState) -> Heard:
    """A piece of feedback as it was; ``customer`` and ``state`` are those of today."""
    told = facts or Facts()
    then = told.get("state", state.value)
    return Heard(told.get("customer", customer), then == FeedbackState.WITHDRAWN.value)


def _happened(facts: Facts, change: Change) -> None:
    if change.field in _JOINING:
        numbers = facts.joined.setdefault(change.field, set())
        numbers.discard(change.before)
        if change.after is not None:
            numbers.add(change.after)
        return
    facts.is_there = True
    name = "title" if change.field == "created" else change.field
    facts.values[name] = change.after
    facts.since[name] = _since(facts, change)


def _since(facts: Facts, change: Change) -> datetime:
    """When a fact became what it is. A merge that was taken back leaves it as it had been: what
    was shipped before was not shipped again."""
    earlier = f"{change.field} before the merge"
    if change.field == "status" and change.after == Status.MERGED:
        facts.since[earlier] = facts.since.get("status", change.at)
    elif change.field == "status" and change.before == Status.MERGED:
        return facts.since.get(earlier, change.at)
    return change.at


def _not_yet(facts: Facts, change: Change) -> None:
    if change.field == "created":
        facts.is_there = False
    elif change.field not in _JOINING:
        facts.values.setdefault(change.field, change.before)
