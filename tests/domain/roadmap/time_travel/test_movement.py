"""The net effect of a stretch of the change log."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.changes import Change
from domain.ideas.model import Horizon, Position, Status, moved
from domain.roadmap.time_travel.movement import Place, moves
from tests.support.digests import change, idea
from tests.support.make import NOON


def on(status: Status, horizon: Horizon | None = None) -> Position:
    return Position(status, horizon, None)


def moving(number: int, *stops: Position) -> list[Change]:
    """The changes of an idea on its way from stop to stop, as the log has them."""
    found = []
    for before, after in pairwise(stops):
        if before.status is not after.status:
            found.append(change(number, "status", before.status.value, after.status.value))
        if before.horizon is not after.horizon:
            names = [one.horizon.value if one.horizon else None for one in (before, after)]
            found.append(change(number, "horizon", *names))
    return found


LATER = on(Status.PLANNED, Horizon.LATER)
NEXT = on(Status.PLANNED, Horizon.NEXT)
NOW = on(Status.PLANNED, Horizon.NOW)
BEGUN = on(Status.IN_PROGRESS, Horizon.NOW)
OPEN = on(Status.OPEN)
SHIPPED = on(Status.SHIPPED)


@pytest.mark.parametrize(
    ("stops", "labels"),
    [
        ((LATER, NEXT, NOW), ("Later", "Now")),
        ((OPEN, NEXT), ("Open", "Next")),
        ((NEXT, OPEN), ("Next", "Open")),
        ((NOW, BEGUN), ("Planned", "In progress")),
        ((LATER, BEGUN), ("Later", "Now")),
        ((BEGUN, SHIPPED), ("Now", "Shipped")),
        ((SHIPPED, OPEN), ("Shipped", "Open")),
        ((OPEN, on(Status.CONSIDERING)), ("Open", "Considering")),
    ],
)
def test_an_idea_is_told_from_where_it_began_to_where_it_ended(
    stops: tuple[Position, ...], labels: tuple[str, str]
) -> None:
    end = stops[-1]
    [found] = moves(moving(1, *stops), {1: idea(1, end.status, horizon=end.horizon)})
    assert found.has_moved
    assert found.labels == labels


def test_there_and_back_is_no_movement() -> None:
    [found] = moves(
        moving(1, LATER, NOW, LATER), {1: idea(1, Status.PLANNED, horizon=Horizon.LATER)}
    )
    assert not found.has_moved
    assert found.gained == 0


def test_a_new_idea_that_was_planned_at_once_comes_from_nowhere() -> None:
    log = [change(1, "created", None, "Export"), *moving(1, OPEN, NEXT)]
    [found] = moves(log, {1: idea(1, Status.PLANNED, horizon=Horizon.NEXT)})
    assert found.is_new
    assert found.labels == ("New", "Next")


def test_a_new_idea_that_stays_open_has_not_moved() -> None:
    [found] = moves([change(1, "created", None, "Export")], {1: idea(1)})
    assert found.is_new and not found.has_moved


def test_votes_that_come_and_go_leave_their_difference() -> None:
    came = [change(1, "vote", None, {"user": f"U{n}"}) for n in range(5)]
    went = [change(1, "vote", {"user": "U1"}, None)]
    [found] = moves([*came, *went], {1: idea(1, votes=9)})
    assert found.gained == 4


def test_what_happened_after_the_stretch_is_taken_back() -> None:
    log = moving(1, LATER, NEXT)
    later = [*moving(1, NEXT, SHIPPED), change(1, "vote", None, {"user": "U9"})]
    [found] = moves(log, {1: idea(1, Status.SHIPPED, votes=4)}, later)
    assert found.labels == ("Later", "Next")
    assert found.idea.votes == 3


def test_an_idea_that_is_gone_and_other_subjects_are_left_out() -> None:
    other = Change(1, NOON, "U1", "command", "subscription", 1, "paused", False, True)
    assert moves([*moving(5, LATER, NOW), other], {1: idea(1)}) == []


@given(st.lists(st.sampled_from([*Status, *Horizon]), max_size=12))
def test_only_the_two_ends_of_a_way_count(targets: list[Status | Horizon]) -> None:
    stops = [OPEN]
    for target in targets:
        stops.append(moved(stops[-1], target, NOON))
    end = stops[-1]
    now = idea(1, end.status, horizon=end.horizon)
    found = moves(moving(1, *stops), {1: now})
    direct = moves(moving(1, OPEN, end), {1: now})
    if not direct:
        assert not any(one.has_moved for one in found)
    else:
        assert [(one.was, one.place) for one in found] == [(one.was, one.place) for one in direct]


def test_a_place_on_the_roadmap_is_its_column() -> None:
    assert Place(Status.IN_PROGRESS, Horizon.NOW).label == "Now"
    assert Place(Status.PLANNED).label == "Planned"
