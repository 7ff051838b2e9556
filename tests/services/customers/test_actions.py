"""Customers: facts with rights, a page, revenue in several currencies, doubles and their undo."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.importance import Importance
from domain.core.money import Money
from domain.core.outbox import Kind as ErrandKind
from domain.core.people import Person, Request
from domain.customers.model import CustomerOrder, Facts, SavedCustomer
from domain.feedback.model import Draft, Source
from domain.ideas.model import Idea
from domain.roadmap.promises import NewPromise
from services.channels import rules as channel_rules
from services.customers import (
    actions as customers,
)
from services.customers import (
    duplicates as customer_duplicates,
)
from services.customers import (
    rates as currencies,
)
from services.customers.actions import TypedCustomer
from services.feedback import capture as feedback
from services.idea_page import page as idea_pages
from services.ideas import evidence as ideas_evidence
from services.roadmap import promises as promising
from services.scoring import ranking
from services.votes import cards
from storage.channels import rules as stored_rules
from storage.customers import queries as stored
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.workspace import people
from tests.support.ideas import filed, take
from tests.support.make import NOON, request, workspace

ADMIN, MEMBER, GUEST = "UADMIN", "UMEMBER", "UGUEST"


def by(place: int, user_id: str = ADMIN, key: str | None = None) -> Request:
    return request(place, user_id, key=key)


def put(
    database: Database, place: int, name: str, revenue: Money | None = None, **facts: str
) -> int:
    with database.transaction() as session:
        known = Facts(name, revenue=revenue, **facts)
        return stored.put(session, by(place), known).customer.id


def said(
    database: Database,
    place: int,
    customer: str | None,
    idea: Idea | None = None,
    importance: Importance | None = None,
    text: str = "It times out",
) -> int:
    draft = Draft(text, said_by=MEMBER, customer=customer, importance=importance)
    made = feedback.capture(database, request(place), draft).feedback
    if idea is not None:
        ideas_evidence.link(database, request(place), idea.number, made.number)
    return made.number


def names(database: Database, place: int, words: str = "", order: str = "revenue") -> list[str]:
    found = customers.listing(database, by(place), words, CustomerOrder(order))
    return [one.customer.name for one in found.rows]


def test_many_customers_put_at_once_are_as_those_put_one_after_the_other(
    database: Database,
) -> None:
    told = [
        Facts("Acme", "Gold", Money(100, "EUR"), owner_id=ADMIN),
        Facts("Birch"),
        Facts("Known", "Gold", Money(200, "USD")),
        Facts("ACME ", "Silver"),  # a second row of one that is new
        Facts("Double", channel_id="C1"),  # part of Known since
        Facts("birch", revenue=Money(5, "EUR"), channel_id="C2"),
        Facts("Acme", "Silver"),  # says nothing new
    ]
    seen = []
    for at_once in (True, False):
        place = workspace(database, f"T{at_once}").id
        known, double = put(database, place, "Known", tier="Old"), put(database, place, "Double")
        customer_duplicates.merge(database, by(place), double, known)
        with database.transaction() as session:
            groups = [told] if at_once else [[one] for one in told]
            done = [p for group in groups for p in stored.put_all(session, by(place), group)]
        seen.append([_history(database, place, one) for one in done])
    assert seen[0] == seen[1]
    assert [(new, changed) for new, changed, *_rest in seen[0]] == [
        (True, True),
        (True, True),
        (False, True),
        (False, True),
        (False, True),
        (False, True),
        (False, False),
    ]


def _history(database: Database, place: int, put: SavedCustomer) -> tuple[Any, ...]:
    with database.reading() as session:
        now = stored.get(session, place, put.customer.id)
        log = changes.of_subject(session, place, "customer", put.customer.id)
    assert now is not None
    steps = sorted((one.field, str(one.before), str(one.after)) for one in log)
    return put.is_new, put.is_changed, put.customer.logged(), now.logged(), steps


def test_facts_are_put_by_name_in_any_spelling_and_what_is_not_told_stays(
    database: Database,
) -> None:
    place = workspace(database).id
    row_id = put(database, place, "Acme", Money(1_000_000, "EUR"), tier="Gold")
    assert put(database, place, "ACME ", channel_id="CACME") == row_id
    with database.reading() as session:
        found = stored.of_channel(session, place, "CACME")
        log = changes.of_subject(session, place, "customer", row_id)
    assert found is not None
    assert (found.name, found.tier, found.revenue) == ("Acme", "Gold", Money(1_000_000, "EUR"))
    told = [(one.field, one.after) for one in log]
    assert ("revenue", [1_000_000, "EUR"]) in told
    assert told[-1] == ("channel", "CACME")


def test_what_is_said_in_a_customers_channel_is_filed_under_it(database: Database) -> None:
    place = workspace(database).id
    put(database, place, "Acme", channel_id="CACME")
    assert channel_rules.form_facts(database, by(place), "CACME").defaults.customer == "Acme"
    draft = Draft("Too slow", source=Source("CACME", "1.1"))
    asked = replace(by(place, MEMBER), door="command")
    assert feedback.capture(database, asked, draft).feedback.customer == "Acme"


def test_managers_and_who_looks_after_a_customer_edit_it_and_nobody_else(
    database: Database,
) -> None:
    place = workspace(database).id
    row_id = put(database, place, "Acme")
    typed = TypedCustomer("Acme", "Enterprise", "120k EUR", MEMBER, "CACME")
    with pytest.raises(NotAllowed, match="Only managers and whoever looks after Acme"):
        customers.edit(database, by(place, MEMBER), row_id, typed)
    after = customers.edit(database, by(place), row_id, typed)
    assert after.revenue == Money(12_000_000, "EUR")
    mine = replace(typed, revenue="130k", tier="")
    again = customers.edit(database, by(place, MEMBER), row_id, mine)
    assert (again.revenue, again.tier) == (Money(13_000_000, "EUR"), None)
    put(database, place, "Birch")
    for wrong, field in (
        (replace(typed, name="birch"), "name"),
        (replace(typed, name=" "), "name"),
        (replace(typed, revenue="a lot"), "revenue"),
        (replace(typed, revenue="5 XYZ"), "revenue"),
        (replace(typed, tier="x" * 61), "tier"),
    ):
        with pytest.raises(InvalidInput) as refused:
            customers.edit(database, by(place), row_id, wrong)
        assert refused.value.field == field


def test_guests_do_not_read_of_customers(database: Database) -> None:
    place = workspace(database).id
    idea = filed(database, place)
    put(database, place, "Acme", Money(100, "EUR"))
    said(database, place, "Acme", idea)
    with database.transaction() as session:
        people.save(session, place, [Person(GUEST, "Gus", is_guest=True)], NOON)
    with pytest.raises(NotAllowed, match="not to guests"):
        customers.called(database, by(place, GUEST), "Acme")
    behind = idea_pages.get(database, by(place, GUEST), idea.number).behind
    assert (behind.customers, behind.askers, behind.revenue) == (1, (), ())
    with pytest.raises(NotAllowed, match="not to guests"):
        ranking.top(database, by(place, GUEST), "by revenue")


@pytest.mark.both_databases
def test_the_list_is_searched_ordered_and_summed_for_each_currency(database: Database) -> None:
    place = workspace(database).id
    put(database, place, "Acme", Money(50_000_00, "EUR"), tier="Gold")
    put(database, place, "Birch", Money(90_000_00, "USD"))
    put(database, place, "Cedar")
    put(database, place, "Dune", Money(10_000_00, "EUR"))
    for customer in ("Cedar", "Cedar", "Birch"):
        said(database, place, customer)
    assert names(database, place, order="revenue") == ["Acme", "Dune", "Birch", "Cedar"]
    assert names(database, place, order="feedback")[:2] == ["Cedar", "Birch"]
    assert names(database, place, order="heard")[:2] == ["Birch", "Cedar"]
    assert names(database, place, "gold") == ["Acme"]
    assert names(database, place, "ED") == ["Cedar"]
    found = customers.listing(database, by(place))
    assert (found.total, found.unknown) == (4, 1)
    assert found.revenue.total == Money(60_000_00, "EUR")
    assert found.revenue.left_out == (Money(90_000_00, "USD"),)
    with pytest.raises(NotAllowed):
        currencies.set_rates(database, by(place, MEMBER), "EUR", "USD 0.9")
    currencies.set_rates(database, by(place), "EUR", "USD 0.9")
    assert names(database, place)[:2] == ["Birch", "Acme"]
    summed = customers.listing(database, by(place)).revenue
    assert (summed.total, summed.is_converted) == (Money(141_000_00, "EUR"), True)


def test_a_page_tells_words_newest_first_ideas_and_promises(database: Database) -> None:
    place = workspace(database).id
    idea = filed(database, place)
    first = said(database, place, "Acme", idea)
    second = said(database, place, "acme")
    new = NewPromise("Acme", NOON.date() + timedelta(days=30), MEMBER)
    promising.promise(database, by(place), idea.number, new)
    page = customers.called(database, by(place), "ACME")
    assert [one.number for one in page.said] == [second, first]
    assert [one.number for one in page.ideas] == [idea.number]
    assert [(one.reference, page.promise_ideas[one.id]) for one in page.promises] == [
        ("P-1", idea.number)
    ]
    with pytest.raises(NotFound, match="Did you mean Acme"):
        customers.called(database, by(place), "Akme")


def test_private_words_on_a_customers_page_are_for_those_who_could_read_them(
    database: Database,
) -> None:
    place = workspace(database).id
    source = Source("CSECRET", "1.1", is_private=True)
    draft = Draft("We leave you", said_by="UBOSS", customer="Acme", source=source)
    feedback.capture(database, replace(by(place, MEMBER), door="shortcut"), draft)
    assert customers.called(database, by(place), "Acme").said[0].is_withheld
    assert customers.called(database, by(place, MEMBER), "Acme").said[0].text == "We leave you"


def test_who_stands_behind_an_idea_counts_each_customer_once_and_names_the_heaviest(
    database: Database,
) -> None:
    place = workspace(database).id
    idea = filed(database, place)
    put(database, place, "Acme", Money(50_000_00, "EUR"))
    put(database, place, "Birch", Money(90_000_00, "USD"))
    for customer, importance in (
        ("Acme", Importance.BLOCKER),
        ("Acme", Importance.BLOCKER),
        ("Acme", None),
        ("Birch", Importance.HELPFUL),
        (None, None),
    ):
        said(database, place, customer, idea, importance)
    behind = idea_pages.get(database, by(place), idea.number).behind
    assert (behind.pieces, behind.customers, behind.named) == (5, 2, 4)
    assert behind.revenue == (Money(90_000_00, "USD"), Money(50_000_00, "EUR"))
    assert dict(behind.spread) == {Importance.BLOCKER: 2, Importance.HELPFUL: 1}
    assert behind.dominant is not None
    assert (behind.dominant.customer.name, behind.dominant.pieces) == ("Acme", 3)
    said(database, place, "Birch", idea)
    assert idea_pages.get(database, by(place), idea.number).behind.dominant is None


@pytest.mark.both_databases
def test_a_card_tells_revenue_except_where_people_of_another_company_read_it(
    database: Database,
) -> None:
    place = workspace(database).id
    idea = filed(database, place)
    put(database, place, "Acme", Money(50_000_00, "EUR"))
    said(database, place, "Acme", idea)
    task = take(database, ErrandKind.POST_CARD)
    shown = cards.to_show(database, task)
    assert shown is not None
    assert shown.face.behind.revenue == (Money(50_000_00, "EUR"),)
    with database.transaction() as session:
        stored_rules.connect(session, place, "C1", team_id="TACME", name="Acme", problem=None)
    shared = cards.to_show(database, task)
    assert shared is not None
    assert (shared.face.behind.revenue, shared.face.behind.customers) == ((), 1)


@pytest.mark.both_databases
def test_ideas_are_ranked_and_narrowed_by_revenue_customer_and_tier(database: Database) -> None:
    place = workspace(database).id
    small, large = filed(database, place, "Small"), filed(database, place, "Large")
    put(database, place, "Acme", Money(10_000_00, "EUR"), tier="Gold")
    put(database, place, "Birch", Money(90_000_00, "EUR"))
    put(database, place, "Dune", Money(1_000_000_00, "USD"))
    for _ in range(3):
        said(database, place, "Acme", small)
    said(database, place, "Dune", small)
    said(database, place, "Birch", large)

    def ranked(words: str) -> list[int]:
        return [row.idea.number for row in ranking.top(database, by(place), words).rows]

    assert ranked("by revenue") == [large.number, small.number]
    first = ranking.top(database, by(place), "by revenue").rows[1].revenue
    assert (first.total, first.left_out) == (Money(10_000_00, "EUR"), (Money(1_000_000_00, "USD"),))
    assert ranked("by votes customer:acme") == [small.number]
    assert ranked("by votes tier:gold") == [small.number]
    assert ranked("by votes revenue:50k") == [large.number]
    currencies.set_rates(database, by(place), "EUR", "USD 0.5")
    assert ranked("by revenue") == [small.number, large.number]
    assert ranked("by votes revenue:500k") == [small.number]
    for words, sentence in (("by votes tier:lead", "There are Gold"), ("customer:Akme", "Acme")):
        with pytest.raises((InvalidInput, NotFound), match=sentence):
            ranking.top(database, by(place), words)


@pytest.mark.both_databases
def test_a_merge_moves_everything_and_its_undo_restores_both_exactly(database: Database) -> None:
    place = workspace(database).id
    idea = filed(database, place)
    put(database, place, "Acme")
    put(database, place, "Acme Inc.", Money(5_00, "EUR"), tier="Gold", channel_id="CACME")
    mine, theirs = said(database, place, "Acme", idea), said(database, place, "Acme Inc.", idea)
    new = NewPromise("Acme Inc.", NOON.date() + timedelta(days=30), MEMBER)
    promising.promise(database, by(place), idea.number, new)
    before = [customers.called(database, by(place), one) for one in ("Acme", "Acme Inc.")]
    proposed = customer_duplicates.listed(database, by(place))
    assert [(one.one.name, one.into.name) for one in proposed] == [("Acme Inc.", "Acme")]
    into, double = before[0].customer.id, before[1].customer.id
    with pytest.raises(NotAllowed):
        customer_duplicates.merge(database, by(place, MEMBER), double, into)
    done = customer_duplicates.merge(database, by(place, key="once"), double, into)
    assert customer_duplicates.merge(database, by(place, key="once"), double, into).id == done.id
    page = customers.called(database, by(place), "acme inc.")
    assert page.customer.name == "Acme"
    assert (page.customer.tier, page.customer.channel_id) == ("Gold", "CACME")
    assert {one.number for one in page.said} == {mine, theirs}
    assert len(page.promises) == 1
    assert names(database, place) == ["Acme"]
    assert idea_pages.get(database, by(place), idea.number).behind.customers == 1
    later = said(database, place, "Acme Inc.")
    assert later in {one.number for one in customers.called(database, by(place), "Acme").said}
    customer_duplicates.undo(database, by(place), done.id)
    after = [customers.called(database, by(place), one) for one in ("Acme", "Acme Inc.")]
    assert [one.customer for one in after] == [one.customer for one in before]
    assert [one.number for one in after[1].said] == [theirs]
    assert [one.number for one in after[0].said] == [later, mine]
    assert len(after[1].promises) == 1
    assert [one.field for one in after[0].history][:1] == ["absorbed"]


@pytest.mark.both_databases
def test_a_merge_is_undone_within_30_days_and_after_the_one_it_stands_in(
    database: Database,
) -> None:
    place = workspace(database).id
    a, b, c = (put(database, place, name) for name in ("Acme", "Birch", "Cedar"))
    first = customer_duplicates.merge(database, by(place), a, b)
    second = customer_duplicates.merge(database, by(place), b, c)
    assert customers.called(database, by(place), "Acme").customer.id == c
    with pytest.raises(InvalidInput, match="Undo that merge first"):
        customer_duplicates.undo(database, by(place), first.id)
    late = replace(by(place), at=NOON + timedelta(days=31))
    with pytest.raises(InvalidInput, match="30 days"):
        customer_duplicates.undo(database, late, second.id)
    customer_duplicates.undo(database, by(place), second.id)
    assert customers.called(database, by(place), "Acme").customer.id == b
    customer_duplicates.undo(database, by(place), first.id)
    assert customers.called(database, by(place), "Acme").customer.id == a


def test_customers_told_apart_are_proposed_no_more(database: Database) -> None:
    place = workspace(database).id
    one, other = put(database, place, "Northwind"), put(database, place, "Nothwind")
    assert len(customer_duplicates.listed(database, by(place))) == 1
    customer_duplicates.tell_apart(database, by(place), one, other)
    assert customer_duplicates.listed(database, by(place)) == ()
