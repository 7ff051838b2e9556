"""What Slack sends, read once before anything else looks at it.

Every part that Bolt or a listener reads has its type by then. A part that Slack left out, or sent
as null, raises Unreadable where it is needed, instead of failing in the middle of something else.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from handlers.slack.payloads.events import EVENTS
from handlers.slack.payloads.interactions import INTERACTIONS
from handlers.slack.payloads.shapes import Command, Envelope, Event, Shape

UNREADABLE = "I couldn't read what Slack sent me, so nothing was saved. Please try again."
"""What the person reads whose command, press or form it was."""


class Unreadable(KeyError):
    """A payload whose shape isn't Slack's; says which part, and nothing of what it holds."""

    def __str__(self) -> str:
        return str(self.args[0])


class Unserved(Exception):
    """A payload of a kind that no feature serves, such as a legacy dialog."""


class Payload(dict[str, Any]):
    """An object that Slack sent, without its nulls."""

    def __missing__(self, key: str) -> Any:
        raise Unreadable(f"{key} is missing")


def read(body: Any) -> Payload:
    """Return a body whose parts have the types that its kind promises.

    Raises Unreadable for another shape, and Unserved for a kind that nobody handles.
    """
    try:
        found = _without_nulls(body)
    except RecursionError as error:
        raise Unreadable("it is nested too deeply") from error
    if not isinstance(found, Payload):
        raise Unreadable("it is not an object")
    for shape, part in _shapes_of(found):
        try:
            shape.model_validate(part)
        except ValidationError as error:
            raise Unreadable(_first_problem(error)) from error
    return found


def _shapes_of(body: Payload) -> list[tuple[type[Shape], Any]]:
    """Return the shapes that a body, or a part of it, must have."""
    if "command" in body:
        return [(Command, body)]
    if body["type"] == "event_callback":
        event = body["event"]
        common: list[tuple[type[Shape], Any]] = [(Envelope, body), (Event, event)]
        is_named = isinstance(event, Payload) and isinstance(event.get("type"), str)
        return [*common, (_served(EVENTS, event["type"]), event)] if is_named else common
    if "event" in body:
        raise Unreadable("it has an event and isn't an event_callback")
    return [(_served(INTERACTIONS, body["type"]), body)]


def _served(shapes: Mapping[str, type[Shape]], kind: Any) -> type[Shape]:
    if not isinstance(kind, str):
        raise Unreadable("type: Input should be a valid string")
    if kind not in shapes:
        raise Unserved
    return shapes[kind]


def _without_nulls(value: Any) -> Any:
    """Return a JSON value with absent in the place of null, which Slack uses for the same."""
    if isinstance(value, dict):
        return Payload({key: _without_nulls(one) for key, one in value.items() if one is not None})
    if isinstance(value, list):
        return [_without_nulls(one) for one in value if one is not None]
    return value


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(one) for one in first["loc"])
    return f"{place or 'it'}: {first['msg']}"
