"""Messages in a plainer form, for workspaces that refuse a kind of block."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from views.blockkit.message import Block, Message
from views.blockkit.text import literal

MAX_SECTION_CHARS = 3000
MAX_PLAIN_CHARS = 6000
"""Well below what Slack refused as too long, so that the plain form is taken in any case."""

_NOTE = "Shown in a plainer form: Slack did not take the usual one."
_BUTTONS = frozenset({"actions", "input"})


def without(message: Message, types: Collection[str]) -> Message:
    """The message with each block of these types told in sections of its words."""
    if not any(block["type"] in types for block in message.blocks):
        return message
    blocks: list[Block] = []
    for block in message.blocks:
        blocks += _sections(block) if block["type"] in types else [block]
    return replace(message, blocks=tuple(blocks[:50]))


def in_plain_form(message: Message) -> Message:
    """The message as sections of its words and nothing else, with a note that says so.

    Buttons and pictures are left out, and very long messages are cut.
    """
    blocks: list[Block] = []
    left = MAX_PLAIN_CHARS
    for section in (part for block in message.blocks for part in _sections(block)):
        left -= len(section["text"]["text"])
        if left < 0 or len(blocks) == 48:
            blocks.append(_section("…"))
            break
        blocks.append(section)
    return replace(message, blocks=(*(blocks or [_section(message.text)]), _section(f"_{_NOTE}_")))


def _sections(block: Block) -> list[Block]:
    if block["type"] in _BUTTONS:
        return []
    words = " ".join(_words(block)).strip()
    return [
        _section(words[start : start + MAX_SECTION_CHARS])
        for start in range(0, len(words), MAX_SECTION_CHARS)
    ]


def _words(part: Any) -> Iterator[str]:
    """Every text of a block in order; text objects are the only place where words stand."""
    if isinstance(part, list | tuple):
        for one in part:
            yield from _words(one)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            words = str(part["text"]).strip()
            # Plain text is not escaped where it stands; as mrkdwn it would ping and format.
            yield literal(words) if part.get("type") == "plain_text" else words
            return
        for name, value in part.items():
            if name not in ("accessory", "alt_text"):
                yield from _words(value)


def _section(words: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}}


_VARIANT = ":"


def pruned(blocks: Sequence[Block], owners: Mapping[str, str], off: Collection[str]) -> list[Block]:
    """Return blocks without the buttons, selects and fields of the features that are off.

    A field that has to be filled in stays, as its form makes no sense without it.

    ``owners`` says to which feature an action id belongs; one that is in nobody's list stays.
    """

    def is_off(element: Block) -> bool:
        name = str(element.get("action_id", ""))
        return owners.get(name, owners.get(name.partition(_VARIANT)[0], "")) in off

    kept = (_without(block, is_off) for block in blocks)
    return [block for block in kept if block is not None]


def _without(block: Block, is_off: Callable[[Block], bool]) -> Block | None:
    if block["type"] == "actions":
        elements = [one for one in block["elements"] if not is_off(one)]
        return {**block, "elements": elements} if elements else None
    if block["type"] == "input":
        return None if block.get("optional") and is_off(block["element"]) else block
    if "accessory" in block and is_off(block["accessory"]):
        return {key: value for key, value in block.items() if key != "accessory"}
    return block
