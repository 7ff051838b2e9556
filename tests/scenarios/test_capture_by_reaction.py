"""Saving feedback by reacting: without a word in the channel, told to one person only."""

from datetime import timedelta
from typing import Any

import pytest

from domain.feedback.model import Feedback, FeedbackState
from sandbox import Actor
from services.feedback import pages as feedback_pages
from tests.support.world import World
from views.blockkit import ids

CAPTURE = "inbox_tray"


def saved(world: World, number: int = 1) -> Feedback:
    return feedback_pages.get(world.bot.database, world.workspace_id, number)


def count(world: World) -> int:
    return feedback_pages.untriaged_count(world.bot.database, world.workspace_id)


def whispers(person: Actor, channel: str = "#support") -> list[str]:
    return [f"{one['text']} {one.get('blocks')}" for one in person.ephemerals(channel)]


def react(world: World, person: Actor, ts: str, channel: str = "#support") -> None:
    person.react(channel, ts, CAPTURE)
    world.settle()


@pytest.mark.both_worlds
def test_a_reaction_saves_the_message_marks_it_and_tells_only_who_reacted(world: World) -> None:
    sam, emil = world.person("sam"), world.person("emil")
    ts = sam.say("#support", "<b> Acme & Co say: @emil the export times out")
    before = len(world.box.messages("#support"))
    react(world, emil, ts)
    one = saved(world)
    assert one.text == "<b> Acme & Co say: @Emil the export times out"
    assert (one.said_by, one.saved_by, one.door) == (sam.id, emil.id, "reaction")
    assert one.source is not None
    assert (one.source.message_ts, one.source.is_private) == (ts, False)
    assert one.source.permalink and one.source.permalink.endswith(ts.replace(".", ""))
    assert world.box.reactions("#support", ts) == {
        CAPTURE: [emil.id],
        "white_check_mark": [world.box.bot_user_id],
    }
    assert len(whispers(emil)) == 1
    assert "Saved as F-1" in whispers(emil)[0]
    assert ids.FEEDBACK_DETAILS in whispers(emil)[0]
    assert whispers(sam) == []
    assert len(world.box.messages("#support")) == before


def test_details_from_the_whisper_renew_it(world: World) -> None:
    sam = world.person("sam")
    react(world, sam, sam.say("#support", "the export times out"))
    note = sam.ephemerals("#support")[0]
    assert sam.click("#support", note["ts"], ids.FEEDBACK_DETAILS).ok
    assert sam.submit({"importance": "blocker"}).ok
    world.settle()
    assert "Blocker" in whispers(sam)[0]
    assert len(whispers(sam)) == 1


@pytest.mark.both_worlds
def test_undo_takes_the_mark_back_and_reacting_again_saves_again(world: World) -> None:
    sam = world.person("sam")
    ts = sam.say("#support", "the export times out")
    react(world, sam, ts)
    sam.click("#support", sam.ephemerals("#support")[0]["ts"], ids.FEEDBACK_UNDO)
    world.settle()
    assert saved(world).state is FeedbackState.WITHDRAWN
    assert "white_check_mark" not in world.box.reactions("#support", ts)
    sam.unreact("#support", ts, CAPTURE)
    react(world, sam, ts)
    assert saved(world).state is FeedbackState.NEW
    assert world.box.reactions("#support", ts)["white_check_mark"] == [world.box.bot_user_id]
    assert count(world) == 1


def test_a_reply_in_a_thread_is_saved_as_itself(world: World) -> None:
    sam = world.person("sam")
    top = sam.say("#support", "anything to add?")
    reply = sam.say("#support", "yes: the export times out", thread_ts=top)
    react(world, sam, reply)
    assert saved(world).text == "yes: the export times out"
    source = saved(world).source
    assert source is not None and source.message_ts == reply


@pytest.mark.both_worlds
def test_several_who_react_save_it_once_and_the_later_ones_learn_who_did(world: World) -> None:
    sam, emil, priya = (world.person(name) for name in ("sam", "emil", "priya"))
    ts = sam.say("#support", "the export times out")
    emil.react("#support", ts, CAPTURE)
    priya.react("#support", ts, CAPTURE)
    world.settle()
    react(world, sam, ts)
    assert count(world) == 1
    assert saved(world).saved_by == emil.id
    for later in (priya, sam):
        assert "Already saved as F-1" in whispers(later)[0]
        assert emil.id in whispers(later)[0]
        assert len(whispers(later)) == 1


def test_a_message_saved_by_the_shortcut_is_known_to_a_reaction(world: World) -> None:
    sam, emil = world.person("sam"), world.person("emil")
    ts = sam.say("#support", "the export times out")
    sam.message_shortcut("save_feedback", "#support", ts)
    sam.submit()
    react(world, emil, ts)
    assert count(world) == 1
    assert "Already saved as F-1" in whispers(emil)[0]


@pytest.mark.both_worlds
def test_an_event_delivered_twice_saves_and_tells_once(world: World) -> None:
    sam = world.person("sam")
    ts = sam.say("#support", "the export times out")
    world.box.faults.add("duplicate", event="reaction_added")
    react(world, sam, ts)
    assert count(world) == 1
    assert len(whispers(sam)) == 1


def test_taking_the_reaction_away_does_nothing(world: World) -> None:
    sam = world.person("sam")
    ts = sam.say("#support", "the export times out")
    react(world, sam, ts)
    sam.unreact("#support", ts, CAPTURE)
    world.settle()
    assert saved(world).state is FeedbackState.NEW
    assert len(whispers(sam)) == 1


def test_reactions_of_bots_are_ignored(world: World) -> None:
    sam = world.person("sam")
    ts = sam.say("#general", "the export times out")
    react(world, world.person("otherbot"), ts, "#general")
    assert count(world) == 0


def test_a_bot_s_message_is_said_by_that_bot(world: World) -> None:
    sam = world.person("sam")
    ts = world.person("otherbot").say("#general", "Churn alert: exports")
    react(world, sam, ts, "#general")
    assert (saved(world).said_by, saved(world).said_by_name) == (None, "Standup Bot")


def test_guests_and_people_of_another_organisation_may_save(world: World) -> None:
    world.box.invite("#cust-acme", "bot")
    ada, guest = world.person("ada"), world.person("guest")
    react(world, ada, ada.say("#cust-acme", "we need VAT numbers"), "#cust-acme")
    react(world, guest, guest.say("#support", "invoices look odd"))
    assert (saved(world, 1).saved_by, saved(world, 2).saved_by) == (ada.id, guest.id)
    assert "Saved as F-1" in whispers(ada, "#cust-acme")[0]


def test_a_private_channel_stays_private(world: World) -> None:
    world.box.invite("#leadership", "bot")
    priya = world.person("priya")
    react(world, priya, priya.say("#leadership", "they will leave"), "#leadership")
    source = saved(world).source
    assert source is not None and source.is_private


def test_a_file_without_words_is_saved_by_its_title(world: World) -> None:
    sam = world.person("sam")
    ts = sam.say("#support", "", files=[("broken-invoice.pdf", b"%PDF")])
    react(world, sam, ts)
    assert saved(world).text == "File: broken-invoice.pdf"


def test_a_message_deleted_meanwhile_is_said_to_be_gone(world: World) -> None:
    sam = world.person("sam")
    ts = sam.say("#support", "the export times out")
    sam.react("#support", ts, CAPTURE)
    world.box.settle()
    sam.delete("#support", ts)
    world.settle()
    assert count(world) == 0
    assert "deleted before I could read it" in whispers(sam)[0]


@pytest.mark.parametrize(
    ("error", "words"),
    [("not_in_channel", "/invite @Linchpin"), ("missing_scope", "reinstall")],
)
def test_a_message_that_cannot_be_read_is_answered_directly_with_what_to_do(
    world: World, error: str, words: str
) -> None:
    sam = world.person("sam")
    ts = sam.say("#support", "the export times out")
    world.box.faults.add("error", method="conversations.history", error=error)
    react(world, sam, ts)
    assert count(world) == 0
    assert whispers(sam) == []
    told: list[dict[str, Any]] = world.box.dm_messages("sam")
    assert len(told) == 1
    assert words in told[0]["text"]
    sam.unreact("#support", ts, CAPTURE)
    react(world, sam, ts)
    assert count(world) == 1


@pytest.mark.both_worlds
def test_slack_out_of_reach_delays_the_saving_and_repeats_nothing(world: World) -> None:
    sam = world.person("sam")
    ts = sam.say("#support", "the export times out")
    for kind in ("http_500", "drop_before", "ratelimited"):
        world.box.faults.add(kind, method="conversations.history")
    world.box.faults.add("drop_after", method="reactions.add")
    sam.react("#support", ts, CAPTURE)
    world.settle(horizon_s=timedelta(minutes=5).total_seconds())
    assert count(world) == 1
    assert len(whispers(sam)) == 1
    assert world.box.reactions("#support", ts)["white_check_mark"] == [world.box.bot_user_id]


def test_linchpin_s_own_messages_are_not_feedback(world: World) -> None:
    sam = world.person("sam")
    sam.react("#support", sam.say("#support", "hello"), CAPTURE)
    world.settle()
    own = world.box.person("linchpin").say("#support", "a card")
    react(world, sam, own)
    assert count(world) == 1
    assert "one of my own messages" in whispers(sam)[-1]
