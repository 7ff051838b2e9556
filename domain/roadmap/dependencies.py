"""Dependencies: what an idea needs first, without circles, and when it stands too early for it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.ideas.model import Horizon, Idea, Status


class Early(StrEnum):
    """Why an idea stands earlier than what it needs."""

    DECLINED = "declined"
    NOT_PLANNED = "not_planned"
    HORIZON = "horizon"
    DATES = "dates"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Need:
    """One idea that needs another one first."""

    idea: Idea
    needs: Idea


@dataclass(frozen=True, slots=True)
class DependencyWarning:
    """An idea that stands earlier than what it needs, and why."""

    idea: Idea
    needs: Idea
    early: Early


_RANK = {horizon: rank for rank, horizon in enumerate(Horizon)}


def too_early(idea: Idea, needs: Idea) -> Early | None:
    """Why an idea stands earlier than one that it needs, or None when it does not.

    Only an idea that is planned, begun or shipped stands anywhere. Dates are compared by the last
    days: it is too early to be finished before what it needs is.
    """
    if idea.status in (Status.OPEN, Status.CONSIDERING, Status.DECLINED):
        return None
    if needs.status is Status.SHIPPED:
        return None
    if needs.status is Status.DECLINED:
        return Early.DECLINED
    if idea.status is Status.SHIPPED:
        return Early.SHIPPED
    if needs.horizon is None:
        return Early.NOT_PLANNED
    if idea.horizon is not None and _RANK[idea.horizon] < _RANK[needs.horizon]:
        return Early.HORIZON
    ready = needs.ends_on or needs.starts_on
    if idea.ends_on is not None and ready is not None and idea.ends_on < ready:
        return Early.DATES
    return None


def found_early(needs: Iterable[Need]) -> tuple[DependencyWarning, ...]:
    """Those of some needs whose idea stands too early."""
    return tuple(
        DependencyWarning(one.idea, one.needs, early)
        for one in needs
        if (early := too_early(one.idea, one.needs)) is not None
    )


def path_to(
    start: int, goal: int, needs_of: Callable[[Collection[int]], Iterable[tuple[int, int]]]
) -> list[int]:
    """The shortest way from ``start`` to ``goal`` along needs, both included; empty without one.

    ``needs_of`` gives the pairs (idea, what it needs) of several ideas; it is asked level by level.
    """
    came_from: dict[int, int] = {start: start}
    frontier = [start]
    while frontier and goal not in came_from:
        reached: list[int] = []
        for idea, needed in needs_of(frontier):
            if needed not in came_from:
                came_from[needed] = idea
                reached.append(needed)
        frontier = reached
    if goal not in came_from:
        return []
    way = [goal]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]
