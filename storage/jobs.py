"""When each job of the table last ran."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from storage.tables import JobRunRow


@dataclass(frozen=True, slots=True)
class JobRun:
    """The last run of a job; ``error`` is None after a good one."""

    name: str
    started_at: datetime | None
    finished_at: datetime | None
    succeeded_at: datetime | None
    error: str | None


def started(session: Session, name: str, at: datetime) -> None:
    """Note that a job begins."""
    row = session.get(JobRunRow, name) or JobRunRow(name=name)
    row.started_at = at
    session.add(row)


def finished(session: Session, name: str, at: datetime, error: str | None) -> None:
    """Note how a job ended."""
    row = session.get(JobRunRow, name) or JobRunRow(name=name)
    row.finished_at, row.error = at, error
    if error is None:
        row.succeeded_at = at
    session.add(row)


def every(session: Session) -> list[JobRun]:
    """The last run of every job, by name."""
    rows = session.exec(select(JobRunRow).order_by(JobRunRow.name)).all()
    return [
        JobRun(row.name, row.started_at, row.finished_at, row.succeeded_at, row.error)
        for row in rows
    ]
