"""The form in which Slack stores and returns valid blocks."""

from collections.abc import Callable

from sandbox.world.model import Json

NewId = Callable[[], str]


def normalised(blocks: list[Json], new_id: NewId) -> list[Json]:
    """A copy of valid blocks with block ids and action ids filled in, and the defaults that
    Slack writes out: `emoji` on plain text, `verbatim` on mrkdwn."""
    return [_block(block, new_id) for block in blocks]


def normalised_value(value: object) -> object:
    """A value with the defaults that Slack writes out, to compare what means the same."""
    return _value(value, lambda: "")


def _block(block: Json, new_id: NewId) -> Json:
    copy = {key: _value(value, new_id) for key, value in block.items()}
    copy.setdefault("block_id", new_id())
    return copy


_NESTED_BLOCKS = ("actions", "card", "context", "divider", "header", "input", "section")
_ACTIONABLE = (
    "button",
    "overflow",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    "datetimepicker",
)


def _value(value: object, new_id: NewId) -> object:
    if isinstance(value, list):
        return [_value(item, new_id) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {key: _value(item, new_id) for key, item in value.items()}
    kind = copy.get("type")
    if kind == "plain_text":
        copy.setdefault("emoji", True)
    elif kind == "mrkdwn":
        copy.setdefault("verbatim", False)
    elif isinstance(kind, str) and _takes_action(kind):
        copy.setdefault("action_id", new_id())
    elif kind in _NESTED_BLOCKS:
        copy.setdefault("block_id", new_id())
    return copy


def _takes_action(kind: str) -> bool:
    return kind in _ACTIONABLE or kind.endswith(("_select", "_input"))
