"""Imports, the files they read, and the rows they refused."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.imports.rows import Problem
from domain.imports.runs import Counts, Import, State, Undone
from storage.database.upsert import insert_into
from storage.schema import ImportFileRow, ImportProblemRow, ImportRow

_AT_ONCE = 500


def add(
    session: Session,
    request: Request,
    name: str,
    plan: dict[str, Any],
    *,
    state: State,
    total_rows: int,
    **more: Any,
) -> Import | None:
    """Store an import with its plan as JSON; None when its request has stored one before."""
    values = {
        "workspace_id": request.workspace_id,
        "name": name,
        "asked_by": request.user_id,
        "asked_at": request.at,
        "state": state.value,
        "plan": plan,
        "counts": {},
        "total_rows": total_rows,
        "done_rows": 0,
        "request_key": request.key,
        **more,
    }
    statement = insert_into(session, ImportRow).values(values).on_conflict_do_nothing()
    row_id = session.connection().execute(statement.returning(col(ImportRow.id))).scalar()
    if row_id is None:
        return None
    run = Import(
        row_id, request.workspace_id, name, request.user_id, state, Counts(), total_rows, 0
    )
    return replace(run, **more)


def by_request(session: Session, workspace_id: int, key: str) -> int | None:
    """The row id of the import that a request has stored, or None."""
    query = select(ImportRow.id).where(
        ImportRow.workspace_id == workspace_id, ImportRow.request_key == key
    )
    return session.exec(query).first()


def get(
    session: Session, workspace_id: int, import_id: int, *, lock: bool = False
) -> tuple[Import, dict[str, Any]] | None:
    """An import and its plan as JSON; ``lock`` makes other writers wait."""
    query = select(ImportRow).where(
        ImportRow.workspace_id == workspace_id, ImportRow.id == import_id
    )
    row = session.exec(query.with_for_update() if lock else query).first()
    if row is None:
        return None
    return _from_row(row), row.plan


def _from_row(row: ImportRow) -> Import:
    return Import(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        name=row.name,
        asked_by=row.asked_by,
        state=State(row.state),
        counts=Counts(**row.counts),
        total_rows=row.total_rows,
        done_rows=row.done_rows,
        message_key=row.message_key,
        source=row.source or "",
        sheet=row.sheet,
        is_update=row.is_update,
        undone=_undone(row.undone),
    )


def latest(session: Session, workspace_id: int, limit: int) -> list[tuple[Import, datetime]]:
    """The newest imports that began, each with when it was asked for."""
    query = (
        select(ImportRow)
        .where(ImportRow.workspace_id == workspace_id, ImportRow.state != State.OFFERED.value)
        .order_by(col(ImportRow.id).desc())
        .limit(limit)
    )
    return [(_from_row(row), row.asked_at) for row in session.exec(query)]


def change(session: Session, run: Import, **values: Any) -> Import:
    """Set columns of an import, its plan as JSON, and return it as it is then."""
    shown = {name: value for name, value in values.items() if name not in ("plan", "ended_at")}
    columns = {
        name: value.value
        if isinstance(value, State)
        else asdict(value)
        if isinstance(value, Counts | Undone)
        else value
        for name, value in values.items()
    }
    statement = update(ImportRow).where(
        col(ImportRow.workspace_id) == run.workspace_id, col(ImportRow.id) == run.id
    )
    session.connection().execute(statement.values(**columns))
    session.expire_all()
    return replace(run, **shown)


def keep_file(session: Session, workspace_id: int, import_id: int, content: bytes) -> None:
    """Keep the packed content of an import's file."""
    values = {"import_id": import_id, "workspace_id": workspace_id, "content": content}
    session.connection().execute(insert(ImportFileRow).values(values))


def file(session: Session, workspace_id: int, import_id: int) -> bytes | None:
    """The packed content of an import's file, None when it is kept no longer."""
    query = select(ImportFileRow.content).where(
        ImportFileRow.workspace_id == workspace_id, ImportFileRow.import_id == import_id
    )
    return session.exec(query).first()


def drop_file(session: Session, workspace_id: int, import_id: int) -> None:
    """Forget the content of an import's file."""
    statement = delete(ImportFileRow).where(
        col(ImportFileRow.workspace_id) == workspace_id, col(ImportFileRow.import_id) == import_id
    )
    session.connection().execute(statement)


def drop_problems(session: Session, workspace_id: int, import_id: int) -> None:
    """Forget the refused rows of an import."""
    statement = delete(ImportProblemRow).where(
        col(ImportProblemRow.workspace_id) == workspace_id,
        col(ImportProblemRow.import_id) == import_id,
    )
    session.connection().execute(statement)


def add_problems(
    session: Session,
    workspace_id: int,
    import_id: int,
    problems: Sequence[Problem],
    *,
    was_imported: bool = False,
) -> None:
    """Keep rows that were refused, or that were imported with something changed."""
    rows = [
        {
            "workspace_id": workspace_id,
            "import_id": import_id,
            "line": one.line,
            "reason": _storable(one.reason),
            "cells": [_storable(cell) for cell in one.cells],
            "was_imported": was_imported,
        }
        for one in problems
    ]
    if rows:
        statement = insert_into(session, ImportProblemRow).on_conflict_do_nothing()
        session.connection().execute(statement, rows)


def problems(
    session: Session, workspace_id: int, import_id: int, *, was_imported: bool = False
) -> Iterator[Problem]:
    """The rows of an import that were refused, in the order of their lines; or else those that
    were imported with something changed."""
    query = (
        select(ImportProblemRow.line, ImportProblemRow.reason, ImportProblemRow.cells)
        .where(ImportProblemRow.workspace_id == workspace_id)
        .where(ImportProblemRow.import_id == import_id)
        .where(col(ImportProblemRow.was_imported).is_(was_imported))
        .order_by(col(ImportProblemRow.line))
    )
    for line, reason, cells in session.exec(query.execution_options(yield_per=_AT_ONCE)):
        yield Problem(line, reason, tuple(cells))


def forgotten_offers(session: Session, before: datetime, limit: int) -> list[tuple[int, int]]:
    """Imports that were offered before an instant and not begun: workspace and row id."""
    query = (
        select(ImportRow.workspace_id, ImportRow.id)
        .where(ImportRow.state == State.OFFERED.value, ImportRow.asked_at < before)
        .order_by(col(ImportRow.id))
        .limit(limit)
    )
    return [(workspace_id, row_id or 0) for workspace_id, row_id in session.exec(query)]


def _undone(stored: dict[str, Any] | None) -> Undone | None:
    if stored is None:
        return None
    return Undone(stored["removed"], stored["kept"], tuple(stored["built"]))


def _storable(text: str) -> str:
    """No database stores U+0000, nor halves of surrogate pairs."""
    return text.replace("\0", "\ufffd").encode(errors="replace").decode()
