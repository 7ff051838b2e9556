"""Customers: the list, and the page of one."""

from typing import Any
from zlib import crc32

from domain.core.changes import SYSTEM, Change
from domain.core.money import Money, format_sums
from domain.customer_page import CustomerPage
from domain.customers.model import Customer, CustomerList, CustomerListItem, CustomerOrder
from domain.roadmap.promises import PromiseState
from domain.search.query_language import named_filter
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    text_input,
)
from views.blockkit.message import Block
from views.blockkit.text import channel_link, counted, mention, mrkdwn, plain, slack_date
from views.feedback.messages import where_said, who_said, words
from views.ideas.lines import place_words
from views.ideas.origin import IdeaOrigin

HOME_BUTTON = button("Customers", f"{ids.CUSTOMERS_OPEN}:home", "home")
"""The way there from Home."""

_NAME_CHARS = 150
_TITLE_CHARS = 100
_QUOTE_CHARS = 400
_DAY = "{date_short}"
_STATES = {
    PromiseState.OPEN: "open",
    PromiseState.KEPT: "kept",
    PromiseState.LATE: "late",
    PromiseState.WITHDRAWN: "withdrawn",
}


def customers_modal(found: CustomerList, *, note: str = "") -> dict[str, Any]:
    """The list of customers: searched, ordered, and page by page."""
    blocks: list[Block] = [
        *([context(note)] if note else []),
        _search_field(found.words),
        actions([_order_select(found.order), *_manager_buttons(found)], block_id="list_actions"),
        context(_summary(found)),
        *[_row(one) for one in found.rows],
    ]
    if not found.rows:
        blocks.append(section(_nothing(found)))
    blocks += _pages(found)
    metadata = f"customers {found.order.value} {found.offset} {found.words}"
    return modal(
        "Customers",
        blocks,
        callback_id=ids.CUSTOMERS_FORM,
        submit="Find",
        metadata=metadata[:3000],
    )


def customer_modal(page: CustomerPage, *, note: str = "") -> dict[str, Any]:
    """The page of a customer: its facts, its words newest first, its ideas and its promises."""
    customer = page.customer
    blocks: list[Block] = [
        *([context(note)] if note else []),
        {"type": "header", "text": plain_object(plain(customer.name, _NAME_CHARS))},
        *_asked(page),
        section(_facts(customer)),
        context(_standing(page)),
        actions(_buttons(page)),
        *_doubles(page),
        *_said(page),
        *_ideas(page),
        *_promises(page),
        *_merged(page),
        *_history(page),
    ]
    return modal(plain(customer.name, 24), blocks, metadata=IdeaOrigin().packed())


def facts_line(customer: Customer) -> str:
    """Tier and revenue in one line of mrkdwn; empty when neither is known."""
    facts = [mrkdwn(customer.tier, 60)] if customer.tier else []
    facts += [f"{customer.revenue.words} a year"] if customer.revenue else []
    return " · ".join(facts)


def _search_field(typed: str) -> Block:
    field = text_input(
        ids.CUSTOMERS_SEARCH,
        initial=typed or None,
        placeholder="Part of a name, or a tier, and Enter",
        max_length=100,
    )
    element = {**field, "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
    # The block's id changes with the words, or Slack would keep what was typed before.
    block = input_block(f"find_{crc32(typed.encode())}", "Find", element, optional=True)
    return {**block, "dispatch_action": True}


def _order_select(order: CustomerOrder) -> Block:
    options = {one: {"text": plain_object(one.label), "value": one.value} for one in CustomerOrder}
    return {
        "type": "static_select",
        "action_id": ids.CUSTOMERS_ORDER,
        "initial_option": options[order],
        "options": list(options.values()),
    }


def _manager_buttons(found: CustomerList) -> list[Block]:
    if not found.may_manage:
        return []
    buttons = [button("Currencies", ids.CUSTOMER_RATES, "list")]
    if found.doubles:
        label = f"{counted(found.doubles, 'likely double')}"
        buttons.append(button(label, ids.CUSTOMER_DOUBLES, "list"))
    return buttons


def _summary(found: CustomerList) -> str:
    parts = [counted(found.total, "customer")]
    revenue = found.revenue
    if revenue.total is not None:
        how = " by your rates" if revenue.is_converted else ""
        parts.append(f"{revenue.total.words} a year together{how}")
    if revenue.left_out:
        parts.append(f"plus {format_sums(revenue.left_out)}, which no rate converts")
    if found.unknown and found.unknown < found.total:
        parts.append(f"{found.unknown:,} without a known revenue")
    return " · ".join(parts)


def _row(one: CustomerListItem) -> Block:
    customer = one.customer
    head = [f"*{mrkdwn(customer.name, _NAME_CHARS)}*"]
    line = facts_line(customer)
    head += [line] if line else []
    facts = [counted(one.feedback, "piece", "pieces") + " of feedback"]
    facts += [counted(one.ideas, "idea")] if one.ideas else []
    facts += [f"last heard {slack_date(one.last_heard_at)}"] if one.last_heard_at else []
    facts += [mention(customer.owner_id)] if customer.owner_id else []
    text = f"{' · '.join(head)}\n{' · '.join(facts)}"
    return section(text, button("Open", ids.CUSTOMER_OPEN, str(customer.id)))


def _nothing(found: CustomerList) -> str:
    if found.words:
        return (
            f"No customer has “{mrkdwn(found.words, 100)}” in its name, and none is of that tier."
        )
    return (
        "No customers yet. Name one in the form of any feedback, or send me a CSV file of them in "
        "a direct message."
    )


def _pages(found: CustomerList) -> list[Block]:
    buttons = []
    if found.offset:
        back = max(found.offset - 12, 0)
        buttons.append(button("Back", f"{ids.CUSTOMERS_PAGE}:back", str(back)))
    if found.has_more:
        following = found.offset + len(found.rows)
        buttons.append(button("Show more", f"{ids.CUSTOMERS_PAGE}:more", str(following)))
    return [actions(buttons, block_id="pages")] if buttons else []


def _asked(page: CustomerPage) -> list[Block]:
    if page.asked is None:
        return []
    name = mrkdwn(page.asked, _NAME_CHARS)
    return [context(f"“{name}” leads here.")]


def _facts(customer: Customer) -> str:
    owner = mention(customer.owner_id) if customer.owner_id else "nobody yet"
    channel = channel_link(customer.channel_id) if customer.channel_id else "none"
    revenue = f"{customer.revenue.words} a year" if customer.revenue else "not known"
    tier = mrkdwn(customer.tier, 60) if customer.tier else "none"
    return f"*Tier*  {tier}\n*Revenue*  {revenue}\n*Looked after by*  {owner}\n*Channel*  {channel}"


def _standing(page: CustomerPage) -> str:
    parts = [counted(page.said_count, "piece", "pieces") + " of feedback"]
    parts.append(counted(page.ideas_count, "idea") + " asked for")
    if page.last_heard_at is not None:
        parts.append(f"last heard {slack_date(page.last_heard_at)}")
    return " · ".join(parts)


def _buttons(page: CustomerPage) -> list[Block]:
    row_id = str(page.customer.id)
    query = f"kind:feedback {named_filter(page.customer.name)}"
    buttons = [button("Edit", ids.CUSTOMER_EDIT, row_id, "primary")] if page.may_edit else []
    if page.may_merge:
        buttons.append(button("Merge into…", ids.CUSTOMER_MERGE, row_id))
    buttons.append(button("Search its words", f"{ids.SEARCH_OPEN}:of", query))
    buttons.append(button("All customers", f"{ids.CUSTOMERS_OPEN}:all", "all"))
    return buttons


def _doubles(page: CustomerPage) -> list[Block]:
    blocks = []
    for other in page.doubles:
        pair = f"{other.id} {page.customer.id}"
        text = f":eyes: *{mrkdwn(other.name, _NAME_CHARS)}* may be the same customer."
        ways = [
            button("Merge it into this one", f"{ids.CUSTOMER_MERGE_NOW}:{other.id}", pair),
            button("Not the same", f"{ids.CUSTOMER_APART}:{other.id}", f"{pair} page"),
        ]
        blocks += [section(text), actions(ways)]
    return blocks


def _said(page: CustomerPage) -> list[Block]:
    head = section("*What they said*, newest first")
    if not page.said:
        return [head, context("Nothing yet.")]
    blocks: list[Block] = [head]
    for said in page.said:
        facts = [f"*{said.reference}*", slack_date(said.created_at)]
        who = who_said(said)
        facts += [f"said by {who}"] if who and not said.is_withheld else []
        facts += [said.importance.label] if said.importance else []
        facts += [f"I-{number}" for number in said.idea_numbers[:3]]
        facts += where_said(said)
        blocks += [section(words(said, _QUOTE_CHARS)), context(" · ".join(facts))]
    buttons = []
    if page.offset:
        back = f"{page.customer.id} {max(page.offset - 6, 0)}"
        buttons.append(button("Newer", f"{ids.CUSTOMER_PAGE}:back", back))
    following = page.offset + len(page.said)
    if following < page.said_count:
        label = f"Older ({page.said_count - following:,})"
        value = f"{page.customer.id} {following}"
        buttons.append(button(label, f"{ids.CUSTOMER_PAGE}:more", value))
    return [*blocks, actions(buttons)] if buttons else blocks


def _ideas(page: CustomerPage) -> list[Block]:
    if not page.ideas:
        return []
    blocks = [section("*Ideas they asked for*")]
    for idea in page.ideas:
        text = f"*{idea.reference}*  {mrkdwn(idea.title, _TITLE_CHARS)}\n{place_words(idea)}"
        blocks.append(section(text, button("Open", ids.IDEA_OPEN, str(idea.number))))
    more = page.ideas_count - len(page.ideas)
    return [*blocks, context(f"and {counted(more, 'more idea')}")] if more > 0 else blocks


def _promises(page: CustomerPage) -> list[Block]:
    lines = [
        f"*{one.reference}*  I-{page.promise_ideas[one.id]} by {one.due_on.isoformat()}, "
        f"{_STATES[one.state]}, promised by {mention(one.promised_by)}"
        for one in page.promises
    ]
    return [section("*Promises made to them*"), context("\n".join(lines))] if lines else []


def _merged(page: CustomerPage) -> list[Block]:
    blocks = []
    for one in page.merged[:10]:
        by = f"merged by {mention(one.merge.merged_by)}, {slack_date(one.merge.merged_at)}"
        text = f":twisted_rightwards_arrows: *{mrkdwn(one.name, _NAME_CHARS)}* is part of it, {by}"
        undo = button("Undo", ids.CUSTOMER_UNMERGE, str(one.merge.id)) if one.may_undo else None
        blocks.append(section(text, undo))
    return blocks


def _history(page: CustomerPage) -> list[Block]:
    lines = [f"{slack_date(one.at)}  {_told(one)}{_by(one.actor)}" for one in page.history]
    return [section("*History*"), context("\n".join(lines))] if lines else []


def _told(change: Change) -> str:
    before, after = change.before, change.after
    if change.field == "merged":
        return f"merged into {mrkdwn(after, 60)}" if after else "a customer of its own again"
    if change.field == "absorbed":
        name = mrkdwn(str(after or before), 60)
        return f"{name} became part of it" if after else f"{name} is apart again"
    if change.field == "revenue":
        now = Money(*after).words if after else "not known"
        was = f" (was {Money(*before).words})" if before else ""
        return f"revenue {now}{was}"
    if change.field == "owner":
        return f"looked after by {mention(after)}" if after else "looked after by nobody"
    if change.field == "channel":
        return f"channel is {channel_link(after)}" if after else "has no channel any more"
    return f"{change.field} is {mrkdwn(str(after), 60)}" if after else f"no {change.field} any more"


def _by(actor: str) -> str:
    return "" if actor == SYSTEM else f" by {mention(actor)}"
