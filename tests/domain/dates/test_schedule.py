from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.dates.schedule import (
    Cadence,
    Schedule,
    check_zone,
    is_due_day,
    latest_due,
    next_due,
    upcoming,
)

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
]
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

SCHEDULES = st.builds(
    Schedule,
    st.sets(st.integers(0, 6), min_size=1).map(tuple),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 59])),
    st.sampled_from(ZONES),
    st.sampled_from(Cadence),
    st.dates(date(2008, 1, 1), date(2020, 12, 31)),
)
MOMENTS = st.integers(1_230_768_000, 1_546_300_800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


def daily(at: time, zone: str) -> Schedule:
    return Schedule((0,), at, zone, Cadence.DAILY, date(2026, 1, 1))


def weekly(*days: int, at: time = time(9), zone: str = "Europe/Berlin") -> Schedule:
    return Schedule(days, at, zone, Cadence.WEEKLY, date(2026, 1, 1))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@cache
def three_days_of(day: date, zone: ZoneInfo) -> tuple[list[datetime], list[datetime]]:
    """Every minute around a day, and what a clock on the wall shows then."""
    start = datetime.combine(day, time(0), tzinfo=UTC) - DAY
    minutes = [start + n * MINUTE for n in range(3 * 24 * 60)]
    return minutes, [minute.astimezone(zone).replace(tzinfo=None) for minute in minutes]


def due_by_walking_the_clock(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The rule itself, minute by minute: first time the clock shows it, or shows a later time."""
    wanted = datetime.combine(day, at)
    minutes, shown = three_days_of(day, zone)
    if wanted in shown:
        return minutes[shown.index(wanted)]
    return next(minute for minute, wall in zip(minutes, shown, strict=True) if wall > wanted)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        [
            ("Europe/Berlin", date(2026, 3, 29)),
            ("Europe/Berlin", date(2026, 10, 25)),
            ("America/New_York", date(2026, 3, 8)),
            ("America/New_York", date(2026, 11, 1)),
            ("Australia/Lord_Howe", date(2026, 4, 5)),
            ("Australia/Lord_Howe", date(2026, 10, 4)),
            ("America/Sao_Paulo", date(2017, 10, 15)),
            ("America/Sao_Paulo", date(2018, 2, 17)),
            ("Pacific/Apia", date(2011, 12, 30)),
            ("Africa/Casablanca", date(2026, 2, 15)),
            ("Asia/Kolkata", date(2026, 3, 29)),
        ]
    ),
    st.integers(-1, 1),
    st.integers(0, 24 * 60 - 1),
)
@example(("Pacific/Apia", date(2011, 12, 30)), 0, 0)
@example(("Europe/Berlin", date(2026, 3, 29)), 0, 120)
@example(("America/Sao_Paulo", date(2017, 10, 15)), 0, 0)
def test_a_due_time_is_what_a_clock_on_the_wall_says(
    change: tuple[str, date], days: int, minute: int
) -> None:
    zone_name, changed = change
    zone, day, at = ZoneInfo(zone_name), changed + days * DAY, time(minute // 60, minute % 60)
    expected = due_by_walking_the_clock(day, at, zone)
    found = next_due(daily(at, zone_name), expected - MINUTE)
    assert found == expected


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0), time(2), time(2, 30), time(9), time(23, 59)])
def test_over_ten_years_every_day_is_due_exactly_once(zone: str, at: time) -> None:
    start, end = utc(2009, 1, 1), utc(2019, 1, 1)
    schedule = daily(at, zone)
    instants = [due for due in upcoming(schedule, start, 3660) if due <= end]
    assert all(a < b for a, b in pairwise(instants))
    walls = [due.astimezone(ZoneInfo(zone)) for due in instants]
    on_time = [wall.date() for wall in walls if wall.time() == at]
    late = [wall.date() for wall in walls if wall.time() != at]
    assert len(set(on_time)) == len(on_time)
    expected = {walls[0].date() + n * DAY for n in range((walls[-1].date() - walls[0].date()).days)}
    missing = expected - set(on_time) - set(late)
    assert missing <= ({date(2011, 12, 30)} if zone == "Pacific/Apia" else set())


@settings(max_examples=150, deadline=None)
@given(SCHEDULES, MOMENTS)
def test_upcoming_is_next_due_again_and_again(schedule: Schedule, after: datetime) -> None:
    instants = upcoming(schedule, after, 6)
    assert len(instants) == 6
    moment = after
    for due in instants:
        assert due.tzinfo is UTC
        assert due > moment
        assert next_due(schedule, moment) == due
        assert next_due(schedule, due - MINUTE / 60) == due
        moment = due


@settings(max_examples=150, deadline=None)
@given(SCHEDULES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_the_latest_due_is_the_last_of_those_in_the_window(
    schedule: Schedule, after: datetime, window: timedelta
) -> None:
    until = after + window
    in_window = [due for due in upcoming(schedule, after, 92) if due <= until]
    assert latest_due(schedule, after, until) == (in_window[-1] if in_window else None)


@settings(max_examples=60, deadline=None)
@given(SCHEDULES, MOMENTS, st.lists(st.integers(1, 22 * 60), min_size=20, max_size=60))
def test_a_runner_that_looks_often_enough_says_everything_once(
    schedule: Schedule, start: datetime, pauses_minutes: list[int]
) -> None:
    watermark = now = start
    said: list[datetime] = []
    for pause in pauses_minutes:
        now += pause * MINUTE
        due = latest_due(schedule, watermark, now)
        if due is not None:
            said.append(due)
        watermark = now
    expected = [due for due in upcoming(schedule, start, 70) if due <= now]
    if min((b - a for a, b in pairwise(expected)), default=DAY) > 22 * 60 * MINUTE:
        assert said == expected
    assert set(said) <= set(expected)
    assert len(set(said)) == len(said)


@settings(max_examples=100, deadline=None)
@given(SCHEDULES, MOMENTS)
def test_a_due_day_is_one_that_the_schedule_names(schedule: Schedule, after: datetime) -> None:
    due = next_due(schedule, after).astimezone(ZoneInfo(schedule.zone))
    if due.time() == schedule.at:
        assert is_due_day(schedule, due.date())
        assert due.weekday() in schedule.weekdays


def test_a_time_that_the_clock_change_skips_runs_at_the_next_valid_minute() -> None:
    schedule = daily(time(2, 30), "Europe/Berlin")
    assert next_due(schedule, utc(2026, 3, 28, 12)) == utc(2026, 3, 29, 1)
    assert next_due(schedule, utc(2026, 3, 29, 1)) == utc(2026, 3, 30, 0, 30)


def test_a_time_that_occurs_twice_runs_the_first_time_only() -> None:
    schedule = daily(time(2, 30), "Europe/Berlin")
    assert upcoming(schedule, utc(2026, 10, 24, 12), 2) == (
        utc(2026, 10, 25, 0, 30),
        utc(2026, 10, 26, 1, 30),
    )


def test_the_day_that_samoa_skipped_runs_as_the_next_day_begins() -> None:
    friday = weekly(4, zone="Pacific/Apia")
    assert next_due(friday, utc(2011, 12, 29)) == utc(2011, 12, 30, 10)
    midnight = daily(time(0), "Pacific/Apia")
    assert upcoming(midnight, utc(2011, 12, 29, 9), 3) == (
        utc(2011, 12, 29, 10),
        utc(2011, 12, 30, 10),
        utc(2011, 12, 31, 10),
    )


def test_due_is_strictly_after_and_up_to_and_including() -> None:
    schedule, due = weekly(0, zone="UTC"), utc(2026, 11, 23, 9)
    assert next_due(schedule, due) == due + 7 * DAY
    assert latest_due(schedule, due, due) is None
    assert latest_due(schedule, due - 1 * MINUTE, due) == due
    assert latest_due(schedule, due, due - DAY) is None


def test_however_many_were_missed_there_is_one_to_catch_up() -> None:
    assert latest_due(weekly(0, zone="UTC"), utc(2026, 1, 1), utc(2026, 11, 25)) == utc(
        2026, 11, 23, 9
    )


def test_a_fortnight_counts_on_over_the_new_year() -> None:
    schedule = Schedule((0, 3), time(9), "UTC", Cadence.FORTNIGHTLY, date(2026, 12, 17))
    assert [due.date() for due in upcoming(schedule, utc(2026, 12, 14), 5)] == [
        date(2026, 12, 14),
        date(2026, 12, 17),
        date(2026, 12, 28),
        date(2026, 12, 31),
        date(2027, 1, 11),
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6), st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.sampled_from(ZONES))
def test_fortnightly_dues_are_fourteen_days_apart(day: int, anchor: date, zone: str) -> None:
    schedule = Schedule((day,), time(9), zone, Cadence.FORTNIGHTLY, anchor)
    days = [
        due.astimezone(ZoneInfo(zone)).date() for due in upcoming(schedule, utc(2013, 1, 1), 60)
    ]
    assert {(b - a).days for a, b in pairwise(days)} == {14}


def test_the_first_weekday_comes_once_in_every_month() -> None:
    schedule = Schedule((0,), time(9), "UTC", Cadence.MONTHLY_FIRST, date(2026, 1, 1))
    days = [due.date() for due in upcoming(schedule, utc(2023, 12, 31), 36)]
    assert [(day.year, day.month) for day in days] == [
        (year, month) for year in (2024, 2025, 2026) for month in range(1, 13)
    ]
    assert {day.weekday() for day in days} == {0}
    assert max(day.day for day in days) <= 7


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0), time(2, 30), time(23, 59)])
@pytest.mark.parametrize("weekday", [0, 6])
def test_over_ten_years_every_month_has_its_first_weekday_exactly_once(
    zone: str, at: time, weekday: int
) -> None:
    schedule = Schedule((weekday,), at, zone, Cadence.MONTHLY_FIRST, date(2009, 1, 1))
    instants = upcoming(schedule, utc(2009, 1, 1), 121)[1:]
    days = [due.astimezone(ZoneInfo(zone)).date() for due in instants]
    months = [12 * day.year + day.month for day in days]
    assert months == list(range(months[0], months[0] + 120))
    assert {day.weekday() for day in days} == {weekday}
    assert {day.day <= 7 for day in days} == {True}


@pytest.mark.parametrize(
    ("weekday", "after", "first"),
    [
        (0, (2026, 11, 30, 9), (2026, 12, 7, 9)),
        (3, (2026, 12, 31, 12), (2027, 1, 7, 9)),
        (4, (2026, 12, 31, 12), (2027, 1, 1, 9)),
        (1, (2028, 2, 29, 12), (2028, 3, 7, 9)),
        (2, (2028, 2, 29, 12), (2028, 3, 1, 9)),
        (2, (2027, 2, 28, 12), (2027, 3, 3, 9)),
    ],
)
def test_the_first_weekday_over_month_ends_leap_days_and_the_new_year(
    weekday: int, after: tuple[int, ...], first: tuple[int, ...]
) -> None:
    schedule = Schedule((weekday,), time(9), "UTC", Cadence.MONTHLY_FIRST, date(2026, 1, 1))
    assert next_due(schedule, utc(*after)) == utc(*first)


@settings(max_examples=80, deadline=None)
@given(SCHEDULES, st.sampled_from(ZONES), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_change_of_zone_repeats_no_due_instant_and_loses_none(
    before: Schedule, zone: str, start: datetime, until_change: timedelta
) -> None:
    changed_at = start + until_change
    after = replace(before, zone=zone)
    said: list[datetime] = []
    schedule, due = before, next_due(before, start)
    while due <= start + timedelta(days=50):
        if schedule is before and due > changed_at:
            schedule, due = after, next_due(after, changed_at)
            continue
        said.append(due)
        due = next_due(schedule, due)
    assert all(a < b for a, b in pairwise(said))
    window = [due for due in upcoming(before, start, 55) if due <= changed_at]
    later = upcoming(after, changed_at, 55)
    assert said == (window + [due for due in later if due <= start + timedelta(days=50)])


def test_leap_days_are_days() -> None:
    assert next_due(daily(time(9), "UTC"), utc(2028, 2, 28, 9)) == utc(2028, 2, 29, 9)
    assert next_due(weekly(1, zone="UTC"), utc(2028, 2, 28, 9)) == utc(2028, 2, 29, 9)


def test_weekdays_come_out_sorted_and_daily_has_them_all() -> None:
    assert weekly(4, 0, 4).weekdays == (0, 4)
    assert daily(time(9), "UTC").weekdays == (0, 1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("days", "at", "zone"),
    [
        ((), time(9), "UTC"),
        ((7,), time(9), "UTC"),
        ((0,), time(9, 0, 1), "UTC"),
        ((0,), time(9, tzinfo=UTC), "UTC"),
        ((0,), time(9), "Europe/Atlantis"),
        ((0,), time(9), ""),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(days: tuple[int, ...], at: time, zone: str) -> None:
    with pytest.raises(ValueError, match="not"):
        Schedule(days, at, zone, Cadence.WEEKLY, date(2026, 1, 1))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next_due(weekly(0), datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("  Europe / Berlin ", "Europe/Berlin"),
        ("(Europe/Berlin)", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("new-york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("port-au-prince", "America/Port-au-Prince"),
        ("München", "Europe/Berlin"),
        ("San Francisco", "America/Los_Angeles"),
        ("London time", "Europe/London"),
        ("utc", "UTC"),
        ("CET", "CET"),
    ],
)
def test_a_zone_is_understood_however_it_is_typed(typed: str, zone: str) -> None:
    assert check_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Europe/Brelin", "Did you mean Europe/Berlin"),
        ("Amsterdm", "Europe/Amsterdam"),
        ("EST", "America/New_York"),
        ("eastern time", "America/New_York"),
        ("UTC+2", "does not follow clock changes"),
        ("+05:30", "does not follow clock changes"),
        ("", "Use a name such as"),
        ("localtime", "I do not know"),
        ("x" * 5000, "I do not know"),
        ("<!channel>", "I do not know"),
    ],
)
def test_an_unknown_zone_is_answered_with_what_to_type(typed: str, hint: str) -> None:
    with pytest.raises(InvalidInput, match=hint.replace("+", r"\+")) as refusal:
        check_zone(typed)
    assert len(str(refusal.value)) < 300
