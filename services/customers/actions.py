"""Customers: listed, read on a page, edited, and their revenue made comparable by rates."""

from dataclasses import dataclass, replace
from difflib import get_close_matches

from domain.core.amounts import Amount
from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.money import compared, in_currency, read_amount, sums
from domain.core.people import Request, may_know_customers
from domain.customer_page import CustomerPage
from domain.customers.duplicates import core_of
from domain.customers.model import (
    MOST_TIER_CHARS,
    Customer,
    CustomerList,
    CustomerOrder,
    MergedCustomer,
)
from domain.feedback.privacy import shown
from domain.text.labels import LabelKind, clean_name, fold_name
from domain.text.words import check_text
from services.customers import duplicates as customer_duplicates
from services.workspace.people import notice
from services.workspace.permissions import manages
from storage.customers import (
    lists as customer_lists,
)
from storage.customers import (
    merging as customer_merging,
)
from storage.customers import queries as storage
from storage.customers import (
    rates as customer_rates,
)
from storage.database import labels
from storage.database.engine import Database, Session
from storage.feedback import queries as feedback
from storage.ideas import counts as idea_facts
from storage.outbox import change_log as changes
from storage.roadmap import promises
from storage.workspace import people, readers

PAGE_SIZE = 12
SAID_SIZE = 6
_SHOWN_IDEAS = 8
_SHOWN_PROMISES = 8
_SHOWN_CHANGES = 6
_MOST_NAMES = 2_000


@dataclass(frozen=True, slots=True)
class TypedCustomer:
    """What a form says of a customer; empty takes a fact away."""

    name: str
    tier: str = ""
    revenue: str = ""
    owner_id: str | None = None
    channel_id: str | None = None


def listing(
    database: Database,
    request: Request,
    words: str = "",
    order: CustomerOrder = CustomerOrder.REVENUE,
    offset: int = 0,
) -> CustomerList:
    """A page of the customers whose name or tier holds ``words``. Raises NotAllowed for guests."""
    with database.snapshot() as session:
        require_member(session, request)
        workspace_id = request.workspace_id
        rates = customer_rates.rates(session, workspace_id)
        rows = customer_lists.page(session, workspace_id, words, order, rates, PAGE_SIZE, offset)
        money, unknown = customer_lists.revenue(session, workspace_id, words)
        return CustomerList(
            rows=tuple(rows),
            total=customer_lists.count(session, workspace_id, words),
            order=order,
            words=words,
            offset=offset,
            revenue=compared(sums(money), rates),
            unknown=unknown,
            doubles=len(customer_duplicates.pairs(session, workspace_id)),
            may_manage=manages(session, request),
        )


def page(database: Database, request: Request, customer_id: int, offset: int = 0) -> CustomerPage:
    """A customer's page, with what it said from ``offset`` on. Raises NotFound and NotAllowed."""
    with database.snapshot() as session:
        require_member(session, request)
        return _page(session, request, _there(session, request, customer_id), offset)


def called(database: Database, request: Request, name: str) -> CustomerPage:
    """The page of the customer with a name in any spelling.

    Raises NotAllowed for guests, and NotFound with the nearest name.
    """
    with database.snapshot() as session:
        require_member(session, request)
        customer = find(session, request.workspace_id, name)
        asked = name if fold_name(customer.name) != fold_name(name) else None
        return replace(_page(session, request, customer, 0), asked=asked)


def find(session: Session, workspace_id: int, name: str) -> Customer:
    """The customer with a name (part of a transaction). Raises NotFound with the nearest one."""
    customer = storage.named(session, workspace_id, name)
    if customer is not None:
        return customer
    begun = labels.suggest(session, workspace_id, LabelKind.CUSTOMER, name, 2)
    if len(begun) == 1:
        customer = storage.named(session, workspace_id, begun[0])
        if customer is not None:
            return customer
    raise NotFound(_nobody_called(session, workspace_id, name, begun))


def require_tier(session: Session, workspace_id: int, tier: str) -> None:
    """Return when some customer is of a tier; raise InvalidInput with those that there are."""
    known = customer_lists.tiers(session, workspace_id)
    if fold_name(tier) in {fold_name(one) for one in known}:
        return
    there = f"There are {', '.join(known[:12])}." if known else "No customer has a tier yet."
    raise InvalidInput(f"No customer is of the tier “{tier[:60]}”. {there}")


def edit(database: Database, request: Request, customer_id: int, typed: TypedCustomer) -> Customer:
    """Set what is known of a customer.

    Raises NotAllowed for everybody but managers and who looks after it, and InvalidInput bound to
    the field that cannot be used.
    """
    yearly = read_amount(typed.revenue) if typed.revenue.strip() else None
    with database.transaction() as session:
        before = storage.get(session, request.workspace_id, customer_id, lock=True)
        if before is None or before.merged_into_id is not None:
            raise NotFound("That customer was merged into another one meanwhile.")
        if not may_edit(session, request, before):
            raise NotAllowed(_NOT_YOURS.format(name=before.name))
        after = _read(session, before, typed, yearly)
        notice(session, request)
        storage.write(session, request, before, after)
        return after


def may_edit(session: Session, request: Request, customer: Customer) -> bool:
    """True for managers and for who looks after the customer."""
    return customer.owner_id == request.user_id or manages(session, request)


def require_member(session: Session, request: Request) -> None:
    """Return for members; raise NotAllowed for guests and people of other companies."""
    person = people.get(session, request.workspace_id, request.user_id)
    if not may_know_customers(person):
        raise NotAllowed("Customers are shown to members of this workspace only, not to guests.")


def _there(session: Session, request: Request, customer_id: int) -> Customer:
    customer = storage.get(session, request.workspace_id, customer_id)
    if customer is not None and customer.merged_into_id is not None:
        customer = storage.get(session, request.workspace_id, customer.merged_into_id)
    if customer is None:
        raise NotFound("There is no such customer any more.")
    return customer


def _page(session: Session, request: Request, customer: Customer, offset: int) -> CustomerPage:
    workspace_id = request.workspace_id
    reader = readers.reader(session, workspace_id, request.user_id, request.at)
    ids = customer_lists.said(session, workspace_id, customer.id, SAID_SIZE, offset)
    count, last_heard_at = customer_lists.heard(session, workspace_id, customer.id)
    asked_for = customer_lists.ideas(session, workspace_id, customer.id)
    found = idea_facts.of_ids(session, workspace_id, asked_for[:_SHOWN_IDEAS])
    promised = promises.of_customer(session, workspace_id, customer.id, _SHOWN_PROMISES)
    about = idea_facts.of_ids(session, workspace_id, {one.idea_id for one in promised})
    manager = manages(session, request)
    log = changes.latest_of(
        session, workspace_id, ("customer", customer.id), _SHOWN_CHANGES, without="apart"
    )
    return CustomerPage(
        customer=customer,
        said=tuple(shown(one, reader) for one in feedback.of_ids(session, workspace_id, ids)),
        said_count=count,
        ideas=tuple(found[one] for one in asked_for[:_SHOWN_IDEAS] if one in found),
        ideas_count=len(asked_for),
        promises=tuple(promised),
        promise_ideas={one.id: about[one.idea_id].number for one in promised},
        last_heard_at=last_heard_at,
        merged=_merged(session, request, customer, is_manager=manager),
        doubles=customer_duplicates.of(session, customer) if manager else (),
        history=tuple(log),
        may_edit=manager or customer.owner_id == request.user_id,
        may_merge=manager,
        offset=offset,
    )


def _merged(
    session: Session, request: Request, customer: Customer, *, is_manager: bool
) -> tuple[MergedCustomer, ...]:
    found = customer_merging.standing_into(session, request.workspace_id, customer.id)
    names = storage.among(session, request.workspace_id, [one.customer_id for one in found])
    return tuple(
        MergedCustomer(
            names[one.customer_id].name, one, is_manager and one.may_be_undone(request.at)
        )
        for one in found
    )


def _read(
    session: Session, before: Customer, typed: TypedCustomer, yearly: Amount | None
) -> Customer:
    """The customer as a form says. Raises InvalidInput bound to the field."""
    name = _name(session, before, typed.name)
    tier = check_text(typed.tier, what="tier", field="tier") if typed.tier.strip() else None
    if tier is not None and len(tier) > MOST_TIER_CHARS:
        raise InvalidInput(f"A tier has at most {MOST_TIER_CHARS} characters.", field="tier")
    revenue = None
    if yearly is not None:
        currency = before.revenue.currency if before.revenue else None
        known = customer_rates.rates(session, before.workspace_id)
        usual = currency or (known.own if known.is_set else None)
        revenue = in_currency(yearly, usual, typed.revenue)
    return replace(
        before,
        name=name,
        tier=tier,
        revenue=revenue,
        owner_id=typed.owner_id,
        channel_id=typed.channel_id,
    )


def _name(session: Session, before: Customer, typed: str) -> str:
    try:
        name = clean_name(typed, LabelKind.CUSTOMER)
    except InvalidInput as refused:
        raise InvalidInput(refused.message, field="name") from refused
    key = fold_name(name)
    known = labels.known(session, before.workspace_id, LabelKind.CUSTOMER, [key])
    if key in known and key != fold_name(before.name):
        raise InvalidInput(
            f"There is a customer called {name} already. Merge the two instead: open one of them "
            "and press Merge into….",
            field="name",
        )
    return name


def _nobody_called(session: Session, workspace_id: int, name: str, begun: list[str]) -> str:
    typed = " ".join(name.split())[:60]
    if begun:
        return f"Several customers have “{typed}” in their name, such as {' and '.join(begun)}."
    names = [one.name for one in customer_lists.names(session, workspace_id, _MOST_NAMES)]
    folded = {fold_name(one): one for one in names}
    folded |= {core_of(one): one for one in reversed(names)}
    near = get_close_matches(fold_name(name), folded, n=1, cutoff=0.6)
    if near:
        return f"There is no customer called “{typed}”. Did you mean {folded[near[0]]}?"
    return f"There is no customer called “{typed}”. See all of them: /linchpin customers"


_NOT_YOURS = (
    "Only managers and whoever looks after {name} can change what is known of it. Ask one of them."
)
