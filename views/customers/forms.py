"""The forms about customers: what is known of one, a merge, and what currencies are worth."""

from collections.abc import Sequence
from typing import Any

from domain.core.money import format_rate
from domain.customers.model import Customer, DuplicateCustomers, RatesPage
from domain.text.labels import MAX_NAME_CHARS
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    channel_select,
    context,
    input_block,
    modal,
    section,
    text_input,
)
from views.blockkit.labels import customer_select
from views.blockkit.message import Block
from views.blockkit.text import mrkdwn, plain
from views.customers.pages import facts_line

_NAME_CHARS = 100


def edit_modal(customer: Customer) -> dict[str, Any]:
    """The form with what is known of a customer."""
    return modal(
        plain(customer.name, 24),
        [*_facts(customer), *_people_and_place(customer)],
        callback_id=ids.CUSTOMER_FORM,
        submit="Save",
        close="Cancel",
        metadata=str(customer.id),
    )


def _facts(customer: Customer) -> list[Block]:
    revenue = customer.revenue.words if customer.revenue else None
    name = text_input(ids.CUSTOMER_NAME, initial=customer.name, max_length=MAX_NAME_CHARS)
    tier = text_input(
        ids.CUSTOMER_TIER, initial=customer.tier, placeholder="Enterprise", max_length=60
    )
    money = text_input(ids.CUSTOMER_REVENUE, initial=revenue, placeholder="120k EUR", max_length=40)
    return [
        input_block("name", "Name", name),
        input_block("tier", "Tier", tier, optional=True),
        input_block(
            "revenue",
            "Yearly revenue",
            money,
            hint="With its currency: 120000 EUR, 1.2M USD, £80k",
            optional=True,
        ),
    ]


def _people_and_place(customer: Customer) -> list[Block]:
    owner: Block = {"type": "users_select", "action_id": ids.CUSTOMER_OWNER}
    if customer.owner_id:
        owner["initial_user"] = customer.owner_id
    return [
        input_block("owner", "Looked after by", owner, optional=True),
        input_block(
            "channel",
            "Their channel",
            channel_select(ids.CUSTOMER_CHANNEL, customer.channel_id),
            hint="What is saved there is filed under this customer by itself.",
            optional=True,
        ),
    ]


def merge_customer_modal(customer: Customer) -> dict[str, Any]:
    """The form that asks which customer a double becomes part of."""
    blocks = [
        section(f"*{mrkdwn(customer.name, _NAME_CHARS)}* becomes part of another customer."),
        input_block("into", "Which one stays?", customer_select()),
        context(_WHAT_GOES),
    ]
    return modal(
        "Merge customers",
        blocks,
        callback_id=ids.CUSTOMER_MERGE_FORM,
        submit="Merge",
        close="Cancel",
        metadata=str(customer.id),
    )


def doubles_modal(found: Sequence[DuplicateCustomers], *, note: str = "") -> dict[str, Any]:
    """Customers that are probably one, with both ways on."""
    blocks: list[Block] = [context(note)] if note else []
    if not found:
        blocks.append(section(":sparkles: No two customers look the same."))
    for one in found:
        pair = f"{one.one.id} {one.into.id}"
        blocks.append(section(f"{_line(one.into)}\n{_line(one.one)}"))
        blocks.append(context(one.reason.capitalize()))
        ways = [
            button(
                f"Merge into {plain(one.into.name, 40)}",
                f"{ids.CUSTOMER_MERGE_NOW}:{one.one.id}",
                f"{pair} list",
            ),
            button("Not the same", f"{ids.CUSTOMER_APART}:{one.one.id}", f"{pair} list"),
        ]
        blocks.append(actions(ways))
    if found:
        blocks.append(context(_WHAT_GOES))
    blocks.append(actions([button("All customers", f"{ids.CUSTOMERS_OPEN}:all", "all")]))
    return modal("Likely doubles", blocks)


def rates_modal(page: RatesPage) -> dict[str, Any]:
    """The form for the own currency and what the others are worth in it."""
    rates = page.rates
    own = text_input(ids.CUSTOMER_RATES_OWN, initial=rates.own, placeholder="EUR", max_length=3)
    lines = [
        f"{code} {format_rate(rate)}"
        for code, rate in rates.millionths.items()
        if code != rates.own
    ]
    typed = text_input(
        ids.CUSTOMER_RATES_TYPED,
        initial="\n".join(lines) or None,
        placeholder="USD 0.92\nGBP 1.17",
        is_multiline=True,
    )
    missing = [code for code in page.used if code not in rates.millionths]
    used = f" Your customers pay in {', '.join(page.used[:20])}." if page.used else ""
    none = f" Still without a rate: {', '.join(missing[:20])}." if missing else ""
    blocks = [
        section(
            "Sums of several currencies stand beside each other until you say here what one unit "
            f"of each is worth in your own.{used}{none}"
        ),
        input_block("own", "Your own currency", own),
        input_block(
            "rates",
            "What one unit of another is worth in it",
            typed,
            hint="One in each line, such as USD 0.92",
            optional=True,
        ),
    ]
    return modal(
        "Currencies",
        blocks,
        callback_id=ids.CUSTOMER_RATES_FORM,
        submit="Save",
        close="Cancel",
    )


def _line(customer: Customer) -> str:
    facts = facts_line(customer)
    return f"*{mrkdwn(customer.name, _NAME_CHARS)}*{f' · {facts}' if facts else ''}"


_WHAT_GOES = (
    "Its feedback, promises and channels go over, and facts that the other one lacks. The old name "
    "keeps leading to it. You can undo this for 30 days."
)
