"""The language of searches: what is understood, and what is refused with the right word."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.search.query_language import Term, parse_search
from domain.search.vocabulary import Field, Kind, Sort

TODAY = date(2026, 11, 23)


def test_words_phrases_and_filters_are_told_apart_with_curly_quotes_and_not() -> None:
    typed = 'export “time out” -csv from:@sam customer:‘Acme Corp’ -area:"single sign-on"'
    query = parse_search(typed, TODAY)
    assert query.terms == (
        Term("export"),
        Term("time out", is_phrase=True),
        Term("csv", is_not=True),
    )
    assert query.of(Field.FROM) == ("@sam",)
    assert query.of(Field.CUSTOMER) == ("Acme Corp",)
    assert query.of(Field.AREA, is_not=True) == ("single sign-on",)
    assert query.kinds == {Kind.FEEDBACK, Kind.IDEA, Kind.PROMISE}


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("since:2026-01-01", date(2026, 1, 1), None),
        ("since:7d", date(2026, 11, 16), None),
        ('since:"2 weeks ago"', date(2026, 11, 9), None),
        ("since:march", date(2026, 3, 1), None),
        ("until:march", None, date(2026, 3, 31)),
        ("since:december", date(2025, 12, 1), None),
        ("since:november", date(2026, 11, 1), None),
        ("since:q4", date(2026, 10, 1), None),
        ('since:"last week" until:yesterday', date(2026, 11, 16), date(2026, 11, 22)),
        ('since:"last quarter" until:"last quarter"', date(2026, 7, 1), date(2026, 9, 30)),
        ('since:"this year"', date(2026, 1, 1), None),
        ("since:2027-01-01", date(2027, 1, 1), None),
    ],
)
def test_days_are_read_in_words_and_lie_in_the_past_where_no_year_is_named(
    typed: str, since: date | None, until: date | None
) -> None:
    query = parse_search(typed, TODAY)
    assert (query.since, query.until) == (since, until)


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("is:untriaged", {Kind.FEEDBACK}),
        ("status:planned", {Kind.IDEA}),
        ("is:open", {Kind.IDEA, Kind.OBJECTIVE, Kind.PROMISE, Kind.ROUND}),
        ("is:late customer:Acme", {Kind.PROMISE}),
        ("is:planned is:untriaged", {Kind.FEEDBACK, Kind.IDEA}),
        ("kind:ideas kind:decision", {Kind.IDEA, Kind.DECISION}),
        ("-kind:feedback is:mine", set(Kind) - {Kind.FEEDBACK}),
        ("sort:votes", {Kind.IDEA}),
        ("I-12", {Kind.IDEA}),
        ("P-3", {Kind.PROMISE}),
        ("P1", set(Kind)),
        ("kind:ballots", {Kind.ROUND}),
    ],
)
def test_filters_leave_the_kinds_that_they_can_be_said_of(typed: str, kinds: set[Kind]) -> None:
    assert parse_search(typed, TODAY).kinds == kinds


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("custmer:Acme", "There is no filter custmer:. Did you mean customer:?"),
        ("before:2026", "Did you mean until:?"),
        ("is:plannd", "There is no is:plannd. Did you mean is:planned?"),
        ("kind:bug", "There are feedback, idea, decision"),
        ("importance:blokcer", "Did you mean importance:blocker?"),
        ("kind:decision importance:blocker", "importance: can only be said of feedback"),
        ('"open', "A quotation mark"),
        ("since:", "What should follow since:? A day, such as since:2026-01-01"),
        ("since:someday", "couldn't read “someday” as a date"),
        ("since:2026-02-31", "is not in the calendar"),
        ("sort:popular", "There are best, newest"),
        ("idea:F-3", "idea:F-3 is no idea"),
        ("-since:march", "Leave out the -"),
        ("x" * 501, "at most 500 characters"),
        ("a " * 21, "at most 20 words"),
    ],
)
def test_what_is_not_understood_is_refused_with_the_nearest_right_word(
    typed: str, sentence: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_search(typed, TODAY)
    assert sentence in refused.value.message


def test_addresses_times_and_inner_dashes_are_words() -> None:
    query = parse_search("https://harbor.example/a?b=1 10:30 re-think don't", TODAY)
    texts = [term.text for term in query.terms]
    assert texts == ["https://harbor.example/a?b=1", "10:30", "re-think", "don't"]
    assert parse_search("revenue:>100k sort:newest", TODAY).sort is Sort.NEWEST


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_in_a_sentence(typed: str) -> None:
    try:
        parse_search(typed, TODAY)
    except InvalidInput as refused:
        assert refused.message.strip()
