"""Who stands behind an idea: customers, their revenue, and how strongly they need it."""

from collections import Counter
from dataclasses import replace

from domain.core.importance import Importance
from domain.core.money import MILLION, NO_MONEY, Money, Rates, compared, sums
from domain.core.people import Person, may_know_customers
from domain.customers.model import Asker, Backers
from domain.ideas.model import Idea
from storage.customers import (
    lists as customer_lists,
)
from storage.customers import (
    queries as customers,
)
from storage.customers import (
    rates as customer_rates,
)
from storage.database.engine import Session
from storage.scoring import ranking

_SHOWN_ASKERS = 5


def backers_of(session: Session, idea: Idea) -> Backers:
    """Who stands behind an idea (part of a transaction); each customer's revenue counts once."""
    workspace_id = idea.workspace_id
    counted = customer_lists.behind(session, workspace_id, idea.id)
    if not counted:
        return Backers()
    pieces: Counter[int] = Counter()
    spread: Counter[Importance] = Counter()
    for customer_id, importance, how_many in counted:
        if customer_id is not None:
            pieces[customer_id] += how_many
        if importance is not None:
            spread[Importance(importance)] += how_many
    rates = customer_rates.rates(session, workspace_id)
    found = customers.among(session, workspace_id, list(pieces))
    askers = [Asker(one, pieces[row_id]) for row_id, one in found.items()]
    askers.sort(key=lambda one: (-_worth(one, rates), -one.pieces, one.customer.name))
    revenue = sums(one.customer.revenue for one in askers if one.customer.revenue)
    return Backers(
        pieces=sum(how_many for _customer, _importance, how_many in counted),
        people=ranking.asked(session, workspace_id, idea.id).people,
        customers=len(askers),
        named=sum(pieces.values()),
        revenue=revenue,
        in_own=compared(revenue, rates),
        unknown=sum(1 for one in askers if one.customer.revenue is None),
        spread={one: spread[one] for one in reversed(Importance) if spread[one]},
        askers=tuple(askers[:_SHOWN_ASKERS]),
        heaviest=max(askers, key=lambda one: one.pieces, default=None),
    )


def backers_for(person: Person | None, found: Backers) -> Backers:
    """The same as somebody may know it: guests read counts, no customer's name and no revenue."""
    return found if may_know_customers(person) else without_customers(found)


def without_customers(found: Backers) -> Backers:
    """The counts alone, for readers who are no members."""
    return replace(found, askers=(), heaviest=None, revenue=(), in_own=NO_MONEY)


def _worth(one: Asker, rates: Rates) -> int:
    revenue: Money | None = one.customer.revenue
    if revenue is None:
        return 0
    return revenue.hundredths * rates.millionths.get(revenue.currency, 0) // MILLION
