"""Triage's rules: suggested areas, time limits, whose turn it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.core.errors import InvalidInput
from domain.triage.area_suggestions import CLOSE_ENOUGH, Neighbour, suggested_area
from domain.triage.limits import Limit, Unit, read_limit
from domain.triage.rota import Rota, next_after, on_duty, swapped, turns
from domain.triage.steps import median_days, tomorrow_morning

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ROTA = Rota(people=("UA", "UB", "UC"), turn_of="UA")
ALL = frozenset(ROTA.people)


def near(*areas: str, closeness: float = 0.8) -> list[Neighbour]:
    return [Neighbour(n, area, closeness - n / 1000) for n, area in enumerate(areas, start=1)]


def test_the_area_of_most_of_the_nearest_is_suggested_with_who_speaks_for_it() -> None:
    found = suggested_area(near("Billing", "Login", "Billing"))
    assert found is not None
    assert (found.area, found.like) == ("Billing", (1, 3))


@pytest.mark.parametrize(
    "neighbours",
    [
        [],
        near("Billing"),
        near("Billing", "Login"),
        near("Billing", "Billing", "Login", "Login"),
        near("Billing", "Billing", closeness=CLOSE_ENOUGH),
    ],
    ids=["none", "one voice", "no two agree", "a tie", "too far"],
)
def test_nothing_is_suggested_without_a_majority_that_is_near(neighbours: list[Neighbour]) -> None:
    assert suggested_area(neighbours) is None


def test_only_the_five_nearest_have_a_say() -> None:
    far = [Neighbour(n, "Login", 0.5) for n in range(10, 30)]
    found = suggested_area([*near("Billing", "Billing", "Billing"), *far])
    assert found is not None
    assert found.area == "Billing"


@pytest.mark.parametrize(
    ("limit", "heard_before"),
    [
        (Limit(36, Unit.HOURS), MONDAY - timedelta(hours=36)),
        (Limit(2, Unit.DAYS), MONDAY - timedelta(days=2)),
        (Limit(1, Unit.WORKING_DAYS), MONDAY - timedelta(days=3)),
        (Limit(5, Unit.WORKING_DAYS), MONDAY - timedelta(days=7)),
    ],
)
def test_a_limit_counts_hours_days_or_working_days(limit: Limit, heard_before: datetime) -> None:
    assert limit.heard_before(MONDAY, "UTC") == heard_before


def test_a_day_of_a_limit_is_a_day_on_the_clock_when_clocks_change() -> None:
    after_change = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)  # 10:00 in Berlin, in winter
    before = Limit(2, Unit.DAYS).heard_before(after_change, "Europe/Berlin")
    assert before == datetime(2026, 10, 24, 8, 0, tzinfo=UTC)  # 10:00 in Berlin, in summer


def test_a_limit_is_a_whole_number_or_nothing() -> None:
    assert read_limit(" ", "days") is None
    assert read_limit("5", "working days") == Limit(5, Unit.WORKING_DAYS)
    assert read_limit("１２", "days") == Limit(12, Unit.DAYS)
    assert Limit(1, Unit.WORKING_DAYS).words == "1 working day"
    for typed in ("0", "-1", "2.5", "five", "366", "³"):
        with pytest.raises(InvalidInput) as refused:
            read_limit(typed, "days")
        assert refused.value.field == "limit"


def test_turns_pass_on_in_order_and_over_those_who_are_not_there() -> None:
    assert turns(ROTA, ALL, 4) == ["UA", "UB", "UC", "UA"]
    assert next_after(ROTA, ALL - {"UB"}) == "UC"
    assert on_duty(ROTA, ALL - {"UA"}) == "UB"
    assert next_after(ROTA, frozenset({"UA"})) == "UA"
    assert on_duty(ROTA, frozenset()) is None
    assert next_after(Rota(), ALL) is None


def test_who_left_the_rota_is_followed_by_its_first() -> None:
    assert on_duty(replace(ROTA, turn_of="UGONE"), ALL) == "UA"


def test_a_swap_lets_two_change_places() -> None:
    after = swapped(ROTA, "UC", ALL)
    assert turns(after, ALL, 3) == ["UC", "UB", "UA"]
    with pytest.raises(InvalidInput):
        swapped(ROTA, "UX", ALL)
    with pytest.raises(InvalidInput):
        swapped(ROTA, "UC", ALL - {"UC"})


def test_tomorrow_is_nine_o_clock_where_the_team_is() -> None:
    assert tomorrow_morning(MONDAY, "Asia/Tokyo") == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def test_the_median_wait_is_in_days() -> None:
    assert median_days([]) is None
    assert median_days([timedelta(days=1), timedelta(days=9), timedelta(days=2)]) == 2
