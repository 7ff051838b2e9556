"""Promises: stored once per request, read with the customer's name."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, update
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.dates.days import DateConfidence
from domain.ideas.model import Horizon, Status
from domain.roadmap.promises import NewPromise, Promise, PromiseState
from storage.database.reference_numbers import next_number
from storage.schema import CustomerRow, IdeaRow, PromiseRow


def add(
    session: Session, request: Request, idea_id: int, customer_id: int, new: NewPromise
) -> Promise:
    """Store a promise under the next number."""
    row = PromiseRow(
        workspace_id=request.workspace_id,
        number=next_number(session, request.workspace_id, "P"),
        idea_id=idea_id,
        customer_id=customer_id,
        promised_by=new.promised_by,
        due_on=new.due_on,
        confidence=new.confidence.value if new.confidence else None,
        note=new.note,
        created_by=request.user_id,
        created_at=request.at,
        request_key=request.key,
    )
    session.add(row)
    session.flush()
    found = by_number(session, request.workspace_id, row.number)
    assert found is not None
    return found


def rewrite(session: Session, promise: Promise, customer_id: int, new: NewPromise) -> None:
    """Set what a promise says."""
    _change(
        session,
        promise,
        customer_id=customer_id,
        promised_by=new.promised_by,
        due_on=new.due_on,
        confidence=new.confidence.value if new.confidence else None,
        note=new.note,
    )


def settle(
    session: Session, promise: Promise, state: PromiseState, because: str | None = None
) -> None:
    """Set what became of a promise."""
    _change(session, promise, state=state.value, withdrawn_because=because)


def by_number(session: Session, workspace_id: int, number: int) -> Promise | None:
    """The promise with a number, or None."""
    return _first(session, _promises(workspace_id).where(col(PromiseRow.number) == number))


def of_ids(session: Session, workspace_id: int, ids: Collection[int]) -> list[Promise]:
    """Some promises by row id, in no order."""
    return _all(session, _promises(workspace_id).where(col(PromiseRow.id).in_(ids)))


def by_request(session: Session, workspace_id: int, key: str) -> Promise | None:
    """The promise that a request recorded, or None."""
    return _first(session, _promises(workspace_id).where(col(PromiseRow.request_key) == key))


def of_ideas(session: Session, workspace_id: int, ids: Collection[int]) -> list[Promise]:
    """The promises on some ideas by row id, the soonest first, withdrawn ones included."""
    query = _promises(workspace_id).where(col(PromiseRow.idea_id).in_(ids))
    return _all(session, query.order_by(col(PromiseRow.due_on), col(PromiseRow.number)))


def every(session: Session, workspace_id: int) -> list[Promise]:
    """The promises of a workspace in their order, withdrawn ones included."""
    return _all(session, _promises(workspace_id).order_by(col(PromiseRow.number)))


def of_customer(session: Session, workspace_id: int, customer_id: int, limit: int) -> list[Promise]:
    """The promises that a customer was made, the latest day first."""
    query = _promises(workspace_id).where(col(PromiseRow.customer_id) == customer_id)
    ordered = query.order_by(col(PromiseRow.due_on).desc(), col(PromiseRow.number).desc())
    return _all(session, ordered.limit(limit))


def listed(
    session: Session,
    workspace_id: int,
    states: Collection[PromiseState],
    limit: int,
    *,
    promised_by: str | None = None,
    until: date | None = None,
) -> list[Promise]:
    """The promises in some states, the soonest first; of one person, and up to a day, if asked."""
    wanted = [state.value for state in states]
    query = _promises(workspace_id).where(col(PromiseRow.state).in_(wanted))
    if promised_by is not None:
        query = query.where(col(PromiseRow.promised_by) == promised_by)
    if until is not None:
        query = query.where(col(PromiseRow.due_on) <= until)
    ordered = query.order_by(col(PromiseRow.due_on), col(PromiseRow.number))
    return _all(session, ordered.limit(limit))


def at_risk(
    session: Session, workspace_id: int, today: date, limit: int, *, of: str | None
) -> list[Promise]:
    """The open promises whose day has passed or that their ideas cannot keep as they stand.

    The soonest first; with ``of`` those that a person made or recorded, or whose idea they own.
    What strains a promise is the same as in domain.promises.
    """
    due = col(PromiseRow.due_on)
    is_strained = or_(
        due < today,
        col(IdeaRow.status) == Status.DECLINED.value,
        col(IdeaRow.horizon) == Horizon.LATER.value,
        col(IdeaRow.ends_on) > due,
        and_(col(IdeaRow.ends_on).is_(None), col(IdeaRow.starts_on) > due),
    )
    query = (
        _promises(workspace_id)
        .join(IdeaRow, col(IdeaRow.id) == col(PromiseRow.idea_id))
        .where(col(PromiseRow.state) == PromiseState.OPEN.value, is_strained)
    )
    if of is not None:
        row = PromiseRow
        theirs = (col(row.promised_by) == of, col(row.created_by) == of)
        query = query.where(or_(*theirs, col(IdeaRow.owner_id) == of))
    return _all(session, query.order_by(due, col(PromiseRow.number)).limit(limit))


def _promises(workspace_id: int) -> Select[Any]:
    query: Any = select(PromiseRow, CustomerRow.name)
    query = query.join(CustomerRow, col(CustomerRow.id) == col(PromiseRow.customer_id))
    found: Select[Any] = query.where(col(PromiseRow.workspace_id) == workspace_id)
    return found


def _change(session: Session, promise: Promise, **columns: Any) -> None:
    statement = update(PromiseRow).where(
        col(PromiseRow.id) == promise.id, col(PromiseRow.workspace_id) == promise.workspace_id
    )
    session.connection().execute(statement.values(**columns))


def _first(session: Session, query: Select[Any]) -> Promise | None:
    found = _all(session, query.limit(1))
    return found[0] if found else None


def _all(session: Session, query: Select[Any]) -> list[Promise]:
    rows: Any = session.execute(query.execution_options(populate_existing=True))
    return [_promise(*row) for row in rows]


def _promise(row: PromiseRow, customer: str) -> Promise:
    return Promise(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        number=row.number,
        idea_id=row.idea_id,
        customer=customer,
        promised_by=row.promised_by,
        due_on=row.due_on,
        confidence=DateConfidence(row.confidence) if row.confidence else None,
        note=row.note,
        state=PromiseState(row.state),
        withdrawn_because=row.withdrawn_because,
        created_by=row.created_by,
        created_at=row.created_at,
    )
