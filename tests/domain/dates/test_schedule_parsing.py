from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.dates.schedule import Cadence, Schedule
from domain.dates.schedule_parsing import describe_schedule, parse_schedule

WEDNESDAY = date(2026, 11, 25)


def described(text: str) -> str:
    return describe_schedule(parse_schedule(text, "UTC", WEDNESDAY))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("mon 09:00 Europe/Berlin", "every Monday at 09:00 (Europe/Berlin)"),
        ("monday 9am", "every Monday at 09:00 (UTC)"),
        ("Monday 9 P.M.", "every Monday at 21:00 (UTC)"),
        ("12am mon", "every Monday at 00:00 (UTC)"),
        ("12pm mon", "every Monday at 12:00 (UTC)"),
        ("friday noon", "every Friday at 12:00 (UTC)"),
        ("weekdays 8:30", "every weekday at 08:30 (UTC)"),
        ("Mon–Fri 0830 new york", "every weekday at 08:30 (America/New_York)"),
        ("mon,thu 09:00", "every Monday and Thursday at 09:00 (UTC)"),
        ("sat/sun 10h", "every Saturday and Sunday at 10:00 (UTC)"),
        ("mon, wed & fri at 930", "every Monday, Wednesday and Friday at 09:30 (UTC)"),
        ("fri-mon 9", "every Monday, Friday, Saturday and Sunday at 09:00 (UTC)"),
        ("daily 9", "every day at 09:00 (UTC)"),
        ("every day at 9.15 in São Paulo", "every day at 09:15 (America/Sao_Paulo)"),
        ("“MONDAYS”,  at   9 o’clock", "every Monday at 09:00 (UTC)"),
        ("first monday 10:00", "on the first Monday of every month at 10:00 (UTC)"),
        (
            "the first Thursday of every month at 10 berlin",
            "on the first Thursday of every month at 10:00 (Europe/Berlin)",
        ),
        ("port of spain friday 16:00", "every Friday at 16:00 (America/Port_of_Spain)"),
        (
            "every second friday 16:00",
            "every second Friday at 16:00 (UTC), counted from 2026-11-27",
        ),
        (
            "Every Other Tuesday 9am",
            "every second Tuesday at 09:00 (UTC), counted from 2026-12-01",
        ),
        (
            "every 2 weeks on friday 16:00 starting 2026-12-03",
            "every second Friday at 16:00 (UTC), counted from 2026-12-04",
        ),
        ("last friday 16:00", "on the last Friday of every month at 16:00 (UTC)"),
        ("the last fri of each month 4pm", "on the last Friday of every month at 16:00 (UTC)"),
        ("15th 09:00", "on the 15th of every month at 09:00 (UTC)"),
        ("on the 3rd of every month at 9am", "on the 3rd of every month at 09:00 (UTC)"),
        ("1st 9:00", "on the 1st of every month at 09:00 (UTC)"),
        ("1st monday 9:00", "on the first Monday of every month at 09:00 (UTC)"),
        ("first of the month 9:00 berlin", "on the 1st of every month at 09:00 (Europe/Berlin)"),
        ("last day of the month 9:00", "on the last day of every month at 09:00 (UTC)"),
        ("３０ｔｈ　０９：００", "on the 30th of every month at 09:00 (UTC)"),
        ("weekly starting next friday 16:00", "every Friday at 16:00 (UTC)"),
        (
            "every second friday 16:00 starting 4 december",
            "every second Friday at 16:00 (UTC), counted from 2026-12-04",
        ),
        (
            "fortnightly wed 9",
            "every second Wednesday at 09:00 (UTC), counted from 2026-11-25",
        ),
    ],
)
def test_a_schedule_is_understood_and_told_back(typed: str, words: str) -> None:
    assert described(typed) == words


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "on which day"),
        ("9:00", "on which day"),
        ("mnday 9:00", "Did you mean Monday where you wrote “mnday”"),
        ("monday", "at what time"),
        ("monday 25:00", "“25:00” is not a time of day"),
        ("monday 9:75", "not a time of day"),
        ("monday 13pm", "not a time of day"),
        ("monday 9:00:00", "not a time of day"),
        ("mon 9:00 10:00", "more than one time"),
        ("second monday 9", "not “second”"),
        ("first and third monday 9", "not “third”"),
        ("first weekday 9", "Name one day of the month"),
        ("every second first monday 9", "Name one day of the month"),
        ("monthly monday 9", "first monday 10:00"),
        ("2nd friday 9", "not “2nd”"),
        ("32nd 9:00", "no day 32"),
        ("15th and 30th 9:00", "Name one day of the month"),
        ("first and last monday 9", "Name one day of the month"),
        ("monday 9 Europe/Brlin", "Did you mean Europe/Berlin"),
        ("monday 9 EST", "America/New_York"),
        ("fri 16:00 starting 2026-13-01", "“2026-13-01” is not in the calendar"),
        ("mon 9 " + "x" * 500, "too long"),
    ],
)
def test_what_cannot_be_a_schedule_is_answered_with_an_example(typed: str, answer: str) -> None:
    with pytest.raises(InvalidInput, match=answer.replace("(", r"\(")) as refusal:
        parse_schedule(typed, "UTC", WEDNESDAY)
    assert str(refusal.value).endswith((".", "?"))


def test_a_schedule_without_a_zone_takes_the_default() -> None:
    assert parse_schedule("mon 9", "Asia/Kolkata", WEDNESDAY).zone == "Asia/Kolkata"


@settings(max_examples=200, deadline=None)
@given(
    st.sets(st.integers(0, 6), min_size=1, max_size=6).map(tuple),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    st.sampled_from(["UTC", "Europe/Berlin", "America/Port_of_Spain", "Etc/GMT+5", "Asia/Tokyo"]),
    st.sampled_from(Cadence),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_a_described_schedule_reads_back_as_itself(
    days: tuple[int, ...], at: time, zone: str, cadence: Cadence, anchor: date
) -> None:
    schedule = Schedule(days, at, zone, cadence, anchor)
    assert parse_schedule(describe_schedule(schedule), "Europe/Paris", anchor) == schedule


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    "every",
                    "second",
                    "mon",
                    "fri",
                    "first",
                    "9",
                    "9:30",
                    "pm",
                    "berlin",
                    "-",
                    ",",
                    "²",
                ]
            ),
            max_size=7,
        ).map(" ".join),
    )
)
def test_any_text_gives_a_schedule_or_a_sentence(text: str) -> None:
    try:
        schedule = parse_schedule(text, "UTC", WEDNESDAY)
    except InvalidInput as refusal:
        assert str(refusal)[-1] in ".?"
    else:
        assert describe_schedule(schedule)
