"""Days in words: one reader for all that people type, into the past or into the future."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.dates.calendar_words import parse_span
from domain.dates.spans import DayOrder, Leaning

MONDAY = date(2026, 9, 14)
PAST, FUTURE = Leaning.PAST, Leaning.FUTURE
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
MONTHS = [name.casefold() for name in calendar.month_name if name]


def told(text: str, leaning: Leaning, order: DayOrder = DayOrder.DAY_FIRST) -> str:
    span = parse_span(text, MONDAY, leaning, order)
    assert span is not None, text
    first, last = span
    return first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("1 september", "2026-09-01", "2027-09-01"),
        ("September 1st", "2026-09-01", "2027-09-01"),
        ("the 1st of September", "2026-09-01", "2027-09-01"),
        ("1. Sep.", "2026-09-01", "2027-09-01"),
        ("14 september", "2026-09-14", "2026-09-14"),
        ("15 september", "2025-09-15", "2026-09-15"),
        ("15th", "2026-08-15", "2026-09-15"),
        ("14th", "2026-09-14", "2026-09-14"),
        ("31st", "2026-08-31", "2026-10-31"),
        ("29 feb", "2024-02-29", "2028-02-29"),
        ("september", "2026-09-01..2026-09-30", "2026-09-01..2026-09-30"),
        ("october", "2025-10-01..2025-10-31", "2026-10-01..2026-10-31"),
        ("mid november", "2025-11-15", "2026-11-15"),
        ("mid-September", "2025-09-15", "2026-09-15"),
        ("early september", "2026-09-01..2026-09-10", "2027-09-01..2027-09-10"),
        ("end of year", "2025-12-31", "2026-12-31"),
        ("end of the year", "2025-12-31", "2026-12-31"),
        ("EOY", "2025-12-31", "2026-12-31"),
        ("start of the quarter", "2026-07-01", "2026-10-01"),
        ("q3", "2026-07-01..2026-09-30", "2026-07-01..2026-09-30"),
        ("Q2", "2026-04-01..2026-06-30", "2027-04-01..2027-06-30"),
        ("h1", "2026-01-01..2026-06-30", "2027-01-01..2027-06-30"),
        ("friday", "2026-09-11", "2026-09-18"),
        ("monday", "2026-09-14", "2026-09-14"),
        ("2 weeks", "2026-08-31", "2026-09-28"),
        ("3/4", "2026-04-03", "2027-04-03"),
        ("week 42", "2025-10-13..2025-10-19", "2026-10-12..2026-10-18"),
    ],
)
def test_words_without_a_year_are_read_in_the_direction_of_the_reader(
    text: str, past: str, future: str
) -> None:
    assert (told(text, PAST), told(text, FUTURE)) == (past, future)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("today", "2026-09-14"),
        ("tomorrow", "2026-09-15"),
        ("yesterday", "2026-09-13"),
        ("the day after tomorrow", "2026-09-16"),
        ("next friday", "2026-09-18"),
        ("this friday", "2026-09-18"),
        ("last friday", "2026-09-11"),
        ("next monday", "2026-09-21"),
        ("last monday", "2026-09-07"),
        ("friday next week", "2026-09-25"),
        ("in 2 weeks", "2026-09-28"),
        ("in a month", "2026-10-14"),
        ("in two months", "2026-11-14"),
        ("2 weeks ago", "2026-08-31"),
        ("a year ago", "2025-09-14"),
        ("last 30 days", "2026-08-15..2026-09-14"),
        ("next week", "2026-09-21..2026-09-27"),
        ("last month", "2026-08-01..2026-08-31"),
        ("next quarter", "2026-10-01..2026-12-31"),
        ("this year", "2026-01-01..2026-12-31"),
        ("last november", "2025-11-01..2025-11-30"),
        ("next november", "2026-11-01..2026-11-30"),
        ("end of next month", "2026-10-31"),
        ("end of next week", "2026-09-25"),
        ("mid 2027", "2027-06-30"),
        ("mid q4 2026", "2026-11-15"),
        ("15th of next month", "2026-10-15"),
        ("fri 2 oct", "2026-10-02"),
        ("2026-09-01", "2026-09-01"),
        ("2026/09/01", "2026-09-01"),
        ("1-Sep-2026", "2026-09-01"),
        ("01.09.2026", "2026-09-01"),
        ("2026-W38", "2026-09-14..2026-09-20"),
        ("２０２６－０９－０１", "2026-09-01"),
        ("ｎｅｘｔ　ｆｒｉｄａｙ", "2026-09-18"),
        ("١ september 2026", "2026-09-01"),
    ],
)
def test_words_that_say_which_day_mean_it_for_every_reader(text: str, days: str) -> None:
    assert (told(text, PAST), told(text, FUTURE)) == (days, days)


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("03/04/2026", "2026-04-03", "2026-03-04"),
        ("3/4/26", "2026-04-03", "2026-03-04"),
        ("03-04-2026", "2026-04-03", "2026-03-04"),
        ("13/04/2026", "2026-04-13", "2026-04-13"),
        ("04/13/2026", "2026-04-13", "2026-04-13"),
        ("03.04.2026", "2026-04-03", "2026-04-03"),
        ("2026/04/03", "2026-04-03", "2026-04-03"),
    ],
)
def test_slashes_are_read_in_the_order_of_the_workspace_where_both_are_days(
    text: str, day_first: str, month_first: str
) -> None:
    assert told(text, PAST, DayOrder.DAY_FIRST) == day_first
    assert told(text, PAST, DayOrder.MONTH_FIRST) == month_first


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-30", "is not in the calendar"),
        ("31/31/2026", "is not in the calendar"),
        ("31 june", "is not in the calendar"),
        ("32nd", "is not in the calendar"),
        ("2047-01-01", "more than 20 years away"),
        ("9999 weeks ago", "more than 20 years away"),
        ("tue 2 oct 2026", "2 Oct 2026 is a Friday"),
    ],
)
def test_a_day_in_no_calendar_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        parse_span(text, MONDAY)


@pytest.mark.parametrize("text", ["", "soon", "end of", "in 2 weeks or so", "mid tomorrow", "²nd"])
def test_what_names_no_day_is_none(text: str) -> None:
    assert parse_span(text, MONDAY) is None


@given(DAYS, st.integers(1, 365))
def test_a_day_and_month_are_the_nearest_on_the_readers_side(today: date, ago: int) -> None:
    day = today - timedelta(days=ago)
    text = f"{day.day} {MONTHS[day.month - 1]}"
    past, future = parse_span(text, today, PAST), parse_span(text, today, FUTURE)
    assert past is not None and future is not None
    assert past[0] <= today <= future[1]
    assert (past[0].day, past[0].month) == (future[0].day, future[0].month) == (day.day, day.month)
    if (day.month, day.day) != (2, 29):
        assert today - past[0] < timedelta(days=367)
        assert future[0] - today < timedelta(days=367)
        assert past == (day, day) or (day.month, day.day) == (today.month, today.day)


@given(
    DAYS,
    st.sampled_from(
        ["{m}", "mid {m}", "end of {m}", "q{q}", "h{h}", "{d}th", "end of year", "{w}", "week {d}"]
    ),
    st.integers(0, 11),
    st.integers(4, 28),
)
def test_the_past_has_begun_and_the_future_is_not_over(
    today: date, form: str, month: int, day: int
) -> None:
    weekday = ("monday", "tuesday", "wednesday", "thursday", "friday", "sat", "sun")[day % 7]
    text = form.format(m=MONTHS[month], q=month % 4 + 1, h=month % 2 + 1, d=day, w=weekday)
    past, future = parse_span(text, today, PAST), parse_span(text, today, FUTURE)
    assert past is not None and future is not None
    assert past[0] <= today
    assert future[1] >= today
    assert past <= future


@given(DAYS, st.dates(date(2021, 1, 1), date(2039, 12, 31)), st.sampled_from(DayOrder))
def test_a_whole_date_is_itself_on_every_day_and_in_every_spelling(
    today: date, day: date, order: DayOrder
) -> None:
    slashes = f"{day:%d/%m/%Y}" if order is DayOrder.DAY_FIRST else f"{day:%m/%d/%Y}"
    month = MONTHS[day.month - 1]
    for text in (
        day.isoformat(),
        slashes,
        f"{day:%d.%m.%Y}",
        f"{day.day} {month} {day.year}",
        f"{month[:3]} {day.day}, {day.year}",
        f"{day:%A}, {day.day} {month} {day.year}",
    ):
        for leaning in Leaning:
            assert parse_span(text, today, leaning, order) == (day, day)


@given(st.text(max_size=70), DAYS, st.sampled_from(Leaning))
def test_any_text_is_a_day_or_none_or_a_sentence(text: str, today: date, leaning: Leaning) -> None:
    try:
        found = parse_span(text, today, leaning)
    except InvalidInput as refused:
        assert refused.message.endswith((".", "?"))
    else:
        assert found is None or found[0] <= found[1]
