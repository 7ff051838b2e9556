"""What Slack refuses: each refusal has one meaning, and harms nobody else's messages."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot import features
from domain.core.outbox import State
from domain.core.people import Request
from domain.dates.schedule import Cadence, Schedule
from domain.digests.subscriptions import SubscriptionForm
from domain.ideas.model import Horizon
from scheduled.delivery.api_errors import reason
from scheduled.delivery.dispatcher import LEASE_S, Dispatcher
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.outbox import messages as outbox_messages
from services.votes import filing
from storage.database.engine import Database
from storage.outbox import monitoring as outbox_monitoring
from storage.outbox import queue as outbox
from tests.support.world import World

HERE, THERE = "#product", "#support"


def say(world: World, key: str, where: str = HERE) -> str:
    """Queue a small message; the channel's id."""
    channel, at = world.box.channel(where).id, world.clock.now()
    said = outbox_messages.say(
        channel,
        "channel_back",
        {"channel": channel},
        key=key,
        at=at,
        owner_id=world.person("priya").id,
    )
    with world.bot.database.transaction() as session:
        assert outbox.enqueue(session, world.workspace_id, said, at)
    return channel


def given_up(database: Database, workspace_id: int) -> list[tuple[State, str]]:
    with database.reading() as session:
        return [(one.state, one.error) for one in outbox_monitoring.failures(session, workspace_id)]


def open_count(world: World) -> int:
    with world.bot.database.reading() as session:
        return sum(outbox_monitoring.counts_by_state(session).values())


PERMANENT = (
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "missing_scope",
    "no_text",
)


@pytest.mark.parametrize("error", PERMANENT)
def test_a_refusal_for_good_is_told_to_the_owner_and_the_next_message_follows(
    one_world: World, error: str
) -> None:
    world = one_world
    world.box.faults.add("error", method="chat.postMessage", error=error)
    say(world, "refused")
    say(world, "next")
    say(world, "elsewhere", THERE)
    world.settle()
    assert given_up(world.bot.database, world.workspace_id) == [(State.FAILED, reason(error))]
    assert (len(world.posts(HERE)), len(world.posts(THERE))) == (1, 1)
    [note] = world.box.dm_messages("priya")
    assert reason(error).split(".")[0] in str(note)


PASSING = ("internal_error", "fatal_error", "request_timeout", "service_unavailable")


@pytest.mark.parametrize("error", PASSING)
def test_a_passing_refusal_is_tried_again_until_it_is_said_once(
    one_world: World, error: str
) -> None:
    one_world.box.faults.add("error", method="chat.postMessage", error=error, times=3)
    say(one_world, "once")
    one_world.settle(horizon_s=900)
    assert len(one_world.posts(HERE)) == 1
    assert open_count(one_world) == 0


def test_one_bad_channel_delays_no_other(one_world: World) -> None:
    world = one_world
    bad = world.box.channel(HERE).id
    world.box.faults.add("http_500", method="chat.postMessage", channel=bad, times=1000)
    for number in range(3):
        say(world, f"bad {number}", HERE)
        say(world, f"good {number}", THERE)
    world.settle(horizon_s=10)
    assert len(world.posts(THERE)) == 3
    assert world.posts(HERE) == []
    world.box.faults.clear()
    world.settle(horizon_s=900)
    assert len(world.posts(HERE)) == 3


def test_told_to_wait_in_one_method_the_others_go_on(one_world: World) -> None:
    world = one_world
    world.box.faults.add("ratelimited", method="chat.postMessage", retry_after_s=30)
    began = world.clock.now()
    say(world, "first")
    sam = world.person("sam")
    ts = sam.say(THERE, "it hangs")
    sam.react(THERE, ts, "inbox_tray")
    world.settle(horizon_s=20)
    assert len(sam.ephemerals(THERE)) == 1
    assert world.posts(HERE) == []
    world.settle(horizon_s=60)
    assert len(world.posts(HERE)) == 1
    assert world.clock.now() - began >= timedelta(seconds=30)


@pytest.mark.parametrize("error", ["missing_scope", "not_in_channel", "channel_not_found"])
def test_what_slack_does_not_let_us_look_up_is_shown_as_unknown_and_not_said_again(
    one_world: World, error: str
) -> None:
    world = one_world
    world.box.faults.add("drop_after", method="chat.postMessage")
    world.box.faults.add("error", method="conversations.history", error=error)
    say(world, "once")
    world.settle(horizon_s=900)
    assert len(world.posts(HERE)) == 1
    [(state, sentence)] = given_up(world.bot.database, world.workspace_id)
    assert (state, sentence) == (State.UNKNOWN, reason("outcome_unknown"))
    [note] = world.box.dm_messages("priya")
    assert "may or may not have been posted" in str(note)


def queue_digest(world: World, channel: str) -> None:
    """Let a digest of an idea that just moved be due in a channel."""
    now, priya = world.clock.now(), world.person("priya").id
    database = world.bot.database
    due = now.replace(second=0, microsecond=0)
    schedule = Schedule((due.weekday(),), due.time(), "UTC", Cadence.WEEKLY, due.date())
    before = Request(world.workspace_id, priya, "command", due - timedelta(hours=1))
    wish = SubscriptionForm(schedule, has_picture=False)
    digest_changes.subscribe(database, before, world.box.channel(channel).id, wish)
    idea = filing.file(database, before, NewIdea(f"Export for {channel}"), None)
    ideas.move(database, before, idea.number, Horizon.NEXT)
    digest_runs.run_due(database, now)


def types_of(post: dict[str, Any]) -> list[str]:
    return [block["type"] for block in post["blocks"]]


def test_a_kind_of_block_that_is_refused_is_told_in_words_and_remembered(
    one_world: World,
) -> None:
    world = one_world
    world.box.workspace.unsupported_blocks.add("header")
    queue_digest(world, HERE)
    world.settle()
    [post] = world.posts(HERE)
    assert "header" not in types_of(post)
    assert "Export for" in str(post["blocks"])
    assert len(world.box.calls("chat.postMessage")) == 2

    queue_digest(world, THERE)
    world.settle()
    assert len(world.posts(THERE)) == 1
    assert len(world.box.calls("chat.postMessage")) == 3, "the refusal was forgotten"

    world.box.workspace.unsupported_blocks.clear()
    world.clock.advance(timedelta(days=31))
    queue_digest(world, "#product-ideas")
    world.settle()
    [later] = world.posts("#product-ideas")
    assert "header" in types_of(later)


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
def test_a_message_whose_blocks_are_refused_is_said_in_plain_form(
    one_world: World, error: str
) -> None:
    world = one_world
    world.box.faults.add("error", method="chat.postMessage", error=error)
    queue_digest(world, HERE)
    world.settle()
    [post] = world.posts(HERE)
    assert set(types_of(post)) == {"section"}
    assert "Export for" in str(post["blocks"])
    assert given_up(world.bot.database, world.workspace_id) == []
    queue_digest(world, THERE)
    world.settle()
    assert "header" in types_of(world.posts(THERE)[0]), "one refusal made all messages plain"


def test_a_message_that_is_refused_in_plain_form_too_is_given_up(one_world: World) -> None:
    world = one_world
    world.box.faults.add("error", method="chat.postMessage", error="invalid_blocks", times=2)
    say(world, "refused")
    say(world, "next")
    world.settle()
    assert len(world.posts(HERE)) == 1
    [(state, _)] = given_up(world.bot.database, world.workspace_id)
    assert state is State.FAILED


def test_a_process_that_stood_still_past_its_lease_says_nothing(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """It stands still between taking the task and calling Slack."""
    world, bot = one_world, one_world.bot
    stands, goes_on = threading.Event(), threading.Event()

    def client_of(workspace_id: int) -> WebClient:
        stands.set()
        assert goes_on.wait(20.0)
        return bot.tokens.client_of(workspace_id)

    does = features.task_handlers(bot.settings.slack_api_url)
    frozen = Dispatcher(bot.database, client_of, does, world.clock.now)
    say(world, "once")
    thread = threading.Thread(target=frozen.run_due, args=[1])
    thread.start()
    assert stands.wait(20.0)
    world.clock.advance(timedelta(seconds=LEASE_S + 1))
    world.settle()
    called = len(world.box.calls("chat.postMessage"))
    goes_on.set()
    thread.join(20.0)
    assert not thread.is_alive()
    assert "took it over" in caplog.text
    assert len(world.box.calls("chat.postMessage")) == called == 1
    assert len(world.posts(HERE)) == 1
    assert open_count(world) == 0
