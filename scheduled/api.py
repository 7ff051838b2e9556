"""The HTTP API: keys of old requests are forgotten."""

from functools import partial

from scheduled.clock.scheduler import NIGHTLY, Job
from scheduled.delivery.part import ScheduledPart
from services.api import feedback as api_feedback
from storage.database.engine import Database


def _jobs(database: Database) -> tuple[Job, ...]:
    return (Job("forget_keys", NIGHTLY, partial(api_feedback.forget_keys, database)),)


PART = ScheduledPart(
    jobs=_jobs,
)
