"""Coverage: shares that sum to the whole, and what stands alone."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.ideas.model import Horizon, Idea, Status
from domain.objectives.coverage import (
    NO_AREA,
    NO_OBJECTIVE,
    Planned,
    coverage,
    digest_line_count,
    for_digest,
)
from domain.objectives.model import Measure, Objective, ObjectiveState, Rhythm

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
IDEA = Idea(
    1, 1, 1, "Export", "", Status.PLANNED, Horizon.NEXT, "Reporting", None, "U1", NOON, None
)
GOAL = Objective(
    1,
    1,
    1,
    "Grow",
    "U1",
    date(2026, 10, 1),
    date(2026, 12, 31),
    Measure("m", "", 0, 1, 0),
    ObjectiveState.OPEN,
    Rhythm.WEEKLY,
    "U1",
    NOON,
)
OTHER, IDLE = replace(GOAL, id=2, number=2, title="Keep"), replace(GOAL, id=3, number=3)


def idea(number: int, area: str | None = "Reporting") -> Idea:
    return replace(IDEA, id=number, number=number, area=area)


def test_shares_are_of_effort_and_an_idea_with_two_objectives_counts_half_for_each() -> None:
    found = coverage(
        [
            Planned(idea(1), 6, (GOAL, OTHER)),
            Planned(idea(2, None), 2, ()),
            Planned(idea(3), None, (GOAL,)),
        ],
        [GOAL, OTHER, IDLE],
        "person-months",
    )
    shares = {one.name: (one.share, one.ideas, one.effort) for one in found.by_objective}
    assert shares == {
        "O-1 Grow": (0.375, 1.5, 3),
        "O-2 Keep": (0.375, 0.5, 3),
        NO_OBJECTIVE: (0.25, 1, 2),
    }
    assert [one.name for one in found.by_objective][-1] == NO_OBJECTIVE
    assert {one.name: one.share for one in found.by_area} == {"Reporting": 0.75, NO_AREA: 0.25}
    assert [one.number for one in found.unserving] == [2]
    assert [one.number for one in found.idle] == [3]
    assert (found.planned, found.estimated, found.serving, found.effort) == (3, 2, 2, 8)


def test_without_any_effort_shares_count_ideas() -> None:
    found = coverage([Planned(idea(1), None, (GOAL,)), Planned(idea(2))], [GOAL], "person-months")
    assert not found.is_by_effort
    assert [one.share for one in found.by_objective] == [0.5, 0.5]


@pytest.mark.parametrize("count", [0, 1, 200])
def test_a_digest_keeps_the_first_few_and_counts_its_lines(count: int) -> None:
    work = [Planned(replace(idea(n), description="x" * 3000)) for n in range(1, count + 1)]
    whole = coverage(work, [GOAL, OTHER], "person-months")
    kept = for_digest(whole)
    assert kept.serving == whole.serving == 0
    assert len(kept.unserving) == min(count, 5)
    assert not any(one.description for one in kept.unserving)
    assert digest_line_count(kept) == 2 + 2 * (count > 0)
    assert sum(one.share for one in whole.by_objective) == pytest.approx(min(count, 1))
