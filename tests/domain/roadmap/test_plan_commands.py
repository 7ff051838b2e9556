"""What is typed after an idea's number about its plan."""

from datetime import date

import pytest

from domain.core.errors import InvalidInput
from domain.dates.days import DateConfidence
from domain.idea_page.commands import FileIdea, MoveIdea, parse_idea_command
from domain.roadmap.plan_commands import (
    AskHistory,
    DateIdea,
    NeedIdeas,
    PromiseIdea,
    WithdrawPromise,
)
from domain.roadmap.promise_commands import parse_promise
from domain.roadmap.promises import NewPromise

TODAY = date(2026, 11, 23)
DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("I-12 Q4", DateIdea(12, "Q4")),
        ("i12 by 2026-12-15 likely", DateIdea(12, "by 2026-12-15 likely")),
        ("I-12 no date", DateIdea(12, "no date")),
        ("I-12 by the end of days", DateIdea(12, "by the end of days")),
        ("I-12 needs I-7", NeedIdeas(12, (7,))),
        ("I-12 depends on i7, I-9 and I–10", NeedIdeas(12, (7, 9, 10))),
        ("I-12 no longer needs I-7", NeedIdeas(12, (7,), is_over=True)),
        ("I-12 doesn’t need I-7", NeedIdeas(12, (7,), is_over=True)),
        ("I-12 history", AskHistory(12)),
        ("I-12 promised Acme 2026-12-01", PromiseIdea(12, "Acme 2026-12-01")),
        ("I-12 withdraw P-3 because they left", WithdrawPromise(3, "they left")),
    ],
)
def test_words_after_a_number_are_about_the_plan(text: str, command: object) -> None:
    assert parse_idea_command(text) == command


@pytest.mark.parametrize("text", ["3 by 4 grid", "12 needs of admins", "7 promised features"])
def test_a_title_that_begins_with_a_number_stays_a_title(text: str) -> None:
    assert isinstance(parse_idea_command(text), FileIdea)


def test_start_is_still_a_move() -> None:
    assert isinstance(parse_idea_command("I-12 start"), MoveIdea)


@pytest.mark.parametrize(
    ("text", "customer", "due_on", "sure", "note"),
    [
        ("Acme 2026-12-01 firm", "Acme", DAY, DateConfidence.FIRM, None),
        ("to Acme Corp by 1 Dec", "Acme Corp", DAY, None, None),
        ("“May Corp” for 2026-12-01: on the call", "May Corp", DAY, None, "on the call"),
        ("Acme for Q4 rough\nin writing", "Acme", date(2026, 12, 31), "rough", "in writing"),
    ],
)
def test_a_promise_in_words_has_a_customer_and_a_day(
    text: str, customer: str, due_on: date, sure: str | None, note: str | None
) -> None:
    assert parse_promise(text, TODAY, "U1") == NewPromise(customer, due_on, "U1", sure, note)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["Acme", "2026-12-01", "Acme 2026-02-30", "", "x" * 61 + " Q4"])
def test_a_promise_without_customer_or_day_gets_a_sentence(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_promise(text, TODAY, "U1")
