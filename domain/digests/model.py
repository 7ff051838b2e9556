"""A digest: what moved between two points of the change log, as its readers get it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.core.changes import Change
from domain.digests.audience import Audience, Filters, Section
from domain.feedback.model import Feedback
from domain.feedback.privacy import EVERYBODY, Reader
from domain.ideas.model import Idea
from domain.objectives.coverage import Coverage
from domain.objectives.digest import Goal

KEPT = 200
"""Lines kept of one section: more than anybody reads, and little enough to store."""


class Tie(StrEnum):
    """What an idea has to do with one person, the strongest first."""

    SAID = "said"
    VOTED = "voted"
    OWNS = "owns"


@dataclass(frozen=True, slots=True)
class Line:
    """One idea in a digest. ``was`` and ``place`` say from where to where it moved.

    ``url`` leads to a card of the idea and ``note_url`` to its release note, ``askers`` are names
    of customers behind it, ``dates`` when it is planned for. For one reader, ``tie`` says what it
    has to do with them and ``said`` numbers their feedback; under ``answered`` a line is a piece
    of feedback.
    """

    number: int
    title: str
    votes: int
    gained: int = 0
    was: str | None = None
    place: str | None = None
    customers: int = 0
    askers: tuple[str, ...] = ()
    reason: str | None = None
    days: int | None = None
    url: str | None = None
    heard: int = 0
    tie: Tie | None = None
    said: tuple[int, ...] = ()
    note_url: str | None = None
    dates: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A section that is a list of ideas: at most KEPT of ``total`` lines."""

    section: Section
    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A name and how many pieces of feedback carry it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Something that was said; ``text`` is None when its readers may not read the source."""

    number: int
    text: str | None = None
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said in the period."""

    count: int
    areas: tuple[Tally, ...]
    customers: tuple[Tally, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """What waits for somebody: ideas without owner, feedback nobody looked at, plans at rest.

    ``waiting`` counts up to a bound, which ``waiting_is_bound`` says was reached. ``late`` of it
    waited for longer than ``limit``, the oldest of it with the number ``oldest_number``.
    """

    unowned: tuple[Line, ...] = ()
    waiting: int = 0
    waiting_is_bound: bool = False
    waiting_days: int = 0
    resting: tuple[Line, ...] = ()
    late: int = 0
    limit: str = ""
    oldest_number: int | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the period and of the one before, for those who read trends."""

    label: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Brief:
    """Whose digest it is and what it covers. ``due_at`` names the run, with the subscription.

    ``left_out`` are pauses within the period: what moved only then is not told.
    """

    subscription_id: int
    channel_id: str
    audience: Audience
    filters: Filters
    due_at: datetime
    period_from: datetime
    period_to: datetime
    next_at: datetime | None
    zone: str
    has_picture: bool = False
    is_catch_up: bool = False
    left_out: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a reader's own feedback: part of an idea, or None for not taken further."""

    number: int
    text: str
    idea: Idea | None


@dataclass(frozen=True, slots=True)
class Mine:
    """What is one reader's own, by row id of the idea: what they said for it, voted for, own."""

    said: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    voted: frozenset[int] = frozenset()
    owned: frozenset[int] = frozenset()
    answers: tuple[Answer, ...] = ()

    def tie(self, idea_id: int) -> Tie | None:
        """What an idea has to do with the reader, or None for nothing."""
        if idea_id in self.said:
            return Tie.SAID
        if idea_id in self.voted:
            return Tie.VOTED
        return Tie.OWNS if idea_id in self.owned else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read for a digest; ``later`` and ``earlier`` are changes around its stretch.

    ``askers`` are the customers' names behind an idea, ``links`` lead to a card of it and
    ``notes`` to its release note, all by its row id. ``mine`` is set for a digest of one person.
    ``reader`` is who reads it: one person, or everybody in its channel.
    """

    changes: tuple[Change, ...]
    ideas: Mapping[int, Idea]
    heard: tuple[Feedback, ...] = ()
    askers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    mine: Mine | None = None
    coming: tuple[Idea, ...] = ()
    attention: Attention | None = None
    goals: tuple[Goal, ...] = ()
    coverage: Coverage | None = None
    later: tuple[Change, ...] = ()
    earlier: tuple[Change, ...] = ()
    reader: Reader = EVERYBODY


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything a digest says. ``brief`` says for whom and when."""

    brief: Brief
    listings: tuple[Listing, ...] = ()
    heard: Heard | None = None
    attention: Attention | None = None
    numbers: tuple[Number, ...] = ()
    goals: tuple[Goal, ...] = ()
    coverage: Coverage | None = None

    @property
    def key(self) -> str:
        """The name under which it is said, and never twice."""
        return digest_key(self.brief.subscription_id, self.brief.due_at)

    @property
    def items(self) -> int:
        """How many things moved; 0 means that there is nothing to say."""
        moved = sum(one.total for one in self.listings if one.section is not Section.COMING)
        counted = sum(one.now for one in self.numbers)
        counted += sum(one.is_news for one in self.goals)
        return moved + counted + (self.heard.count if self.heard else 0)

    def listing(self, section: Section) -> Listing | None:
        """The list of a section, or None when it has none."""
        return next((one for one in self.listings if one.section is section), None)


def digest_key(subscription_id: int, due_at: datetime) -> str:
    """The outbox key of a run's message."""
    return f"digest:{subscription_id}:{due_at.isoformat()}"
