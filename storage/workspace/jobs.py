"""When each job of the table last ran."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlmodel import Session, select

from domain.home.health import JobRun
from storage.database.upsert import insert_for
from storage.schema import JobRunRow


def started(session: Session, name: str, at: datetime) -> None:
    """Note that a job begins."""
    _note(session, name, {"started_at": at})


def finished(
    session: Session, name: str, at: datetime, error: str | None, next_at: datetime | None
) -> None:
    """Note how a job ended and when it runs next."""
    told = {"finished_at": at, "error": error, "next_at": next_at}
    _note(session, name, told if error is not None else {**told, "succeeded_at": at})


def every(session: Session) -> list[JobRun]:
    """The last run of every job, by name."""
    rows = session.exec(select(JobRunRow).order_by(JobRunRow.name)).all()
    return [
        JobRun(row.name, row.started_at, row.finished_at, row.succeeded_at, row.error, row.next_at)
        for row in rows
    ]


def _note(session: Session, name: str, values: dict[str, Any]) -> None:
    statement = _noting(session.get_bind().dialect.name, tuple(values))
    session.connection().execute(statement, {"name": name, **values})


@cache
def _noting(dialect: str, columns: tuple[str, ...]) -> Any:
    # Replicas run the same job at the same moment, the first run of all included.
    row = insert_for(dialect, JobRunRow)
    told = {name: row.excluded[name] for name in columns}
    return row.on_conflict_do_update(index_elements=["name"], set_=told)
