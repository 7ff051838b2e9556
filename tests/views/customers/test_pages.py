"""What people read of customers and searches: within Slack's limits at extremes, and inert."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from domain.announcements import Announcement, Note
from domain.core.changes import Change
from domain.core.importance import Importance
from domain.core.money import Comparable, Money, Rates
from domain.customer_page import CustomerPage
from domain.customers.model import (
    Asker,
    Backers,
    Customer,
    CustomerList,
    CustomerListItem,
    CustomerMerge,
    CustomerOrder,
    DuplicateCustomers,
    MergedCustomer,
    RatesPage,
)
from domain.feedback.model import Feedback, FeedbackState, Source
from domain.idea_page.page import IdeaPage
from domain.roadmap.promises import Promise, PromiseState
from domain.rounds.model import Kind as RoundKind
from domain.rounds.model import Round
from domain.rounds.model import State as RoundState
from domain.search.results import Hit, Results
from domain.search.vocabulary import Kind
from domain.votes.cards import CardFace
from tests.support.digests import idea
from tests.support.make import NOON
from views.blockkit.limits import check_message, check_view
from views.customers.forms import doubles_modal, edit_modal, merge_customer_modal, rates_modal
from views.customers.pages import customer_modal, customers_modal
from views.idea_page.page import idea_modal
from views.ideas.origin import IdeaOrigin
from views.search.results import search_modal, sent_modal
from views.search.table import search_table
from views.votes import card_message

NASTY = "<!channel> *bold* " + "مرحبا 🎉 \" ' " * 400
NAME = ('<!here> *A* مرحبا "q" ' * 9)[:60]
MUCH = Money(10**15, "EUR")
CUSTOMER = Customer(1, 1, NAME, NOON, NAME, MUCH, "U1", "C1")
ROUND = Round(
    1,
    1,
    3,
    RoundKind.SCORE,
    NASTY[:300],
    "U1",
    "C1",
    True,
    None,
    None,
    RoundState.OPEN,
    NOON,
    NOON,
    NOON,
)
WAITS = Announcement(1, 1, 1, Note(NASTY[:150], NASTY[:3000]), "U1", NOON, NOON, None, None)
TOLD = (WAITS, replace(WAITS, queued_at=NOON), replace(WAITS, cancelled_at=NOON))
SOURCE = Source("C1", "1.1", "https://harbor.example/archives/C1/p1")
SAID = Feedback(
    id=1,
    workspace_id=1,
    number=12,
    text=NASTY,
    said_by="U1",
    said_by_name=NAME,
    saved_by="U2",
    customer=NAME,
    area=NAME,
    importance=Importance.BLOCKER,
    state=FeedbackState.LINKED,
    source=SOURCE,
    door="command",
    created_at=NOON,
    idea_numbers=tuple(range(1, 60)),
)
IDEA = idea(7, title=NASTY, votes=5, evidence=900, customers=90, owner_id="U1", area=NAME)
PROMISE = Promise(
    1, 1, 3, 7, NAME, "U1", NOON.date(), None, NASTY, PromiseState.LATE, None, "U1", NOON
)
MERGE = CustomerMerge(1, 2, 1, "U1", NOON)
HISTORY = tuple(
    Change(number, NOON, "U1", "modal", "customer", 1, field, before, after)
    for number, (field, before, after) in enumerate(
        (
            ("revenue", [100, "EUR"], [10**15, "USD"]),
            ("owner", None, "U1"),
            ("channel", "C1", None),
            ("tier", None, NASTY),
            ("merged", None, NASTY),
            ("absorbed", NASTY, None),
        )
    )
)
PAGE = CustomerPage(
    customer=CUSTOMER,
    said=(SAID,) * 6,
    said_count=900,
    ideas=(IDEA,) * 8,
    ideas_count=90,
    promises=(PROMISE,) * 8,
    promise_ideas={1: 7},
    last_heard_at=NOON,
    merged=(MergedCustomer(NAME, MERGE, may_undo=True),) * 20,
    doubles=tuple(replace(CUSTOMER, id=number) for number in (2, 3, 4)),
    history=HISTORY,
    may_edit=True,
    may_merge=True,
    offset=6,
    asked=NAME,
)
BEHIND = Backers(
    pieces=900,
    people=800,
    customers=90,
    named=850,
    revenue=(MUCH, Money(5_00, "USD")),
    in_own=Comparable(MUCH, (Money(5_00, "USD"),)),
    unknown=3,
    spread=dict.fromkeys(reversed(Importance), 100),
    askers=tuple(Asker(replace(CUSTOMER, id=number), 500) for number in range(5)),
    heaviest=Asker(CUSTOMER, 500),
)


def inert(view: dict[str, Any]) -> str:
    told = json.dumps(view, ensure_ascii=False)
    mrkdwn = told.split('"type": "mrkdwn"')[1:]
    assert not any("<!channel>" in part.split('"}')[0] for part in mrkdwn)
    return told


@pytest.mark.parametrize(
    "view",
    [
        customer_modal(PAGE, note="Saved."),
        customer_modal(CustomerPage(Customer(1, 1, "Acme", NOON), (), 0, (), 0)),
        customers_modal(
            CustomerList(
                (CustomerListItem(CUSTOMER, 12_345, 678, NOON),) * 12,
                12_345,
                CustomerOrder.HEARD,
                NAME,
                12,
                Comparable(MUCH, (Money(1, "USD"),) * 30),
                5,
                99,
                may_manage=True,
            )
        ),
        customers_modal(CustomerList((), 0, CustomerOrder.NAME)),
        edit_modal(CUSTOMER),
        edit_modal(Customer(1, 1, "Acme", NOON)),
        merge_customer_modal(CUSTOMER),
        doubles_modal(
            [
                DuplicateCustomers(replace(CUSTOMER, id=number), CUSTOMER, "the same name")
                for number in range(2, 12)
            ]
        ),
        doubles_modal([]),
        rates_modal(RatesPage(Rates("EUR", {"EUR": 10**6, "USD": 920_000}), ("EUR", "GBP") * 40)),
        search_modal(Results("")),
        search_modal(Results(NASTY[:500], problem=NASTY)),
        search_modal(
            Results(
                "news",
                (
                    Hit(Kind.ROUND, ROUND),
                    Hit(Kind.ROUND, replace(ROUND, state=RoundState.CLOSED, title="")),
                    *(Hit(Kind.ANNOUNCEMENT, one, 7) for one in TOLD),
                ),
            )
        ),
        search_modal(
            Results(
                "export " * 70,
                (
                    *(Hit(Kind.FEEDBACK, SAID),) * 4,
                    Hit(Kind.IDEA, IDEA),
                    Hit(Kind.PROMISE, PROMISE, 7),
                    *(Hit(Kind.CUSTOMER, CUSTOMER),) * 2,
                ),
                dict.fromkeys(Kind, 1_001),
                8,
                has_more=True,
                idea_number=7,
            )
        ),
        sent_modal("export " * 70),
        idea_modal(IdeaPage(IDEA, (), (), (), "+1", behind=BEHIND), IdeaOrigin()),
    ],
)
def test_every_modal_fits_at_its_extremes_and_pings_nobody(view: dict[str, Any]) -> None:
    check_view(view, "modal")
    inert(view)


def test_an_idea_tells_who_asks_what_they_bring_and_that_one_gave_most() -> None:
    acme = Customer(1, 1, "Acme", NOON, "Gold", Money(50_000_00, "EUR"))
    behind = replace(
        BEHIND,
        pieces=5,
        people=2,
        customers=2,
        revenue=(Money(90_000_00, "USD"), Money(50_000_00, "EUR")),
        in_own=Comparable(Money(50_000_00, "EUR"), (Money(90_000_00, "USD"),)),
        unknown=0,
        spread={Importance.BLOCKER: 3},
        askers=(Asker(acme, 3),),
        heaviest=Asker(acme, 3),
    )
    told = str(idea_modal(IdeaPage(idea(7), (), (), (), "+1", behind=behind), IdeaOrigin()))
    assert "2 customers · 2 people · *90k USD + 50k EUR* a year" in told
    assert "3 × blocker · 2 did not say" in told
    assert "*Acme* alone gave 3 of the 5 quotes (60 %)" in told
    assert "Different currencies are not added up" in told
    assert "kind:feedback idea:I-7 importance:blocker" in told
    assert "kind:feedback idea:I-7 customer#1" in told
    card = card_message(CardFace(idea(7, evidence=5, customers=2), "+1", None, behind=behind))
    check_message(card)
    assert "90k USD + 50k EUR a year · 3 blockers" in str(card.blocks)
    assert "Acme" not in str(card.blocks)


def test_a_table_of_results_holds_no_formula_and_no_words_that_are_withheld() -> None:
    hits = [
        Hit(Kind.FEEDBACK, replace(SAID, text="=cmd|' /C calc'!A0")),
        Hit(Kind.FEEDBACK, replace(SAID, is_withheld=True)),
        Hit(Kind.CUSTOMER, CUSTOMER),
        Hit(Kind.PROMISE, PROMISE, 7),
        Hit(Kind.IDEA, idea(7, title="+1 for this", owner_id="U1")),
    ]
    rows = list(csv.DictReader(io.StringIO(search_table(hits, {"U1": "Sam"}).lstrip("\ufeff"))))
    assert [row["number"] for row in rows] == ["F-12", "F-12", "", "P-3", "I-7"]
    assert rows[0]["text"].startswith("'=cmd")
    assert rows[1]["text"] == "said in a private conversation"
    assert (rows[4]["text"], rows[4]["owner"]) == ("'+1 for this", "Sam")
    assert rows[3]["ideas"] == "I-7"
