"""Block Kit's small parts. Escaping and clipping of people's text is the caller's."""

from collections.abc import Sequence
from typing import Any

from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn, plain

_SECTION_CHARS = 3000


def plain_object(text: str) -> Block:
    """A ``plain_text`` object."""
    return {"type": "plain_text", "text": text}


def mrkdwn_object(text: str) -> Block:
    """A ``mrkdwn`` object; ``text`` is escaped already."""
    return {"type": "mrkdwn", "text": text}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph of mrkdwn, with an element at its right when given."""
    block: Block = {"type": "section", "text": mrkdwn_object(text)}
    return block if accessory is None else {**block, "accessory": accessory}


def sections(lines: Sequence[str]) -> list[Block]:
    """Lines of mrkdwn in as few paragraphs as they fit into; Slack takes 3,000 characters each."""
    paragraphs: list[str] = []
    for line in lines:
        if paragraphs and len(paragraphs[-1]) + 1 + len(line) <= _SECTION_CHARS:
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return [section(paragraph) for paragraph in paragraphs]


def context(*texts: str) -> Block:
    """Small grey mrkdwn texts beside each other."""
    return {"type": "context", "elements": [mrkdwn_object(text) for text in texts]}


def header(text: str) -> Block:
    """Return a large heading in plain text."""
    return {"type": "header", "text": plain_object(text)}


def button(label: str, action_id: str, value: str, style: str | None = None) -> Block:
    """A button; ``style`` is ``primary`` or ``danger`` when it stands out."""
    block: Block = {
        "type": "button",
        "text": plain_object(label),
        "action_id": action_id,
        "value": value,
    }
    return block if style is None else {**block, "style": style}


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    """A row of buttons and selects."""
    block: Block = {"type": "actions", "elements": list(elements)}
    return block if block_id is None else {**block, "block_id": block_id}


def input_block(
    block_id: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False
) -> Block:
    """A field of a form; refusals of the field come back by its ``block_id``."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain_object(label),
        "element": element,
        "optional": optional,
    }
    return block if hint is None else {**block, "hint": plain_object(hint)}


def text_input(
    action_id: str,
    *,
    initial: str | None = None,
    placeholder: str | None = None,
    is_multiline: bool = False,
    max_length: int = 3000,
) -> Block:
    """A field for typing; Slack takes 3,000 characters at most."""
    block: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": is_multiline,
        "max_length": max_length,
    }
    if initial:
        block["initial_value"] = initial
    if placeholder:
        block["placeholder"] = plain_object(placeholder)
    return block


def channel_select(action_id: str, chosen: str | None = None, placeholder: str = "") -> Block:
    """A select of the channels that people talk in, public and private, with ``chosen`` in it."""
    select: Block = {
        "type": "conversations_select",
        "action_id": action_id,
        "placeholder": plain_object(placeholder or "Choose a channel"),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return {**select, "initial_conversation": chosen} if chosen else select


def telling(field: Block) -> Block:
    """A field whose typing is told while it goes on, by its element's action id."""
    config = {"trigger_actions_on": ["on_character_entered"]}
    element = {**field["element"], "dispatch_action_config": config}
    return {**field, "element": element, "dispatch_action": True}


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str | None = None,
    submit: str | None = None,
    close: str = "Close",
    metadata: str = "",
) -> dict[str, Any]:
    """A modal view; with ``submit`` it is a form whose answer comes under ``callback_id``."""
    view: dict[str, Any] = {
        "type": "modal",
        "title": plain_object(title),
        "close": plain_object(close),
        "blocks": list(blocks),
    }
    if callback_id is not None:
        view["callback_id"] = callback_id
    if submit is not None:
        view["submit"] = plain_object(submit)
    if metadata:
        view["private_metadata"] = metadata
    return view


_LONGEST = 2900


def notice_modal(sentence: str, title: str = "Linchpin") -> dict[str, Any]:
    """A modal that shows one plain sentence of ours and closes."""
    text = plain_object(plain(sentence, _LONGEST))
    return modal(plain(title, 24), [{"type": "section", "text": text}])


def notice_message(sentence: str) -> Message:
    """A message that only says one plain sentence, which may repeat what was typed."""
    text = mrkdwn(sentence, _LONGEST)
    return Message(text, (section(text),))
