"""The job table."""

from collections.abc import Sequence

from scheduled.clockwork import Job
from storage.engine import Database


def job_table(database: Database) -> Sequence[Job]:
    """Every job of the clock."""
    return ()
