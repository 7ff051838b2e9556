"""The change log: written with the fact it tells, read by digests, history and audit.

What is recorded is also handed to the subscribers of the database, before the transaction commits.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, insert, text
from sqlmodel import Session, col, select

from domain.core.changes import IMPORTING, Change, NewChange
from domain.core.people import Request
from storage.schema import ChangeRow

_INSERT = insert(ChangeRow)
"""Built once and given to the connection: the session's bookkeeping takes longer than the row."""

_LOCK_FAMILY = 1_279_870_032
"""First half of the advisory lock key (any constant that no other lock of ours uses)."""


def record(
    session: Session,
    request: Request,
    subject: tuple[str, int],
    field: str,
    *,
    before: Any = None,
    after: Any = None,
) -> None:
    """Write one change of ``subject`` (kind and row id); equal values write nothing."""
    if before == after:
        return
    _share_log(session, request.workspace_id)
    kind, subject_id = subject
    session.connection().execute(
        _INSERT,
        {
            "workspace_id": request.workspace_id,
            "at": request.at,
            "actor": request.user_id,
            "door": request.door,
            "subject_kind": kind,
            "subject_id": subject_id,
            "field": field,
            "before": before,
            "after": after,
        },
    )
    announce(session, NewChange(request, kind, subject_id, field, before, after))


def announce(session: Session, change: NewChange) -> None:
    """Hand a change to the subscribers without writing it: for facts that no history shows."""
    session.info.setdefault("changes", []).append(change)


def record_all(
    session: Session,
    request: Request,
    field: str,
    entries: Iterable[tuple[tuple[str, int], Any, Any]],
) -> None:
    """Write many changes of one field at once: each with its subject, before and after."""
    written = [one for one in entries if one[1] != one[2]]
    if not written:
        return
    _share_log(session, request.workspace_id)
    common = {
        "workspace_id": request.workspace_id,
        "at": request.at,
        "actor": request.user_id,
        "door": request.door,
        "field": field,
    }
    rows = [
        {
            **common,
            "subject_kind": kind,
            "subject_id": subject_id,
            "before": before,
            "after": after,
        }
        for (kind, subject_id), before, after in written
    ]
    session.connection().execute(_INSERT, rows)
    for (kind, subject_id), before, after in written:
        announce(session, NewChange(request, kind, subject_id, field, before, after))


def latest_id(session: Session, workspace_id: int) -> int:
    """The id of the newest change, with every lower id committed: a clean cut of the log.

    On PostgreSQL ids are given before the commit, so a lower id may appear later. Writers share a
    lock for their transaction; this reader takes it alone, which waits for those under way.
    """
    if session.get_bind().dialect.name == "postgresql":
        _lock(session, "pg_advisory_xact_lock", workspace_id)
    query = select(func.max(ChangeRow.id)).where(col(ChangeRow.workspace_id) == workspace_id)
    return session.exec(query).one() or 0


def id_before(session: Session, workspace_id: int, moment: datetime) -> int:
    """The id of the last change that happened before a moment, 0 when there is none.

    It looks backwards from the newest, so it costs what happened since and not what is stored.
    """
    query = (
        select(ChangeRow.id)
        .where(col(ChangeRow.workspace_id) == workspace_id, col(ChangeRow.at) < moment)
        .order_by(col(ChangeRow.id).desc())
        .limit(1)
    )
    return session.exec(query).first() or 0


def between(session: Session, workspace_id: int, after_id: int, until_id: int) -> list[Change]:
    """The changes with ``after_id < id <= until_id``, oldest first."""
    query = (
        select(ChangeRow)
        .where(col(ChangeRow.workspace_id) == workspace_id)
        .where(col(ChangeRow.id) > after_id, col(ChangeRow.id) <= until_id)
        .order_by(col(ChangeRow.id))
    )
    return from_rows(session.exec(query).all())


def news(session: Session, workspace_id: int, after_id: int, until_id: int) -> list[Change]:
    """What digests tell of: changes with ``after_id < id <= until_id``, oldest first.

    What came by an import is no news: it was said elsewhere, and may be a hundred thousand rows.
    """
    given = {"workspace": workspace_id, "after": after_id, "until": until_id}
    return from_rows(session.connection().execute(_news(), given).all())


@cache
def _news() -> Any:
    # Built once and read as plain columns: a thousand digests may be due at the same minute.
    row = ChangeRow
    return (
        select(*row.__table__.columns)  # type: ignore[attr-defined]
        .where(col(row.workspace_id) == bindparam("workspace"))
        .where(col(row.id) > bindparam("after"), col(row.id) <= bindparam("until"))
        .where(col(row.subject_kind).in_(("idea", "feedback", "objective")))
        .where(col(row.door) != IMPORTING)
        .order_by(col(row.id))
    )


def of_subject(session: Session, workspace_id: int, kind: str, subject_id: int) -> list[Change]:
    """Every change of one subject, oldest first."""
    query = (
        select(ChangeRow)
        .where(col(ChangeRow.workspace_id) == workspace_id)
        .where(ChangeRow.subject_kind == kind, ChangeRow.subject_id == subject_id)
        .order_by(col(ChangeRow.id))
    )
    return from_rows(session.exec(query).all())


def since(
    session: Session, workspace_id: int, subject: tuple[str, int], after_id: int, *, without: str
) -> list[Change]:
    """The changes of one subject behind a change, oldest first, leaving out those of one field."""
    query = (
        select(ChangeRow)
        .where(col(ChangeRow.workspace_id) == workspace_id, ChangeRow.field != without)
        .where(ChangeRow.subject_kind == subject[0], ChangeRow.subject_id == subject[1])
        .where(col(ChangeRow.id) > after_id)
        .order_by(col(ChangeRow.id))
    )
    return from_rows(session.exec(query).all())


def latest_of(
    session: Session, workspace_id: int, subject: tuple[str, int], limit: int, *, without: str
) -> list[Change]:
    """The newest changes of one subject, newest first, leaving out those of one field."""
    query = (
        select(ChangeRow)
        .where(col(ChangeRow.workspace_id) == workspace_id, ChangeRow.field != without)
        .where(ChangeRow.subject_kind == subject[0], ChangeRow.subject_id == subject[1])
        .order_by(col(ChangeRow.id).desc())
        .limit(limit)
    )
    return from_rows(session.exec(query).all())


def from_rows(rows: Sequence[Any]) -> list[Change]:
    """The changes of rows, or of tuples with the same names, in their order."""
    return [
        Change(
            id=row.id or 0,
            at=row.at,
            actor=row.actor,
            door=row.door,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            field=row.field,
            before=row.before,
            after=row.after,
        )
        for row in rows
    ]


def _share_log(session: Session, workspace_id: int) -> None:
    if session.get_bind().dialect.name == "postgresql" and not session.info.get("log_shared"):
        _lock(session, "pg_advisory_xact_lock_shared", workspace_id)
        session.info["log_shared"] = True


def _lock(session: Session, function: str, workspace_id: int) -> None:
    session.connection().execute(
        text(f"SELECT {function}(:family, :workspace)"),
        {"family": _LOCK_FAMILY, "workspace": workspace_id % 2_147_483_647},
    )
