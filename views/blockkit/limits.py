"""Slack's limits for whole messages and views, checked before anything is sent.

The slack_sdk models let through what Slack then refuses: a 51st block, a long field, an empty
text, an id used twice. A refused block loses the whole message, so a builder's result passes
here first.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeVar

from slack_sdk.models.views import View

from views.blockkit.element_limits import LimitError, Place, check_element, check_picture
from views.blockkit.message import Message

__all__ = ["LimitError", "check_message", "check_view"]

Surface = Literal["message", "modal", "home"]
ViewLike = TypeVar("ViewLike", View, dict[str, Any])

MAX_MESSAGE_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
# chat.update refuses a longer text, and any message may be updated later.
MAX_FALLBACK_CHARS = 4000
# Slack documents no total, yet refused 11,341 characters with `msg_blocks_too_long`.
MAX_MESSAGE_CHARS = 10_000
MAX_VIEW_BYTES = 250_000
_MAX_ID_CHARS = 255

_SELECTS = frozenset(
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
)
_PICKERS = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"}) | _SELECTS
_IN_ACTIONS = _PICKERS | {"button", "overflow", "datetimepicker"}
_IN_SECTION = _PICKERS | {"button", "overflow", "image"}
_IN_INPUT = _PICKERS | {
    *("plain_text_input", "number_input", "email_text_input", "url_text_input"),
    *("datetimepicker", "file_input", "rich_text_input"),
}


def check_message(message: Message) -> Message:
    """Return `message` itself when Slack will take it. Raises LimitError naming the place."""
    whole = Place({"text": message.text, "blocks": message.blocks}, "")
    whole.string("text", MAX_FALLBACK_CHARS, required=True)
    if message.blocks:
        _check_blocks(whole.at("blocks"), "message", MAX_MESSAGE_BLOCKS)
    total = _shown_chars(message.blocks)
    if total > MAX_MESSAGE_CHARS:
        whole.at("blocks").fail(
            f"must have at most {MAX_MESSAGE_CHARS} characters of text, has {total}"
        )
    return message


def check_view(view: ViewLike, surface: Literal["modal", "home"]) -> ViewLike:
    """Return `view` itself when Slack will take it on that surface, a slack_sdk View or its dict.

    Raises LimitError naming the place.
    """
    content = view if isinstance(view, dict) else view.to_dict()
    whole = Place(content, "/view")
    if whole.kind() != surface:
        whole.at("type").fail(f"must be {surface}")
    if surface == "modal":
        _check_modal_frame(whole)
    for key in ("callback_id", "external_id"):
        whole.string(key, _MAX_ID_CHARS, low=0)
    whole.string("private_metadata", 3000, low=0)
    _check_blocks(whole.at("blocks"), surface, MAX_VIEW_BLOCKS)
    if len(json.dumps(content).encode()) > MAX_VIEW_BYTES:
        whole.fail(f"must be at most {MAX_VIEW_BYTES} bytes as JSON")
    return view


def _check_modal_frame(modal: Place) -> None:
    modal.text("title", 24)
    modal.text("submit", 24, required=False)
    modal.text("close", 24, required=False)
    blocks = modal.at("blocks").items(1, MAX_VIEW_BLOCKS)
    if any(block.kind() == "input" for block in blocks) and not modal.has("submit"):
        modal.fail("must define `submit` to use an `input` block in modals")


def _check_blocks(blocks: Place, surface: Surface, high: int) -> None:
    seen: set[str] = set()
    focused = 0
    for block in blocks.items(1, high):
        kind = block.kind()
        rule = _RULES.get(kind)
        if rule is None or surface not in _SURFACES.get(kind, frozenset({surface})):
            block.at("type").fail(f"unsupported type: {kind}")
        block.string("block_id", _MAX_ID_CHARS)
        _refuse_repeated(block, "block_id", seen)
        rule(block)
        focused += _check_elements_together(block)
    if focused > 1:
        blocks.fail("must have at most one element with focus_on_load")


def _check_elements_together(block: Place) -> int:
    """Check that action ids are unique within the block; return how many elements take focus."""
    elements = [
        *([block.at("accessory")] if block.has("accessory") else []),
        *([block.at("element")] if block.has("element") else []),
        *(block.at("elements").items(1, 25) if block.kind() == "actions" else ()),
    ]
    seen: set[str] = set()
    for element in elements:
        _refuse_repeated(element, "action_id", seen)
    return sum(bool(element.value.get("focus_on_load")) for element in elements)


def _refuse_repeated(place: Place, key: str, seen: set[str]) -> None:
    identifier = place.value.get(key)
    if identifier is None:
        return
    if identifier in seen:
        place.at(key).fail(f"`{key}` {json.dumps(identifier)} already exists")
    seen.add(identifier)


def _section(block: Place) -> None:
    if not block.has("text") and not block.has("fields"):
        block.fail("must define either `text` or `fields`")
    block.text("text", 3000, plain=False, required=False)
    if block.has("fields"):
        for field in block.at("fields").items(1, 10):
            field.is_text(2000, plain=False)
    if block.has("accessory"):
        check_element(block.at("accessory"), _IN_SECTION)


def _header(block: Place) -> None:
    block.text("text", 150)


def _context(block: Place) -> None:
    for element in block.at("elements").items(1, 10):
        if element.kind() == "image":
            check_picture(element)
        else:
            element.is_text(2000, plain=False)


def _actions(block: Place) -> None:
    for element in block.at("elements").items(1, 25):
        check_element(element, _IN_ACTIONS)


def _input(block: Place) -> None:
    block.text("label", 2000)
    block.text("hint", 2000, required=False)
    if not block.has("element"):
        block.fail("missing required field: element")
    element = block.at("element")
    check_element(element, _IN_INPUT)
    if block.value.get("dispatch_action") and element.kind() == "file_input":
        block.at("dispatch_action").fail("must not be used with file_input")


def _image(block: Place) -> None:
    check_picture(block)
    block.text("title", 2000, required=False)


def _alert(block: Place) -> None:
    block.text("text", 200, plain=False)


def _markdown(block: Place) -> None:
    block.string("text", 12_000, required=True)


def _rich_text(block: Place) -> None:
    for element in block.at("elements").items(1, 3000):
        element.kind()


def _table(block: Place) -> None:
    widths = {len(list(row.items(1, 20))) for row in block.at("rows").items(1, 100)}
    if len(widths) > 1:
        block.at("rows").fail("must have rows of one width")
    if _shown_chars(block.value["rows"]) > MAX_MESSAGE_CHARS:
        block.at("rows").fail(f"must have at most {MAX_MESSAGE_CHARS} characters of text")


def _divider(_block: Place) -> None:
    """A line has nothing to check."""


_RULES: dict[str, Callable[[Place], None]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "divider": _divider,
    "rich_text": _rich_text,
    "markdown": _markdown,
    "table": _table,
    "alert": _alert,
}
_SURFACES: dict[str, frozenset[str]] = {
    "alert": frozenset({"modal"}),
    "markdown": frozenset({"message"}),
    "table": frozenset({"message", "home"}),
}


def _shown_chars(value: object) -> int:
    """Return how many characters of text an object shows, at any depth."""
    if isinstance(value, Mapping):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + _sum_shown(value.values())
    return _sum_shown(value) if isinstance(value, list | tuple) else 0


def _sum_shown(values: Iterable[object]) -> int:
    return sum(_shown_chars(value) for value in values)
