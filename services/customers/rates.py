"""What currencies are worth to a workspace, so that revenue can be compared."""

from domain.core.amounts import Amount
from domain.core.errors import InvalidInput
from domain.core.money import Money, compared, money_of, read_rates
from domain.core.people import Request
from domain.customers.model import RatesPage
from services.customers.actions import require_member
from services.workspace.people import require_manager
from storage.customers import rates as customer_rates
from storage.database.engine import Database, Session
from storage.outbox import change_log as changes


def rates_page(database: Database, request: Request) -> RatesPage:
    """The rates of the workspace, and the currencies that customers pay in."""
    with database.reading() as session:
        require_member(session, request)
        return RatesPage(
            customer_rates.rates(session, request.workspace_id),
            tuple(customer_rates.used(session, request.workspace_id)),
        )


def set_rates(database: Database, request: Request, own: str, typed: str) -> RatesPage:
    """Set what other currencies are worth in the workspace's own one.

    Raises NotAllowed for those who do not manage, and InvalidInput bound to the field.
    """
    millionths = read_rates(own, typed)
    with database.transaction() as session:
        require_manager(session, request, "set what currencies are worth")
        before = customer_rates.rates(session, request.workspace_id)
        code = own.strip().upper()
        customer_rates.set_rates(session, request, code, millionths)
        changes.record(
            session,
            request,
            ("workspace", request.workspace_id),
            "currency_rates",
            before=[before.own, dict(before.millionths)] if before.is_set else None,
            after=[code, millionths],
        )
        used = customer_rates.used(session, request.workspace_id)
        return RatesPage(customer_rates.rates(session, request.workspace_id), tuple(used))


def in_own_currency(session: Session, workspace_id: int, least: Amount) -> Money:
    """A sum in the workspace's own currency, in which it is when it names none.

    Raises InvalidInput for a currency without a rate.
    """
    rates = customer_rates.rates(session, workspace_id)
    if rates.own is None:
        raise InvalidInput(
            "No customer has a revenue yet, so there is nothing to compare. Set one: "
            "/linchpin customers"
        )
    found = money_of(least.value, least.currency or rates.own)
    total = compared([found], rates).total
    if total is None:
        raise InvalidInput(
            f"There is no rate for {found.currency}, so it cannot be compared with {rates.own}. "
            "Managers set rates with /linchpin rates."
        )
    return total
