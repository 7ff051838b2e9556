"""Objectives: the way behind, the periods, the questions, and what people type."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.core.changes import Change
from domain.core.edits import merge
from domain.core.errors import InvalidInput
from domain.dates.periods import format_period, quarter_around
from domain.objectives.commands import ServeObjectives, parse_serving
from domain.objectives.forms import (
    OWN_DATES,
    TypedObjective,
    format_value,
    format_way,
    next_ask,
    read_objective,
    read_value,
)
from domain.objectives.model import Measure, Rhythm, Trend, elapsed_of, progress_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FORM = TypedObjective(
    title="Go", owner_id="U1", period="2026-10-01", measure="Sales", start="1", target="3"
)


@pytest.mark.parametrize(
    ("start", "target", "current", "progress"),
    [
        (10, 20, 16, 0.6),  # Feedback4e, "How is key result progress calculated?", example 1
        (10, 20, 22, 1.0),  # its example 2, 120 %: the whole way here
        (10, 20, 5, 0.0),
        (50, 20, 35, 0.5),  # falling
        (50, 20, 60, 0.0),
        (-5, 5, 0, 0.5),
    ],
)
def test_progress_is_the_share_of_the_way_that_is_behind(
    start: float, target: float, current: float, progress: float
) -> None:
    measure = Measure("m", "", start, target, current)
    assert progress_of(measure) == pytest.approx(progress)
    assert measure.direction is (Trend.UP if target > start else Trend.DOWN)


def test_the_time_that_has_passed_counts_whole_days() -> None:
    first, last = date(2026, 10, 1), date(2026, 10, 10)
    assert elapsed_of(first, last, date(2026, 9, 1)) == 0
    assert elapsed_of(first, last, first) == pytest.approx(0.1)
    assert elapsed_of(first, last, last) == elapsed_of(first, last, date(2027, 1, 1)) == 1


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 10, 1), date(2026, 12, 31), "Q4 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 10, 1), date(2026, 12, 15), "1 Oct – 15 Dec 2026"),
        (date(2026, 12, 1), date(2027, 1, 15), "1 Dec 2026 – 15 Jan 2027"),
        (date(2026, 12, 1), date(2026, 12, 1), "1 Dec 2026"),
    ],
)
def test_a_period_is_named_as_people_name_it(first: date, last: date, told: str) -> None:
    assert format_period(first, last) == told


def test_quarters_follow_each_other_over_the_years() -> None:
    day = date(2026, 11, 23)
    assert quarter_around(day) == (date(2026, 10, 1), date(2026, 12, 31))
    assert quarter_around(day, 1) == (date(2027, 1, 1), date(2027, 3, 31))
    assert quarter_around(day, -4) == (date(2025, 10, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "\u3164"}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"owner_id": None}, "owner"),
        ({"starts_on": "2026-10-02"}, "starts_on"),
        ({"period": OWN_DATES}, "starts_on"),
        ({"period": OWN_DATES, "starts_on": "2026-10-02"}, "ends_on"),
        ({"period": OWN_DATES, "starts_on": "2026-10-02", "ends_on": "2026-10-01"}, "ends_on"),
        ({"period": OWN_DATES, "starts_on": "2026-10-02", "ends_on": "2126-10-01"}, "ends_on"),
        ({"measure": ""}, "measure"),
        ({"target": ""}, "target"),
        ({"target": "1"}, "target"),
        ({"target": "1e308"}, "target"),
        ({"start": "nan"}, "start"),
        ({"target": "lots"}, "target"),
    ],
)
def test_odd_input_is_refused_beside_its_field(change: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_objective(replace(FORM, **change))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_an_objective_without_a_measure_is_progress_in_percent() -> None:
    draft = read_objective(replace(FORM, measure="", start="", target=""))
    assert draft.measure == Measure("Progress", "%", 0, 100, 0)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [("34 %", "%", 34), ("€1,200", "€", 1200), ("-2,5", "", -2.5), ("3k", "days", 3000)],
)
def test_numbers_are_read_as_people_type_them(typed: str, unit: str, value: float) -> None:
    assert read_value(typed, unit, "value", "The value") == value


def test_a_value_is_told_with_its_unit() -> None:
    assert format_value(34, "%") == "34%"
    assert format_value(-1200, "€") == "-€1,200"
    assert format_value(12, "days") == "12 days"
    assert format_way(25, 40, "%") == "from 25% to 40%"
    assert format_way(400, 100, "a week") == "from 400 to 100"


def test_the_owner_is_asked_on_mondays_of_the_period_and_once_after_it() -> None:
    first, last = date(2026, 10, 1), date(2026, 12, 31)

    def ask(rhythm: Rhythm, after: datetime) -> datetime | None:
        return next_ask(rhythm, first, last, "Europe/Berlin", after)

    monday = datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert ask(Rhythm.WEEKLY, NOON) == monday
    assert ask(Rhythm.MONTHLY, NOON) == datetime(2026, 12, 7, 8, tzinfo=UTC)
    assert ask(Rhythm.NEVER, NOON) is None
    after = datetime(2027, 1, 1, 8, tzinfo=UTC)
    assert ask(Rhythm.WEEKLY, datetime(2026, 12, 28, 8, tzinfo=UTC)) == after
    assert ask(Rhythm.WEEKLY, after) is None
    early = datetime(2026, 8, 1, tzinfo=UTC)
    assert ask(Rhythm.WEEKLY, early) == datetime(2026, 10, 5, 7, tzinfo=UTC)  # summer time


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("serves O-2", ServeObjectives(12, (2,))),
        ("serves o2, O–3 and O-3", ServeObjectives(12, (2, 3))),
        ("no longer serves O-2", ServeObjectives(12, (2,), is_over=True)),
        ("doesn’t serve O-2 any more.", ServeObjectives(12, (2,), is_over=True)),
        ("serves coffee", None),
        ("serves O-2 well", None),
    ],
)
def test_what_serves_what_is_read_from_words(typed: str, wish: ServeObjectives | None) -> None:
    assert parse_serving(12, typed) == wish


def test_an_edit_keeps_what_others_changed_and_names_what_both_changed() -> None:
    def change(field: str, before: str, after: str) -> Change:
        return Change(7, NOON, "UPRIYA", "modal", "objective", 1, field, before, after)

    later = [change("a", "1", "2"), change("a", "2", "3"), change("b", "1", "2")]
    now = {"a": "3", "b": "2", "c": "1"}
    untouched = merge(later, now, {"a": "1", "b": "1", "c": "9"})
    assert (untouched.values, untouched.clashes) == ({"a": "3", "b": "2", "c": "9"}, ())
    same = merge(later, now, {"a": "3", "b": "2", "c": "1"})
    assert (same.values, same.clashes) == (now, ())
    clash = merge(later, now, {"a": "8", "b": "2", "c": "1"})
    assert [(one.field, one.theirs, one.by) for one in clash.clashes] == [("a", "3", "UPRIYA")]
