"""Who stands behind an idea: a part of its page, and a few words on its card."""

from domain.core.money import format_sums
from domain.customers.model import Backers
from domain.ideas.model import Idea
from views.blockkit import ids
from views.blockkit.blocks import actions, context, plain_object, section
from views.blockkit.message import Block
from views.blockkit.text import counted, mrkdwn, plain

_NAME_CHARS = 60
_LABEL_CHARS = 75
_STRONG = 3


def behind_blocks(idea: Idea, behind: Backers) -> list[Block]:
    """Who asks for an idea, with every number's quotes one click away; nothing without any."""
    if not behind.pieces:
        return []
    lines = [f"*Who asks*  {_counts(behind)}", *_strength(behind), *_askers(behind)]
    notes = [*_warning(behind), *_honesty(behind)]
    return [
        section("\n".join(lines)),
        *([context("\n".join(notes))] if notes else []),
        actions([_quotes_menu(idea, behind)]),
    ]


def weight_words(behind: Backers) -> list[str]:
    """The few words of a card: revenue and how many cannot work without it. No name is in them."""
    words = []
    if behind.revenue:
        words.append(f"{format_sums(behind.revenue, short=True)} a year")
    strong = {one: how_many for one, how_many in behind.spread.items() if one.weight > _STRONG}
    words += [counted(how_many, one.label.lower()) for one, how_many in strong.items()]
    return words


def revenue_words(behind: Backers) -> str:
    """The revenue behind an idea, in one currency where rates say how, else in each."""
    total = behind.in_own.total
    if behind.in_own.is_converted and total is not None:
        rest = (
            f" + {format_sums(behind.in_own.left_out, short=True)}"
            if behind.in_own.left_out
            else ""
        )
        return f"{total.short}{rest}"
    return format_sums(behind.revenue, short=True)


def _counts(behind: Backers) -> str:
    parts = [counted(behind.customers, "customer")] if behind.customers else []
    parts += [counted(behind.people, "person", "people")] if behind.people else []
    parts += [f"*{revenue_words(behind)}* a year"] if behind.revenue else []
    return " · ".join(parts) or "nobody is named yet"


def _strength(behind: Backers) -> list[str]:
    found = [f"{how_many:,} × {one.label.lower()}" for one, how_many in behind.spread.items()]
    unsaid = behind.pieces - sum(behind.spread.values())
    if found and unsaid:
        found.append(f"{unsaid:,} did not say")
    return [f"*How strongly*  {' · '.join(found)}"] if found else []


def _askers(behind: Backers) -> list[str]:
    lines = []
    for one in behind.askers:
        customer = one.customer
        facts = [mrkdwn(customer.tier, _NAME_CHARS)] if customer.tier else []
        facts += [customer.revenue.short] if customer.revenue else []
        facts.append(counted(one.pieces, "quote"))
        lines.append(f"• {mrkdwn(customer.name, _NAME_CHARS)} · {' · '.join(facts)}")
    more = behind.customers - len(behind.askers)
    return [*lines, f"• and {counted(more, 'more customer')}"] if lines and more > 0 else lines


def _warning(behind: Backers) -> list[str]:
    one = behind.dominant
    if one is None:
        return []
    share = round(100 * one.pieces / behind.pieces)
    return [
        f":warning: *{mrkdwn(one.customer.name, _NAME_CHARS)}* alone gave {one.pieces:,} of the "
        f"{behind.pieces:,} quotes ({share} %). Without it this idea would look smaller."
    ]


def _honesty(behind: Backers) -> list[str]:
    notes = []
    if behind.in_own.is_converted:
        notes.append(f"Converted by this workspace's rates from {format_sums(behind.revenue)}.")
    elif len(behind.revenue) > 1:
        notes.append(
            "Different currencies are not added up: `/linchpin rates` sets what they are worth."
        )
    if behind.unknown and behind.revenue:
        noun = "customer" if behind.unknown == 1 else "customers"
        notes.append(f"The revenue of {behind.unknown:,} {noun} is not known, and so not in it.")
    return notes


def _quotes_menu(idea: Idea, behind: Backers) -> Block:
    """Every number as an entry that leads to the words behind it.

    A customer stands there by its row id, as a value has 75 characters at most.
    """
    about = f"kind:feedback idea:{idea.reference}"
    entries = [(f"All {counted(behind.pieces, 'quote')}", about)]
    if behind.customers:
        entries.append((f"{counted(behind.customers, 'customer')}", f"{about} customer:any"))
    if behind.revenue:
        entries.append((f"Revenue {revenue_words(behind)}", f"{about} revenue:any"))
    entries += [
        (f"{one.label}: {how_many:,}", f"{about} importance:{one.value}")
        for one, how_many in behind.spread.items()
    ]
    entries += [
        (f"{one.customer.name}: {one.pieces:,}", f"{about} customer#{one.customer.id}")
        for one in behind.askers
    ]
    return {
        "type": "static_select",
        "action_id": ids.SEARCH_QUOTES,
        "placeholder": plain_object("Read the quotes"),
        "options": [
            {"text": plain_object(plain(label, _LABEL_CHARS)), "value": query}
            for label, query in entries
            if len(query) <= 150
        ],
    }


def _bare(name: str) -> str:
    return name.replace('"', " ")
