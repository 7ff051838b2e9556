"""The scheduler and the dispatcher go on at once when the machine's clock is set back an hour."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger

from bot.app import create_app
from scheduled.clock.scheduler import Job, Scheduler
from storage.database.engine import Database
from tests.support.nursery import comes_true
from tests.support.world import World

HOUR = timedelta(hours=1)
IDEAS = "#product-ideas"


class Moved:
    """A clock that can be set back."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.off = timedelta()

    def __call__(self) -> datetime:
        return self._now() + self.off


def test_jobs_that_wait_for_the_earlier_clock_follow_the_new_one(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    ran = threading.Event()
    clock = Moved(lambda: datetime.now(UTC))
    jobs = [
        Job("digests", CronTrigger(second=0, timezone="UTC"), lambda _at: ran.set()),
        Job("nightly", CronTrigger(hour=3, minute=17, timezone="UTC"), lambda _at: None),
    ]
    scheduler = Scheduler(database, jobs, clock)
    scheduler.start()
    try:
        before = scheduler.next_runs()
        scheduler.follow_clock()
        assert scheduler.next_runs() == before
        clock.off = -HOUR
        with caplog.at_level(logging.WARNING):
            scheduler.follow_clock()
        assert "the job digests follows it" in caplog.text
        assert ran.wait(10.0)  # by the scheduler's own clock its time is long past
    finally:
        scheduler.stop()


def test_messages_are_said_after_the_clock_was_set_back(one_world: World) -> None:
    world = one_world
    clock = Moved(world.clock.now)
    clock.off = HOUR
    ahead = create_app(world.bot.settings, now=clock, database=world.bot.database)
    sam = world.person("sam")
    sam.command(IDEAS, "/idea", "Export to CSV")
    while ahead.dispatcher.run_due():
        pass
    assert len(world.posts(IDEAS)) == 1
    world.clock.advance(timedelta(seconds=5))
    sam.command(IDEAS, "/idea", "Dark mode")
    clock.off = timedelta()
    again = create_app(world.bot.settings, now=clock, database=world.bot.database)
    again.dispatcher.start()
    try:
        assert comes_true(lambda: len(world.posts(IDEAS)) == 2, 15.0)
    finally:
        again.dispatcher.stop()
