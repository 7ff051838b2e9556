"""Interactive elements in blocks: where they are, what they hold, what a person may enter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.world.model import Json

_SINGLE_OPTION = ("static_select", "external_select", "radio_buttons")
_MANY_OPTIONS = ("checkboxes", "multi_static_select", "multi_external_select")
_VALUE_KEYS = {
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", ""),
    **dict.fromkeys(_SINGLE_OPTION, ("selected_option", "initial_option")),
    **dict.fromkeys(_MANY_OPTIONS, ("selected_options", "initial_options")),
}
_LISTS = ("checkboxes", "file_input")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
REQUIRED = "Please complete this required field."


@dataclass(frozen=True, slots=True)
class Element:
    """An interactive element and the block that holds it."""

    block: Json
    body: Json

    @property
    def block_id(self) -> str:
        """The id of the element's block."""
        return str(self.block.get("block_id", ""))

    @property
    def action_id(self) -> str:
        """The element's own id."""
        return str(self.body.get("action_id", ""))

    @property
    def kind(self) -> str:
        """The element's type."""
        return str(self.body["type"])


def elements(blocks: list[Json]) -> Iterator[Element]:
    """Every interactive element of some blocks, in reading order."""
    for block in blocks:
        kind = block.get("type")
        if kind == "section" and "accessory" in block:
            yield Element(block, block["accessory"])
        elif kind == "input":
            yield Element(block, block["element"])
        elif kind in ("actions", "context_actions"):
            yield from (Element(block, body) for body in block["elements"])
        elif kind == "card":
            yield from (Element(block, body) for body in block.get("actions", ()))
        elif kind == "carousel":
            yield from elements(block.get("elements", []))
        elif kind == "container":
            yield from elements(block.get("child_blocks", []))


def holds_state(kind: str) -> bool:
    """Whether elements of this type keep a value until a form is sent."""
    return kind in _VALUE_KEYS


def initial_state(blocks: list[Json], keep: Json | None = None) -> Json:
    """`state.values` of fresh blocks; values in `keep` under the same ids survive."""
    state: Json = {}
    for element in elements(blocks):
        if not holds_state(element.kind):
            continue
        kept = (keep or {}).get(element.block_id, {}).get(element.action_id)
        if kept is None or kept["type"] != element.kind:
            kept = _initial(element)
        state.setdefault(element.block_id, {})[element.action_id] = kept
    return state


def _initial(element: Element) -> Json:
    key, initial = _VALUE_KEYS[element.kind]
    empty: object = [] if element.kind.startswith("multi_") or element.kind in _LISTS else None
    return {"type": element.kind, key: element.body.get(initial, empty)}


def entered(element: Element, value: object) -> Json:
    """The state entry for something a person entered: the option itself, its value or its text
    for choices, plain values for the rest. LookupError for an option that is not offered."""
    key, _ = _VALUE_KEYS[element.kind]
    if key == "selected_option":
        return {"type": element.kind, key: None if value is None else _option(element, value)}
    if key == "selected_options":
        many = value if isinstance(value, (list, tuple)) else [value]
        return {"type": element.kind, key: [_option(element, v) for v in many]}
    if key.endswith("s") and isinstance(value, str):
        value = [value]
    if element.kind == "number_input" and value is not None:
        value = str(value)
    return {"type": element.kind, key: value}


def _option(element: Element, wanted: object) -> Json:
    if isinstance(wanted, dict):
        return wanted
    offered = all_options(element.body)
    for option in offered:
        if wanted in (option.get("value"), option["text"]["text"]):
            return option
    names = ", ".join(str(o.get("value")) for o in offered)
    raise LookupError(f"{element.action_id} offers no option {wanted!r}, only: {names}")


def all_options(body: Json) -> list[Json]:
    """The options of a select, grouped or not."""
    grouped = (o for group in body.get("option_groups", ()) for o in group["options"])
    return [*body.get("options", ()), *grouped]


def complaints(blocks: list[Json], state: Json) -> dict[str, str]:
    """What Slack's client says before a form is sent: block_id to sentence."""
    found: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = Element(block, block["element"])
        entry = state.get(element.block_id, {}).get(element.action_id, {})
        value = entry.get(_VALUE_KEYS[element.kind][0])
        if value in (None, "", []):
            sentence = "" if block.get("optional") else REQUIRED
        else:
            sentence = _complaint(element, value)
        if sentence:
            found[element.block_id] = sentence
    return found


def _complaint(element: Element, value: object) -> str:
    body, kind = element.body, element.kind
    if kind == "plain_text_input":
        return _length_complaint(body, str(value))
    if kind == "number_input":
        return _number_complaint(body, str(value))
    if kind == "email_text_input" and not _EMAIL.fullmatch(str(value)):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not _URL.fullmatch(str(value)):
        return "Please enter a valid URL."
    most = body.get("max_selected_items")
    if most and isinstance(value, list) and len(value) > most:
        return f"Please select at most {most} items."
    return ""


def _length_complaint(body: Json, value: str) -> str:
    if len(value) < body.get("min_length", 0):
        return f"Please enter at least {body['min_length']} characters."
    if len(value) > body.get("max_length", 3000):
        return f"Please enter at most {body.get('max_length', 3000)} characters."
    return ""


def _number_complaint(body: Json, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not body.get("is_decimal_allowed") and not re.fullmatch(r"-?\d+", value):
        return "Please enter a whole number."
    if "min_value" in body and number < float(body["min_value"]):
        return f"Please enter a number of at least {body['min_value']}."
    if "max_value" in body and number > float(body["max_value"]):
        return f"Please enter a number of at most {body['max_value']}."
    return ""
