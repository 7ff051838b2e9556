"""The roadmap at another time: how it stood, and what has changed on it since."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.dates.days import Dates
from domain.ideas.model import Horizon, Idea, Status
from domain.roadmap.board import Board
from domain.roadmap.commands import RoadmapView
from domain.roadmap.time_travel.movement import Place

_PLANNED = (Status.PLANNED, Status.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Past:
    """The board as it stood at an instant. ``begins_at`` is when the log begins, if it does."""

    board: Board
    at: datetime
    zone: str
    begins_at: datetime | None
    view: RoadmapView = field(default_factory=RoadmapView)


class Kind(StrEnum):
    """What became of an idea on the roadmap, in the order people ask for it."""

    SHIPPED = "shipped"
    ADDED = "added"
    MOVED = "moved"
    DATED = "dated"
    REMOVED = "removed"
    DECLINED = "declined"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class PlanChange:
    """The net change of one idea: from where to where, and from which dates to which."""

    idea: Idea
    was: Place
    was_dated: Dates
    kind: Kind

    @property
    def days(self) -> int | None:
        """By how many days the last day moved; None where it had or has none, or did not."""
        before, after = self.was_dated.ends_on, self.idea.ends_on
        return (after - before).days if before and after and before != after else None


@dataclass(frozen=True, slots=True)
class Since:
    """What changed on the roadmap since an instant; ``filed`` counts the new ideas."""

    since: datetime
    zone: str
    changes: tuple[PlanChange, ...]
    filed: int


def columns_of(ideas: Iterable[Idea], shipped_since: datetime) -> dict[Horizon | None, list[Idea]]:
    """Ideas by the column they stand in, None for what was shipped lately, in the board's order.

    Begun ones come first, then those with most votes; of the shipped ones the latest.
    """
    found: dict[Horizon | None, list[Idea]] = {None: [], **{one: [] for one in Horizon}}
    for idea in ideas:
        if idea.status in _PLANNED and idea.horizon is not None:
            found[idea.horizon].append(idea)
        elif idea.shipped_at is not None and idea.shipped_at >= shipped_since:
            found[None].append(idea)
    for horizon in Horizon:
        found[horizon].sort(
            key=lambda one: (one.status is not Status.IN_PROGRESS, -one.votes, one.number)
        )
    found[None].sort(key=lambda one: (_backwards(one.shipped_at), one.number))
    return found


def plan_change(before: Idea | None, after: Idea) -> PlanChange | None:
    """The net change of an idea, None before it was filed; None when nothing on the plan moved."""
    was = Place(before.status, before.horizon) if before else Place(Status.OPEN)
    was_dated = before.dates if before else Dates()
    kind = _kind(was, was_dated, after)
    return PlanChange(after, was, was_dated, kind) if kind is not None else None


def by_kind(changes: Iterable[PlanChange]) -> tuple[PlanChange, ...]:
    """Changes in the order people ask for them, then by number."""
    order = list(Kind)
    return tuple(sorted(changes, key=lambda one: (order.index(one.kind), one.idea.number)))


def _kind(was: Place, was_dated: Dates, after: Idea) -> Kind | None:
    stood, stands = was.status in _PLANNED, after.status in _PLANNED
    if Status.MERGED in (was.status, after.status) and not (stood or stands):
        return None
    if after.status is Status.SHIPPED and was.status is not Status.SHIPPED:
        return Kind.SHIPPED
    if after.status is Status.DECLINED and was.status is not Status.DECLINED:
        return Kind.DECLINED
    if stood and after.status is Status.MERGED:
        return Kind.MERGED
    if stands and not stood:
        return Kind.ADDED
    if stood and not stands:
        return Kind.REMOVED
    if stands and was != Place(after.status, after.horizon):
        return Kind.MOVED
    return Kind.DATED if was_dated != after.dates else None


def _backwards(moment: datetime | None) -> float:
    return -moment.timestamp() if moment else 0.0
