"""What a search found, as one person may see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.announcements import Announcement
from domain.customers.model import Customer
from domain.decisions import Decision
from domain.feedback.model import Feedback
from domain.ideas.model import Idea
from domain.objectives.model import Objective
from domain.roadmap.promises import Promise
from domain.rounds.model import Round
from domain.search.query_language import Query
from domain.search.vocabulary import Kind

MOST_COUNTED = 1_000
"""Beyond so many of a kind it is said that there are more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search with everything that it names looked up: row ids, user ids and instants.

    None asks nothing; an empty tuple of alternatives is fulfilled by nothing. ``people`` are user
    ids, ``speakers`` folded names of people outside Slack. ``least`` is a revenue in hundredths of
    the workspace's own currency, 0 for any that is known.
    """

    query: Query
    me: str
    people: tuple[str, ...] | None = None
    speakers: tuple[str, ...] = ()
    not_people: tuple[str, ...] = ()
    owners: tuple[str, ...] | None = None
    not_owners: tuple[str, ...] = ()
    customers: tuple[int, ...] | None = None
    not_customers: tuple[int, ...] = ()
    is_of_any_customer: bool = False
    tiers: tuple[str, ...] | None = None
    not_tiers: tuple[str, ...] = ()
    areas: tuple[int, ...] | None = None
    not_areas: tuple[int, ...] = ()
    ideas: tuple[int, ...] | None = None
    not_ideas: tuple[int, ...] = ()
    least: float | None = None
    since: datetime | None = None
    before: datetime | None = None

    @property
    def needs_words(self) -> bool:
        """True when who finds something by it learns what was said, or by whom."""
        return bool(self.query.terms or self.people is not None or self.not_people)


@dataclass(frozen=True, slots=True)
class Found:
    """One result by row id; ``rank`` orders before ``at``, the lowest first."""

    kind: Kind
    id: int
    at: datetime
    rank: float = 0.0


Thing = Feedback | Idea | Decision | Objective | Promise | Customer | Round | Announcement


@dataclass(frozen=True, slots=True)
class Hit:
    """One result as it is shown; ``idea_number`` is that of the idea of a promise or an
    announcement."""

    kind: Kind
    thing: Thing
    idea_number: int | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """A part of what was found from ``offset`` on; ``counts`` are exact up to 1,000 of a kind.

    ``problem`` is a refusal of what was typed, in a sentence; ``note`` says how dates were read.
    """

    typed: str
    hits: tuple[Hit, ...] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)
    offset: int = 0
    has_more: bool = False
    idea_number: int | None = None
    problem: str = ""
    note: str = ""
