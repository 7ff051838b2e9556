"""Selects for customers and areas, which also make a new one from what is typed."""

from collections.abc import Sequence

from domain.core.importance import Importance
from domain.text.labels import MAX_NAME_CHARS, LabelKind, fold_name
from views.blockkit import ids
from views.blockkit.blocks import plain_object
from views.blockkit.message import Block
from views.blockkit.text import plain

_PLACEHOLDERS = {
    LabelKind.CUSTOMER: "Type a name: found, or added",
    LabelKind.AREA: "Type an area: found, or added",
}
_ACTIONS = {LabelKind.CUSTOMER: ids.CUSTOMER_SELECT, LabelKind.AREA: ids.AREA_SELECT}


def customer_select(initial: str | None = None) -> Block:
    """The select of customers; the chosen option's value is the customer's name."""
    return _select(LabelKind.CUSTOMER, initial)


def area_select(initial: str | None = None) -> Block:
    """The select of areas; the chosen option's value is the area's name."""
    return _select(LabelKind.AREA, initial)


def label_options(names: Sequence[str], words: str) -> list[Block]:
    """What a select offers for ``words``: the names found, then adding what was typed.

    Nothing is added that exists already, or that is longer than a name may be.
    """
    options = [_option(name) for name in names[:99]]
    typed = " ".join(words.split())
    is_known = fold_name(typed) in {fold_name(name) for name in names}
    if typed and not is_known and len(typed) <= MAX_NAME_CHARS:
        options.append({"text": plain_object(plain(f"Add “{typed}”", 75)), "value": typed})
    return options


def _select(kind: LabelKind, initial: str | None) -> Block:
    block: Block = {
        "type": "external_select",
        "action_id": _ACTIONS[kind],
        "min_query_length": 0,
        "placeholder": plain_object(_PLACEHOLDERS[kind]),
    }
    return block if initial is None else {**block, "initial_option": _option(initial)}


def _option(name: str) -> Block:
    return {"text": plain_object(plain(name, 75)), "value": name}


def importance_select(known: Importance | None) -> Block:
    """The select of importance; the chosen option's value is the importance's."""
    options = {
        one: {"text": plain_object(plain(one.label, 75)), "value": one.value} for one in Importance
    }
    block: Block = {
        "type": "static_select",
        "action_id": ids.FEEDBACK_IMPORTANCE,
        "placeholder": plain_object("From nice to have to blocker"),
        "options": list(options.values()),
    }
    return block if known is None else {**block, "initial_option": options[known]}
