"""What a stretch of the change log did to each idea, with everything undone in it left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.core.changes import MERGING, Change
from domain.ideas.model import Horizon, Idea, Status

_ON_ROADMAP = (Status.PLANNED, Status.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an idea stands: its status and, on the roadmap, its column."""

    status: Status
    horizon: Horizon | None = None

    @property
    def label(self) -> str:
        """The column for an idea on the roadmap, the status for any other."""
        if self.status in _ON_ROADMAP and self.horizon is not None:
            return self.horizon.label
        return self.status.label


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of an idea among the scored ones, from 1 on; ``was`` is None without a score."""

    was: int | None
    now: int

    @property
    def has_changed(self) -> bool:
        """True when the idea ended at another place than where it began."""
        return self.was != self.now


@dataclass(frozen=True, slots=True)
class Move:
    """The net effect on one idea: ``idea`` as it was at the end, ``was`` its place before.

    ``was`` is None for an idea that is new; ``gained`` is the difference in votes, ``heard`` that
    in pieces of feedback, but for what a merge brought or took. ``rank`` is set where its own
    score was given or changed, ``merged_into`` is the number of the idea it became part of.
    """

    idea: Idea
    was: Place | None
    gained: int
    heard: int = 0
    rank: Rank | None = None
    merged_into: int | None = None

    @property
    def place(self) -> Place:
        """Where the idea stands in the end."""
        return Place(self.idea.status, self.idea.horizon)

    @property
    def is_new(self) -> bool:
        """True for an idea that was filed in this stretch."""
        return self.was is None

    @property
    def has_moved(self) -> bool:
        """True when the idea ended elsewhere than where it began; new ideas begin open."""
        return self.place != (self.was or Place(Status.OPEN))

    @property
    def labels(self) -> tuple[str, str]:
        """From where to where, as people read it; within a column the statuses say it."""
        after = f"merged into I-{self.merged_into}" if self.merged_into else self.place.label
        if self.was is None:
            return "New", after
        before = self.was.label
        if before == after:
            return self.was.status.label, self.place.status.label
        return before, after


@dataclass(slots=True)
class _Story:
    """What the log says of one idea: the first value before and the last after, per field."""

    is_new: bool = False
    gained: int = 0
    heard: int = 0
    carried: int = 0
    first: dict[str, Any] = field(default_factory=dict)
    last: dict[str, Any] = field(default_factory=dict)


def moves(
    changes: Iterable[Change], ideas: Mapping[int, Idea], later: Iterable[Change] = ()
) -> list[Move]:
    """The net effect of ``changes`` (oldest first) on each of ``ideas``, by row id.

    ``ideas`` are read a moment after the stretch ended; ``later`` are the changes that happened in
    that moment, which are taken back. Ideas that do not exist any more are left out.
    """
    stories = _stories(changes)
    undone = _stories(later)
    return [
        _move(_as_of(ideas[idea_id], undone.get(idea_id)), story)
        for idea_id, story in stories.items()
        if idea_id in ideas
    ]


def net_votes(change: Change) -> int:
    """1 for a vote that came, -1 for one that went, 0 for any other change.

    A vote that went over with a merged idea was cast before.
    """
    return 0 if change.door == MERGING else _net(change, "vote")


def _net(change: Change, field_name: str) -> int:
    if change.subject_kind != "idea" or change.field != field_name:
        return 0
    return int(change.after is not None) - int(change.before is not None)


def _stories(changes: Iterable[Change]) -> dict[int, _Story]:
    stories: dict[int, _Story] = {}
    for change in changes:
        if change.subject_kind != "idea":
            continue
        story = stories.setdefault(change.subject_id, _Story())
        if change.door == MERGING:
            story.carried += _net(change, "vote")
        else:
            story.gained += net_votes(change)
            story.heard += _net(change, "evidence")
        if change.field == "created":
            story.is_new = True
        elif change.field in ("status", "horizon", "score", "merged"):
            story.first.setdefault(change.field, change.before)
            story.last[change.field] = change.after
    return stories


def _as_of(idea: Idea, undone: _Story | None) -> Idea:
    if undone is None:
        return idea
    before = _placed(Place(idea.status, idea.horizon), undone.first)
    votes = max(idea.votes - undone.gained - undone.carried, 0)
    return replace(idea, status=before.status, horizon=before.horizon, votes=votes)


def _move(idea: Idea, story: _Story) -> Move:
    place = _placed(Place(idea.status, idea.horizon), story.last)
    was = None if story.is_new else _placed(place, story.first)
    there = replace(idea, status=place.status, horizon=place.horizon)
    merged_into = story.last.get("merged")
    return Move(there, was, story.gained, story.heard, _ranked(story), merged_into)


def _ranked(story: _Story) -> Rank | None:
    """From which place to which the scores of a stretch brought an idea.

    None without a score, and when the places are of different methods.
    """
    now, was = story.last.get("score"), story.first.get("score")
    if not now or (was and was["method"] != now["method"]):
        return None
    return Rank(was["place"] if was else None, now["place"])


def _placed(place: Place, values: Mapping[str, Any]) -> Place:
    status = Status(values["status"] or Status.OPEN) if "status" in values else place.status
    horizon = place.horizon
    if "horizon" in values:
        horizon = Horizon(values["horizon"]) if values["horizon"] else None
    return Place(status, horizon)
