"""Cards, lists, pages and forms of ideas: within Slack's limits, and nobody's text runs."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.core.changes import Change
from domain.core.importance import Importance
from domain.feedback.model import Feedback, FeedbackState, Source
from domain.idea_page.page import CardPlace, Evidence, Filed, IdeaPage, Obstacle, Shortlist
from domain.ideas.model import Horizon, Idea, Status
from domain.similarity.closeness import Degree
from domain.similarity.suggestions import Alike
from domain.votes.cards import CardFace
from views.blockkit.limits import check_message, check_view
from views.idea_page import forms as idea_forms
from views.idea_page.messages import (
    card_refused_message,
    card_stands_message,
    filed_message,
    linked_message,
    list_message,
    moved_message,
    usage_message,
)
from views.idea_page.page import idea_modal
from views.ideas import options
from views.ideas.origin import IdeaOrigin, unpacked
from views.votes import card_message

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NASTY = "<!channel> *bold* <@U123> <https://evil.example|ok> & > ~no~ "
LONG = NASTY * 80
IDEA = Idea(
    1, 1, 12, "Export to CSV", "", Status.OPEN, None, None, None, "USAM", NOON, None, votes=14
)
WORST = replace(
    IDEA,
    number=999_999_999,
    title=LONG[:150],
    description=LONG[:3000],
    status=Status.DECLINED,
    area=NASTY[:60],
    owner_id="UOWNER",
    decline_reason=LONG[:1000],
    votes=1_000_000,
    evidence=12_345,
    customers=987,
)
SAID = Feedback(
    7,
    1,
    128,
    LONG[:3000],
    "USAID",
    NASTY,
    "USAVED",
    NASTY[:60],
    None,
    Importance.BLOCKER,
    FeedbackState.LINKED,
    Source("C1", "1.2", "https://example.slack.com/archives/C1/p12"),
    "command",
    NOON,
)


def shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def is_harmless(value: Any) -> bool:
    """No text that Slack formats holds a token that somebody typed; plain text formats nothing."""
    text = value if isinstance(value, str) else " ".join(formatted(value))
    return not any(token in text for token in ("<!channel>", "<@U123>", "<https://evil"))


def formatted(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from formatted(one)


@pytest.mark.parametrize("idea", [IDEA, WORST, replace(WORST, status=Status.SHIPPED)])
def test_a_card_fits_and_pings_nobody(idea: Idea) -> None:
    message = check_message(card_message(CardFace(idea, "+1", NASTY)))
    assert "<@" not in shown(message.blocks)
    assert "<!channel>" not in shown(message.blocks)
    assert len(message.blocks) == 4


def test_a_card_says_what_matters_in_three_lines() -> None:
    idea = replace(
        IDEA,
        status=Status.PLANNED,
        horizon=Horizon.NEXT,
        evidence=6,
        customers=4,
        area="Exports",
    )
    title, standing, evidence, _ = card_message(CardFace(idea, "+1", "Priya")).blocks
    assert title["text"]["text"] == "*Export to CSV*"
    assert standing["elements"][0]["text"] == "*I-12* · Planned · Next · :+1: *14 votes*"
    assert evidence["elements"][0]["text"] == (
        "6 pieces of feedback from 4 customers · Exports · Owner Priya"
    )


def test_a_card_without_votes_invites_and_a_closed_one_says_so() -> None:
    fresh = card_message(CardFace(replace(IDEA, votes=0), "tada", None))
    assert "React with :tada: to vote" in shown(fresh.blocks)
    closed = replace(IDEA, status=Status.SHIPPED, shipped_at=NOON)
    text = shown(card_message(CardFace(closed, "+1", None)).blocks)
    assert "voting is closed" in text
    assert "14 votes" in text


@pytest.mark.parametrize("idea", [IDEA, WORST])
@pytest.mark.parametrize(
    "place",
    [CardPlace("C1"), CardPlace("C1", Obstacle.OUTSIDE), CardPlace(None, Obstacle.NO_CHANNEL)],
)
def test_every_answer_to_filing_fits(idea: Idea, place: CardPlace) -> None:
    filed = Filed(idea, place, "+1", twin=WORST, permalink="https://example.slack.com/x")
    for message in (filed_message(filed), card_stands_message(filed)):
        assert is_harmless(check_message(message).blocks)
    check_view(idea_forms.filed_modal(filed, IdeaOrigin("C1")), "modal")


@pytest.mark.parametrize("idea", [IDEA, WORST])
def test_every_other_answer_fits(idea: Idea) -> None:
    for message in (
        moved_message(idea),
        linked_message(idea, 3),
        card_refused_message(idea, "C1", LONG),
        usage_message(),
    ):
        assert is_harmless(check_message(message).blocks)
        assert is_harmless(message.text)


@pytest.mark.parametrize("count", [0, 1, 6])
@pytest.mark.parametrize("words", ["", LONG])
@pytest.mark.parametrize("offset", [0, 6])
def test_a_list_fits_with_none_and_with_many(count: int, words: str, offset: int) -> None:
    page = Shortlist((WORST,) * count, frozenset({WORST.number}), words, offset, count == 6, "+1")
    message = check_message(list_message(page))
    assert is_harmless(message.blocks)
    assert is_harmless(message.text)


@pytest.mark.parametrize("may", [True, False])
@pytest.mark.parametrize("count", [0, 10])
def test_a_page_fits_with_nothing_and_with_everything(may: bool, count: int) -> None:
    one = Evidence(SAID, "ULINKED", NOON)
    withheld = Evidence(replace(SAID, text="", source=None), "ULINKED", NOON, is_withheld=True)
    page = IdeaPage(WORST, (one, withheld) * (count // 2), (), changes(), "+1", may, may)
    for origin in (IdeaOrigin(), IdeaOrigin("C1", 12)):
        view = check_view(idea_modal(page, origin, note="Saved."), "modal")
        assert is_harmless(view)


def changes() -> tuple[Change, ...]:
    facts = [
        ("created", None, "x"),
        ("status", "open", "planned"),
        ("horizon", None, "next"),
        ("owner", None, "UOWNER"),
        ("owner", "UOWNER", None),
        ("evidence", None, 3),
        ("area", None, NASTY),
        ("title", LONG, "y"),
        ("description", LONG, ""),
    ]
    return tuple(
        Change(number, NOON, "USAM", "command", "idea", 1, field, before, after)
        for number, (field, before, after) in enumerate(facts)
    )


def test_changes_made_together_are_one_line_of_history() -> None:
    page = IdeaPage(IDEA, (), (), changes()[2::-1], "+1")
    (lines,) = (
        block["elements"][0]["text"] for block in idea_modal(page, IdeaOrigin())["blocks"][-1:]
    )
    assert lines.count("\n") == 0
    assert "filed, Open → *Planned*, off the roadmap → *Next* by <@USAM>" in lines


def test_history_says_what_became_of_an_announcement_without_its_words() -> None:
    told = [
        ("announced", None, "Secret launch"),
        ("announcement", "Secret launch", None),
        ("announcement", None, "Secret launch"),
    ]
    history = tuple(
        Change(number, NOON, "USAM", "modal", "idea", 1, field, before, after)
        for number, (field, before, after) in enumerate(told)
    )
    shown = str(idea_modal(IdeaPage(IDEA, (), (), history, "+1"), IdeaOrigin()))
    assert "announcement planned, announcement called off, announced by <@USAM>" in shown
    assert "Secret launch" not in shown


@pytest.mark.parametrize("idea", [IDEA, WORST, replace(WORST, status=Status.PLANNED)])
def test_every_form_fits(idea: Idea) -> None:
    said = Evidence(SAID, "ULINKED", NOON)
    hidden = replace(said, is_withheld=True)
    origin = IdeaOrigin("C1", 12, 128, "https://hooks.slack.com/actions/T/1/x")
    alike = [replace(idea, number=number) for number in (999_999_997, 999_999_998, 999_999_999)]
    found = [Alike(Degree.SAME, (NASTY,), idea=one) for one in alike]
    for view in (
        idea_forms.new_idea_modal(origin),
        idea_forms.new_idea_modal(origin, said),
        idea_forms.edit_idea_modal(idea, origin),
        idea_forms.move_modal(idea, origin),
        idea_forms.evidence_modal(idea, origin),
        idea_forms.which_idea_modal(said, origin),
        idea_forms.which_idea_modal(hidden, origin),
        idea_forms.which_idea_modal(said, origin, found),
        idea_forms.evidence_modal(idea, origin, found),
    ):
        assert is_harmless(check_view(view, "modal"))
    assert len(options.idea_option(idea)["text"]["text"]) <= 75
    assert len(options.feedback_option(said)["text"]["text"]) <= 75
    assert NASTY[:10] not in shown(options.feedback_option(hidden))


def test_where_a_modal_came_from_survives_the_trip_through_slack() -> None:
    origin = IdeaOrigin("C1", 12, 128, "https://hooks.slack.com/x")
    assert unpacked(origin.packed()) == origin
    for foreign in (None, "", "not json", "[]", '{"v": 99}', '{"v": 1, "number": 3}'):
        assert unpacked(foreign) == IdeaOrigin()
