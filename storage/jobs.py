"""When each job of the table last ran."""

from datetime import datetime

from sqlmodel import Session, select

from domain.health import JobRun
from storage.tables import JobRunRow


def started(session: Session, name: str, at: datetime) -> None:
    """Note that a job begins."""
    row = session.get(JobRunRow, name) or JobRunRow(name=name)
    row.started_at = at
    session.add(row)


def finished(
    session: Session, name: str, at: datetime, error: str | None, next_at: datetime | None
) -> None:
    """Note how a job ended and when it runs next."""
    row = session.get(JobRunRow, name) or JobRunRow(name=name)
    row.finished_at, row.error, row.next_at = at, error, next_at
    if error is None:
        row.succeeded_at = at
    session.add(row)


def every(session: Session) -> list[JobRun]:
    """The last run of every job, by name."""
    rows = session.exec(select(JobRunRow).order_by(JobRunRow.name)).all()
    return [
        JobRun(row.name, row.started_at, row.finished_at, row.succeeded_at, row.error, row.next_at)
        for row in rows
    ]
