"""/linchpin doctor: what is wrong, why, and what to do."""

from datetime import datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger

from scheduled.clock.scheduler import Job, Scheduler
from tests.support.world import World

IDEAS = "#product-ideas"


def report(world: World) -> str:
    reply = world.person("priya").command("#product", "/linchpin", "doctor")
    assert reply.ok
    return str(reply.blocks)


@pytest.mark.both_worlds
def test_nothing_wrong_is_one_sentence_with_the_next_runs(world: World) -> None:
    world.run_jobs()
    told = report(world)
    assert "All is well" in told
    assert "*digests*" in told
    assert "next <!date" in told


def test_a_missing_permission_is_named(world: World) -> None:
    world.box.workspace.scopes.remove("reactions:read")
    world.bot.identify()
    told = report(world)
    assert "`reactions:read`" in told
    assert "Reinstall the app" in told


def test_a_channel_that_is_used_and_out_of_reach_is_named(world: World) -> None:
    priya = world.person("priya")
    priya.command("#product", "/linchpin", "settings")
    priya.submit({"ideas_channel": world.box.channel(IDEAS).id})
    world.box.kick(IDEAS, "bot")
    world.settle()
    told = report(world)
    assert "I am not in <#C0PRODUCTIDEAS>" in told
    assert "/invite @Linchpin" in told
    world.box.invite(IDEAS, "bot")
    world.settle()
    assert "I am not in" not in report(world)


def test_a_failed_job_is_named_with_the_mark_to_look_for(world: World) -> None:
    def broken(_at: datetime) -> None:
        raise RuntimeError("disk on fire")

    nightly = Job("tidy_up", CronTrigger(hour=3, timezone="UTC"), broken)
    Scheduler(world.bot.database, [nightly], world.clock.now).run_all()
    told = report(world)
    assert "The job *tidy_up* failed" in told
    assert "in the log" in told
    assert "disk on fire" not in told


@pytest.mark.both_worlds
def test_posts_that_failed_are_listed_with_their_reason(world: World) -> None:
    world.box.faults.add("error", method="chat.postMessage", error="restricted_action")
    world.person("sam").command(IDEAS, "/idea", "Dark mode")
    world.settle()
    told = report(world)
    assert "Last posts that failed" in told
    assert "does not let the bot post in that channel" in told


def test_what_waits_too_long_is_told(world: World) -> None:
    world.person("sam").command(IDEAS, "/idea", "Dark mode")
    world.clock.advance(timedelta(minutes=5))
    assert "waiting to be posted since" in report(world)
    world.settle()
    assert "waiting" not in report(world)
