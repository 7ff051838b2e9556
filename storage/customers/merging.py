"""Merged customers: which became part of which, and what of them is moved there and back."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, select

from domain.core.people import Request
from domain.customers.model import CustomerMerge
from storage.database.upsert import insert_into
from storage.ideas.counts import chunks
from storage.schema import (
    ChannelRuleRow,
    CustomerApartRow,
    CustomerMergeRow,
    CustomerRow,
    FeedbackRow,
    PromiseRow,
)

_MOVED: dict[str, Any] = {
    "feedback": FeedbackRow,
    "promises": PromiseRow,
    "rules": ChannelRuleRow,
}
"""What names a customer, and so goes over with it."""


def move(session: Session, workspace_id: int, customer_id: int, into_id: int) -> dict[str, Any]:
    """Let everything that names a customer name another one; the row ids of what went over."""
    moved: dict[str, Any] = {}
    for kind, table in _MOVED.items():
        mine = (col(table.workspace_id) == workspace_id, col(table.customer_id) == customer_id)
        moved[kind] = sorted(session.exec(select(table.id).where(*mine)).all())
        session.connection().execute(update(table).where(*mine).values(customer_id=into_id))
    doubles = select(CustomerRow.id).where(
        CustomerRow.workspace_id == workspace_id, CustomerRow.merged_into_id == customer_id
    )
    moved["doubles"] = sorted(row_id or 0 for row_id in session.exec(doubles))
    _update(session, workspace_id, CustomerRow, moved["doubles"], merged_into_id=into_id)
    session.expire_all()
    return moved


def move_back(session: Session, workspace_id: int, merge: CustomerMerge) -> None:
    """Give a customer back what went over; what names yet another one by now stays as it is."""
    for kind, table in _MOVED.items():
        for chunk in chunks(merge.kept.get(kind, ())):
            still = update(table).where(
                col(table.workspace_id) == workspace_id,
                col(table.id).in_(chunk),
                col(table.customer_id) == merge.into_id,
            )
            session.connection().execute(still.values(customer_id=merge.customer_id))
    doubles = merge.kept.get("doubles", ())
    _update(session, workspace_id, CustomerRow, doubles, merged_into_id=merge.customer_id)
    session.expire_all()


def add(
    session: Session, request: Request, customer_id: int, into_id: int, kept: Mapping[str, Any]
) -> CustomerMerge:
    """Store that a customer was merged into another one."""
    row = CustomerMergeRow(
        workspace_id=request.workspace_id,
        customer_id=customer_id,
        into_id=into_id,
        merged_by=request.user_id,
        merged_at=request.at,
        kept=dict(kept),
        request_key=request.key,
    )
    session.add(row)
    session.flush()
    return _merge(row)


def end(session: Session, request: Request, merge_id: int) -> None:
    """Note that a merge was taken back."""
    statement = update(CustomerMergeRow).where(
        col(CustomerMergeRow.workspace_id) == request.workspace_id,
        col(CustomerMergeRow.id) == merge_id,
    )
    values = {"undone_by": request.user_id, "undone_at": request.at}
    session.connection().execute(statement.values(**values))
    session.expire_all()


def by_id(session: Session, workspace_id: int, merge_id: int) -> CustomerMerge | None:
    """The merge with a row id."""
    return _first(session, _merges(workspace_id).where(col(CustomerMergeRow.id) == merge_id))


def by_request(session: Session, workspace_id: int, key: str) -> CustomerMerge | None:
    """The merge that a request made before."""
    return _first(session, _merges(workspace_id).where(col(CustomerMergeRow.request_key) == key))


def standing_into(session: Session, workspace_id: int, into_id: int) -> list[CustomerMerge]:
    """The merges into a customer that were not taken back, newest first."""
    query = _merges(workspace_id).where(
        col(CustomerMergeRow.into_id) == into_id, col(CustomerMergeRow.undone_at).is_(None)
    )
    return [_merge(row) for row in session.exec(query.order_by(col(CustomerMergeRow.id).desc()))]


def set_apart(session: Session, request: Request, one_id: int, other_id: int) -> bool:
    """Remember that two customers are not one; False when that was said before."""
    low, high = sorted((one_id, other_id))
    statement = insert_into(session, CustomerApartRow).values(
        one_id=low,
        other_id=high,
        workspace_id=request.workspace_id,
        said_by=request.user_id,
        said_at=request.at,
    )
    stored = statement.on_conflict_do_nothing().returning(col(CustomerApartRow.one_id))
    return session.connection().execute(stored).first() is not None


def apart(session: Session, workspace_id: int) -> set[tuple[int, int]]:
    """Every pair of row ids that was said to differ, the lower one first."""
    query = select(CustomerApartRow.one_id, CustomerApartRow.other_id)
    found = session.exec(query.where(CustomerApartRow.workspace_id == workspace_id))
    return {(one, other) for one, other in found}


def _update(
    session: Session,
    workspace_id: int,
    table: type[SQLModel],
    ids: Collection[int],
    **values: Any,
) -> None:
    rows: Any = table
    for chunk in chunks(ids):
        statement = update(rows).where(
            col(rows.workspace_id) == workspace_id, col(rows.id).in_(chunk)
        )
        session.connection().execute(statement.values(**values))


def _merges(workspace_id: int) -> Any:
    query = select(CustomerMergeRow).where(col(CustomerMergeRow.workspace_id) == workspace_id)
    return query.execution_options(populate_existing=True)


def _first(session: Session, query: Any) -> CustomerMerge | None:
    row = session.exec(query.limit(1)).first()
    return _merge(row) if row else None


def _merge(row: CustomerMergeRow) -> CustomerMerge:
    return CustomerMerge(
        id=row.id or 0,
        customer_id=row.customer_id,
        into_id=row.into_id,
        merged_by=row.merged_by,
        merged_at=row.merged_at,
        undone_at=row.undone_at,
        kept=dict(row.kept),
    )
