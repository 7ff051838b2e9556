"""Customers in a list, what one said, and who stands behind an idea."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import case, func, literal, or_
from sqlmodel import Session, col, select

from domain.core.money import MILLION, Money, Rates
from domain.customers.duplicates import Name
from domain.customers.model import CustomerListItem, CustomerOrder
from domain.feedback.model import FeedbackState
from domain.text.labels import fold_name
from storage.customers import queries as customers
from storage.schema import CustomerRow, EvidenceRow, FeedbackRow

_WITHDRAWN = FeedbackState.WITHDRAWN.value


def page(
    session: Session,
    workspace_id: int,
    words: str,
    order: CustomerOrder,
    rates: Rates,
    limit: int,
    offset: int = 0,
) -> list[CustomerListItem]:
    """Customers whose name or tier holds ``words``, in an order; doubles are left out."""
    heard = _heard(workspace_id)
    query: Any = (
        select(CustomerRow, heard.c.pieces, heard.c.last_at)
        .outerjoin(heard, heard.c.customer_id == col(CustomerRow.id))
        .where(*_only(workspace_id, words))
    )
    ordered = query.order_by(*_by(order, heard, rates), col(CustomerRow.key))
    rows = session.execute(ordered.limit(limit).offset(offset)).all()
    ideas = _count_ideas(session, workspace_id, [row[0].id or 0 for row in rows])
    return [
        CustomerListItem(customers.from_row(row), pieces or 0, ideas.get(row.id or 0, 0), last_at)
        for row, pieces, last_at in rows
    ]


def count(session: Session, workspace_id: int, words: str = "") -> int:
    """How many customers `page` lists altogether."""
    query = select(func.count()).select_from(CustomerRow).where(*_only(workspace_id, words))
    return session.exec(query).one()


def revenue(session: Session, workspace_id: int, words: str = "") -> tuple[list[Money], int]:
    """The revenue of those customers in each currency, and how many have none known."""
    query: Any = (
        select(CustomerRow.currency, func.sum(col(CustomerRow.revenue_hundredths)), func.count())
        .where(*_only(workspace_id, words))
        .group_by(col(CustomerRow.currency))
    )
    found, unknown = [], 0
    for currency, hundredths, how_many in session.execute(query):
        if currency is None or hundredths is None:
            unknown += how_many
        else:
            found.append(Money(int(hundredths), currency))
    return found, unknown


def said(
    session: Session, workspace_id: int, customer_id: int, limit: int, offset: int = 0
) -> list[int]:
    """The row ids of a customer's feedback, newest first; what was taken back is left out."""
    query = select(FeedbackRow.id).where(*_of(workspace_id, customer_id))
    newest = query.order_by(col(FeedbackRow.id).desc()).limit(limit).offset(offset)
    return [row_id or 0 for row_id in session.exec(newest)]


def heard(session: Session, workspace_id: int, customer_id: int) -> tuple[int, Any]:
    """How many pieces of feedback a customer gave, and when it was last heard."""
    query = select(func.count(), func.max(FeedbackRow.created_at))
    return session.exec(query.where(*_of(workspace_id, customer_id))).one()


def ideas(session: Session, workspace_id: int, customer_id: int) -> list[int]:
    """The row ids of the ideas that a customer asked for, those it asked for most first."""
    pieces = func.count()
    query = (
        select(EvidenceRow.idea_id)
        .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
        .where(*_of(workspace_id, customer_id))
        .group_by(col(EvidenceRow.idea_id))
        .order_by(pieces.desc(), col(EvidenceRow.idea_id).desc())
    )
    return list(session.exec(query))


def ideas_of_many(session: Session, workspace_id: int, customer_ids: Collection[int]) -> set[int]:
    """Return the row ids of the ideas that any of some customers asked for."""
    query = (
        select(EvidenceRow.idea_id)
        .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
        .where(EvidenceRow.workspace_id == workspace_id)
        .where(col(FeedbackRow.customer_id).in_(customer_ids))
    )
    return set(session.exec(query)) if customer_ids else set()


def behind(
    session: Session, workspace_id: int, idea_id: int
) -> list[tuple[int | None, str | None, int]]:
    """The feedback behind an idea, counted by customer and importance; nothing taken back."""
    query = (
        select(FeedbackRow.customer_id, FeedbackRow.importance, func.count())
        .join(EvidenceRow, col(EvidenceRow.feedback_id) == col(FeedbackRow.id))
        .where(EvidenceRow.workspace_id == workspace_id, EvidenceRow.idea_id == idea_id)
        .where(FeedbackRow.state != _WITHDRAWN)
        .group_by(col(FeedbackRow.customer_id), col(FeedbackRow.importance))
    )
    return list(session.exec(query))


def names(session: Session, workspace_id: int, limit: int) -> list[Name]:
    """Names of customers to compare, with how much each said; those who said most first."""
    pieces = _heard(workspace_id)
    weight: Any = func.coalesce(pieces.c.pieces, 0)
    query: Any = (
        select(CustomerRow.id, CustomerRow.name, weight)
        .outerjoin(pieces, pieces.c.customer_id == col(CustomerRow.id))
        .where(*_only(workspace_id, ""))
        .order_by(weight.desc(), col(CustomerRow.id))
    )
    return [
        Name(row_id, name, int(said)) for row_id, name, said in session.execute(query.limit(limit))
    ]


def tiers(session: Session, workspace_id: int) -> list[str]:
    """The tiers that customers are in, each in its most used spelling, in order of name."""
    query: Any = (
        select(CustomerRow.tier_key, func.min(CustomerRow.tier))
        .where(*_only(workspace_id, ""), col(CustomerRow.tier_key).is_not(None))
        .group_by(col(CustomerRow.tier_key))
        .order_by(col(CustomerRow.tier_key))
    )
    return [tier for _key, tier in session.execute(query)]


def worth(rates: Rates, column: Any = None, currency: Any = None) -> Any:
    """A customer's revenue in hundredths of the own currency, 0 where that is not known.

    In SQL and in floating point: it orders and compares, and is never shown.
    """
    amount = col(CustomerRow.revenue_hundredths) if column is None else column
    named = col(CustomerRow.currency) if currency is None else currency
    if not rates.millionths:
        return literal(0.0)
    whens = {code: rate / MILLION for code, rate in rates.millionths.items()}
    return func.coalesce(amount * case(whens, value=named, else_=0.0), 0.0)


def _heard(workspace_id: int) -> Any:
    query: Any = select(
        FeedbackRow.customer_id,
        func.count().label("pieces"),
        func.max(FeedbackRow.created_at).label("last_at"),
    )
    return (
        query.where(FeedbackRow.workspace_id == workspace_id)
        .where(FeedbackRow.state != _WITHDRAWN, col(FeedbackRow.customer_id).is_not(None))
        .group_by(col(FeedbackRow.customer_id))
        .subquery()
    )


def _by(order: CustomerOrder, heard: Any, rates: Rates) -> tuple[Any, ...]:
    pieces = func.coalesce(heard.c.pieces, 0)
    orders: Mapping[CustomerOrder, tuple[Any, ...]] = {
        CustomerOrder.REVENUE: (
            worth(rates).desc(),
            col(CustomerRow.revenue_hundredths).is_(None),
            pieces.desc(),
        ),
        CustomerOrder.FEEDBACK: (pieces.desc(),),
        CustomerOrder.HEARD: (heard.c.last_at.is_(None), heard.c.last_at.desc()),
        CustomerOrder.NAME: (),
    }
    return orders[order]


def _only(workspace_id: int, words: str) -> list[Any]:
    key = fold_name(words)
    conditions: list[Any] = [
        col(CustomerRow.workspace_id) == workspace_id,
        col(CustomerRow.merged_into_id).is_(None),
    ]
    if key:
        holds = col(CustomerRow.key).contains(key, autoescape=True)
        conditions.append(or_(holds, col(CustomerRow.tier_key) == key))
    return conditions


def _of(workspace_id: int, customer_id: int) -> tuple[Any, ...]:
    return (
        col(FeedbackRow.workspace_id) == workspace_id,
        col(FeedbackRow.customer_id) == customer_id,
        col(FeedbackRow.state) != _WITHDRAWN,
    )


def _count_ideas(session: Session, workspace_id: int, ids: list[int]) -> dict[int, int]:
    query: Any = (
        select(FeedbackRow.customer_id, func.count(func.distinct(col(EvidenceRow.idea_id))))
        .join(EvidenceRow, col(EvidenceRow.feedback_id) == col(FeedbackRow.id))
        .where(col(FeedbackRow.workspace_id) == workspace_id)
        .where(col(FeedbackRow.customer_id).in_(ids), FeedbackRow.state != _WITHDRAWN)
        .group_by(col(FeedbackRow.customer_id))
    )
    return dict(session.execute(query).all()) if ids else {}
