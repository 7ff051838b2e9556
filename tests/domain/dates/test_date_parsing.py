"""Dates as people type them, and as they read them."""

from datetime import date

import pytest

from domain.core.errors import InvalidInput
from domain.dates.date_parsing import DateInput, format_dates, parse_dates, read_dates, split_dates
from domain.dates.days import DateConfidence, Dates, from_log

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("from 2026-10 to 2026-12 firm", "Q4 2026 · firm"),
        ("by 2026-12-15 likely", "by 15 Dec 2026 · likely"),
        ("Q4", "Q4 2026"),
        ("q1, rough", "Q1 2027 · rough"),
        ("2027-Q2", "Q2 2027"),
        ("Dec", "Dec 2026"),
        ("oct", "Oct 2027"),
        ("Oct – Dec 2026", "Q4 2026"),
        ("from Dec to Feb", "Dec 2026 – Feb 2027"),
        ("2026-02 to 2027-02", "Feb 2026 – Feb 2027"),
        ("H1 2027", "Jan – Jun 2027"),
        ("2027", "2027"),
        ("on 15 Dec.", "by 15 Dec 2026"),
        ("December 15th, 2026", "by 15 Dec 2026"),
        ("01.12.2026", "by 1 Dec 2026"),
        ("from 2027-03-02", "from 2 Mar 2027"),
        ("by Q1 2027", "by 31 Mar 2027"),
        ("2026-02", "Feb 2026"),
        ("2028-02", "Feb 2028"),
    ],
)
def test_dates_are_read_and_told_again(text: str, told: str) -> None:
    wish = parse_dates(text, TODAY)
    assert wish is not None
    assert format_dates(wish.applied(Dates())) == told


def test_a_month_ends_on_its_last_day() -> None:
    assert parse_dates("2028-02", TODAY) == DateInput(date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize("text", ["export to csv", "clicks to buy", "no idea", "march of ants", ""])
def test_a_title_is_no_date(text: str) -> None:
    assert parse_dates(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("from 2027-03 to 2027-01", "cannot end on 31 Jan 2027, before it starts on 1 Mar 2027"),
        ("2026-02-30", "“2026-02-30” is not in the calendar"),
        ("2026-13", "is not in the calendar"),
        ("by 9999-01-01", "9999 is more than 20 years away"),
        ("by next spring", "couldn.t read “by next spring” as a date"),
    ],
)
def test_what_is_no_date_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        read_dates(text, TODAY)


def test_what_is_not_said_stays_as_it_was() -> None:
    before = Dates(date(2026, 10, 1), date(2026, 12, 31), DateConfidence.FIRM)
    by, sure = parse_dates("by 2027-01-31", TODAY), parse_dates("rough", TODAY)
    assert by is not None and sure is not None
    assert format_dates(by.applied(before)) == "Oct 2026 – Jan 2027 · firm"
    assert format_dates(sure.applied(before)) == "Q4 2026 · rough"
    gone = parse_dates("no date", TODAY)
    assert gone is not None and gone.applied(before) == Dates()


def test_dates_at_the_end_of_a_sentence_are_split_off() -> None:
    head, wish = split_dates("May Corp by 2026-12-01 firm", TODAY)
    assert head == "May Corp"
    assert wish == DateInput(None, date(2026, 12, 1), DateConfidence.FIRM)
    assert split_dates("Acme some day", TODAY) == ("Acme some day", None)


def test_the_log_gives_back_the_dates_it_was_given() -> None:
    for dates in (Dates(), Dates(None, TODAY, DateConfidence.LIKELY), Dates(TODAY)):
        assert from_log(dates.logged()) == dates
