"""Customers: /linchpin customers, their pages and forms, doubles, and currencies."""

import re

from domain.core.errors import InvalidInput
from domain.core.people import Permission, Request
from domain.customers.model import CustomerOrder
from domain.text.slack_text import unescape
from domain.text.words import straighten
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.part import HomeButton, ShownPart
from handlers.slack.router import Router
from services.customers import (
    actions as customers,
)
from services.customers import (
    duplicates as customer_duplicates,
)
from services.customers import (
    rates as currencies,
)
from services.customers.actions import TypedCustomer
from views.blockkit import ids
from views.blockkit.help import HelpPart
from views.blockkit.metadata import number_of
from views.customers.forms import doubles_modal, edit_modal, merge_customer_modal, rates_modal
from views.customers.pages import HOME_BUTTON, customer_modal, customers_modal

_ORDERED = re.compile(r"(?:^|\s)(?:sort(?:ed)?\s+|ordered\s+)?by\s+(?P<order>[\w ]+?)\s*$", re.I)
_ORDERS = {
    **dict.fromkeys(("revenue", "money", "arr"), CustomerOrder.REVENUE),
    **dict.fromkeys(("feedback", "most feedback", "quotes"), CustomerOrder.FEEDBACK),
    **dict.fromkeys(("heard", "last heard", "date", "newest"), CustomerOrder.HEARD),
    **dict.fromkeys(("name", "alphabet"), CustomerOrder.NAME),
}


def register(router: Router) -> None:
    """Listen to every word, button and form about customers."""
    router.subcommand("/linchpin", "customers", command_customers)
    router.subcommand("/linchpin", "customer", command_customer)
    router.subcommand("/linchpin", ("rates", "currencies"), command_rates)
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
        (ids.CUSTOMER_DOUBLES, open_duplicates),
        (ids.CUSTOMER_RATES, open_rates),
    ):
        router.action(action_id, listener, permission=Permission.RECORD)
    router.field(ids.CUSTOMER_SELECT, "customers")
    for callback_id, listener in (
        (ids.CUSTOMERS_FORM, submit_search),
        (ids.CUSTOMER_FORM, submit_edit),
        (ids.CUSTOMER_MERGE_FORM, submit_merge),
        (ids.CUSTOMER_RATES_FORM, submit_rates),
    ):
        router.view(callback_id, listener, permission=Permission.RECORD)


def command_customers(interaction: Interaction, words: str) -> None:
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
        modals.show(
            interaction,
            doubles_modal(customer_duplicates.listed(interaction.database, _request(interaction))),
        )
        return
    _show_list(interaction, typed, order)


def command_customer(interaction: Interaction, words: str) -> None:
    """Open the page of the customer whose name was typed."""
    name = straighten(unescape(words)).strip().strip("\"'")
    if not name:
        command_customers(interaction, "")
        return
    modals.show(
        interaction,
        customer_modal(customers.called(interaction.database, _request(interaction), name)),
    )


def command_rates(interaction: Interaction, _words: str) -> None:
    """Open the form with what currencies are worth."""
    open_rates(interaction)


def open_list(interaction: Interaction) -> None:
    """Show the list of customers."""
    _show_list(interaction, "", CustomerOrder.REVENUE)


def search(interaction: Interaction) -> None:
    """Show the customers that the words typed find."""
    order, _, _ = _seen(interaction)
    typed = str(interaction.payload.get("value") or "").strip()
    _show_list(interaction, typed, order)


def submit_search(interaction: Interaction) -> None:
    """The same by the button of the form."""
    order, _, _ = _seen(interaction)
    typed = interaction.form.text_of(ids.CUSTOMERS_SEARCH).strip()
    found = customers.listing(interaction.database, interaction.request("modal"), typed, order)
    interaction.ack(response_action="update", view=customers_modal(found))


def reorder(interaction: Interaction) -> None:
    """Show the list in another order, from its beginning."""
    _, _, words = _seen(interaction)
    order = CustomerOrder(str(interaction.payload["selected_option"]["value"]))
    _show_list(interaction, words, order)


def turn_list(interaction: Interaction) -> None:
    """Show another part of the list."""
    order, _, words = _seen(interaction)
    _show_list(interaction, words, order, int(interaction.payload["value"]))


def open_customer(interaction: Interaction) -> None:
    """Open the page of a customer."""
    _show(interaction, int(interaction.payload["value"]))


def turn_page(interaction: Interaction) -> None:
    """Show older or newer words of a customer."""
    row_id, _, offset = str(interaction.payload["value"]).partition(" ")
    found = customers.page(
        interaction.database, _request(interaction), int(row_id), int(offset or 0)
    )
    modals.show(interaction, customer_modal(found))


def open_edit(interaction: Interaction) -> None:
    """Open the form with what is known of a customer."""
    found = customers.page(
        interaction.database, _request(interaction), int(interaction.payload["value"])
    )
    modals.show(interaction, edit_modal(found.customer))


def submit_edit(interaction: Interaction) -> None:
    """Save what is known of a customer, and show its page."""
    form = interaction.form.require("tier", "revenue", "owner", "channel")
    row_id = number_of(interaction.payload["private_metadata"])
    typed = TypedCustomer(
        name=form.text("name", ids.CUSTOMER_NAME),
        tier=form.text("tier", ids.CUSTOMER_TIER),
        revenue=form.text("revenue", ids.CUSTOMER_REVENUE),
        owner_id=form.user("owner", ids.CUSTOMER_OWNER),
        channel_id=form.channel("channel", ids.CUSTOMER_CHANNEL),
    )
    request = interaction.request("modal")
    customers.edit(interaction.database, request, row_id, typed)
    found = customers.page(interaction.database, request, row_id)
    view = customer_modal(found, note=":white_check_mark: Saved.")
    interaction.ack(response_action="update", view=view)


def open_merge(interaction: Interaction) -> None:
    """Open the form that asks which customer a double becomes part of."""
    found = customers.page(
        interaction.database, _request(interaction), int(interaction.payload["value"])
    )
    modals.show(interaction, merge_customer_modal(found.customer))


def submit_merge(interaction: Interaction) -> None:
    """Merge a customer into the one chosen, and show the page of that one."""
    row_id, request = (
        number_of(interaction.payload["private_metadata"]),
        interaction.request("modal"),
    )
    chosen = interaction.form.option("into", ids.CUSTOMER_SELECT)
    if chosen is None:
        raise InvalidInput("Choose the customer that stays.", field="into")
    done = customer_duplicates.merge_into(interaction.database, request, row_id, chosen)
    found = customers.page(interaction.database, request, done.into_id)
    interaction.ack(response_action="update", view=customer_modal(found, note=_MERGED))


def merge_now(interaction: Interaction) -> None:
    """Merge two customers that look the same, and go on where the button was pressed."""
    row_id, into_id, *where = str(interaction.payload["value"]).split()
    done = customer_duplicates.merge(
        interaction.database, _request(interaction), int(row_id), int(into_id)
    )
    if where:
        found = customer_duplicates.listed(interaction.database, _request(interaction))
        modals.show(interaction, doubles_modal(found, note=_MERGED))
    else:
        _show(interaction, done.into_id, _MERGED)


def undo_merge(interaction: Interaction) -> None:
    """Take a merge back, and show the page of the customer that is its own again."""
    request = _request(interaction)
    done = customer_duplicates.undo(
        interaction.database, request, int(interaction.payload["value"])
    )
    _show(
        interaction,
        done.customer_id,
        ":leftwards_arrow_with_hook: It is a customer of its own again.",
    )


def tell_apart(interaction: Interaction) -> None:
    """Remember that two customers are not one, and go on where the button was pressed."""
    one, other, where = str(interaction.payload["value"]).split()
    customer_duplicates.tell_apart(
        interaction.database, _request(interaction), int(one), int(other)
    )
    note = ":white_check_mark: Remembered: those two are not the same."
    if where == "list":
        found = customer_duplicates.listed(interaction.database, _request(interaction))
        modals.show(interaction, doubles_modal(found, note=note))
    else:
        _show(interaction, int(other), note)


def open_duplicates(interaction: Interaction) -> None:
    """List the customers that are probably one."""
    modals.show(
        interaction,
        doubles_modal(customer_duplicates.listed(interaction.database, _request(interaction))),
    )


def open_rates(interaction: Interaction) -> None:
    """Open the form with what currencies are worth."""
    modals.show(
        interaction, rates_modal(currencies.rates_page(interaction.database, _request(interaction)))
    )


def submit_rates(interaction: Interaction) -> None:
    """Save what currencies are worth, and show the list of customers."""
    form, request = interaction.form.require("own", "rates"), interaction.request("modal")
    own = form.text("own", ids.CUSTOMER_RATES_OWN)
    typed = form.text("rates", ids.CUSTOMER_RATES_TYPED)
    currencies.set_rates(interaction.database, request, own, typed)
    found = customers.listing(interaction.database, request)
    view = customers_modal(found, note=":white_check_mark: Saved: sums are in your own currency.")
    interaction.ack(response_action="update", view=view)


def _show_list(interaction: Interaction, words: str, order: CustomerOrder, offset: int = 0) -> None:
    found = customers.listing(interaction.database, _request(interaction), words, order, offset)
    modals.show(interaction, customers_modal(found))


def _show(interaction: Interaction, customer_id: int, note: str = "") -> None:
    found = customers.page(interaction.database, _request(interaction), customer_id)
    modals.show(interaction, customer_modal(found, note=note))


def _request(interaction: Interaction) -> Request:
    return interaction.request("button")


def _seen(interaction: Interaction) -> tuple[CustomerOrder, int, str]:
    """The order, the place and the words of the list that is open."""
    metadata = str((interaction.body.get("view") or {}).get("private_metadata") or "")
    kind, _, rest = metadata.partition(" ")
    order, _, rest = rest.partition(" ")
    offset, _, words = rest.partition(" ")
    if kind != "customers":
        return CustomerOrder.REVENUE, 0, ""
    return CustomerOrder(order), int(offset or 0), words


_MERGED = ":white_check_mark: Merged. You can undo it on this customer's page for 30 days."


PART = ShownPart(
    help=(
        HelpPart(
            520,
            "Customers, and finding things again",
            (
                "`/linchpin customers`  who they are, what they bring and said; `customer Acme` "
                "opens one",
                "`/linchpin rates`  what other currencies are worth in your own (managers)",
            ),
        ),
    ),
    buttons=(HomeButton(700, HOME_BUTTON),),
)
