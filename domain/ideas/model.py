"""Ideas: what may be built, where it stands, and how it may move."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.dates.days import DateConfidence, Dates


class Status(StrEnum):
    """Where an idea stands on its way from said to told."""

    OPEN = "open"
    CONSIDERING = "considering"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SHIPPED = "shipped"
    DECLINED = "declined"
    MERGED = "merged"

    @property
    def label(self) -> str:
        """The status as people read it, such as ``In progress``."""
        return self.value.replace("_", " ").capitalize()

    @property
    def is_closed(self) -> bool:
        """True when the idea no longer asks for votes."""
        return self in (Status.SHIPPED, Status.DECLINED, Status.MERGED)

    @classmethod
    def settable(cls) -> tuple["Status", ...]:
        """Those that people move an idea to; merging is a deed of its own."""
        return tuple(one for one in cls if one is not cls.MERGED)


class Horizon(StrEnum):
    """The roadmap column of an idea that is planned."""

    NOW = "now"
    NEXT = "next"
    LATER = "later"

    @property
    def label(self) -> str:
        """The horizon as people read it, such as ``Next``."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea as stored; ``votes`` and ``evidence`` are counts of people and of feedback.

    ``starts_on`` and ``ends_on`` are its first and last day, ``confidence`` how sure they are;
    ``public_title`` is the title that customers may see. ``merged_into_id`` is the row id of the
    idea that a merged one is part of now.
    """

    id: int
    workspace_id: int
    number: int
    title: str
    description: str
    status: Status
    horizon: Horizon | None
    area: str | None
    owner_id: str | None
    created_by: str
    created_at: datetime
    shipped_at: datetime | None
    votes: int = 0
    evidence: int = 0
    customers: int = 0
    decline_reason: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    confidence: DateConfidence | None = None
    public_title: str | None = None
    merged_into_id: int | None = None

    @property
    def reference(self) -> str:
        """The short number that people type and read, such as ``I-12``."""
        return f"I-{self.number}"

    @property
    def dates(self) -> Dates:
        """Its first and last day and how sure they are."""
        return Dates(self.starts_on, self.ends_on, self.confidence)


@dataclass(frozen=True, slots=True)
class Position:
    """Status, horizon and shipping instant: the part of an idea that a move changes."""

    status: Status
    horizon: Horizon | None
    shipped_at: datetime | None


_HORIZON_OF_STATUS = {Status.PLANNED: Horizon.NEXT, Status.IN_PROGRESS: Horizon.NOW}


def moved(position: Position, target: Status | Horizon, at: datetime) -> Position:
    """The position after a move: a status keeps or gains a horizon, a horizon implies a plan.

    ``planned`` without a horizon means Next and ``in progress`` means Now; an idea that is open,
    considered, shipped or declined and gets a horizon becomes planned. Closing clears the horizon.
    """
    if isinstance(target, Horizon):
        keeps = position.status in (Status.PLANNED, Status.IN_PROGRESS)
        status = position.status if keeps else Status.PLANNED
        return Position(status, target, None)
    if target is position.status:
        return position
    if target is Status.SHIPPED:
        return Position(target, None, at)
    horizon = position.horizon or _HORIZON_OF_STATUS.get(target)
    if target is Status.IN_PROGRESS:
        horizon = Horizon.NOW
    if target not in _HORIZON_OF_STATUS:
        horizon = None
    return replace(position, status=target, horizon=horizon, shipped_at=None)


MAX_TITLE_CHARS = 150
