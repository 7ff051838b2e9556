"""The program's own housekeeping: job runs, and what the doctor asks."""

from datetime import datetime

from domain.home.health import JobRun
from storage.database.engine import Database
from storage.database.trouble import checks
from storage.workspace import jobs


def job_started(database: Database, name: str, at: datetime) -> None:
    """Note that a job begins."""
    with database.transaction() as session:
        jobs.started(session, name, at)


def job_finished(
    database: Database, name: str, at: datetime, error: str | None, next_at: datetime | None
) -> None:
    """Note how a job ended, as a sentence or None, and when it runs next."""
    with database.transaction() as session:
        jobs.finished(session, name, at, error, next_at)


def job_runs(database: Database) -> list[JobRun]:
    """The last run of every job."""
    with database.reading() as session:
        return jobs.every(session)


def database_problems(database: Database) -> list[str]:
    """What the database finds wrong with itself, in sentences for the operator; reads it all."""
    return checks.problems(database)
