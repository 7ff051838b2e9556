"""What currencies are worth to a workspace, as its managers set them."""

from collections.abc import Mapping

from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from domain.core.money import MILLION, Rates
from domain.core.people import Request
from storage.schema import CurrencyRateRow, CustomerRow


def rates(session: Session, workspace_id: int) -> Rates:
    """The rates of a workspace; without any, the currency that most customers pay in counts."""
    query = select(CurrencyRateRow).where(CurrencyRateRow.workspace_id == workspace_id)
    rows = session.exec(query.order_by(col(CurrencyRateRow.currency))).all()
    own = next((row.currency for row in rows if row.is_own), None)
    if own is not None:
        return Rates(own, {row.currency: row.millionths for row in rows}, is_set=True)
    found = used(session, workspace_id)
    return Rates(found[0], {found[0]: MILLION}) if found else Rates()


def used(session: Session, workspace_id: int) -> list[str]:
    """The currencies that customers pay in, the most used first."""
    query = (
        select(CustomerRow.currency)
        .where(CustomerRow.workspace_id == workspace_id, col(CustomerRow.currency).is_not(None))
        .where(col(CustomerRow.merged_into_id).is_(None))
        .group_by(col(CustomerRow.currency))
        .order_by(func.count().desc(), col(CustomerRow.currency))
    )
    return [currency for currency in session.exec(query) if currency]


def set_rates(session: Session, request: Request, own: str, millionths: Mapping[str, int]) -> None:
    """Replace the rates of a workspace."""
    old = delete(CurrencyRateRow).where(col(CurrencyRateRow.workspace_id) == request.workspace_id)
    session.connection().execute(old)
    rows = [
        {
            "workspace_id": request.workspace_id,
            "currency": currency,
            "millionths": rate,
            "is_own": currency == own,
            "set_by": request.user_id,
            "set_at": request.at,
        }
        for currency, rate in millionths.items()
    ]
    session.connection().execute(insert(CurrencyRateRow), rows)
    session.expire_all()
