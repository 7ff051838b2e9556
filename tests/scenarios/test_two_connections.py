"""Two processes with Socket Mode connections of one app: Slack gives each event to any of them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.app import Linchpin, create_app
from bot.server.metrics import Metrics
from bot.slack.dispatch import Intake
from bot.slack.socket import SocketRunner
from services.feedback import pages as feedback_pages
from tests.support.databases import Postgres, Reused, opened
from tests.support.nursery import comes_true
from tests.support.world import World, world

CHANNEL = "#support"


@contextmanager
def second_bot(one: World) -> Iterator[tuple[Linchpin, SocketRunner]]:
    """Another bot of the same app on the same database, connected like the first."""
    settings = one.bot.settings
    bot = create_app(settings, now=one.clock.now, database=opened(settings.database_url))
    intake = Intake(bot.bolt, Metrics())
    runner = SocketRunner(settings, intake)
    runner.start()
    try:
        assert runner.wait_until_connected(20.0)
        assert comes_true(lambda: one.box.connected == 2)
        yield bot, runner
    finally:
        runner.stop(2.0)
        intake.close()
        bot.stop(2.0)


@pytest.mark.postgres
def test_two_connections_share_the_events_and_do_each_once_even_when_one_closes(
    postgres_database: Reused, postgres: Postgres
) -> None:
    with (
        postgres_database.emptied() as database,
        world(database, "socket") as one,
        second_bot(one) as (second, runner),
    ):
        sam = one.person("sam")
        one.box.faults.add("duplicate", event="reaction_added", times=6)
        for number in range(6):
            sam.react(CHANNEL, sam.say(CHANNEL, f"reacted {number}"), "inbox_tray")
            assert sam.command(CHANNEL, "/feedback", f"typed {number}").ok
        one.box.settle()
        for bot in (second, one.bot):  # both work the outbox, each what the other left
            bot.dispatcher.run_due(1)
        one.settle(horizon_s=120)
        assert feedback_pages.untriaged_count(database, one.workspace_id) == 12
        assert len(one.box.calls("chat.postEphemeral")) == 6

        runner.stop(2.0)
        assert comes_true(lambda: one.box.connected == 1)
        for number in range(4):
            assert sam.command(CHANNEL, "/feedback", f"later {number}").ok
        assert feedback_pages.untriaged_count(database, one.workspace_id) == 16
