"""The job table."""

from collections.abc import Sequence
from functools import partial

from apscheduler.triggers.cron import CronTrigger

from scheduled.clockwork import Job
from services import votes
from storage.engine import Database


def job_table(database: Database) -> Sequence[Job]:
    """Every job of the clock."""
    nightly = CronTrigger(hour=3, minute=17, timezone="UTC")
    return (Job("heal_votes", nightly, partial(votes.heal_votes, database)),)
