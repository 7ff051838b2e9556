"""Rounds and ballots as people see them, within Slack's limits whatever was typed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.rounds.ballots import BallotForm, Concentration, Count, Place, TeamWeight, Weight
from domain.rounds.model import (
    MAX_IDEAS,
    MAX_PEOPLE,
    Asking,
    Kind,
    OwnerNote,
    Participant,
    Round,
    RoundDraft,
    RoundForm,
    RoundLine,
    RoundPage,
    State,
)
from domain.rounds.results import Found, Result, Talk, Term, Voice
from domain.scoring.methods.catalog import BUILT_IN
from domain.scoring.ranking import Asked
from tests.domain.test_announcements import IDEA
from tests.support.make import NOON
from views.blockkit.limits import check_message, check_view
from views.rounds import messages as round_messages
from views.rounds.ballots import ballot_modal, cast_modal, count_message, start_ballot_modal
from views.rounds.forms import (
    answer_modal,
    extend_modal,
    page_modal,
    said_modal,
    start_modal,
    why_modal,
)
from views.rounds.lists import list_message, list_modal
from views.rounds.results import result_modal, started_message, started_modal

HOSTILE = ("<!channel> <@U0PRIYA> *b* & " * 40)[:1000]
TEXTS = ["x", HOSTILE, "שלום " * 200, "🎉" * 1000, "評価" * 500]
ROUND = Round(
    1, 1, 2, Kind.SCORE, "", "U1", "C1", True, None, None,
    State.OPEN, NOON, NOON + timedelta(days=2), NOON + timedelta(days=1),
)  # fmt: skip
BALLOT = replace(ROUND, kind=Kind.BALLOT, budget=10, is_named=False)


def most(text: str) -> RoundPage:
    """A page with as much in it as there may be."""
    ideas = tuple(replace(IDEA, number=n, title=text[:300]) for n in range(1, MAX_IDEAS + 1))
    people = tuple(Participant(f"U{n}", n % 3, 2) for n in range(MAX_PEOPLE))
    return RoundPage(
        ROUND, ideas, people, MAX_PEOPLE, 9, frozenset({1}), True, True, "Europe/Berlin", text[:200]
    )


def result(text: str) -> Result:
    term = Term(text[:80], text[:40], text[:40], text[:40], 9)
    found = Found(7, text[:300], (term,) * 12, "RICE 427", "RICE 12")
    voice = Voice("U1", text[:80], text[:40], text[:500])
    talk = Talk(7, text[:300], text[:80], voice, voice)
    return Result(ROUND, "RICE", (found,) * MAX_IDEAS, 9, 50, text[:80], talk)


def count(text: str) -> Count:
    place = Place(1, 7, text[:300], 9, 3, 0.3, 0.9)
    weights = tuple(Weight(text[:60], 0.6, 0.3) for _ in range(9))
    teams = tuple(TeamWeight(text[:60] if n else "", 0.1, 3, n) for n in range(12))
    found = Concentration(3.2, 0.8, 0.6, weights, teams)
    named = replace(BALLOT, title=text[:140])
    return Count(named, (place,) * MAX_IDEAS, 90, 9, 12, found, text[:80], text[:200])


def formatted(blocks: Any) -> Iterator[str]:
    """Every text that Slack formats, and so could ping; plain text it shows as it is."""
    if isinstance(blocks, dict):
        if blocks.get("type") == "mrkdwn":
            yield blocks["text"]
        blocks = list(blocks.values())
    if isinstance(blocks, list | tuple):
        for one in blocks:
            yield from formatted(one)


@pytest.mark.parametrize("text", TEXTS)
def test_no_message_of_a_round_breaks_a_limit_or_pings_anybody(text: str) -> None:
    ideas = tuple((n, text[:300]) for n in range(1, MAX_IDEAS + 1))
    askings = [Asking(ROUND, ideas, text), Asking(replace(BALLOT, title=text[:140]), ideas, text)]
    talk = result(text).talk
    assert talk is not None
    messages = [
        draw(asking)
        for asking in askings
        for draw in (
            round_messages.asked_message,
            round_messages.reminder_message,
            round_messages.moved_message,
            round_messages.cancelled_message,
        )
    ]
    messages += [round_messages.result_message(result(text)), count_message(count(text))]
    messages += [
        draw(ROUND, talk, side)
        for draw in (round_messages.why_message, round_messages.sentence_message)
        for side in ("low", "high")
    ]
    for message in messages:
        check_message(message)
        shown = message.text + str(message.blocks)
        assert "<!channel" not in shown and "<@" not in shown
    lines = [RoundLine(replace(BALLOT, title=text[:140]), 1, 5, tuple(range(20)))] * 15
    check_message(list_message(lines, text))
    check_message(list_message([], text))
    check_message(started_message(most(text)))
    check_view(list_modal(lines), "modal")


@pytest.mark.parametrize("text", TEXTS)
def test_no_form_of_a_round_breaks_a_limit(text: str) -> None:
    page = most(text)
    draft = RoundDraft(
        page.ideas, tuple(f"U{n}" for n in range(50)), "C1", ROUND.deadline, "UTC", text[:80],
        tuple((n, text) for n in range(1, 150)),
    )  # fmt: skip
    talk = result(text).talk
    assert talk is not None
    form = BallotForm(BALLOT, page.ideas, {1: 7, 2: 3}, text[:200])
    views = [start_modal(draft), start_ballot_modal(draft), page_modal(page, "Saved")]
    views += [extend_modal(page), started_modal(page), result_modal(result(text))]
    views += [result_modal(count(text)), ballot_modal(form, "C1"), cast_modal(form)]
    views += [why_modal(ROUND, talk, "low"), said_modal(ROUND)]
    views += [start_modal(replace(draft, ideas=(), user_ids=(), channel_id=None, objectives=()))]
    idea = replace(IDEA, title=text, description=text)
    for method in BUILT_IN.values():
        views.append(answer_modal(RoundForm(ROUND, idea, method, {}, Asked(3, 2, 1, (1,)), 1, 3)))
    for view in views:
        check_view(view, "modal")
        assert "<!channel" not in "".join(formatted(view["blocks"]))


def test_who_has_answered_is_on_the_page_of_the_owner_alone() -> None:
    page = most("x")
    assert "<@U7>" in str(page_modal(page)) and "only you see this" in str(page_modal(page))
    other = replace(page, people=(), may_lead=False, may_answer=False)
    shown = str(page_modal(other))
    assert "<@U7>" not in shown and "Remind" not in shown and "9 of 50 answered" in shown
    assert "Change" not in shown and "Change" in str(page_modal(page))


def test_the_owner_alone_reads_who_is_missing() -> None:
    note = OwnerNote(ROUND, "closed", 3, ("U8", "U9"))
    text = str(round_messages.note_message(note))
    assert "No answer from <@U8>, <@U9>" in text and "Only you are told" in text
    empty = str(round_messages.note_message(replace(note, occasion="empty")))
    assert "nobody answered, so nothing was posted" in empty
    complete = str(round_messages.note_message(OwnerNote(ROUND, "complete", 3)))
    assert "Everybody has answered *R-2* (3 people)" in complete


def test_a_count_says_turn_out_and_concentration_in_words() -> None:
    shown = str(count_message(count("Acme")))
    assert "9 of 12 in the channel voted (75%), 90 points given." in shown
    assert "as if over 3.2 of 20 ideas; the first three have 80%" in shown
    assert "90% from one person" in shown and "Acme 60% (30% asked for by nobody else)" in shown
    assert "By team: no team 10%, Acme 10% (most to I-1)" in shown and "and 4 more" in shown
    anybody = replace(count("x"), invited=None)
    assert "9 people voted, 90 points given." in str(count_message(anybody))


def test_each_idea_of_a_round_has_fields_of_its_own_without_others_answers() -> None:
    form = RoundForm(ROUND, IDEA, BUILT_IN["rice"], {"effort": 3}, Asked(), 1, 2)
    view = answer_modal(form)
    inputs = [one["block_id"] for one in view["blocks"] if one["type"] == "input"]
    assert inputs == [f"{driver.key}.{IDEA.number}" for driver in BUILT_IN["rice"].drivers]
    assert view["submit"]["text"] == "Save and next" and "median" not in str(view)
    assert answer_modal(replace(form, place=2))["submit"]["text"] == "Save"
