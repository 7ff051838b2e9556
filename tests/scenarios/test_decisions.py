"""Decisions in a small Slack: recorded from a message or from words, and back on their day."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.world import World
from views.blockkit import ids

IDEAS, SUPPORT = "#product-ideas", "#support"
REVIEW = datetime(2026, 12, 14, 14, 0, tzinfo=UTC)
"""Nine o'clock on the review day in every zone of the cast."""


def told(reply: Any) -> str:
    return f"{reply.text} {reply.blocks}"


@pytest.mark.both_worlds
def test_a_message_becomes_a_decision_that_comes_back_to_its_owner(world: World) -> None:
    sam, emil = world.person("sam"), world.person("emil")
    sam.command(IDEAS, "/idea", "Modern browsers")
    world.settle()
    ts = sam.say(SUPPORT, "Then we drop IE11 in March")
    assert emil.message_shortcut(ids.RECORD_DECISION, SUPPORT, ts).ok
    form = str(emil.modal())
    assert "Then we drop IE11 in March" in form
    assert f"said by <@{sam.id}>" in form
    assert "Open the message" in form
    refused = emil.submit({"disagreed": [sam.id], "review_on": "2026-12-14"})
    assert "Somebody stands in both lists" in refused.errors["disagreed"]
    ideas = emil.suggest(ids.IDEA_SELECT, "modern")
    entered = {"disagreed": [], "title": "We drop IE11", "ideas": ideas, "context": "Two customers"}
    assert emil.submit(entered).ok
    assert "*D-1 is recorded*" in str(emil.modal())
    emil.close_modal()
    assert "We drop IE11" in told(sam.command(IDEAS, "/linchpin", "decisions ie11"))
    sam.command(IDEAS, "/idea", "I-1")
    assert "*D-1*  We drop IE11" in str(sam.modal())
    sam.close_modal()

    world.move_to(REVIEW)
    channel = emil.dm_with_app().id
    question = emil.messages(channel)[-1]
    assert "Does D-1 still hold?" in question["text"]
    assert emil.click(channel, question["ts"], ids.DECISION_LATER).ok
    assert emil.submit({"review_on": "2026-12-21"}).ok
    world.settle()
    assert "D-1 comes back on 21 Dec 2026" in emil.messages(channel)[-1]["text"]
    world.move_to(REVIEW.replace(day=21))
    again = emil.messages(channel)[-1]
    assert again["ts"] != question["ts"]
    assert emil.click(channel, again["ts"], ids.DECISION_KEEP).ok
    world.settle()
    assert "D-1 still holds" in emil.messages(channel)[-1]["text"]


def test_words_after_decide_stand_in_the_form_and_an_edit_keeps_the_earlier_ones(
    one_world: World,
) -> None:
    sam = one_world.person("sam")
    assert sam.command(IDEAS, "/linchpin", "decide We drop “IE11” & Edge").ok
    assert sam.submit({"context": "Nobody uses it"}).ok
    sam.close_modal()
    assert sam.command(IDEAS, "/linchpin", "D-1").ok
    assert "We drop “IE11” & Edge" in str(sam.modal())
    assert sam.click(None, sam.modal() or {}, ids.DECISION_EDIT).ok
    assert sam.submit({"context": "Two customers left"}).ok
    page = str(sam.modal())
    assert "Two customers left" in page
    assert "changed the context, was “Nobody uses it”" in page
    assert "There is no D-9" in told(sam.command(IDEAS, "/linchpin", "D-9"))
