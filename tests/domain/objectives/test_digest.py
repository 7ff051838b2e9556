"""Objectives in a digest: what is new first, with what was gained since the last one."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.core.changes import Change
from domain.objectives.digest import KEPT, goals, reported
from domain.objectives.model import Confidence, Measure, Objective, ObjectiveState, Rhythm

AT = datetime(2026, 11, 20, tzinfo=UTC)


def objective(number: int, current: float = 30) -> Objective:
    return Objective(
        id=number,
        workspace_id=1,
        number=number,
        title=f"Objective {number}",
        owner_id="U1",
        starts_on=date(2026, 10, 1),
        ends_on=date(2026, 12, 31),
        measure=Measure("Activation", "%", 20, 40, current),
        state=ObjectiveState.OPEN,
        rhythm=Rhythm.WEEKLY,
        created_by="U1",
        created_at=AT,
        confidence=Confidence.AT_RISK,
    )


def change(number: int, field: str, before: Any = None, after: Any = None) -> Change:
    return Change(number, AT, "U1", "command", "objective", number, field, before, after)


def report(number: int, before: float, after: float) -> Change:
    return change(number, "progress", {"value": before}, {"value": after})


def test_reports_of_a_period_fold_into_what_was_gained() -> None:
    news = [report(1, 25, 22), report(1, 22, 30)]
    (goal,) = goals([objective(1)], news)
    assert goal.is_news and goal.gained == pytest.approx(0.25)
    (goal,) = goals([objective(1, 24)], [report(1, 30, 24)])
    assert goal.gained == pytest.approx(-0.3)


def test_what_is_new_comes_first_and_what_only_was_edited_is_not_new() -> None:
    news = [change(1, "title", "a", "b"), report(3, 20, 30), change(2, "ideas", 1, 2)]
    found = goals([objective(1), objective(2), objective(3)], news)
    assert [one.objective.number for one in found] == [3, 1, 2]
    assert [one.is_news for one in found] == [True, False, False]
    assert found[1].gained is None and reported(news) == {3}


def test_a_digest_keeps_a_few_and_never_leaves_out_what_is_new() -> None:
    found = goals([objective(one) for one in range(1, 40)], [report(39, 20, 30)])
    assert len(found) == KEPT and found[0].objective.number == 39
