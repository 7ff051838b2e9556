"""Ideas as people read them: one on its page, several in a list."""

from dataclasses import dataclass
from datetime import datetime

from domain.cards import Card
from domain.changes import Change
from domain.feedback import Feedback
from domain.ideas import Idea


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of feedback that speaks for an idea, and who put it there."""

    feedback: Feedback
    linked_by: str
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class IdeaPage:
    """One idea with what stands behind it, as one person may see it.

    ``evidence`` holds the newest pieces first, at most as many as a page shows; the idea's own
    counts are complete. ``history`` is newest first and leaves out single votes.
    """

    idea: Idea
    evidence: tuple[Evidence, ...]
    cards: tuple[Card, ...]
    history: tuple[Change, ...]
    vote_emoji: str


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
