"""Ranking: in which order ideas are listed, which of them, and where each stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.core.money import NO_MONEY, Comparable, Money
from domain.ideas.model import Horizon, Idea, Status


class Order(StrEnum):
    """What ideas are ranked by."""

    SCORE = "score"
    VOTES = "votes"
    CUSTOMERS = "customers"
    ASKED = "asked"
    REVENUE = "revenue"


@dataclass(frozen=True, slots=True)
class RankingFilter:
    """Which ideas are listed; without a status those that are not closed.

    ``customer`` and ``tier`` are names, of customers who asked; ``min_revenue`` is what all the
    customers who asked bring together in a year, at least.
    """

    area: str | None = None
    status: Status | None = None
    horizon: Horizon | None = None
    owner_id: str | None = None
    customer: str | None = None
    tier: str | None = None
    min_revenue: Money | None = None

    @property
    def is_everything(self) -> bool:
        """True when nothing is left out but what is closed."""
        return self == RankingFilter()


@dataclass(frozen=True, slots=True)
class Scored:
    """The stored score of an idea, by which method, and when it was renewed."""

    idea_id: int
    method: str
    value: float | None
    scored_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for an idea: counts of pieces of feedback, of people and of customers, and the
    numbers of the newest pieces."""

    pieces: int = 0
    people: int = 0
    customers: int = 0
    numbers: tuple[int, ...] = ()

    @property
    def reach(self) -> int:
        """How many are known to be touched: customers or people, whichever are more."""
        return max(self.people, self.customers)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An idea in a ranking: its place from 1 on, and its score by the ranking's method."""

    place: int
    idea: Idea
    score: float | None = None
    label: str = ""
    revenue: Comparable = NO_MONEY


@dataclass(frozen=True, slots=True)
class Ranking:
    """A part of a ranking from ``offset`` on.

    ``unscored`` counts the open ideas that have no score by ``method_name``; ``others`` are the
    areas that are scored by a method of their own, with its name, and so are not in this ranking.
    ``is_posted`` is True once its picture is on its way into the channel. ``own_currency`` is
    the one that revenue is compared in.
    """

    order: Order
    narrow: RankingFilter
    method_name: str
    rows: tuple[Ranked, ...]
    total: int
    unscored: int
    offset: int
    vote_emoji: str
    others: tuple[tuple[str, str], ...] = ()
    words: str = ""
    is_posted: bool = False
    own_currency: str | None = None

    @property
    def has_more(self) -> bool:
        """True when ideas follow."""
        return self.offset + len(self.rows) < self.total
