"""Objectives: what is to be reached by when, how it is measured, and how far it has come."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ObjectiveState(StrEnum):
    """Whether an objective is worked on, or how it ended."""

    OPEN = "open"
    REACHED = "reached"
    PARTLY = "partly"
    MISSED = "missed"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The state as people read it."""
        return "Partly reached" if self is ObjectiveState.PARTLY else self.value.capitalize()

    @property
    def is_closed(self) -> bool:
        """True once it has an outcome."""
        return self is not ObjectiveState.OPEN


class Confidence(StrEnum):
    """How sure the owner is that the target will be reached."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"

    @property
    def label(self) -> str:
        """The confidence as people read it, such as ``At risk``."""
        return self.value.replace("_", " ").capitalize()


class Rhythm(StrEnum):
    """How often the owner is asked how it goes; always on a Monday morning."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    NEVER = "never"

    @property
    def label(self) -> str:
        """The rhythm as people read it."""
        return _RHYTHMS[self]


_RHYTHMS = {
    Rhythm.WEEKLY: "Every Monday",
    Rhythm.FORTNIGHTLY: "Every second Monday",
    Rhythm.MONTHLY: "On the first Monday of a month",
    Rhythm.NEVER: "Do not ask",
}


class Trend(StrEnum):
    """Which way a measure has to go."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Measure:
    """What tells that an objective is reached: its value at the start, now, and in the end."""

    name: str
    unit: str
    start: float
    target: float
    current: float

    @property
    def direction(self) -> Trend:
        """Up when the target lies above the start, down when it lies below."""
        return Trend.UP if self.target > self.start else Trend.DOWN


@dataclass(frozen=True, slots=True)
class ObjectiveDraft:
    """An objective as a person gives it; the current value of its measure is where it begins."""

    title: str
    owner_id: str
    starts_on: date
    ends_on: date
    measure: Measure
    rhythm: Rhythm = Rhythm.WEEKLY


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective as stored; ``starts_on`` and ``ends_on`` both belong to its period.

    ``confidence`` and ``updated_at`` are those of the latest progress, None before the first.
    ``asked_at`` is when the owner was asked last, ``next_ask_at`` when it happens next.
    """

    id: int
    workspace_id: int
    number: int
    title: str
    owner_id: str
    starts_on: date
    ends_on: date
    measure: Measure
    state: ObjectiveState
    rhythm: Rhythm
    created_by: str
    created_at: datetime
    confidence: Confidence | None = None
    updated_at: datetime | None = None
    asked_at: datetime | None = None
    next_ask_at: datetime | None = None
    outcome: str = ""
    closed_at: datetime | None = None

    @property
    def reference(self) -> str:
        """The short number that people type and read, such as ``O-2``."""
        return f"O-{self.number}"

    @property
    def progress(self) -> float:
        """How far it has come, from 0 to 1."""
        return progress_of(self.measure)

    @property
    def awaits_progress(self) -> bool:
        """True when the owner was asked and has not answered yet."""
        if self.state.is_closed or self.asked_at is None:
            return False
        return self.updated_at is None or self.updated_at < self.asked_at

    def is_over(self, day: date) -> bool:
        """True after the last day of its period."""
        return day > self.ends_on


@dataclass(frozen=True, slots=True)
class Progress:
    """One update: what the owner reported, and when."""

    value: float
    confidence: Confidence | None
    note: str
    given_by: str
    given_at: datetime


def progress_of(measure: Measure) -> float:
    """The share of the way from start to target that is behind, from 0 to 1.

    (current - start) / (target - start), clamped: MetaPulse's help documents it for linear targets
    ("Objective key result progress calculation"), rising and falling alike. Feedback4e's help ("How
    is key result progress calculated?") works it out: 16 on the way from 10 to 20 is 60 %.
    """
    way = measure.target - measure.start
    return min(max((measure.current - measure.start) / way, 0.0), 1.0)


def elapsed_of(starts_on: date, ends_on: date, day: date) -> float:
    """The share of a period that has passed by the evening of a day, from 0 to 1."""
    length = (ends_on - starts_on).days + 1
    return min(max(((day - starts_on).days + 1) / length, 0.0), 1.0)
