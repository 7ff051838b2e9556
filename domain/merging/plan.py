"""Merging one idea into another: what goes over, what is left out, and what is refused."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.ideas.model import Idea, Status
from domain.roadmap.dependencies import path_to
from domain.roadmap.promises import Breach, Promise

UNDO_WITHIN = timedelta(days=30)
"""For how long a merge can be taken back."""


class Taken(StrEnum):
    """What the surviving idea takes from the other one where it has nothing of its own."""

    OWNER = "owner"
    AREA = "area"
    DATES = "dates"
    PUBLIC_TITLE = "public_title"


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge as stored, by row ids; ``kept`` is what is needed to take it back."""

    id: int
    workspace_id: int
    idea_id: int
    into_id: int
    merged_by: str
    merged_at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None
    kept: dict[str, Any] = field(default_factory=dict)

    def may_be_undone(self, at: datetime) -> bool:
        """True while its 30 days last."""
        return self.undone_at is None and at <= self.merged_at + UNDO_WITHIN


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A need that does not go over, as it would go round in a circle through ``other``."""

    other: Idea
    is_needed: bool


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging ``idea`` into ``into`` does.

    Of votes and evidence those in ``common`` count once. The numbers are of objectives, decisions
    and ideas that ``into`` is not joined with yet; ``rounds`` are running ones about ``idea``.
    ``broken`` are its promises that ``into`` as it stands cannot keep. ``earlier`` are the numbers
    of ideas that were merged into it before and come along.
    """

    idea: Idea
    into: Idea
    common_votes: int = 0
    common_evidence: int = 0
    cards: int = 0
    objectives: tuple[int, ...] = ()
    decisions: tuple[int, ...] = ()
    needs: tuple[int, ...] = ()
    needed_by: tuple[int, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    promises: tuple[Promise, ...] = ()
    broken: tuple[Breach, ...] = ()
    announcements: int = 0
    waiting_announcements: int = 0
    takes: tuple[Taken, ...] = ()
    estimated_by: int = 0
    rounds: tuple[int, ...] = ()
    earlier: tuple[int, ...] = ()

    @property
    def votes(self) -> int:
        """The votes of both together: one for each person."""
        return self.idea.votes + self.into.votes - self.common_votes

    @property
    def evidence(self) -> int:
        """The feedback behind both together, each piece once."""
        return self.idea.evidence + self.into.evidence - self.common_evidence

    @property
    def refusal(self) -> str | None:
        """Why the two cannot be merged this way round or now, as a sentence; None when they can."""
        gone, stays = self.idea.reference, self.into.reference
        if self.rounds:
            named = " and ".join(f"R-{number}" for number in self.rounds)
            return (
                f"{gone} is part of {named}, which people are answering right now. "
                f"Wait until it ends, or end it first: /score R-{self.rounds[0]}"
            )
        if self.idea.status is Status.SHIPPED and self.into.status is not Status.SHIPPED:
            return (
                f"{gone} is shipped and {stays} is not, so people would look for what they have "
                f"in a plan. Keep {gone} instead: /idea {stays} merge {gone}"
            )
        return None


@dataclass(frozen=True, slots=True)
class MergedIdea:
    """An idea that was merged into the one on whose page it stands, with what it brought."""

    number: int
    title: str
    votes: int
    evidence: int
    merged_by: str
    merged_at: datetime
    may_undo: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """What was done: ``idea`` as it was, ``into`` as it is now, and by whom."""

    idea: Idea
    into: Idea
    by: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two ideas that say almost the same, with the words that they share.

    ``into`` is the one that would survive: the one that is further, else has more votes.
    """

    idea: Idea
    into: Idea
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DuplicateList:
    """Likely doubles, the most alike first. ``looked_at`` of ``total`` open ideas were compared."""

    doubles: tuple[Duplicate, ...]
    has_more: bool
    looked_at: int
    total: int
    may_merge: bool


_FURTHER = (
    Status.SHIPPED,
    Status.IN_PROGRESS,
    Status.PLANNED,
    Status.CONSIDERING,
    Status.OPEN,
    Status.DECLINED,
    Status.MERGED,
)


def duplicate_of(one: Idea, another: Idea, shared: tuple[str, ...] = ()) -> Duplicate:
    """Two doubles with the one to keep: further on its way, then more votes, then filed first."""

    def rank(idea: Idea) -> tuple[int, int, int]:
        return _FURTHER.index(idea.status), -idea.votes, idea.number

    into, idea = sorted((one, another), key=rank)
    return Duplicate(idea, into, shared)


@dataclass(frozen=True, slots=True)
class Needs:
    """The needs that go over, by row id of the other idea, and those that would make a circle."""

    needs: tuple[int, ...]
    needed_by: tuple[int, ...]
    left_out: tuple[tuple[int, bool], ...]


def carried_needs(
    idea_id: int,
    into_id: int,
    around: Iterable[tuple[int, int]],
    needs_of: Callable[[Collection[int]], Iterable[tuple[int, int]]],
) -> Needs:
    """What of an idea's dependencies its survivor takes over, each as long as no circle follows.

    ``around`` are the pairs (idea, what it needs) with ``idea_id`` on either side; ``needs_of``
    gives those of several ideas, as they stand before the merge. The two may need each other: that
    is no need of one idea.
    """
    added: list[tuple[int, int]] = []
    left_out: list[tuple[int, bool]] = []

    def then(ids: Collection[int]) -> list[tuple[int, int]]:
        stored = [pair for pair in needs_of(ids) if idea_id not in pair]
        return stored + [pair for pair in added if pair[0] in ids]

    for one, needed in around:
        if into_id in (one, needed):
            continue
        is_needed = needed == idea_id
        pair = (one, into_id) if is_needed else (into_id, needed)
        if path_to(pair[1], pair[0], then):
            left_out.append((one if is_needed else needed, is_needed))
        else:
            added.append(pair)
    return Needs(
        needs=tuple(needed for one, needed in added if one == into_id),
        needed_by=tuple(one for one, needed in added if needed == into_id),
        left_out=tuple(left_out),
    )
