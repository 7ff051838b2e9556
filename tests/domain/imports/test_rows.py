"""Rows as feedback, ideas and customers; cells as values; formulas as text."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core import amounts
from domain.core.errors import InvalidInput
from domain.core.importance import Importance
from domain.ideas.model import Status
from domain.imports.mapping.guess import guess
from domain.imports.reading import values
from domain.imports.reading.moments import moment
from domain.imports.reading.records import form_of, records
from domain.imports.rows import CustomerItem, FeedbackItem, IdeaItem, Item, Problem, items
from domain.imports.runs import preview, problem_table
from domain.text.spreadsheets import as_typed, inert

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def rows(text: str) -> list[Item | Problem]:
    file = io.BytesIO(text.encode())
    form = form_of(file)
    plan = guess(list(records(file, form)), form)
    return list(items(records(file, form), plan, now=NOW))


@pytest.mark.parametrize(
    ("cell", "value", "currency"),
    [
        ("12000", "12000", None),
        ("1.200,50 €", "1200.50", "EUR"),
        ("$1,200.50", "1200.50", "USD"),
        ("$12k", "12000", "USD"),
        ("EUR 5,000", "5000", "EUR"),
        ("1.5m GBP", "1500000.0", "GBP"),
        ("12 000,00", "12000.00", None),
        ("1'200.00 CHF", "1200.00", "CHF"),
        ("1.200", "1200", None),
        ("2,5 Mio. €", "2500000.0", "EUR"),
    ],
)
def test_amounts_are_read_as_people_write_them(cell: str, value: str, currency: str | None) -> None:
    found = amounts.amount(cell)
    assert (found.value, found.currency) == (Decimal(value), currency)


@pytest.mark.parametrize("cell", ["lots", "12 or 13", "-500", "=1+1", "€", "9" * 30, "12 apples"])
def test_what_is_no_amount_is_refused(cell: str) -> None:
    with pytest.raises(InvalidInput):
        amounts.amount(cell)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-31", (2026, 3, 31)),
        ("2026-03-31T10:00:00Z", (2026, 3, 31)),
        ("31.03.2026", (2026, 3, 31)),
        ("31.3.26", (2026, 3, 31)),
        ("2026/3/31", (2026, 3, 31)),
        ("3/31/2026 10:15", (2026, 3, 31)),
        ("31 March 2026", (2026, 3, 31)),
        ("Mar 31, 2026", (2026, 3, 31)),
        ("4/3/2026", (2026, 3, 4)),
    ],
)
def test_days_are_read_as_people_write_them(cell: str, day: tuple[int, int, int]) -> None:
    found = moment(cell, day_first=True)
    assert (found.year, found.month, found.day) == day


@pytest.mark.parametrize(
    "cell", ["31.02.2026", "soon", "99/99/2026", "2026", "0001-01-01T00+14", "1:00 2026", "9" * 500]
)
def test_what_is_no_day_is_refused_or_read_without_a_crash(cell: str) -> None:
    try:
        moment(cell, day_first=True)
    except InvalidInput:
        return
    assert cell.startswith("0001")


def test_people_in_one_cell_are_parted_but_a_turned_name_is_one() -> None:
    assert values.names("Anna Meyer, Ben Ito; cy@x.example") == (
        "Anna Meyer",
        "Ben Ito",
        "cy@x.example",
    )
    assert values.names("Meyer, Anna") == ("Meyer, Anna",)
    assert values.names("a@x.example, b@x.example, a@x.example") == ("a@x.example", "b@x.example")


def test_feedback_keeps_everything_that_its_row_tells() -> None:
    (found,) = rows(
        "Title,Feedback,Customer,Author,Email,Area,Priority,Date\n"
        'Slow,"Export, it is slow",ACME  corp,Anna,anna@x.example,Reports; CSV,High,2026-03-31\n'
    )
    assert isinstance(found, FeedbackItem)
    assert found.text == "Slow\nExport, it is slow\n\nTags: CSV"
    assert (found.customer, found.area) == ("ACME corp", "Reports")
    assert found.said_by_name == "Anna (anna@x.example)"
    assert found.importance is Importance.IMPORTANT
    assert found.said_at == datetime(2026, 3, 31, tzinfo=UTC)


def test_ideas_count_the_named_and_the_nameless() -> None:
    first, second = rows(
        "Idea,Votes,Voters,Status\nDark mode,5,Anna; Ben,Under review\nCSV,1,A B; C D; E F,done\n"
    )
    assert isinstance(first, IdeaItem) and isinstance(second, IdeaItem)
    assert (first.votes, [one.name for one in first.voters]) == (5, ["Anna", "Ben"])
    assert (second.votes, second.status) == (3, Status.SHIPPED)


def test_customers_have_tier_and_revenue_and_two_currencies_are_refused() -> None:
    first, second = rows("Company,Tier,ARR,Currency\nAcme,Gold,12k,eur\nBeta,Gold,$5,EUR\n")
    assert first == CustomerItem(
        2, "Acme", "Gold", Decimal(12000), "EUR", None, ("Acme", "Gold", "12k", "eur")
    )
    assert isinstance(second, Problem) and "USD" in second.reason


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("  ,high,", "The text is empty"),
        ("x,,tomorrow", "Date: Couldn't read “tomorrow” as a date"),
        ("x,,2027-01-01", "is in the future"),
        ("a\0b,,", "cannot be stored"),
        ("x" * 50_000 + ",,", "40,000 at most"),
    ],
)
def test_a_row_that_cannot_be_used_says_why_with_its_line(row: str, told: str) -> None:
    good, found = rows(f"Feedback,Priority,Date\nfine,,\n{row}\n")
    assert isinstance(good, FeedbackItem) and isinstance(found, Problem)
    assert found.line == 3 and told in found.reason


def test_the_key_is_the_own_id_or_else_what_the_row_says() -> None:
    one, same, other = rows("Feedback,Customer\nSlow,Acme\nSlow,Acme\nSlow,Beta\n")
    assert isinstance(one, FeedbackItem) and isinstance(same, FeedbackItem)
    assert isinstance(other, FeedbackItem)
    assert one.key == same.key != other.key
    by_id = rows("Id,Feedback\n7,Slow\n7,Slow now\n8,Slow\n")
    keys = [row.key for row in by_id if isinstance(row, FeedbackItem)]
    assert keys[0] == keys[1] != keys[2]


def test_refused_rows_can_be_mended_and_read_again() -> None:
    text = "Feedback,Date,Note\n=HYPERLINK(1),tomorrow,-1\n"
    (problem,) = rows(text)
    assert isinstance(problem, Problem)
    made = "".join(problem_table(("Feedback", "Date", "Note"), [problem]))
    head, cells = list(csv.reader(io.StringIO(made.lstrip("\ufeff"))))
    assert head == ["Feedback", "Date", "Note", "Problem"]
    assert cells[0] == "'=HYPERLINK(1)" and cells[3].startswith("Line 2: Date")
    (mended,) = rows(made.replace("tomorrow", "2026-03-31"))
    assert isinstance(mended, FeedbackItem) and mended.text == "=HYPERLINK(1)"


@given(st.text(max_size=30))
def test_an_exported_cell_never_runs_and_comes_back_as_it_was(cell: str) -> None:
    written = inert(cell)
    assert not written.lstrip().startswith(("=", "+", "-", "@"))
    if not cell.startswith("'"):
        assert as_typed(written) == cell


def test_a_preview_shows_the_first_rows_and_counts_all() -> None:
    found = preview(rows("Feedback,Customer\n" + "Slow,Acme\n,Acme\n" * 20))
    assert (found.rows, found.refused) == (40, 20)
    assert found.first == ("Slow · Acme",) * 3
    assert found.problems[0][0] == 3
