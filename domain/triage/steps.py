"""Triage: feedback that nobody has sorted yet, and each step that sorts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from statistics import median
from zoneinfo import ZoneInfo

from domain.feedback.model import Feedback
from domain.similarity.suggestions import Alike
from domain.triage.area_suggestions import Suggestion
from domain.triage.limits import Limit


class TriageAction(StrEnum):
    """What a step does to feedback."""

    LINK = "link"
    FILE = "file"
    DISMISS = "dismiss"
    ASSIGN = "assign"
    AREA = "area"
    LATER = "later"
    ASK = "ask"

    @property
    def takes_away(self) -> bool:
        """True for what takes feedback out of the inbox, for good or for a while."""
        return self not in (TriageAction.ASSIGN, TriageAction.AREA)


class Dismissal(StrEnum):
    """Why feedback is put aside."""

    KNOWN = "known"
    SOLVED = "solved"
    UNCLEAR = "unclear"
    OUTSIDE = "outside"
    NOISE = "noise"

    @property
    def label(self) -> str:
        """The reason as people choose and read it."""
        return _DISMISSALS[self]


_DISMISSALS = {
    Dismissal.KNOWN: "We know this already",
    Dismissal.SOLVED: "It is solved already",
    Dismissal.UNCLEAR: "Too unclear to act on",
    Dismissal.OUTSIDE: "Not something we do",
    Dismissal.NOISE: "Not product feedback",
}


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """Which items an inbox shows: of an area, of a customer, assigned to who looks."""

    area: str | None = None
    customer: str | None = None
    is_mine: bool = False

    @property
    def is_wide(self) -> bool:
        """True when everything is shown."""
        return self == InboxFilter()


@dataclass(frozen=True, slots=True)
class InboxSnapshot:
    """The part of what waits that a person looks at, at an instant."""

    narrow: InboxFilter
    user_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked about feedback; ``is_in_thread`` under its message, else directly."""

    id: int
    feedback_id: int
    asked_by: str
    asked_of: str
    text: str
    at: datetime
    is_in_thread: bool = False
    answered_at: datetime | None = None
    is_closed: bool = False

    @property
    def is_open(self) -> bool:
        """True while an answer is waited for."""
        return self.answered_at is None and not self.is_closed


@dataclass(frozen=True, slots=True)
class InboxStatus:
    """What waits to be sorted: how much, since when and which one is the oldest.

    ``asked`` wait for an answer and ``later`` were put off; neither is in ``count``. ``late`` of
    all waited longer than the ``limit``.
    """

    count: int
    oldest_at: datetime | None = None
    oldest_number: int | None = None
    asked: int = 0
    later: int = 0
    late: int = 0
    limit: Limit | None = None

    @property
    def everything(self) -> int:
        """How much is not sorted yet, in any way."""
        return self.count + self.asked + self.later


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of feedback to be sorted, with what helps to sort it.

    ``questions`` are those that were asked about it, oldest first.
    """

    feedback: Feedback
    place: int
    assigned_to: str | None = None
    questions: tuple[Question, ...] = ()
    suggestion: Suggestion | None = None
    alike: tuple[Alike, ...] = ()

    @property
    def is_answered(self) -> bool:
        """True when an answer came and nobody has sorted it since."""
        return bool(self.questions) and self.questions[-1].answered_at is not None


@dataclass(frozen=True, slots=True)
class Inbox:
    """The inbox open at one item, or at none. ``person_id`` is who looks."""

    standing: InboxStatus
    item: Item | None
    narrow: InboxFilter
    person_id: str
    sorts_all: bool = True
    sorted_within_days: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One item in a list; ``asked_of`` is who has to answer, for those that wait for it."""

    feedback: Feedback
    asked_of: str | None = None
    assigned_to: str | None = None


@dataclass(frozen=True, slots=True)
class ItemList:
    """A part of what waits, from ``offset`` on, for many at once."""

    lines: tuple[Line, ...]
    offset: int
    total: int
    narrow: InboxFilter


@dataclass(frozen=True, slots=True)
class TriageInput:
    """What is to be done with feedback, as a person wants it.

    Each deed has its own facts: LINK an ``idea_number``; FILE a ``title``, a ``description`` and
    perhaps an ``area``; DISMISS a ``reason`` in words, and whether the person ``is_told``; ASSIGN a
    ``user_id``; AREA an ``area``; ASK a ``question``, perhaps ``in_thread``.
    """

    deed: TriageAction
    idea_number: int | None = None
    title: str = ""
    description: str = ""
    area: str | None = None
    reason: str = ""
    is_told: bool = False
    user_id: str | None = None
    question: str = ""
    in_thread: bool = False


@dataclass(frozen=True, slots=True)
class TriageResult:
    """What became of a step: the numbers it did, and those it did not with a sentence each.

    ``step_id`` names it for undoing; None when nothing was done. ``idea_number`` is the idea that
    things were linked to.
    """

    deed: TriageAction
    numbers: tuple[int, ...]
    refused: tuple[tuple[int, str], ...] = ()
    step_id: int | None = None
    idea_number: int | None = None
    detail: str | None = None
    is_undo: bool = False


def tomorrow_morning(now: datetime, zone: str) -> datetime:
    """Nine o'clock of the next day on the clocks of an IANA zone, in UTC."""
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(day, time(9), tzinfo=ZoneInfo(zone)).astimezone(now.tzinfo)


def median_days(waits: Sequence[timedelta]) -> float | None:
    """The median of waits in days; None of none."""
    return median(one.total_seconds() for one in waits) / 86_400 if waits else None
