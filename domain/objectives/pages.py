"""Objectives as people read them: a page, a list, what is drawn and asked."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.core.changes import Change
from domain.core.edits import Clash
from domain.ideas.model import Idea
from domain.objectives.model import Objective, Progress


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    """One objective as one person sees it on a day.

    ``ideas`` serve it; ``reports`` are oldest first and ``history`` newest first. ``seen`` is the
    newest change that the page shows, for a form that is opened from it.
    """

    objective: Objective
    ideas: tuple[Idea, ...]
    reports: tuple[Progress, ...]
    history: tuple[Change, ...]
    today: date
    seen: int
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective in a list, and how many ideas serve it."""

    objective: Objective
    ideas: int


@dataclass(frozen=True, slots=True)
class ObjectiveList:
    """A part of the list from ``offset`` on; ``words`` are what was looked for."""

    rows: tuple[ObjectiveRow, ...]
    words: str
    offset: int
    has_more: bool
    today: date
    may_create: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What the picture of an objective's history shows."""

    objective: Objective
    reports: tuple[Progress, ...]
    at: datetime
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """The question to an owner how an objective goes; after its period, how it ended."""

    objective: Objective
    is_over: bool


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit led to: the objective, changed unless there are clashes."""

    objective: Objective
    clashes: tuple[Clash, ...]
    seen: int
