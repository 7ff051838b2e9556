"""Customers and their facts: found by name, made when nobody named them before."""

from collections.abc import Collection, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from domain.core.money import Money
from domain.core.people import Request
from domain.customers.model import Customer, Facts, SavedCustomer
from domain.text.labels import fold_name
from storage.database.upsert import insert_into
from storage.ideas.counts import chunks
from storage.outbox import change_log as changes
from storage.schema import CustomerRow


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


_OF_KEYS = (
    sql_select(*CustomerRow.__table__.columns)  # type: ignore[attr-defined]
    .where(col(CustomerRow.workspace_id) == bindparam("workspace"))
    .where(col(CustomerRow.key).in_(bindparam("keys", expanding=True)))
)

_WRITING = (
    update(CustomerRow.__table__)  # type: ignore[attr-defined]
    .where(col(CustomerRow.workspace_id) == bindparam("workspace"))
    .where(col(CustomerRow.id) == bindparam("row_id"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "name",
                "key",
                "tier",
                "tier_key",
                "revenue_hundredths",
                "currency",
                "owner_id",
                "channel_id",
            )
        }
    )
)
"""Built once for many rows: a file brings thousands of customers."""

_AT_ONCE = 500


def of_channel(session: Session, workspace_id: int, channel_id: str) -> Customer | None:
    """The customer whose channel one is, or None; the first one when several name it."""
    found = session.connection().execute(
        _OF_CHANNEL, {"workspace": workspace_id, "channel": channel_id}
    )
    row = found.first()
    return from_row(row) if row is not None else None


def put(session: Session, request: Request, facts: Facts) -> SavedCustomer:
    """Create the customer called so, or change those of its facts that are told; log each change.

    The name stays as it was first written. None says nothing of a fact, so it takes none away.
    """
    return put_all(session, request, [facts])[0]


def put_all(session: Session, request: Request, rows: Sequence[Facts]) -> list[SavedCustomer]:
    """The same for many customers, one after the other as far as anybody can tell, in few
    statements."""
    return [done for _before, done in put_all_traced(session, request, rows)]


def put_all_traced(
    session: Session, request: Request, rows: Sequence[Facts]
) -> list[tuple[Customer, SavedCustomer]]:
    """The same, with each customer as it was before; one that is new had its name alone."""
    keys = [fold_name(one.name) for one in rows]
    found = _called(session, request.workspace_id, keys)
    new = {key: one.name for key, one in reversed([*zip(keys, rows, strict=True)])}
    new = {key: name for key, name in new.items() if key not in found}
    if new:
        _create(session, request, new)
        found |= _called(session, request.workspace_id, new)
    now = {one.id: one for one in found.values()}
    done: list[tuple[Customer, SavedCustomer]] = []
    steps: list[tuple[Customer, Customer]] = []
    for key, facts in zip(keys, rows, strict=True):
        before = now[found[key].id]
        after = _told(before, facts)
        is_new = new.pop(key, None) is not None
        now[before.id] = after
        steps.append((before, after))
        put_one = SavedCustomer(after, is_new=is_new, is_changed=is_new or after != before)
        done.append((before, put_one))
    _write(session, request, steps)
    return done


def _called(session: Session, workspace_id: int, keys: Collection[str]) -> dict[str, Customer]:
    """The customers that folded names lead to; the name of a double leads to what it became."""
    found: dict[str, Customer] = {}
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), _AT_ONCE):
        asked = {"workspace": workspace_id, "keys": ordered[start : start + _AT_ONCE]}
        rows = session.connection().execute(_OF_KEYS, asked)
        found |= {row.key: from_row(row) for row in rows}
    into = {one.merged_into_id for one in found.values() if one.merged_into_id is not None}
    stand = among(session, workspace_id, into) if into else {}
    return {
        key: one if one.merged_into_id is None else stand[one.merged_into_id]
        for key, one in found.items()
    }


def _create(session: Session, request: Request, names: Mapping[str, str]) -> None:
    """Make customers by folded name; those that somebody else makes at this moment stay theirs."""
    statement = insert_into(session, CustomerRow).on_conflict_do_nothing()
    common = {"workspace_id": request.workspace_id, "created_at": request.at}
    rows = [{**common, "key": key, "name": name} for key, name in sorted(names.items())]
    session.connection().execute(statement, rows)


def write(session: Session, request: Request, before: Customer, after: Customer) -> Customer:
    """Store a customer's facts as they are after a change, and log what changed."""
    _write(session, request, [(before, after)])
    return after


def _write(session: Session, request: Request, steps: Sequence[tuple[Customer, Customer]]) -> None:
    """Store where some changes lead, in their order, and log each."""
    changed = {before.id: after for before, after in steps if after != before}
    if not changed:
        return
    given = [
        {"workspace": request.workspace_id, "row_id": one.id, **_columns(one)}
        for one in sorted(changed.values(), key=lambda one: one.id)
    ]
    session.connection().execute(_WRITING, given)
    session.expire_all()
    logged = [(before.id, before.logged(), after.logged()) for before, after in steps]
    for fact in logged[0][1]:
        entries = [(("customer", row_id), was[fact], now[fact]) for row_id, was, now in logged]
        changes.record_all(session, request, fact, entries)


def facts(customer: Customer) -> dict[str, Any]:
    """A customer's facts as columns, such as an undo sets them again."""
    return _columns(customer)


def give_back(
    session: Session, request: Request, customer_id: int, columns: Mapping[str, Any]
) -> None:
    """Set facts again that an import replaced, as ``facts`` told them, and log each change."""
    query = select(CustomerRow).where(
        CustomerRow.workspace_id == request.workspace_id, CustomerRow.id == customer_id
    )
    row = session.exec(query).one()
    before = from_row(row)
    facts_now = {name: getattr(row, name) for name in CustomerRow.model_fields}
    write(session, request, before, from_row(SimpleNamespace(**{**facts_now, **columns})))


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
