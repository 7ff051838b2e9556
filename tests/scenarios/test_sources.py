"""What becomes of saved words when their message is edited or deleted, and who reads them."""

import pytest

from domain.feedback.model import Gone
from services.digests import runs as digest_runs
from services.digests.subscribe import subscribe_in_words
from services.feedback import pages as feedback_pages
from storage.database.engine import Database
from tests.support.make import request
from tests.support.world import World

CAPTURE = "inbox_tray"
WORDS = "the walnut export times out every single night"


def saved_by_emil(world: World, channel: str = "#support") -> str:
    ts = world.person("sam").say(channel, WORDS)
    world.person("emil").react(channel, ts, CAPTURE)
    world.settle()
    return ts


def text_of(world: World, number: int = 1) -> str:
    return feedback_pages.get(world.bot.database, world.workspace_id, number).text


@pytest.mark.both_worlds
def test_an_edited_message_changes_the_quote_and_a_deleted_one_withdraws_it(world: World) -> None:
    ts = saved_by_emil(world)
    sam = world.person("sam")
    world.box.faults.add("duplicate", event="message")
    sam.edit("#support", ts, "the walnut export times out at noon, @emil")
    world.settle()
    assert text_of(world) == "the walnut export times out at noon, @Emil"
    sam.delete("#support", ts)
    world.settle()
    one = feedback_pages.get(world.bot.database, world.workspace_id, 1)
    assert (one.gone, one.said_by) == (Gone.DELETED, sam.id)
    answer = world.person("emil").command("#support", "/feedback", "F-1")
    assert "walnut" not in str(answer)
    assert "its words are gone" in str(answer)


def test_a_deleted_message_that_has_replies_is_withdrawn_too(one_world: World) -> None:
    ts = saved_by_emil(one_world)
    one_world.person("priya").say("#support", "noted", thread_ts=ts)
    one_world.person("sam").delete("#support", ts)
    one_world.settle()
    assert text_of(one_world) == Gone.DELETED.sentence


def test_a_posted_digest_is_rewritten_without_the_quote(one_world: World) -> None:
    priya = one_world.person("priya")
    database: Database = one_world.bot.database
    channel = one_world.box.channel("#general").id
    asked = request(one_world.workspace_id, priya.id, at=one_world.clock.now())
    subscription = subscribe_in_words(database, asked, channel, "mon 13:00 UTC")
    ts = saved_by_emil(one_world)
    assert subscription.next_due_at is not None
    one_world.move_to(subscription.next_due_at)
    digest = one_world.posts("#general")[-1]
    assert "walnut" in str(digest)
    one_world.person("sam").delete("#support", ts)
    one_world.settle()
    after = next(one for one in one_world.posts("#general") if one["ts"] == digest["ts"])
    assert "walnut" not in str(after)
    assert "its words are gone" in str(after)
    assert digest_runs.due(database, one_world.clock.now()) == []


def test_members_of_a_private_channel_read_its_words_until_they_leave(one_world: World) -> None:
    deals = one_world.box.create_channel(
        "deals", private=True, members=("sam", "emil", "priya", "bot")
    )
    one_world.settle()
    saved_by_emil(one_world, deals)
    here, away = one_world.person("priya"), one_world.person("sofia")
    assert "walnut" in str(here.command("#general", "/feedback", "F-1"))
    hidden = str(away.command("#general", "/feedback", "F-1"))
    assert "walnut" not in hidden
    assert "said in a private conversation" in hidden
    here.leave(deals)
    one_world.settle()
    assert "walnut" not in str(here.command("#general", "/feedback", "F-1"))


def test_the_night_notices_what_was_deleted_while_the_bot_was_away(one_world: World) -> None:
    ts = saved_by_emil(one_world)
    one_world.box.faults.add("lost", event="message")
    one_world.person("sam").delete("#support", ts)
    one_world.settle()
    assert text_of(one_world) == WORDS
    one_world.run_jobs()
    assert text_of(one_world) == Gone.DELETED.sentence


def test_a_person_is_forgotten_after_a_manager_saw_what_goes_and_typed_the_word(
    one_world: World,
) -> None:
    saved_by_emil(one_world)
    sam, priya = one_world.person("sam"), one_world.person("priya")
    refused = one_world.person("emil").command("#general", "/linchpin", "forget @sam")
    assert "Only managers" in str(refused)
    priya.command("#general", "/linchpin", "forget @sam")
    shown = str(priya.modal())
    assert "1 piece of feedback" in shown
    assert "Not removed" in shown
    assert not priya.submit({"confirmation": "sure"}).ok
    assert text_of(one_world) == WORDS
    assert priya.submit({"confirmation": "forget"}).ok
    one_world.settle()
    assert text_of(one_world) == Gone.FORGOTTEN.sentence
    told = str(priya.messages(priya.dm_with_app().id))
    assert "is forgotten" in told
    assert "1 piece of feedback" in told
    again = saved_by_emil(one_world)
    assert "asked to be forgotten" in str(one_world.person("emil").ephemerals("#support"))
    assert (
        feedback_pages.of_message(
            one_world.bot.database,
            request(one_world.workspace_id, one_world.person("emil").id),
            one_world.box.channel("#support").id,
            again,
        )
        is None
    )
    sam.command("#support", "/feedback", "I still have something to say")
    assert text_of(one_world, 2) == "I still have something to say"


def test_somebody_asks_for_themselves_and_is_told_without_a_trace(one_world: World) -> None:
    saved_by_emil(one_world)
    sam = one_world.person("sam")
    sam.command("#general", "/linchpin", "forget me")
    assert sam.submit({"confirmation": "forget"}).ok
    one_world.settle()
    assert "is forgotten" in str(sam.messages(sam.dm_with_app().id))
