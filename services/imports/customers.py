"""Putting customers of a file into the workspace (part of a transaction)."""

from collections.abc import Sequence

from domain.core.errors import InvalidInput
from domain.core.money import Money, Rates, money_of
from domain.core.people import Request
from domain.customers.model import Facts
from domain.imports.rows import CustomerItem, Problem
from storage.customers import queries as customers
from storage.customers import rates as customer_rates
from storage.database.engine import Session
from storage.imports.traces import Trace
from storage.votes import imported as imported_votes


def put_customers(
    session: Session, request: Request, rows: Sequence[CustomerItem], trace: Trace
) -> tuple[int, int, tuple[Problem, ...]]:
    """Store customers by name: how many are new or changed, how many stood so, and what was
    refused. A cell that is empty takes nothing away."""
    owners = imported_votes.people_named(
        session, request.workspace_id, [row.owner for row in rows if row.owner]
    )
    own = customer_rates.rates(session, request.workspace_id)
    good: list[Facts] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            good.append(
                Facts(row.name, row.tier, _revenue(row, own), owner_id=_owner(row.owner, owners))
            )
        except InvalidInput as refused:
            problems.append(Problem(row.line, refused.message, row.cells))
    brought = 0
    for before, done in customers.put_all_traced(session, request, good):
        brought += done.is_changed
        if done.is_new:
            trace.made("customer", done.customer.id, after=customers.facts(done.customer))
        elif done.is_changed:
            facts = {"before": customers.facts(before), "after": customers.facts(done.customer)}
            trace.made("changed customer", done.customer.id, **facts)
    return brought, len(rows) - brought - len(problems), tuple(problems)


def _revenue(row: CustomerItem, own: Rates) -> Money | None:
    if row.revenue is None:
        return None
    currency = row.currency or (own.own if own.is_set else None)
    if currency is None:
        raise InvalidInput(
            "The revenue has no currency. Write it into the cell, such as 12000 EUR, or add a "
            "column called Currency."
        )
    return money_of(row.revenue, currency)


def _owner(name: str | None, owners: dict[str, list[str]]) -> str | None:
    if name is None:
        return None
    match owners.get(name.lower(), []):
        case [user_id]:
            return user_id
        case []:
            raise InvalidInput(
                f"Nobody in Slack is called {name[:80]!r}. Correct the owner or empty the cell."
            )
        case _:
            raise InvalidInput(
                f"Several people in Slack are called {name[:80]!r}. Empty the cell of the owner."
            )
