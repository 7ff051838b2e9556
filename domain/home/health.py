"""How the program itself is: job runs and the doctor's report."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

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


PERMISSIONS = "Permissions"
"""What the finding about a token's scopes is about."""


class State(Enum):
    """How one thing is that was looked at."""

    GOOD = "good"
    NOTE = "worth knowing"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was asked of Slack: what it is about, what was found, and the next step.

    All three are plain text; ``next_step`` is empty where nothing has to be done.
    """

    about: str
    state: State
    found: str
    next_step: str = ""

    def sentence(self) -> str:
        """The finding as one line."""
        return " ".join(part for part in (f"{self.about}: {self.found}", self.next_step) if part)


@dataclass(frozen=True, slots=True)
class Note:
    """What a feature has the doctor tell: a heading and lines of mrkdwn."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the doctor found. Empty lists are good news; ``notes`` are what features add."""

    workspace: Workspace
    missing_scopes: tuple[str, ...]
    outside_channels: tuple[str, ...]
    job_runs: tuple[JobRun, ...]
    failures: tuple[Failure, ...]
    oldest_due: datetime | None
    at: datetime
    notes: tuple[Note, ...] = ()
    slack: tuple[Finding, ...] = ()
    """What Slack answered when it was asked just now."""
