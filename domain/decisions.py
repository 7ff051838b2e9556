"""Decisions: what was decided, why, by whom, and when it is looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from domain.core.changes import Change
from domain.core.edits import Clash
from domain.core.errors import InvalidInput
from domain.dates.periods import read_day
from domain.feedback.model import Source
from domain.feedback.privacy import Reader, may_read
from domain.ideas.model import Idea
from domain.text.words import check_text

MAX_TITLE_CHARS = 150
MAX_TEXT_CHARS = 3000
"""What one field of a Slack form takes."""

MOST_PEOPLE = 30
MOST_IDEAS = 20

_TEXTS = ("context", "options", "outcome", "quote")


@dataclass(frozen=True, slots=True)
class DecisionQuote:
    """The message that a decision was recorded from: where it stands and who wrote it."""

    source: Source
    said_by: str | None = None
    said_by_name: str | None = None


@dataclass(frozen=True, slots=True)
class TypedDecision:
    """A decision as a form holds it; ``review_on`` is an ISO date."""

    title: str = ""
    context: str = ""
    options: str = ""
    outcome: str = ""
    quote: str = ""
    decided_by: tuple[str, ...] = ()
    disagreed: tuple[str, ...] = ()
    idea_numbers: tuple[int, ...] = ()
    owner_id: str | None = None
    review_on: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as stored. ``owner_id`` is asked on ``review_on`` whether it still holds.

    ``quote`` is what was said in the message of ``said``; ``is_withheld`` marks one that the
    reader could not have read there, which comes without words.
    """

    id: int
    workspace_id: int
    number: int
    title: str
    context: str
    options: str
    outcome: str
    decided_by: tuple[str, ...]
    disagreed: tuple[str, ...]
    owner_id: str
    review_on: date | None
    review_at: datetime | None
    recorded_by: str
    recorded_at: datetime
    quote: str = ""
    said: DecisionQuote | None = None
    idea_numbers: tuple[int, ...] = ()
    is_withheld: bool = False

    @property
    def reference(self) -> str:
        """The short number that people type and read, such as ``D-3``."""
        return f"D-{self.number}"

    def awaits_review(self, day: date) -> bool:
        """True from its review date on, until its owner has looked at it."""
        return self.review_on is not None and self.review_on <= day


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One decision as one person may see it; ``history`` is newest first.

    ``seen`` is the newest change that the page shows, for a form that is opened from it.
    """

    decision: Decision
    ideas: tuple[Idea, ...]
    history: tuple[Change, ...]
    today: date
    seen: int
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class DecisionList:
    """A part of the list from ``offset`` on, newest first; ``words`` are what was looked for."""

    decisions: tuple[Decision, ...]
    words: str
    offset: int
    has_more: bool
    today: date


@dataclass(frozen=True, slots=True)
class EditedDecision:
    """What an edit led to: the decision, changed unless there are clashes."""

    decision: Decision
    clashes: tuple[Clash, ...]
    seen: int


def typed_of(decision: Decision) -> TypedDecision:
    """A decision as its form shows it."""
    return TypedDecision(
        title=decision.title,
        context=decision.context,
        options=decision.options,
        outcome=decision.outcome,
        quote=decision.quote,
        decided_by=decision.decided_by,
        disagreed=decision.disagreed,
        idea_numbers=decision.idea_numbers,
        owner_id=decision.owner_id,
        review_on=decision.review_on.isoformat() if decision.review_on else None,
    )


def read_decision(typed: TypedDecision, today: date) -> dict[str, Any]:
    """What a form says, field by field as the change log keeps it.

    Raises InvalidInput bound to the field it is about; a review date has to come after today.
    """
    facts: dict[str, Any] = {"title": _title(typed.title)}
    for name in _TEXTS:
        facts[name] = _text(getattr(typed, name), name)
    facts["decided_by"] = _people(typed.decided_by, "decided_by")
    facts["disagreed"] = _people(typed.disagreed, "disagreed")
    if not facts["decided_by"]:
        raise InvalidInput("Choose who decided it.", field="decided_by")
    both = set(facts["decided_by"]) & set(facts["disagreed"])
    if both:
        raise InvalidInput(
            "Somebody stands in both lists. Who disagreed did not decide it; take them out of one.",
            field="disagreed",
        )
    if len(typed.idea_numbers) > MOST_IDEAS:
        raise InvalidInput(f"A decision is about {MOST_IDEAS} ideas at most.", field="ideas")
    facts["ideas"] = sorted(set(typed.idea_numbers))
    facts["owner"] = typed.owner_id
    facts["review_on"] = typed.review_on or None
    check_review(read_day(typed.review_on, "review_on"), today)
    return facts


def check_review(day: date | None, today: date) -> None:
    """Return when a review date lies ahead, or is none; raises InvalidInput otherwise."""
    if day is not None and day <= today:
        raise InvalidInput(
            "A review comes later than today. Choose a day ahead.", field="review_on"
        )


def facts_of(decision: Decision) -> dict[str, Any]:
    """What a decision says now, field by field as the change log keeps it."""
    return {
        "title": decision.title,
        **{name: getattr(decision, name) for name in _TEXTS},
        "decided_by": list(decision.decided_by),
        "disagreed": list(decision.disagreed),
        "ideas": sorted(decision.idea_numbers),
        "owner": decision.owner_id,
        "review_on": decision.review_on.isoformat() if decision.review_on else None,
    }


def with_owner(facts: Mapping[str, Any], recorder: str) -> dict[str, Any]:
    """Facts in which a decision without a chosen owner belongs to who recorded it."""
    return {**facts, "owner": facts["owner"] or recorder}


def _title(text: str) -> str:
    clean = " ".join(check_text(text, what="decision", field="title").split())
    if len(clean) > MAX_TITLE_CHARS:
        raise InvalidInput(
            f"The decision has at most {MAX_TITLE_CHARS} characters here; this one has "
            f"{len(clean)}. Keep the point, and put the rest below.",
            field="title",
        )
    return clean


def _text(text: str, field: str) -> str:
    if not text.strip():
        return ""
    clean = check_text(text, what=field, field=field)
    if len(clean) > MAX_TEXT_CHARS:
        raise InvalidInput(f"This takes {MAX_TEXT_CHARS:,} characters at most.", field=field)
    return clean


def _people(user_ids: tuple[str, ...], field: str) -> list[str]:
    if len(user_ids) > MOST_PEOPLE:
        raise InvalidInput(f"Name {MOST_PEOPLE} people at most.", field=field)
    return sorted(set(user_ids))


def shown_decision(decision: Decision, reader: Reader) -> Decision:
    """A decision as a reader may see it: without a quote that is withheld."""
    said = decision.said
    if said is None or may_read(reader, said.source, (said.said_by, decision.recorded_by)):
        return decision
    return replace(decision, quote="", said=None, is_withheld=bool(decision.quote))
