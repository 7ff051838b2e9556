"""The job runner: a fixed table of jobs on APScheduler, each run recorded."""

import logging
import secrets
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from domain.core.errors import UserError
from services.workspace import jobs as upkeep
from storage.database.engine import Database

log = logging.getLogger("linchpin.clock")

T = TypeVar("T")

EACH_MINUTE = CronTrigger(second=0, timezone="UTC")
NIGHTLY = CronTrigger(hour=3, minute=17, timezone="UTC")

MISFIRE_GRACE_S = 3600
"""A job that a busy host starts late still runs; APScheduler's own default of 1 s drops it."""

WATCHED_EVERY_S = 20.0
"""How often the scheduler's waits are compared with the clock."""

SET_BACK = timedelta(seconds=90)
"""A job that waits this much longer than its times say waits for a clock that was set back."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job: its name in the doctor's report, when it runs, and what it does.

    ``work`` takes the instant that counts as now. It may run on several machines at once, so rows
    decide what is due, never the fact that the job was started.
    """

    name: str
    trigger: BaseTrigger
    work: Callable[[datetime], None]


def one_by_one(items: Iterable[T], work: Callable[[T], object]) -> None:
    """Do ``work`` for every item, whatever becomes of the others, and then raise what failed."""
    failed: list[Exception] = []
    for item in items:
        try:
            work(item)
        except Exception as error:  # noqa: BLE001 - raised below, when the others had their turn
            failed.append(error)
    if len(failed) == 1:
        raise failed[0]
    if failed:
        raise ExceptionGroup("Several items of a job failed", failed)


class Scheduler:
    """Runs the job table in the background."""

    def __init__(
        self, database: Database, jobs: Sequence[Job], now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._jobs = tuple(jobs)
        self._now = now
        self._ran_at: dict[str, datetime] = {}
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._watch_clock, name="clock-watch", daemon=True)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={
                "coalesce": True,
                "max_instances": 1,
                "misfire_grace_time": MISFIRE_GRACE_S,
            },
        )

    def start(self) -> None:
        """Begin to run the jobs at their times."""
        for job in self._jobs:
            self._scheduler.add_job(self.run, job.trigger, args=[job], id=job.name)
        self._scheduler.start()
        self._watch.start()

    def stop(self) -> None:
        """Start nothing more and wait for the job that runs."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def is_alive(self) -> bool:
        """True while the scheduler runs."""
        return bool(self._scheduler.running)

    def next_runs(self) -> dict[str, datetime | None]:
        """When each job runs next, by name."""
        return {job.id: job.next_run_time for job in self._scheduler.get_jobs()}

    def follow_clock(self) -> None:
        """Have jobs run at their times again after the machine's clock was set back.

        The scheduler waits for the instant that it worked out before, an hour too long after a
        clock that was an hour ahead.
        """
        now = self._now()
        for job in self._scheduler.get_jobs():
            due = job.trigger.get_next_fire_time(None, now)
            if due is not None and job.next_run_time - due > SET_BACK:
                log.warning("The clock was set back; the job %s follows it.", job.id)
                job.modify(next_run_time=due)

    def _watch_clock(self) -> None:
        while not self._stopping.wait(WATCHED_EVERY_S):
            self.follow_clock()

    def run_all(self) -> None:
        """Run every job once, in the calling thread."""
        for job in self._jobs:
            self.run(job)

    def run_due(self, only: Collection[str] | None = None) -> None:
        """Run the jobs whose time has come since this was last called, in the calling thread.

        For a clock that is moved by hand, which the background scheduler cannot follow. ``only``
        names the jobs that matter; None means all.
        """
        now = self._now()
        for job in self._jobs:
            if only is not None and job.name not in only:
                continue
            before = self._ran_at.get(job.name)
            due = job.trigger.get_next_fire_time(before, before) if before else now
            if due is not None and due <= now:
                self._ran_at[job.name] = now
                self.run(job)

    def run(self, job: Job) -> None:
        """Run one job and record how it ended; a failure is logged and the next run goes on."""
        now = self._now()
        error: str | None = None
        try:
            upkeep.job_started(self._database, job.name, now)
            job.work(now)
        except UserError as refused:
            error = refused.message
        except Exception:
            mark = secrets.token_hex(4)
            log.exception("Job %s failed (%s)", job.name, mark)
            error = f"It failed; look for {mark} in the log."
        self._record(job, error)

    def _record(self, job: Job, error: str | None) -> None:
        try:
            now = self._now()
            next_at = job.trigger.get_next_fire_time(now, now)
            upkeep.job_finished(self._database, job.name, now, error, next_at)
        except UserError as unreachable:
            log.warning("Job %s could not be recorded: %s", job.name, unreachable.message)
