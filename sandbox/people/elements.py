"""Building the `actions` entry of a click from an element and what a person chose."""

from collections.abc import Callable
from typing import TypeVar

from sandbox.people.desk import ActionError
from sandbox.world import forms
from sandbox.world.forms import Element
from sandbox.world.model import Json, SlackError

_ECHOED = ("text", "value", "style", "url", "placeholder", "icon")
Result = TypeVar("Result")


def done(work: Callable[[], Result]) -> Result:
    """The result of something a person does; Slack's refusal becomes an ActionError."""
    try:
        return work()
    except SlackError as error:
        raise ActionError(f"Slack refuses: {error.error}") from error


def find_element(blocks: list[Json], action_id: str, block_id: str | None = None) -> Element:
    """The element with this action id (and block id). ActionError when it is not shown.

    Blocks get new ids with every update, so who clicks just as a message is updated names a block
    that is gone; the only element with the action id is meant then.
    """
    shown = list(forms.elements(blocks))
    alike = [element for element in shown if element.action_id == action_id]
    for element in alike:
        if block_id in (None, element.block_id):
            return element
    if len(alike) == 1 and block_id not in {element.block_id for element in shown}:
        return alike[0]
    names = ", ".join(sorted({e.action_id for e in shown})) or "nothing"
    raise ActionError(f"there is no element {action_id!r} to click here, only: {names}")


def action_entry(element: Element, entry: Json | None, action_ts: str) -> Json:
    """The action of a click: the element's ids and texts plus what is selected in `entry`."""
    action: Json = {
        "type": element.kind,
        "action_id": element.action_id,
        "block_id": element.block_id,
        "action_ts": action_ts,
    }
    if entry is None:
        action |= {key: element.body[key] for key in _ECHOED if key in element.body}
    else:
        action |= entry
    return action


def chosen(element: Element, value: object) -> Json | None:
    """What a click on this element selects, None for buttons. ActionError for an option that
    is not offered or a value where none belongs."""
    if element.kind == "overflow":
        return {"type": "overflow", "selected_option": _overflow_option(element, value)}
    if element.kind == "feedback_buttons":
        return _feedback(element, value)
    if not forms.holds_state(element.kind):
        if value is not None and value != element.body.get("value"):
            raise ActionError(f"a {element.kind} takes no value")
        return None
    try:
        return forms.entered(element, value)
    except LookupError as error:
        raise ActionError(error.args[0]) from error


def _overflow_option(element: Element, value: object) -> Json:
    for option in element.body["options"]:
        if value in (option, option.get("value"), option["text"]["text"]):
            return dict(option)
    raise ActionError(f"{element.action_id} offers no option {value!r}")


def _feedback(element: Element, value: object) -> Json:
    for name in ("positive_button", "negative_button"):
        button = element.body[name]
        if value in (button.get("value"), button["text"]["text"]):
            return {"value": button.get("value", ""), "text": button["text"]}
    raise ActionError(f"{element.action_id} offers no answer {value!r}")
