"""Promises: a date that a customer was told, and when a change of the plan breaks it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.dates.days import DateConfidence
from domain.ideas.model import Horizon, Idea, Status


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    WITHDRAWN = "withdrawn"


class Strain(StrEnum):
    """Why an idea as it stands cannot keep a promise."""

    LATER = "later"
    DECLINED = "declined"
    OFF = "off"
    STARTS_AFTER = "starts_after"
    ENDS_AFTER = "ends_after"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as stored: ``promised_by`` told ``customer`` that the idea comes by ``due_on``."""

    id: int
    workspace_id: int
    number: int
    idea_id: int
    customer: str
    promised_by: str
    due_on: date
    confidence: DateConfidence | None
    note: str | None
    state: PromiseState
    withdrawn_because: str | None
    created_by: str
    created_at: datetime

    @property
    def reference(self) -> str:
        """The short number that people type and read, such as ``P-3``."""
        return f"P-{self.number}"

    def logged(self) -> dict[str, str | int | None]:
        """The promise as the change log keeps it under the idea's ``promise``."""
        return {
            "number": self.number,
            "customer": self.customer,
            "by": self.promised_by,
            "due_on": self.due_on.isoformat(),
            "confidence": self.confidence.value if self.confidence else None,
            "note": self.note,
            "state": self.state.value,
            "because": self.withdrawn_because,
        }


@dataclass(frozen=True, slots=True)
class NewPromise:
    """A promise as a person gives it; ``promised_by`` is a user id, ``customer`` a name."""

    customer: str
    due_on: date
    promised_by: str
    confidence: DateConfidence | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """A promise that the idea as it stands, or as it is about to stand, cannot keep."""

    promise: Promise
    idea: Idea
    strain: Strain


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise in a list: with its idea, and what strains it now.

    ``is_overdue`` marks an open one whose day has passed.
    """

    promise: Promise
    idea: Idea
    strain: Strain | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise with its idea, what strains it, and what the reader may see and do."""

    commitment: Commitment
    knows_customers: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class PromiseList:
    """Promises, the soonest first; ``scope`` is ``open``, ``mine`` or ``done``."""

    promised: tuple[Promised, ...]
    scope: str
    has_more: bool


def strain_on(idea: Idea, due_on: date) -> Strain | None:
    """What keeps an idea as it stands from being there by a day, the gravest first; or None.

    An idea that was never planned or dated strains nothing: nobody changed the plan yet.
    """
    if idea.status is Status.SHIPPED:
        return None
    if idea.status is Status.DECLINED:
        return Strain.DECLINED
    if idea.horizon is Horizon.LATER:
        return Strain.LATER
    if idea.ends_on is not None and idea.ends_on > due_on:
        return Strain.ENDS_AFTER
    if idea.ends_on is None and idea.starts_on is not None and idea.starts_on > due_on:
        return Strain.STARTS_AFTER
    return None


def strain_of_change(before: Idea, after: Idea, due_on: date) -> Strain | None:
    """What a change of the plan newly does to a promise for a day, or None.

    That is a strain which was not there before, an end that moved still further away, a plan that
    was given up, or an end date that was taken away.
    """
    strain = strain_on(after, due_on)
    if strain is not None:
        moved_on = strain is Strain.ENDS_AFTER and before.ends_on != after.ends_on
        is_worse = moved_on and (before.ends_on or due_on) < (after.ends_on or due_on)
        return strain if is_worse or strain is not strain_on(before, due_on) else None
    if after.status is Status.SHIPPED:
        return None
    if before.horizon is not None and after.horizon is None:
        return Strain.OFF
    return Strain.UNDATED if before.ends_on is not None and after.ends_on is None else None


def settled_state(state: PromiseState, due_on: date, shipped_on: date | None) -> PromiseState:
    """What a promise is once its idea was shipped on a day; open again when it is not shipped."""
    if state is PromiseState.WITHDRAWN:
        return state
    if shipped_on is None:
        return PromiseState.OPEN
    return PromiseState.KEPT if shipped_on <= due_on else PromiseState.LATE
