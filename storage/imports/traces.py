"""What an import leaves to go by later: what it made, what rows said, its sheets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from storage.database.upsert import insert_into
from storage.ideas.counts import chunks
from storage.schema import (
    FeedbackRow,
    IdeaRow,
    ImportChangedRow,
    ImportMadeRow,
    ImportRow,
    ImportSheetRow,
)

_AT_ONCE = 500


@dataclass(slots=True)
class Trace:
    """What some rows of an import make, collected until it is stored with them."""

    import_id: int | None = None
    is_update: bool = False
    _rows: list[dict[str, Any]] = field(default_factory=list)

    def made(self, kind: str, subject_id: int = 0, **more: Any) -> None:
        """Note one thing: its kind and row id, and what else is to be known of it."""
        blank = {"name": None, "print": None, "before": None, "after": None}
        self._rows.append({"kind": kind, "subject_id": subject_id, **blank, **more})

    def store(self, session: Session, workspace_id: int) -> None:
        """Store what was noted; nothing without an import."""
        if self._rows and self.import_id is not None:
            common = {"workspace_id": workspace_id, "import_id": self.import_id}
            rows = [{**common, **row} for row in self._rows]
            session.connection().execute(insert(ImportMadeRow), rows)
        self._rows.clear()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A row as it was imported last: its row id, number, words now, digest, and its import."""

    id: int
    number: int
    words: str
    print: str | None
    import_id: int | None
    file: str | None
    at: datetime | None


def earlier(
    session: Session, workspace_id: int, kind: str, keys: Collection[str]
) -> dict[str, Earlier]:
    """What was imported under some keys before, by key, as the newest import of it tells."""
    table: Any = FeedbackRow if kind == "feedback" else IdeaRow
    words = FeedbackRow.text if kind == "feedback" else IdeaRow.title
    found: dict[str, tuple[int, int, str]] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        chunk = ordered[start : start + _AT_ONCE]
        query = select(table.request_key, table.id, table.number, words).where(
            table.workspace_id == workspace_id, col(table.request_key).in_(chunk)
        )
        found |= {key: (row_id, number, text) for key, row_id, number, text in session.exec(query)}
    made = _newest(session, workspace_id, kind, [one[0] for one in found.values()])
    nothing = (None, None, None, None)
    return {key: Earlier(*one, *made.get(one[0], nothing)) for key, one in found.items()}


def _newest(
    session: Session, workspace_id: int, kind: str, ids: Collection[int]
) -> dict[int, tuple[str | None, int, str, datetime]]:
    found: dict[int, tuple[str | None, int, str, datetime]] = {}
    for chunk in chunks(ids):
        made, run = ImportMadeRow, ImportRow
        columns: Any
        columns = (made.subject_id, made.print, made.import_id, run.name, run.asked_at)
        query = (
            sa_select(*columns)
            .join(ImportRow, col(ImportRow.id) == col(ImportMadeRow.import_id))
            .where(col(ImportMadeRow.workspace_id) == workspace_id)
            .where(col(ImportMadeRow.kind).in_((kind, f"changed {kind}")))
            .where(col(ImportMadeRow.subject_id).in_(chunk))
            .order_by(col(ImportMadeRow.id))
        )
        rows = session.connection().execute(query)
        found |= {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}
    return found


def has_pieces(session: Session, workspace_id: int, key: str) -> bool:
    """Return whether further rows with the id of ``key`` are stored under keys of their own."""
    query = (
        select(FeedbackRow.id)
        .where(FeedbackRow.workspace_id == workspace_id)
        .where(col(FeedbackRow.request_key) > f"{key}/", col(FeedbackRow.request_key) < f"{key}0")
        .limit(1)
    )
    return session.exec(query).first() is not None


def keep_changed(
    session: Session, workspace_id: int, import_id: int, rows: Sequence[tuple[int, Sequence[str]]]
) -> None:
    """Keep rows that read otherwise than before: the line and the cells of each."""
    values = [
        {"workspace_id": workspace_id, "import_id": import_id, "line": line, "cells": list(cells)}
        for line, cells in rows
    ]
    if values:
        statement = insert_into(session, ImportChangedRow).on_conflict_do_nothing()
        session.connection().execute(statement, values)


def changed_count(session: Session, workspace_id: int, import_id: int) -> int:
    """Return how many rows of an import read otherwise than before."""
    query = select(func.count()).where(
        ImportChangedRow.workspace_id == workspace_id, ImportChangedRow.import_id == import_id
    )
    return session.exec(query).one()


def changed_rows(session: Session, workspace_id: int, import_id: int) -> list[list[str]]:
    """The cells of the rows of an import that read otherwise than before, in order."""
    query = (
        select(ImportChangedRow.cells)
        .where(ImportChangedRow.workspace_id == workspace_id)
        .where(ImportChangedRow.import_id == import_id)
        .order_by(col(ImportChangedRow.line))
    )
    return [list(cells) for cells in session.exec(query)]


def drop_changed(session: Session, workspace_id: int, import_id: int) -> None:
    """Forget the rows of an import that read otherwise than before."""
    _drop(session, ImportChangedRow, workspace_id, import_id)


def keep_sheets(
    session: Session, workspace_id: int, import_id: int, sheets: Sequence[tuple[str, bytes]]
) -> None:
    """Keep the sheets of a workbook: the name and the packed content of each."""
    rows = [
        {
            "workspace_id": workspace_id,
            "import_id": import_id,
            "place": place,
            "name": name,
            "content": content,
        }
        for place, (name, content) in enumerate(sheets)
    ]
    session.connection().execute(insert(ImportSheetRow), rows)


def sheet_names(session: Session, workspace_id: int, import_id: int) -> tuple[str, ...]:
    """The names of the sheets that can be chosen, in the order of the workbook."""
    query = (
        select(ImportSheetRow.name)
        .where(ImportSheetRow.workspace_id == workspace_id, ImportSheetRow.import_id == import_id)
        .order_by(col(ImportSheetRow.place))
    )
    return tuple(session.exec(query).all())


def sheet(session: Session, workspace_id: int, import_id: int, sheet_at: int) -> bytes | None:
    """The packed content of a sheet, None when it is kept no longer."""
    query = select(ImportSheetRow.content).where(
        ImportSheetRow.workspace_id == workspace_id,
        ImportSheetRow.import_id == import_id,
        ImportSheetRow.place == sheet_at,
    )
    return session.exec(query).first()


def drop_sheets(session: Session, workspace_id: int, import_id: int) -> None:
    """Forget the sheets of an import."""
    _drop(session, ImportSheetRow, workspace_id, import_id)


def _drop(session: Session, table: Any, workspace_id: int, import_id: int) -> None:
    statement = delete(table).where(
        col(table.workspace_id) == workspace_id, col(table.import_id) == import_id
    )
    session.connection().execute(statement)
