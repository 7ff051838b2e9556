"""Views of plans, promises and the past, at their extremes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.core.changes import Change
from domain.dates.days import DateConfidence, Dates
from domain.idea_page.page import IdeaPage
from domain.ideas.model import Horizon, Idea, Status
from domain.roadmap.board import Board
from domain.roadmap.dependencies import DependencyWarning, Early
from domain.roadmap.plans import Caution, IdeaPlan
from domain.roadmap.promises import (
    Breach,
    Commitment,
    Promise,
    Promised,
    PromiseList,
    PromiseState,
    Strain,
)
from domain.roadmap.time_travel.movement import Place
from domain.roadmap.time_travel.slips import Outcome, how_held, slip_history
from domain.roadmap.time_travel.travel import Kind, Past, PlanChange, Since
from tests.support.make import NOON
from views.blockkit.limits import check_message, check_view
from views.blockkit.message import Message
from views.idea_page.forms import edit_idea_modal, move_modal
from views.idea_page.messages import moved_message
from views.idea_page.page import idea_modal
from views.ideas.origin import IdeaOrigin, unpacked
from views.roadmap.plan import dated_message, needs_message, needs_modal, with_caution
from views.roadmap.promises import (
    broken_message,
    promise_modal,
    promised_message,
    promises_message,
    promises_modal,
    withdraw_modal,
)
from views.roadmap.time_travel import (
    early_message,
    held_message,
    past_message,
    since_message,
    slips_message,
    slips_modal,
)

NASTY = ("<!channel> *&* `x` שלום " * 10)[:150]
LAST = date(2026, 12, 31)
IDEA = Idea(
    id=1,
    workspace_id=1,
    number=123_456,
    title=NASTY,
    description=NASTY * 20,
    status=Status.PLANNED,
    horizon=Horizon.NEXT,
    area=NASTY[:60],
    owner_id="U1",
    created_by="U1",
    created_at=NOON,
    shipped_at=None,
    ends_on=LAST,
    starts_on=date(2026, 10, 3),
    confidence=DateConfidence.LIKELY,
    public_title=NASTY,
)
PROMISE = Promise(
    id=1,
    workspace_id=1,
    number=99_999,
    idea_id=1,
    customer=NASTY[:60],
    promised_by="U1",
    due_on=LAST,
    confidence=DateConfidence.FIRM,
    note=NASTY * 6,
    state=PromiseState.OPEN,
    withdrawn_because=None,
    created_by="U1",
    created_at=NOON,
)
PROMISED = Promised(
    Commitment(PROMISE, IDEA, Strain.ENDS_AFTER, is_overdue=True),
    knows_customers=True,
    may_change=True,
)
CAUTION = Caution(
    tuple(Breach(PROMISE, IDEA, strain) for strain in Strain) * 4,
    tuple(DependencyWarning(IDEA, IDEA, early) for early in Early) * 4,
    knows_customers=True,
)


def change(n: int) -> Change:
    before = Dates(None, LAST + timedelta(days=n)).logged()
    after = Dates(LAST, LAST + timedelta(days=n + 1), DateConfidence.ROUGH).logged()
    return Change(n, NOON + timedelta(hours=n), "U1", "command", "idea", 1, "dates", before, after)


SLIPS = slip_history(IDEA, [change(n) for n in range(300)])
PLAN = IdeaPlan(
    needs=(IDEA,) * 20,
    needed_by=(IDEA,) * 200,
    promised=(PROMISED,) * 30,
    early=CAUTION.early,
    slips=SLIPS,
    may_plan=True,
)
PAGE = IdeaPage(IDEA, (), (), tuple(change(n) for n in range(8)), "+1", True, True, PLAN)
ORIGIN = IdeaOrigin("C1", 12)
OUTCOME = Outcome(IDEA, LAST, IDEA.dates, IDEA.dates)
HELD = how_held([OUTCOME] * 200, since=LAST, days=30, undated=3, overdue=[IDEA] * 200)
SINCE = Since(
    NOON,
    "Europe/Berlin",
    tuple(
        PlanChange(IDEA, Place(Status.PLANNED, Horizon.NOW), Dates(None, LAST), kind)
        for kind in Kind
        for _ in range(200)
    ),
    filed=200,
)


@pytest.mark.parametrize(
    "message",
    [
        with_caution(moved_message(IDEA), CAUTION),
        dated_message(IDEA),
        needs_message(IDEA, PLAN),
        promises_message(PromiseList((PROMISED,) * 100, "open", has_more=True)),
        promises_message(PromiseList((), "mine", has_more=False)),
        promised_message(PROMISED),
        broken_message(IDEA, NASTY[:20].replace("<", ""), "U1"),
        since_message(SINCE),
        since_message(Since(NOON, "UTC", (), 0)),
        slips_message(SLIPS),
        slips_message(slip_history(IDEA, [])),
        held_message(HELD),
        early_message(CAUTION.early * 20),
        early_message(()),
    ],
)
def test_every_message_holds_at_its_extremes_and_pings_nobody(message: Message) -> None:
    check_message(message)
    assert "<!channel>" not in f"{message.text} {message.blocks}"


@pytest.mark.parametrize(
    "view",
    [
        idea_modal(PAGE, ORIGIN, note="Saved."),
        needs_modal(IDEA, [replace(IDEA, number=n) for n in range(1, 21)], ORIGIN),
        promise_modal(IDEA, ORIGIN, "U1"),
        promise_modal(IDEA, ORIGIN, "U1", PROMISE),
        withdraw_modal(PROMISED, ORIGIN),
        promises_modal(PromiseList((PROMISED,) * 100, "done", has_more=True)),
        edit_idea_modal(IDEA, ORIGIN, may_plan=True, caution=CAUTION),
        move_modal(IDEA, ORIGIN, target=Horizon.LATER, caution=CAUTION),
        slips_modal(SLIPS),
    ],
)
def test_every_modal_holds_at_its_extremes(view: dict[str, Any]) -> None:
    check_view(view, "modal")
    assert "<!channel>" not in str(view["blocks"][0])


def test_who_may_not_know_customers_reads_neither_their_name_nor_the_note() -> None:
    secret = replace(PROMISE, customer="Acme", note="Acme said so", withdrawn_because="Acme left")
    shown = Promised(Commitment(secret, IDEA, None, is_overdue=False), False, False)
    assert "Acme" not in str(promises_message(PromiseList((shown,), "open", has_more=False)))
    assert "Acme" not in str(idea_modal(replace(PAGE, plan=IdeaPlan(promised=(shown,))), ORIGIN))
    caution = Caution((Breach(secret, IDEA, Strain.LATER),))
    assert "Acme" not in str(with_caution(moved_message(IDEA), caution))


def test_a_day_that_has_passed_is_said_before_where_the_idea_stands() -> None:
    words = str(promised_message(PROMISED))
    assert "That day has passed" in words
    assert "ends after that" not in words


def test_without_the_right_to_plan_the_form_has_no_dates() -> None:
    assert "ends_on" not in str(edit_idea_modal(IDEA, ORIGIN))
    assert "ends_on" in str(edit_idea_modal(IDEA, ORIGIN, may_plan=True))


def test_an_origin_remembers_what_was_confirmed() -> None:
    origin = IdeaOrigin("C1", 12, confirmed="3:later", promise=3)
    assert unpacked(origin.packed()) == origin


def test_a_time_before_the_log_says_when_it_begins() -> None:
    past = Past(Board("Roadmap", "", ()), NOON - timedelta(days=9), "UTC", NOON)
    shown = past_message(past, may_post=True)
    assert "Nothing was written down yet" in shown.text
    assert "begins on Mon 23 Nov 2026" in shown.text
