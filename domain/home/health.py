"""How the program itself is: job runs and the doctor's report."""

from dataclasses import dataclass
from datetime import datetime

from domain.api import Token
from domain.core.outbox import Failure
from domain.core.people import Workspace


@dataclass(frozen=True, slots=True)
class JobRun:
    """The last run of a job; ``error`` is None after a good one."""

    name: str
    started_at: datetime | None
    finished_at: datetime | None
    succeeded_at: datetime | None
    error: str | None
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the doctor found. Empty lists are good news; ``tokens`` are those of the API that end
    soon or were never used."""

    workspace: Workspace
    missing_scopes: tuple[str, ...]
    outside_channels: tuple[str, ...]
    job_runs: tuple[JobRun, ...]
    failures: tuple[Failure, ...]
    oldest_due: datetime | None
    at: datetime
    tokens: tuple[Token, ...] = ()
