"""The program's own housekeeping: job runs, and what the doctor asks."""

from datetime import datetime

from storage import jobs
from storage.engine import Database
from storage.jobs import JobRun


def job_started(database: Database, name: str, at: datetime) -> None:
    """Note that a job begins."""
    with database.transaction() as session:
        jobs.started(session, name, at)


def job_finished(database: Database, name: str, at: datetime, error: str | None) -> None:
    """Note how a job ended; ``error`` is a sentence or None."""
    with database.transaction() as session:
        jobs.finished(session, name, at, error)


def job_runs(database: Database) -> list[JobRun]:
    """The last run of every job."""
    with database.reading() as session:
        return jobs.every(session)
