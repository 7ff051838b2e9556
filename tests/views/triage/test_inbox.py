"""The inbox and everything around it as Slack takes it, at the extremes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.core.importance import Importance
from domain.feedback.model import Feedback, FeedbackState
from domain.similarity.closeness import Degree
from domain.similarity.suggestions import Alike
from domain.triage.area_suggestions import Suggestion
from domain.triage.limits import Limit, Unit
from domain.triage.rota import Rota
from domain.triage.steps import (
    Inbox,
    InboxFilter,
    InboxStatus,
    Item,
    ItemList,
    Line,
    Question,
    TriageAction,
    TriageResult,
)
from tests.support.digests import idea
from views.blockkit import ids
from views.blockkit.limits import check_message, check_view
from views.triage.bulk import many_modal, many_spot
from views.triage.forms import aside_modal, ask_modal, dismiss_modal, file_modal, filter_modal
from views.triage.inbox import InboxPosition, age, inbox_modal, progress_words
from views.triage.messages import (
    answered_message,
    assigned_message,
    dismissed_message,
    news_message,
    question_message,
    turn_message,
)
from views.triage.rota import rota_modal
from views.triage.words import done_words

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TEXTS = [
    "It hangs",
    "<!channel> & *bold* " + "x" * 5000,
    "👩‍👩‍👧‍👦" * 400,
    "שלום עולם" * 300,
    "> a\n" * 900,
]


@pytest.mark.parametrize("text", [None, "", "rota", "[]", "7", '{"v": 1}', '{"v": 9, "n": 2}'])
def test_what_another_modal_holds_is_the_beginning_of_the_inbox(text: str | None) -> None:
    assert InboxPosition.unpacked(text) == InboxPosition()


def said(text: str = "It hangs", number: int = 1) -> Feedback:
    return Feedback(
        number, 1, number, text, "USAM", None, "USAM", "A" * 60, None, Importance.BLOCKER,
        FeedbackState.NEW, None, "command", AT - timedelta(days=9),
    )  # fmt: skip


def alike(number: int) -> Alike:
    return Alike(Degree.CLOSE, ("export", "csv"), idea=idea(number, title="<!channel> " * 30))


def inbox(text: str = "It hangs", **facts: Any) -> Inbox:
    standing = InboxStatus(38, AT - timedelta(days=9), 1, 2, 1, 5, Limit(5, Unit.WORKING_DAYS))
    asked = Question(1, 1, "UPRIYA", "USAM", text, AT, answered_at=AT)
    item = Item(
        said(text), 1, "USOFIA", (asked,), Suggestion("B" * 60, (12, 40)),
        (alike(1), alike(2), alike(3)),
    )  # fmt: skip
    return replace(Inbox(standing, item, InboxFilter(), "UPRIYA"), **facts)


@pytest.mark.parametrize("text", TEXTS)
def test_the_inbox_and_its_forms_are_taken_by_slack_whatever_was_said(text: str) -> None:
    spot = InboxPosition(1, 3, InboxFilter("A" * 60, "C" * 60, is_mine=True))
    one = said(text)
    done = TriageResult(TriageAction.DISMISS, (7,), ((8, text[:300]),) * 40, 1, detail=text[:500])
    for view in (
        inbox_modal(inbox(text), spot, AT, done),
        file_modal(one, spot, Suggestion("Billing", (1,))),
        ask_modal(one, spot, in_thread=True),
        dismiss_modal(one, spot),
        filter_modal(spot),
        aside_modal([Line(said(text, n), "USAM") for n in range(1, 31)], spot),
        many_modal(_list(text), spot, is_all=True, done=done),
    ):
        check_view(view, "modal")
        assert "<!channel>" not in str([block for block in view["blocks"] if _is_mrkdwn(block)])


@pytest.mark.parametrize("text", TEXTS)
def test_what_triage_says_is_taken_by_slack_and_pings_nobody(text: str) -> None:
    facts = {
        "number": 1, "question": text[:1000], "by": "UPRIYA", "of": "USAM", "answer": text,
        "is_open": True, "count": 30, "reason": text[:500], "in_thread": False,
    }  # fmt: skip
    turn = {"waiting": 41, "late": 5, "limit": "5 working days", "oldest": 1, "oldest_days": 9}
    for message in (
        question_message(facts, said(text)),
        question_message({**facts, "in_thread": True}, said(text)),
        answered_message(facts),
        assigned_message(facts, said(text)),
        dismissed_message(facts, said(text)),
        news_message([said(text, n) for n in range(1, 9)], 99_992),
        turn_message({**turn, "by": None}),
        turn_message({**turn, "waiting": 0, "oldest": None, "by": "UPRIYA"}),
    ):
        check_message(message)
        assert "<!channel>" not in str(message)


def test_progress_counts_what_was_sorted_and_names_the_oldest() -> None:
    words = progress_words(inbox(), InboxPosition(1, 3), AT)
    assert words.startswith("*4 of 41* · oldest 9 days · :hourglass: 5 longer than 5 working days")
    assert "2 wait for an answer · 1 put off" in words
    assert age(AT - timedelta(hours=1), AT) == "1 hour"


def test_a_step_for_each_item_has_names_of_its_own_so_that_no_choice_stays_behind() -> None:
    def names(number: int) -> set[str]:
        one = replace(inbox(), item=Item(said(number=number), 1))
        view = inbox_modal(one, InboxPosition(), AT)
        return {b["block_id"] for b in view["blocks"] if b["type"] == "actions"} - {"ways"}

    assert not names(1) & names(2)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"standing": InboxStatus(0)}, "Everything that people said has found its place"),
        ({"standing": InboxStatus(0, asked=1)}, "What is set aside comes back by itself"),
        ({"standing": InboxStatus(0), "narrow": InboxFilter("Billing")}, "Change the filter"),
    ],
)
def test_an_empty_inbox_is_a_pleasant_sentence(facts: dict[str, Any], sentence: str) -> None:
    view = inbox_modal(inbox(item=None, **facts), InboxPosition(), AT)
    check_view(view, "modal")
    assert sentence in str(view)


def test_words_that_are_withheld_are_neither_shown_nor_put_into_a_title() -> None:
    hidden = replace(said("said in a private conversation"), is_withheld=True, said_by=None)
    form = file_modal(hidden, InboxPosition(), None)
    title = next(one for one in form["blocks"] if one.get("block_id") == "title")
    assert "initial_value" not in title["element"]
    check_view(ask_modal(hidden, InboxPosition(), in_thread=False), "modal")


def test_a_list_keeps_its_place_and_offers_ten_boxes_in_a_group() -> None:
    view = many_modal(_list("It hangs"), InboxPosition(7, 2))
    groups = [b["element"] for b in view["blocks"] if b.get("block_id", "").startswith("items:")]
    assert [len(one["options"]) for one in groups] == [10, 10, 10]
    assert many_spot(view["private_metadata"]) == (InboxPosition(7, 2), 30)
    assert f"{ids.TRIAGE_MANY_TURN}:back" in str(view)
    assert f"{ids.TRIAGE_MANY_TURN}:next" in str(view)


def test_the_rota_is_a_form_for_managers_and_facts_for_the_others() -> None:
    people = tuple(f"U{n:03}" for n in range(50))
    rota = Rota(people, limit=Limit(5, Unit.DAYS), channel_id="CTRIAGE", next_due_at=AT)
    waiting = InboxStatus(3, late=1, limit=rota.limit)
    form = rota_modal(rota, people[:4], waiting, may_change=True, may_swap=True, note="*Saved.*")
    read = rota_modal(rota, people[:4], waiting, may_change=False, may_swap=False)
    nobody = rota_modal(Rota(), (), InboxStatus(0), may_change=True, may_swap=False)
    for view in (form, read, nobody):
        check_view(view, "modal")
    assert "submit" in form
    assert "submit" not in read
    assert "Sorted within 5 days" in str(read)
    assert "Nobody is in the rota yet" in str(nobody)


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        (TriageResult(TriageAction.LINK, (1,), idea_number=4), "*F-1* is evidence for *I-4* now."),
        (
            TriageResult(TriageAction.LINK, (1, 2), idea_number=4),
            "*2 pieces of feedback* are evidence for *I-4*",
        ),
        (TriageResult(TriageAction.ASSIGN, (1,), detail="USAM"), "*F-1* is with <@USAM> now."),
        (
            TriageResult(TriageAction.FILE, (1,), idea_number=4, is_undo=True),
            "I-4 stays; decline it",
        ),
    ],
)
def test_a_step_is_told_in_a_sentence(done: TriageResult, sentence: str) -> None:
    assert sentence in done_words(done)


def _list(text: str) -> ItemList:
    return ItemList(tuple(Line(said(text, n)) for n in range(1, 31)), 30, 200, InboxFilter())


def _is_mrkdwn(block: dict[str, Any]) -> bool:
    return block["type"] in ("section", "context")
