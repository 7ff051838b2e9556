"""Customers and areas: found by name in any spelling, made when nobody named them before."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, true
from sqlmodel import Session, col, select

from domain.text.labels import LabelKind, fold_name
from storage.database.upsert import insert_into
from storage.schema import AreaRow, CustomerRow

Table = type[CustomerRow] | type[AreaRow]
_TABLES: dict[LabelKind, Table] = {LabelKind.CUSTOMER: CustomerRow, LabelKind.AREA: AreaRow}


def find_or_create(
    session: Session, workspace_id: int, kind: LabelKind, name: str, at: datetime
) -> int:
    """The row id of the customer or area with this name; the first spelling stays.

    The name of a customer that was merged into another one leads to that one.
    """
    table, key = _TABLES[kind], fold_name(name)
    statement = insert_into(session, table).values(
        workspace_id=workspace_id, name=name, key=key, created_at=at
    )
    session.connection().execute(statement.on_conflict_do_nothing())
    query = select(_standing(table)).where(table.workspace_id == workspace_id, table.key == key)
    return session.exec(query).one() or 0


def create_all(
    session: Session, workspace_id: int, kind: LabelKind, by_key: Mapping[str, str], at: datetime
) -> None:
    """Make customers or areas by folded name, with one statement; those that are there stay."""
    rows = [
        {"workspace_id": workspace_id, "name": name, "key": key, "created_at": at}
        for key, name in sorted(by_key.items())
    ]
    statement = insert_into(session, _TABLES[kind]).on_conflict_do_nothing()
    session.connection().execute(statement, rows)


def known(
    session: Session, workspace_id: int, kind: LabelKind, keys: Collection[str]
) -> dict[str, int]:
    """The row ids of those folded names that somebody named before."""
    table = _TABLES[kind]
    query = select(table.key, _standing(table)).where(
        table.workspace_id == workspace_id, col(table.key).in_(keys)
    )
    return dict(session.exec(query).all())


def names(
    session: Session, workspace_id: int, kind: LabelKind, ids: Collection[int | None]
) -> dict[int, str]:
    """The names of some customers or areas by row id; None among the ids stands for nothing."""
    wanted = [one for one in ids if one is not None]
    if not wanted:
        return {}
    table = _TABLES[kind]
    query = select(table.id, table.name).where(
        table.workspace_id == workspace_id, col(table.id).in_(wanted)
    )
    return {row_id: name for row_id, name in session.exec(query) if row_id is not None}


def suggest(
    session: Session, workspace_id: int, kind: LabelKind, words: str, limit: int
) -> list[str]:
    """Names that hold ``words`` in any spelling: those that begin with them first, then by name."""
    table, key = _TABLES[kind], fold_name(words)
    query = (
        select(table.name)
        .where(table.workspace_id == workspace_id)
        .where(col(table.key).contains(key, autoescape=True), _is_standing(table))
        .order_by(col(table.key).startswith(key, autoescape=True).desc(), col(table.key))
        .limit(limit)
    )
    return list(session.exec(query))


def _standing(table: Table) -> Any:
    """The row id of a label, or of the one that it was merged into."""
    if table is CustomerRow:
        return func.coalesce(col(CustomerRow.merged_into_id), col(CustomerRow.id))
    return col(table.id)


def _is_standing(table: Table) -> Any:
    return col(CustomerRow.merged_into_id).is_(None) if table is CustomerRow else true()
