"""Customers that are probably one: proposed to managers, merged by them, taken back for 30 days."""

from dataclasses import replace
from typing import Any

from domain.core.errors import InvalidInput, NotFound
from domain.core.money import Money
from domain.core.people import Request
from domain.customers.duplicates import Pair, likely_duplicates
from domain.customers.model import Customer, CustomerMerge, DuplicateCustomers
from services.workspace import people
from storage.customers import (
    lists as customer_lists,
)
from storage.customers import (
    merging as customer_merging,
)
from storage.customers import (
    queries as customers,
)
from storage.database.engine import Database, Session
from storage.outbox import change_log as changes

MOST_SHOWN = 10
_MOST_COMPARED = 5_000
_TAKEN = ("tier", "revenue", "owner_id", "channel_id")


def pairs(session: Session, workspace_id: int) -> list[Pair]:
    """Pairs of customers that may be one (part of a transaction), without those told apart."""
    names = customer_lists.names(session, workspace_id, _MOST_COMPARED)
    return likely_duplicates(names, customer_merging.apart(session, workspace_id))


def of(session: Session, customer: Customer) -> tuple[Customer, ...]:
    """The customers that may be one with a customer (part of a transaction)."""
    others = [
        pair.into_id if pair.id == customer.id else pair.id
        for pair in pairs(session, customer.workspace_id)
        if customer.id in (pair.id, pair.into_id)
    ][:3]
    found = customers.among(session, customer.workspace_id, others)
    return tuple(found[one] for one in others)


def listed(database: Database, request: Request) -> tuple[DuplicateCustomers, ...]:
    """The customers that are probably one, the most alike first. Raises NotAllowed."""
    with database.reading() as session:
        people.require_manager(session, request, "merge customers")
        found = pairs(session, request.workspace_id)[:MOST_SHOWN]
        ids = {one for pair in found for one in (pair.id, pair.into_id)}
        named = customers.among(session, request.workspace_id, ids)
        return tuple(
            DuplicateCustomers(named[one.id], named[one.into_id], one.reason) for one in found
        )


def tell_apart(database: Database, request: Request, one_id: int, other_id: int) -> None:
    """Remember that two customers are not one. Raises NotAllowed and InvalidInput."""
    with database.transaction() as session:
        people.require_manager(session, request, "say that customers are not the same")
        found = customers.among(session, request.workspace_id, (one_id, other_id))
        if len(found) != 2:
            raise InvalidInput("Those two are one customer by now.")
        if customer_merging.set_apart(session, request, one_id, other_id):
            for mine, theirs in ((one_id, other_id), (other_id, one_id)):
                after = found[theirs].name
                changes.record(session, request, ("customer", mine), "apart", after=after)


def merge(database: Database, request: Request, customer_id: int, into_id: int) -> CustomerMerge:
    """Make a customer part of another one; the same request twice is one merge.

    Its feedback, promises and channels go over, and facts that the other one lacks. Raises
    NotAllowed for those who do not manage, and InvalidInput or NotFound for what cannot be merged.
    """
    with database.transaction() as session:
        people.require_manager(session, request, "merge customers")
        known = request.key and customer_merging.by_request(
            session, request.workspace_id, request.key
        )
        if known:
            return known
        double, into = _both(session, request, customer_id, into_id)
        kept = customer_merging.move(session, request.workspace_id, double.id, into.id)
        kept["taken"] = _take(session, request, double, into)
        customers.set_merged(session, request.workspace_id, double.id, into.id)
        done = customer_merging.add(session, request, double.id, into.id, kept)
        changes.record(session, request, ("customer", double.id), "merged", after=into.name)
        changes.record(session, request, ("customer", into.id), "absorbed", after=double.name)
        return done


def merge_into(database: Database, request: Request, customer_id: int, name: str) -> CustomerMerge:
    """The same by the name of the one that stays; a name that nobody has is no customer yet.

    Raises InvalidInput bound to ``into``.
    """
    with database.reading() as session:
        into = customers.named(session, request.workspace_id, name)
    if into is None or into.id == customer_id:
        raise InvalidInput("Choose another customer that exists already.", field="into")
    return merge(database, request, customer_id, into.id)


def undo(database: Database, request: Request, merge_id: int) -> CustomerMerge:
    """Take a merge back: both customers have what they had, and the survivor what came since.

    Raises NotAllowed, and InvalidInput after 30 days or when it stands in another merge.
    """
    with database.transaction() as session:
        people.require_manager(session, request, "take back a merge")
        done = customer_merging.by_id(session, request.workspace_id, merge_id)
        if done is None:
            raise NotFound("There is no such merge any more.")
        if done.undone_at is not None:
            return done
        _require_undoable(session, request, done)
        double, into = _locked(session, request, done.customer_id, done.into_id)
        customers.set_merged(session, request.workspace_id, double.id, None)
        customer_merging.move_back(session, request.workspace_id, done)
        customers.write(session, request, into, _without(into, done.kept.get("taken") or {}))
        customer_merging.end(session, request, done.id)
        changes.record(session, request, ("customer", double.id), "merged", before=into.name)
        changes.record(session, request, ("customer", into.id), "absorbed", before=double.name)
        return done


def _both(
    session: Session, request: Request, customer_id: int, into_id: int
) -> tuple[Customer, Customer]:
    if customer_id == into_id:
        raise InvalidInput("Choose another customer: one cannot become part of itself.")
    double, into = _locked(session, request, customer_id, into_id)
    if double.merged_into_id is not None or into.merged_into_id is not None:
        raise InvalidInput("One of the two was merged meanwhile. Open its page again.")
    return double, into


def _locked(
    session: Session, request: Request, one_id: int, other_id: int
) -> tuple[Customer, Customer]:
    found = {
        row_id: customers.get(session, request.workspace_id, row_id, lock=True)
        for row_id in sorted((one_id, other_id))
    }
    one, other = found[one_id], found[other_id]
    if one is None or other is None:
        raise NotFound("There is no such customer any more.")
    return one, other


def _require_undoable(session: Session, request: Request, done: CustomerMerge) -> None:
    if not done.may_be_undone(request.at):
        raise InvalidInput("A merge can be undone for 30 days, and those are over.")
    into = customers.get(session, request.workspace_id, done.into_id)
    if into is not None and into.merged_into_id is not None:
        later = customers.get(session, request.workspace_id, into.merged_into_id)
        name = later.name if later else "another customer"
        raise InvalidInput(
            f"{into.name} itself became part of {name} since. Undo that merge first."
        )


def _take(session: Session, request: Request, double: Customer, into: Customer) -> dict[str, Any]:
    """Give the survivor the facts that it lacks; those as they can be taken away again."""
    taken = {
        name: getattr(double, name)
        for name in _TAKEN
        if getattr(into, name) is None and getattr(double, name) is not None
    }
    customers.write(session, request, into, replace(into, **taken))
    return {name: _plain(value) for name, value in taken.items()}


def _without(into: Customer, taken: dict[str, Any]) -> Customer:
    """The survivor without what it took, where that was not changed since."""
    still = [name for name, value in taken.items() if _plain(getattr(into, name)) == value]
    emptied: dict[str, Any] = dict.fromkeys(still)
    return replace(into, **emptied)


def _plain(value: Any) -> Any:
    return [value.hundredths, value.currency] if isinstance(value, Money) else value
