"""Audiences: who a digest is for decides which sections it has, and filters narrow them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.feedback.model import Feedback
from domain.ideas.model import Idea


class Section(StrEnum):
    """A part of a digest."""

    NUMBERS = "numbers"
    OBJECTIVES = "objectives"
    COVERAGE = "coverage"
    SHIPPED = "shipped"
    ANNOUNCED = "announced"
    DECLINED = "declined"
    MOVED = "moved"
    NEW = "new"
    RISING = "rising"
    RANKED = "ranked"
    COMING = "coming"
    HEARD = "heard"
    ATTENTION = "attention"
    ANSWERED = "answered"

    @property
    def label(self) -> str:
        """What stands in the section, in a few words."""
        return _LABELS[self]


_LABELS = {
    Section.NUMBERS: "Three numbers with their trend",
    Section.OBJECTIVES: "Objectives and how far they have come",
    Section.COVERAGE: "Which planned work serves which objective",
    Section.SHIPPED: "Shipped",
    Section.ANNOUNCED: "Announced",
    Section.DECLINED: "Declined",
    Section.MOVED: "Moved on the roadmap",
    Section.NEW: "New ideas",
    Section.RISING: "Rising votes",
    Section.RANKED: "Changes of rank by score",
    Section.COMING: "Coming next",
    Section.HEARD: "What was heard",
    Section.ATTENTION: "What needs attention",
    Section.ANSWERED: "What became of your feedback",
}

CHANNEL_SECTIONS: tuple[Section, ...] = tuple(one for one in Section if one is not Section.ANSWERED)
"""What the digest of a channel can be made of; the rest is about one person."""


class Audience(StrEnum):
    """Who reads a digest: people in a channel, or for ``ME`` one person alone."""

    TEAM = "team"
    STAKEHOLDERS = "stakeholders"
    CUSTOMERS = "customers"
    EXECUTIVES = "executives"
    CUSTOM = "custom"
    ME = "me"

    @property
    def label(self) -> str:
        """The audience as people read it."""
        return "Customer-facing" if self is Audience.CUSTOMERS else self.value.capitalize()

    @property
    def explanation(self) -> str:
        """What this audience gets, in a few words (at most 75 characters)."""
        return _EXPLANATIONS[self]


_EXPLANATIONS = {
    Audience.TEAM: "Everything that moved, and what needs attention",
    Audience.STAKEHOLDERS: "What shipped, what moved, what is coming next",
    Audience.CUSTOMERS: "What was asked for and is now shipped or declined, and whom to tell",
    Audience.EXECUTIVES: "The roadmap, objectives, and three numbers with their trend",
    Audience.CUSTOM: "Your own sections and filters",
    Audience.ME: "What moved among the things you said, voted for or own",
}

CHANNEL_AUDIENCES: tuple[Audience, ...] = tuple(one for one in Audience if one is not Audience.ME)
"""For whom the digest of a channel can be."""

_TEAM = (
    Section.SHIPPED,
    Section.MOVED,
    Section.NEW,
    Section.RISING,
    Section.RANKED,
    Section.HEARD,
    Section.ATTENTION,
)
_SECTIONS = {
    Audience.TEAM: _TEAM,
    Audience.STAKEHOLDERS: (Section.SHIPPED, Section.ANNOUNCED, Section.MOVED, Section.COMING),
    Audience.CUSTOMERS: (Section.SHIPPED, Section.ANNOUNCED, Section.DECLINED),
    Audience.EXECUTIVES: (
        Section.NUMBERS,
        Section.OBJECTIVES,
        Section.SHIPPED,
        Section.COVERAGE,
    ),
    Audience.ME: (
        Section.SHIPPED,
        Section.DECLINED,
        Section.MOVED,
        Section.RISING,
        Section.ANSWERED,
    ),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a digest is narrowed to; an empty filter lets everything through.

    ``areas`` and ``customers`` are names, compared without regard to case; ``horizons`` are
    roadmap columns. ``sections`` counts for the custom audience only.
    """

    sections: tuple[Section, ...] = ()
    areas: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    horizons: tuple[str, ...] = ()
    minimum_votes: int = 0


def sections_of(audience: Audience, filters: Filters) -> tuple[Section, ...]:
    """The sections of a digest, in the order in which they are read."""
    if audience is Audience.CUSTOM:
        return filters.sections or _TEAM
    return _SECTIONS[audience]


def admits_idea(filters: Filters, idea: Idea, customers: Iterable[str]) -> bool:
    """True when an idea, asked for by ``customers``, passes every filter.

    A closed idea has left the roadmap's columns, so that filter lets it through.
    """
    in_column = idea.status.is_closed or (idea.horizon or "") in filters.horizons
    return (
        idea.votes >= filters.minimum_votes
        and (not filters.horizons or in_column)
        and _names(filters.areas, (idea.area,))
        and _names(filters.customers, customers)
    )


def admits_feedback(filters: Filters, feedback: Feedback) -> bool:
    """True when a piece of feedback passes the filters on areas and customers."""
    return _names(filters.areas, (feedback.area,)) and _names(
        filters.customers, (feedback.customer,)
    )


def _names(wanted: tuple[str, ...], found: Iterable[str | None]) -> bool:
    folded = {name.casefold() for name in wanted}
    return not folded or any(name is not None and name.casefold() in folded for name in found)
