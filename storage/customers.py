"""Customers and their facts: found by name, made when nobody named them before."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from domain.customers import Customer, Facts, Put
from domain.labels import LabelKind, fold_name
from domain.money import Money
from domain.people import Request
from storage import changes, labels
from storage.idea_facts import chunks
from storage.tables import CustomerRow


def get(
    session: Session, workspace_id: int, customer_id: int, *, lock: bool = False
) -> Customer | None:
    """The customer with a row id; ``lock`` makes other writers wait for this transaction."""
    query = select(CustomerRow).where(
        CustomerRow.workspace_id == workspace_id, CustomerRow.id == customer_id
    )
    query = query.execution_options(populate_existing=True)
    row = session.exec(query.with_for_update() if lock else query).first()
    return from_row(row) if row is not None else None


def among(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, Customer]:
    """Some customers by row id."""
    found: dict[int, Customer] = {}
    for chunk in chunks(ids):
        query = select(CustomerRow).where(
            CustomerRow.workspace_id == workspace_id, col(CustomerRow.id).in_(chunk)
        )
        found.update({row.id or 0: from_row(row) for row in session.exec(query)})
    return found


def named(session: Session, workspace_id: int, name: str) -> Customer | None:
    """The customer with a name in any spelling; the name of a double leads to the one it became."""
    query = select(CustomerRow).where(
        CustomerRow.workspace_id == workspace_id, CustomerRow.key == fold_name(name)
    )
    row = session.exec(query).first()
    if row is None:
        return None
    if row.merged_into_id is not None:
        return get(session, workspace_id, row.merged_into_id)
    return from_row(row)


_OF_CHANNEL = (
    sql_select(*CustomerRow.__table__.columns)  # type: ignore[attr-defined]
    .where(col(CustomerRow.workspace_id) == bindparam("workspace"))
    .where(col(CustomerRow.channel_id) == bindparam("channel"))
    .where(col(CustomerRow.merged_into_id).is_(None))
    .order_by(col(CustomerRow.id))
    .limit(1)
)
"""Built once and read as plain columns: it is asked for with every feedback."""


def of_channel(session: Session, workspace_id: int, channel_id: str) -> Customer | None:
    """The customer whose channel one is, or None; the first one when several name it."""
    found = session.connection().execute(
        _OF_CHANNEL, {"workspace": workspace_id, "channel": channel_id}
    )
    row = found.first()
    return from_row(row) if row is not None else None


def put(session: Session, request: Request, facts: Facts) -> Put:
    """Create the customer called so, or change those of its facts that are told; log each change.

    The name stays as it was first written. None says nothing of a fact, so it takes none away.
    """
    before = named(session, request.workspace_id, facts.name)
    if before is None:
        row_id = labels.find_or_create(
            session, request.workspace_id, LabelKind.CUSTOMER, facts.name, request.at
        )
        customer = get(session, request.workspace_id, row_id)
        assert customer is not None
        told = write(session, request, customer, _told(customer, facts))
        return Put(told, is_new=True, is_changed=True)
    told = write(session, request, before, _told(before, facts))
    return Put(told, is_new=False, is_changed=told != before)


def write(session: Session, request: Request, before: Customer, after: Customer) -> Customer:
    """Store a customer's facts as they are after a change, and log what changed."""
    if after == before:
        return before
    statement = update(CustomerRow).where(
        col(CustomerRow.workspace_id) == request.workspace_id, col(CustomerRow.id) == before.id
    )
    session.connection().execute(statement.values(**_columns(after)))
    session.expire_all()
    was, now = before.logged(), after.logged()
    for fact, value in now.items():
        changes.record(
            session, request, ("customer", before.id), fact, before=was[fact], after=value
        )
    return after


def set_merged(session: Session, workspace_id: int, customer_id: int, into_id: int | None) -> None:
    """Set which customer a double is part of, with those that were merged into it before; None
    makes it a customer of its own again."""
    statement = update(CustomerRow).where(
        col(CustomerRow.workspace_id) == workspace_id, col(CustomerRow.id) == customer_id
    )
    session.connection().execute(statement.values(merged_into_id=into_id))
    session.expire_all()


def from_row(row: Any) -> Customer:
    """The customer of a row, or of a tuple with the same names."""
    revenue = None
    if row.revenue_hundredths is not None and row.currency:
        revenue = Money(row.revenue_hundredths, row.currency)
    return Customer(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        name=row.name,
        created_at=row.created_at,
        tier=row.tier,
        revenue=revenue,
        owner_id=row.owner_id,
        channel_id=row.channel_id,
        merged_into_id=row.merged_into_id,
    )


def _told(customer: Customer, facts: Facts) -> Customer:
    return Customer(
        id=customer.id,
        workspace_id=customer.workspace_id,
        name=customer.name,
        created_at=customer.created_at,
        tier=facts.tier or customer.tier,
        revenue=facts.revenue or customer.revenue,
        owner_id=facts.owner_id or customer.owner_id,
        channel_id=facts.channel_id or customer.channel_id,
        merged_into_id=customer.merged_into_id,
    )


def _columns(customer: Customer) -> dict[str, Any]:
    revenue = customer.revenue
    return {
        "name": customer.name,
        "key": fold_name(customer.name),
        "tier": customer.tier,
        "tier_key": fold_name(customer.tier) if customer.tier else None,
        "revenue_hundredths": revenue.hundredths if revenue else None,
        "currency": revenue.currency if revenue else None,
        "owner_id": customer.owner_id,
        "channel_id": customer.channel_id,
    }
