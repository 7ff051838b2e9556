"""Ideas as people read them: one on its page, several in a list."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.core.changes import Change
from domain.customers.model import Backers
from domain.decisions import Decision
from domain.feedback.model import Feedback
from domain.ideas.model import Idea
from domain.merging.plan import Duplicate, MergedIdea
from domain.objectives.model import Objective
from domain.roadmap.plans import IdeaPlan
from domain.votes.cards import Card


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of feedback that speaks for an idea, and who put it there.

    ``is_withheld`` marks words from a private channel that the reader could not have read there;
    the feedback comes without them.
    """

    feedback: Feedback
    linked_by: str
    linked_at: datetime
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class IdeaTies:
    """What an idea is tied to: objectives that it serves, open ones first, and decisions about
    it, newest first."""

    objectives: tuple[Objective, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class IdeaPage:
    """One idea with what stands behind it, as one person may see it.

    ``evidence`` holds the newest pieces first, at most as many as a page shows; the idea's own
    counts are complete. ``plan`` is what stands around its dates, ``ties`` what it serves and
    what was decided about it. ``history`` is newest first and leaves out single votes.
    ``may_move`` and ``may_edit`` say what to offer; every deed asks again. ``asked`` is the number
    that was asked for when it is that of an idea merged into this one, ``merged`` are all of
    those, newest first, and ``double`` an open idea that says almost the same. ``outside`` counts
    the votes of people outside Slack that an import brought, with some of their names.
    ``behind`` is who asks for it, without names for those who may not know them. ``off`` are the
    features that the workspace has switched off.
    """

    idea: Idea
    evidence: tuple[Evidence, ...]
    cards: tuple[Card, ...]
    history: tuple[Change, ...]
    vote_emoji: str
    may_move: bool = False
    may_edit: bool = False
    plan: IdeaPlan = field(default_factory=IdeaPlan)
    ties: IdeaTies = IdeaTies()
    asked: int | None = None
    merged: tuple[MergedIdea, ...] = ()
    double: Duplicate | None = None
    outside: tuple[int, tuple[str, ...]] = (0, ())
    behind: Backers = field(default_factory=Backers)
    off: frozenset[str] = frozenset()

    def shows(self, feature: str) -> bool:
        """Return whether the workspace uses a feature."""
        return feature not in self.off


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A part of the list of ideas, beginning at ``offset``; ``words`` are what was looked for.

    ``voted`` are the numbers of those that the reader votes for.
    """

    ideas: tuple[Idea, ...]
    voted: frozenset[int]
    words: str
    offset: int
    has_more: bool
    vote_emoji: str


class Obstacle(StrEnum):
    """Why an idea has no card yet."""

    NO_CHANNEL = "no_channel"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class CardPlace:
    """The channel that an idea's card is for, and what keeps it from being posted there."""

    channel_id: str | None
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """What the person who files an idea is told.

    ``twin`` is another idea with the same title; ``permalink`` leads to the card once it stands.
    """

    idea: Idea
    place: CardPlace
    vote_emoji: str
    twin: Idea | None = None
    permalink: str | None = None
