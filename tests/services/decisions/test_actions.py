"""Decisions: recorded once, edited by two, and back on their review date."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.decisions import DecisionQuote, TypedDecision, typed_of
from domain.feedback.model import Source
from services.decisions import actions as decisions
from services.decisions import pages as decision_pages
from services.idea_page import page as idea_pages
from services.ideas.actions import NewIdea
from services.votes import filing
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.schema import OutboxRow
from tests.support.make import request, workspace

DROP = TypedDecision(
    title="We drop IE11",
    context="Two customers left on it",
    options="Keep it another year",
    outcome="A banner from January on",
    decided_by=("UADMIN",),
    disagreed=("USALES",),
    owner_id="UMEMBER",
    review_on="2027-03-01",
)
REVIEW = datetime(2027, 3, 1, 9, tzinfo=UTC)
PRIVATE = DecisionQuote(
    Source("CPRIVATE", "1.0", "https://x.example/p1", is_private=True), "UADMIN"
)


def told(database: Database, user_id: str) -> list[dict[str, Any]]:
    with database.reading() as session:
        rows = session.exec(select(OutboxRow)).all()
        return [row.payload for row in rows if row.payload.get("user") == user_id]


def test_a_decision_is_recorded_once_and_shows_on_the_ideas_it_is_about(database: Database) -> None:
    one = workspace(database).id
    idea = filing.file(database, request(one), NewIdea("Modern browsers"), None)
    typed = replace(DROP, idea_numbers=(1,))
    asked = request(one, "UMEMBER", "view:1")
    made = decisions.record(database, asked, typed)
    assert decisions.record(database, asked, typed) == made
    assert (made.reference, made.review_at, made.idea_numbers) == ("D-1", REVIEW, (1,))
    page = idea_pages.get(database, request(one), idea.number)
    assert [one.number for one in page.ties.decisions] == [1]
    assert (page.history[0].field, page.history[0].after) == ("decision", 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"decided_by": ()}, "decided_by"),
        ({"disagreed": ("UADMIN",)}, "disagreed"),
        ({"review_on": "2026-11-23"}, "review_on"),
        ({"review_on": "2026-02-30"}, "review_on"),
        ({"idea_numbers": (7,)}, "ideas"),
        ({"context": "x" * 3001}, "context"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    database: Database, change: dict[str, Any], field: str
) -> None:
    one = workspace(database).id
    with pytest.raises(InvalidInput) as refused:
        decisions.record(database, request(one), replace(DROP, **change))
    assert refused.value.field == field
    assert decisions.record(database, request(one), DROP).number == 1


def test_an_edit_keeps_the_earlier_words_and_two_edits_do_not_overwrite_each_other(
    database: Database,
) -> None:
    one = workspace(database).id
    made = decisions.record(database, request(one), DROP)
    seen = decision_pages.page(database, request(one), 1).seen
    form = typed_of(made)
    priya, sam = request(one, "UADMIN"), request(one)
    decisions.edit(database, priya, 1, replace(form, outcome="Hers", context="Hers too"), seen)
    edited = decisions.edit(database, sam, 1, replace(form, outcome="His", title="Bye, IE"), seen)
    assert [(one.field, one.theirs) for one in edited.clashes] == [("outcome", "Hers")]
    assert (edited.decision.title, edited.decision.context) == ("We drop IE11", "Hers too")
    mine = replace(form, outcome="His", title="Bye, IE", context="Hers too")
    after = decisions.edit(database, sam, 1, mine, edited.seen).decision
    assert (after.title, after.context, after.outcome) == ("Bye, IE", "Hers too", "His")
    with database.reading() as session:
        log = changes.of_subject(session, one, "decision", made.id)
    was = [one.before for one in log if one.field == "outcome"]
    assert was == ["A banner from January on", "Hers"]


def test_on_its_review_date_its_owner_is_asked_once_and_keeping_it_ends_that(
    database: Database,
) -> None:
    one = workspace(database).id
    decisions.record(database, request(one), DROP)
    assert decisions.due(database, REVIEW - timedelta(minutes=1)) == []
    due = decisions.due(database, REVIEW)[0]
    assert decisions.ask(database, due, REVIEW)
    assert not decisions.ask(database, due, REVIEW)
    assert [one["template"] for one in told(database, "UMEMBER")] == ["decision_review"]
    later = replace(request(one), at=REVIEW)
    assert decision_pages.page(database, later, 1).decision.awaits_review(date(2027, 3, 1))
    kept = decisions.keep(database, later, 1)
    assert kept.review_on is None
    decisions.keep(database, replace(later, at=REVIEW + timedelta(days=1)), 1)
    with database.reading() as session:
        log = changes.of_subject(session, one, "decision", kept.id)
    assert [one.field for one in log] == ["created", "reviewed", "review_on"]


def test_a_decision_put_off_comes_back_on_the_chosen_day(database: Database) -> None:
    one = workspace(database).id
    decisions.record(database, request(one), DROP)
    decisions.ask(database, decisions.due(database, REVIEW)[0], REVIEW)
    later = replace(request(one), at=REVIEW)
    for day in (None, "2027-03-01", "soon"):
        with pytest.raises(InvalidInput) as refused:
            decisions.postpone(database, later, 1, day)
        assert refused.value.field == "review_on"
    decisions.postpone(database, later, 1, "2027-04-01")
    again = datetime(2027, 4, 1, 8, tzinfo=UTC)  # nine in London, which is on summer time then
    assert decisions.due(database, again - timedelta(minutes=1)) == []
    assert decisions.ask(database, decisions.due(database, again)[0], again)
    assert len(told(database, "UMEMBER")) == 2


def test_words_from_a_private_channel_are_read_only_by_who_said_and_who_recorded_them(
    database: Database,
) -> None:
    one = workspace(database).id
    typed = replace(DROP, quote="Between us: drop it", decided_by=("UMEMBER",))
    made = decisions.record(database, request(one), typed, PRIVATE)
    for reader in ("UMEMBER", "UADMIN"):
        assert decision_pages.page(database, request(one, reader), 1).decision.quote
    hidden = decision_pages.page(database, request(one, "USALES"), 1).decision
    assert (hidden.quote, hidden.said, hidden.is_withheld) == ("", None, True)
    listed = decision_pages.listing(database, request(one, "USALES"), "between")
    assert listed.decisions == ()
    owner = replace(typed_of(made), quote="", owner_id="UOWNER")
    decisions.edit(database, request(one), 1, replace(owner, quote=typed.quote), 0)
    blind = replace(owner, title="Dropped")
    decisions.edit(database, request(one, "UOWNER"), 1, blind, 10_000)
    assert decision_pages.page(database, request(one), 1).decision.quote == typed.quote


def test_who_has_no_part_in_a_decision_cannot_change_it(database: Database) -> None:
    one = workspace(database).id
    made = decisions.record(database, request(one, "UADMIN"), DROP)
    with pytest.raises(NotAllowed, match="D-1 can be changed by"):
        decisions.edit(database, request(one, "USALES"), 1, typed_of(made), 0)
    with pytest.raises(NotFound, match="There is no D-4"):
        decisions.keep(database, request(one), 4)
