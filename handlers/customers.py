"""Customers: /linchpin customers, their pages and forms, doubles, and currencies."""

import re

from domain.core.errors import InvalidInput
from domain.core.people import Request
from domain.customers.model import CustomerOrder
from domain.text.slack_text import unescape
from domain.text.words import straighten
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.customers import (
    actions as customers,
)
from services.customers import (
    duplicates as customers_doubles,
)
from services.customers import (
    rates as currencies,
)
from services.customers.actions import TypedCustomer
from views.blockkit import ids
from views.blockkit.blocks import entered
from views.blockkit.metadata import number_of
from views.customers.forms import doubles_modal, edit_modal, merge_customer_modal, rates_modal
from views.customers.pages import customer_modal, customers_modal

_ORDERED = re.compile(r"(?:^|\s)(?:sort(?:ed)?\s+|ordered\s+)?by\s+(?P<order>[\w ]+?)\s*$", re.I)
_ORDERS = {
    **dict.fromkeys(("revenue", "money", "arr"), CustomerOrder.REVENUE),
    **dict.fromkeys(("feedback", "most feedback", "quotes"), CustomerOrder.FEEDBACK),
    **dict.fromkeys(("heard", "last heard", "date", "newest"), CustomerOrder.HEARD),
    **dict.fromkeys(("name", "alphabet"), CustomerOrder.NAME),
}


def register(board: Switchboard) -> None:
    """Listen to every button and form about customers; words come with /linchpin."""
    for action_id, listener in (
        (ids.CUSTOMERS_OPEN, open_list),
        (ids.CUSTOMERS_SEARCH, search),
        (ids.CUSTOMERS_ORDER, reorder),
        (ids.CUSTOMERS_PAGE, turn_list),
        (ids.CUSTOMER_OPEN, open_customer),
        (ids.CUSTOMER_PAGE, turn_page),
        (ids.CUSTOMER_EDIT, open_edit),
        (ids.CUSTOMER_MERGE, open_merge),
        (ids.CUSTOMER_MERGE_NOW, merge_now),
        (ids.CUSTOMER_UNMERGE, undo_merge),
        (ids.CUSTOMER_APART, tell_apart),
        (ids.CUSTOMER_DOUBLES, open_doubles),
        (ids.CUSTOMER_RATES, open_rates),
    ):
        board.action(action_id, listener)
    for callback_id, listener in (
        (ids.CUSTOMERS_FORM, submit_search),
        (ids.CUSTOMER_FORM, submit_edit),
        (ids.CUSTOMER_MERGE_FORM, submit_merge),
        (ids.CUSTOMER_RATES_FORM, submit_rates),
    ):
        board.view(callback_id, listener)


def command_customers(visit: Visit, words: str) -> None:
    """List customers: all, those that words find, or in an order such as *by revenue*."""
    typed = straighten(unescape(words)).strip()
    ordered = _ORDERED.search(typed)
    order = CustomerOrder.REVENUE
    if ordered is not None:
        named = _ORDERS.get(" ".join(ordered["order"].casefold().split()))
        if named is None:
            raise InvalidInput(
                f"Customers cannot be listed by “{ordered['order'][:40]}”. "
                "Try by revenue, by feedback, by heard or by name."
            )
        order, typed = named, typed[: ordered.start()].strip()
    if not ordered and typed.casefold() == "doubles":
        modals.show(visit, doubles_modal(customers_doubles.listed(visit.database, _request(visit))))
        return
    _show_list(visit, typed, order)


def command_customer(visit: Visit, words: str) -> None:
    """Open the page of the customer whose name was typed."""
    name = straighten(unescape(words)).strip().strip("\"'")
    if not name:
        command_customers(visit, "")
        return
    modals.show(visit, customer_modal(customers.called(visit.database, _request(visit), name)))


def command_rates(visit: Visit, _words: str) -> None:
    """Open the form with what currencies are worth."""
    open_rates(visit)


def open_list(visit: Visit) -> None:
    """Show the list of customers."""
    _show_list(visit, "", CustomerOrder.REVENUE)


def search(visit: Visit) -> None:
    """Show the customers that the words typed find."""
    order, _, _ = _seen(visit)
    typed = str(visit.payload.get("value") or "").strip()
    _show_list(visit, typed, order)


def submit_search(visit: Visit) -> None:
    """The same by the button of the form."""
    order, _, _ = _seen(visit)
    typed = entered(visit.payload["state"]["values"], ids.CUSTOMERS_SEARCH).strip()
    found = customers.listing(visit.database, visit.request("modal"), typed, order)
    visit.ack(response_action="update", view=customers_modal(found))


def reorder(visit: Visit) -> None:
    """Show the list in another order, from its beginning."""
    _, _, words = _seen(visit)
    order = CustomerOrder(str(visit.payload["selected_option"]["value"]))
    _show_list(visit, words, order)


def turn_list(visit: Visit) -> None:
    """Show another part of the list."""
    order, _, words = _seen(visit)
    _show_list(visit, words, order, int(visit.payload["value"]))


def open_customer(visit: Visit) -> None:
    """Open the page of a customer."""
    _show(visit, int(visit.payload["value"]))


def turn_page(visit: Visit) -> None:
    """Show older or newer words of a customer."""
    row_id, _, offset = str(visit.payload["value"]).partition(" ")
    found = customers.page(visit.database, _request(visit), int(row_id), int(offset or 0))
    modals.show(visit, customer_modal(found))


def open_edit(visit: Visit) -> None:
    """Open the form with what is known of a customer."""
    found = customers.page(visit.database, _request(visit), int(visit.payload["value"]))
    modals.show(visit, edit_modal(found.customer))


def submit_edit(visit: Visit) -> None:
    """Save what is known of a customer, and show its page."""
    values, row_id = visit.payload["state"]["values"], number_of(visit.payload["private_metadata"])
    typed = TypedCustomer(
        name=values["name"][ids.CUSTOMER_NAME].get("value") or "",
        tier=values["tier"][ids.CUSTOMER_TIER].get("value") or "",
        revenue=values["revenue"][ids.CUSTOMER_REVENUE].get("value") or "",
        owner_id=values["owner"][ids.CUSTOMER_OWNER].get("selected_user"),
        channel_id=values["channel"][ids.CUSTOMER_CHANNEL].get("selected_conversation"),
    )
    request = visit.request("modal")
    customers.edit(visit.database, request, row_id, typed)
    found = customers.page(visit.database, request, row_id)
    view = customer_modal(found, note=":white_check_mark: Saved.")
    visit.ack(response_action="update", view=view)


def open_merge(visit: Visit) -> None:
    """Open the form that asks which customer a double becomes part of."""
    found = customers.page(visit.database, _request(visit), int(visit.payload["value"]))
    modals.show(visit, merge_customer_modal(found.customer))


def submit_merge(visit: Visit) -> None:
    """Merge a customer into the one chosen, and show the page of that one."""
    row_id, request = number_of(visit.payload["private_metadata"]), visit.request("modal")
    chosen = visit.payload["state"]["values"]["into"][ids.CUSTOMER_SELECT].get("selected_option")
    if not chosen:
        raise InvalidInput("Choose the customer that stays.", field="into")
    done = customers_doubles.merge_into(visit.database, request, row_id, str(chosen["value"]))
    found = customers.page(visit.database, request, done.into_id)
    visit.ack(response_action="update", view=customer_modal(found, note=_MERGED))


def merge_now(visit: Visit) -> None:
    """Merge two customers that look the same, and go on where the button was pressed."""
    row_id, into_id, *where = str(visit.payload["value"]).split()
    done = customers_doubles.merge(visit.database, _request(visit), int(row_id), int(into_id))
    if where:
        found = customers_doubles.listed(visit.database, _request(visit))
        modals.show(visit, doubles_modal(found, note=_MERGED))
    else:
        _show(visit, done.into_id, _MERGED)


def undo_merge(visit: Visit) -> None:
    """Take a merge back, and show the page of the customer that is its own again."""
    request = _request(visit)
    done = customers_doubles.undo(visit.database, request, int(visit.payload["value"]))
    _show(visit, done.customer_id, ":leftwards_arrow_with_hook: It is a customer of its own again.")


def tell_apart(visit: Visit) -> None:
    """Remember that two customers are not one, and go on where the button was pressed."""
    one, other, where = str(visit.payload["value"]).split()
    customers_doubles.tell_apart(visit.database, _request(visit), int(one), int(other))
    note = ":white_check_mark: Remembered: those two are not the same."
    if where == "list":
        found = customers_doubles.listed(visit.database, _request(visit))
        modals.show(visit, doubles_modal(found, note=note))
    else:
        _show(visit, int(other), note)


def open_doubles(visit: Visit) -> None:
    """List the customers that are probably one."""
    modals.show(visit, doubles_modal(customers_doubles.listed(visit.database, _request(visit))))


def open_rates(visit: Visit) -> None:
    """Open the form with what currencies are worth."""
    modals.show(visit, rates_modal(currencies.rates_page(visit.database, _request(visit))))


def submit_rates(visit: Visit) -> None:
    """Save what currencies are worth, and show the list of customers."""
    values, request = visit.payload["state"]["values"], visit.request("modal")
    own = values["own"][ids.CUSTOMER_RATES_OWN].get("value") or ""
    typed = values["rates"][ids.CUSTOMER_RATES_TYPED].get("value") or ""
    currencies.set_rates(visit.database, request, own, typed)
    found = customers.listing(visit.database, request)
    view = customers_modal(found, note=":white_check_mark: Saved: sums are in your own currency.")
    visit.ack(response_action="update", view=view)


def _show_list(visit: Visit, words: str, order: CustomerOrder, offset: int = 0) -> None:
    found = customers.listing(visit.database, _request(visit), words, order, offset)
    modals.show(visit, customers_modal(found))


def _show(visit: Visit, customer_id: int, note: str = "") -> None:
    found = customers.page(visit.database, _request(visit), customer_id)
    modals.show(visit, customer_modal(found, note=note))


def _request(visit: Visit) -> Request:
    return visit.request("button")


def _seen(visit: Visit) -> tuple[CustomerOrder, int, str]:
    """The order, the place and the words of the list that is open."""
    metadata = str((visit.body.get("view") or {}).get("private_metadata") or "")
    kind, _, rest = metadata.partition(" ")
    order, _, rest = rest.partition(" ")
    offset, _, words = rest.partition(" ")
    if kind != "customers":
        return CustomerOrder.REVENUE, 0, ""
    return CustomerOrder(order), int(offset or 0), words


_MERGED = ":white_check_mark: Merged. You can undo it on this customer's page for 30 days."
