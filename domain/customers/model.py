"""Customers: what is known of them, what they said, and which are one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.core.importance import Importance
from domain.core.money import NO_MONEY, Comparable, Money, Rates

UNDO_WITHIN = timedelta(days=30)
"""For how long a merge of customers can be taken back."""

MOST_TIER_CHARS = 60
_MOST_SHARE = 0.5
_FEWEST_PIECES = 3


class CustomerOrder(StrEnum):
    """What customers are listed by."""

    REVENUE = "revenue"
    FEEDBACK = "feedback"
    HEARD = "heard"
    NAME = "name"

    @property
    def label(self) -> str:
        """The order as people read it."""
        return _ORDER_LABELS[self]


_ORDER_LABELS = {
    CustomerOrder.REVENUE: "Revenue",
    CustomerOrder.FEEDBACK: "Most feedback",
    CustomerOrder.HEARD: "Last heard",
    CustomerOrder.NAME: "Name",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody tells of the customer called ``name``; None says nothing of a fact."""

    name: str
    tier: str | None = None
    revenue: Money | None = None
    owner_id: str | None = None
    channel_id: str | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer as stored; ``owner_id`` is who looks after it, ``revenue`` what a year brings.

    ``merged_into_id`` is the row id of the customer that a double is part of now.
    """

    id: int
    workspace_id: int
    name: str
    created_at: datetime
    tier: str | None = None
    revenue: Money | None = None
    owner_id: str | None = None
    channel_id: str | None = None
    merged_into_id: int | None = None

    def logged(self) -> dict[str, Any]:
        """Its facts as the change log keeps them, by field."""
        revenue = self.revenue
        return {
            "name": self.name,
            "tier": self.tier,
            "revenue": [revenue.hundredths, revenue.currency] if revenue else None,
            "owner": self.owner_id,
            "channel": self.channel_id,
        }


@dataclass(frozen=True, slots=True)
class SavedCustomer:
    """What became of facts: the customer, whether it is new, and whether a fact changed."""

    customer: Customer
    is_new: bool
    is_changed: bool


@dataclass(frozen=True, slots=True)
class CustomerListItem:
    """A customer in a list: how much it said, for how many ideas, and when it was last heard."""

    customer: Customer
    feedback: int = 0
    ideas: int = 0
    last_heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CustomerList:
    """A part of the list of customers from ``offset`` on; ``words`` are what was looked for.

    ``revenue`` is that of all ``total`` together, ``unknown`` how many of them have none known.
    """

    rows: tuple[CustomerListItem, ...]
    total: int
    order: CustomerOrder
    words: str = ""
    offset: int = 0
    revenue: Comparable = NO_MONEY
    unknown: int = 0
    doubles: int = 0
    may_manage: bool = False

    @property
    def has_more(self) -> bool:
        """True when customers follow."""
        return self.offset + len(self.rows) < self.total


@dataclass(frozen=True, slots=True)
class CustomerMerge:
    """A merge as stored; ``kept`` is what is needed to take it back."""

    id: int
    customer_id: int
    into_id: int
    merged_by: str
    merged_at: datetime
    undone_at: datetime | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)

    def may_be_undone(self, at: datetime) -> bool:
        """True while its 30 days last."""
        return self.undone_at is None and at <= self.merged_at + UNDO_WITHIN


@dataclass(frozen=True, slots=True)
class MergedCustomer:
    """A double on the page of the customer that it is part of now."""

    name: str
    merge: CustomerMerge
    may_undo: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """A customer behind an idea, and how many pieces of feedback it gave for it."""

    customer: Customer
    pieces: int


@dataclass(frozen=True, slots=True)
class Backers:
    """Who stands behind an idea: counts, revenue for each currency, and how strongly they need it.

    ``askers`` are the first customers by revenue in the workspace's own currency; ``customers``
    counts all of them, ``named`` the pieces that name one. ``spread`` counts pieces by importance.
    ``revenue`` counts each customer once. ``heaviest`` is who gave the most pieces.
    """

    pieces: int = 0
    people: int = 0
    customers: int = 0
    named: int = 0
    revenue: tuple[Money, ...] = ()
    in_own: Comparable = NO_MONEY
    unknown: int = 0
    spread: Mapping[Importance, int] = field(default_factory=dict)
    askers: tuple[Asker, ...] = ()
    heaviest: Asker | None = None

    @property
    def dominant(self) -> Asker | None:
        """The customer that alone gave more than half of all the evidence, of three or more."""
        one = self.heaviest
        if one is None or self.pieces < _FEWEST_PIECES:
            return None
        return one if one.pieces / self.pieces > _MOST_SHARE else None


@dataclass(frozen=True, slots=True)
class RatesPage:
    """The rates as a form shows them: the own currency, and those that customers pay in."""

    rates: Rates
    used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DuplicateCustomers:
    """Two customers that may be one, and why."""

    one: Customer
    into: Customer
    reason: str
