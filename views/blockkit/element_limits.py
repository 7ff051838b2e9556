"""Slack's limits for texts and interactive elements, checked before anything is sent.

Sources: Slack's Block Kit reference, and its published types. Where they disagree the stricter
number holds, because a refused block loses the whole message. Lengths are code points.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

_MAX_ID_CHARS = 255
_MAX_OPTION_CHARS = 75
_MAX_OPTIONS = 100
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


class LimitError(ValueError):
    """A block that Slack would refuse: a mistake of the program, never of the person.

    `pointer` is the JSON pointer of the offending value, as Slack names it.
    """

    def __init__(self, pointer: str, problem: str) -> None:
        super().__init__(f"{problem} [json-pointer:{pointer}]")
        self.pointer = pointer
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Place:
    """A JSON value together with the pointer that leads to it."""

    value: Any
    pointer: str

    def fail(self, problem: str) -> NoReturn:
        """Raise LimitError for this place."""
        raise LimitError(self.pointer, problem)

    def at(self, key: str | int) -> "Place":
        """Return the place of a member, whose value is None when it is absent."""
        member = self.value.get(key) if isinstance(key, str) else self.value[key]
        return Place(member, f"{self.pointer}/{key}")

    def has(self, key: str) -> bool:
        """Return whether the member is there; a null member is refused, as by Slack."""
        if key in self.value and self.value[key] is None:
            self.at(key).fail("must not be null")
        return key in self.value

    def kind(self) -> str:
        """Return the `type` of an object. Raises LimitError for anything else."""
        if not isinstance(self.value, Mapping):
            self.fail("must provide an object")
        return str(self.value.get("type", ""))

    def items(self, low: int, high: int) -> Iterator["Place"]:
        """Yield the places of a list of `low` to `high` items. Raises LimitError otherwise."""
        if not isinstance(self.value, list | tuple):
            self.fail("must provide a list")
        if not low <= len(self.value) <= high:
            self.fail(f"must have {low} to {high} items, has {len(self.value)}")
        yield from (self.at(index) for index in range(len(self.value)))

    def string(self, key: str, high: int, *, required: bool = False, low: int = 1) -> None:
        """Check that a member is a string of `low` to `high` characters, not blank."""
        if not self.has(key):
            if required:
                self.fail(f"missing required field: {key}")
            return
        member = self.at(key)
        if not isinstance(member.value, str):
            member.fail("must be a string")
        if low and not member.value.strip():
            member.fail("must not be empty")
        if len(member.value) > high:
            member.fail(f"must be at most {high} characters, is {len(member.value)}")

    def text(self, key: str, high: int, *, plain: bool = True, required: bool = True) -> None:
        """Check that a member is a text object of at most `high` characters."""
        if not self.has(key):
            if required:
                self.fail(f"missing required field: {key}")
            return
        self.at(key).is_text(high, plain=plain)

    def is_text(self, high: int, *, plain: bool) -> None:
        """Check that this is a text object, `plain_text` when `plain`, of at most `high`."""
        kind = self.kind()
        if kind not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
            self.at("type").fail(f"unsupported type: {kind}")
        if kind == "mrkdwn" and "emoji" in self.value:
            self.at("emoji").fail("invalid additional property: emoji")
        self.string("text", high, required=True)

    def number(self, key: str, low: int, high: int) -> None:
        """Check that a member, when present, is a whole number from `low` to `high`."""
        if self.has(key) and not (type(self.value[key]) is int and low <= self.value[key] <= high):
            self.at(key).fail(f"must be a whole number from {low} to {high}")


def check_element(element: Place, allowed: frozenset[str]) -> None:
    """Raise LimitError when an element is of no allowed type or breaks one of its limits."""
    kind = element.kind()
    rule = _RULES.get(kind)
    if rule is None or kind not in allowed:
        element.at("type").fail(f"unsupported type: {kind}")
    element.string("action_id", _MAX_ID_CHARS)
    element.text("placeholder", 150, required=False)
    if element.has("confirm"):
        _confirm(element.at("confirm"))
    rule(element)


def check_picture(picture: Place) -> None:
    """Raise LimitError unless an image names one source and carries alternative text."""
    picture.string("alt_text", 2000, required=True)
    if picture.has("image_url") == picture.has("slack_file"):
        picture.fail("must define exactly one of `image_url` or `slack_file`")
    picture.string("image_url", 3000)
    if picture.has("slack_file"):
        file = picture.at("slack_file")
        file.kind()
        if file.has("id") == file.has("url"):
            file.fail("must define exactly one of `id` or `url`")


def _confirm(confirm: Place) -> None:
    confirm.kind()
    confirm.text("title", 100)
    confirm.text("text", 300, plain=False)
    confirm.text("confirm", 30)
    confirm.text("deny", 30)
    _style(confirm)


def _style(place: Place) -> None:
    if place.has("style") and place.value["style"] not in ("primary", "danger"):
        place.at("style").fail("must be primary or danger")


def _button(button: Place) -> None:
    button.text("text", 75)
    button.string("value", 2000)
    button.string("url", 3000)
    button.string("accessibility_label", 75)
    _style(button)


def _select(select: Place) -> None:
    select.number("max_selected_items", 1, _MAX_OPTIONS)
    if select.has("options") == select.has("option_groups"):
        select.fail("must define exactly one of `options` or `option_groups`")
    if select.has("options"):
        offered = _options(select.at("options"), _MAX_OPTIONS)
    else:
        offered = []
        for group in select.at("option_groups").items(1, _MAX_OPTIONS):
            group.kind()
            group.text("label", 75)
            offered += _options(group.at("options"), _MAX_OPTIONS)
    _initial(select, offered)


def _choices(high: int, *, plain: bool, url: bool = False) -> Callable[[Place], None]:
    def rule(element: Place) -> None:
        offered = _options(element.at("options"), high, plain=plain, url=url)
        _initial(element, offered)

    return rule


def _options(options: Place, high: int, *, plain: bool = True, url: bool = False) -> list[Any]:
    seen: set[str] = set()
    for option in options.items(1, high):
        option.kind()
        option.text("text", _MAX_OPTION_CHARS, plain=plain)
        option.string("value", _MAX_OPTION_CHARS, required=True)
        option.text("description", _MAX_OPTION_CHARS, plain=plain, required=False)
        if option.has("url") and not url:
            option.at("url").fail("invalid additional property: url")
        option.string("url", 3000)
        if option.value["value"] in seen:
            option.at("value").fail("must differ from the other values of this list")
        seen.add(option.value["value"])
    return list(options.value)


def _initial(element: Place, offered: list[Any]) -> None:
    if element.has("initial_option") and element.value["initial_option"] not in offered:
        element.at("initial_option").fail("must equal one of the options")
    if element.has("initial_options"):
        for chosen in element.at("initial_options").items(1, _MAX_OPTIONS):
            if chosen.value not in offered:
                chosen.fail("must equal one of the options")


def _fetched_select(select: Place) -> None:
    select.number("max_selected_items", 1, _MAX_OPTIONS)
    select.number("min_query_length", 0, 3000)
    if select.has("initial_option"):
        _options(Place([select.value["initial_option"]], select.at("initial_option").pointer), 1)


def _plain_text_input(field: Place) -> None:
    field.number("min_length", 0, 3000)
    field.number("max_length", 1, 3000)
    longest = field.value.get("max_length", 3000)
    if field.value.get("min_length", 0) > longest:
        field.at("min_length").fail("must not be more than max_length")
    field.string("initial_value", longest, low=0)


def _number_input(field: Place) -> None:
    if not field.has("is_decimal_allowed"):
        field.fail("missing required field: is_decimal_allowed")
    for key in ("initial_value", "min_value", "max_value"):
        field.string(key, 100)


def _typed_input(field: Place) -> None:
    field.string("initial_value", 3000)


def _matching(key: str, shape: re.Pattern[str]) -> Callable[[Place], None]:
    def rule(picker: Place) -> None:
        if picker.has(key) and not shape.fullmatch(str(picker.value[key])):
            picker.at(key).fail(f"must match {shape.pattern}")

    return rule


def _moment_picker(picker: Place) -> None:
    picker.number("initial_date_time", 10**9, 10**10 - 1)


def _file_input(field: Place) -> None:
    field.number("max_files", 1, 10)


def _nothing_more(_element: Place) -> None:
    """A type whose common members are all there is to check."""


_RULES: dict[str, Callable[[Place], None]] = {
    "button": _button,
    "static_select": _select,
    "multi_static_select": _select,
    "overflow": _choices(5, plain=True, url=True),
    "checkboxes": _choices(10, plain=False),
    "radio_buttons": _choices(10, plain=False),
    "plain_text_input": _plain_text_input,
    "number_input": _number_input,
    "email_text_input": _typed_input,
    "url_text_input": _typed_input,
    "datepicker": _matching("initial_date", _DATE),
    "timepicker": _matching("initial_time", _CLOCK),
    "datetimepicker": _moment_picker,
    "file_input": _file_input,
    "rich_text_input": _nothing_more,
    "image": check_picture,
    **dict.fromkeys(("external_select", "multi_external_select"), _fetched_select),
    **dict.fromkeys(("users_select", "conversations_select", "channels_select"), _nothing_more),
    **dict.fromkeys(
        ("multi_users_select", "multi_conversations_select", "multi_channels_select"),
        _fetched_select,
    ),
}
