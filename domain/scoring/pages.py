"""Scores as people read them: the form of one idea, why it stands where it stands, the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.ideas.model import Idea
from domain.scoring.estimates import Opinion
from domain.scoring.methods.base import Method, Score
from domain.scoring.ranking import Asked
from domain.scoring.steps import Step


@dataclass(frozen=True, slots=True)
class ScorePage:
    """An idea with what was estimated for it, as one person sees it.

    ``mine`` are the person's own estimates by driver. ``place`` counts from 1 among ``total``
    ranked ideas and is None without a score; ``place_before`` is where it stood before a change.
    """

    idea: Idea
    method: Method
    score: Score
    opinions: Mapping[str, Opinion]
    mine: Mapping[str, float]
    asked: Asked
    place: int | None
    total: int
    at: datetime
    place_before: int | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why an idea stands where it stands.

    ``above`` is the idea one place higher with its score, ``step`` the smallest change that would
    pass it. ``between`` are the lowest and the highest score that people's estimates allow, and
    ``places`` the places that those would be. ``links`` lead to messages behind it, by feedback
    number.
    """

    page: ScorePage
    above: tuple[Idea, float] | None = None
    step: Step | None = None
    between: tuple[float, float] | None = None
    places: tuple[int, int] | None = None
    links: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RulesPage:
    """How a workspace scores: ``areas`` are (name, method) of areas with a method of their own.

    ``model`` is the team's own one, None while it has none; ``lines`` and ``formula`` are that
    model as written.
    """

    method: Method
    areas: tuple[tuple[str, Method], ...]
    model: Method | None
    lines: str
    formula: str
    may_change: bool
