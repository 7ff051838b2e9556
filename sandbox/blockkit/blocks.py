"""The classic blocks."""

from sandbox.blockkit.elements import ACCESSORY, ACTION_ELEMENT, IMAGE, INPUT_ELEMENT
from sandbox.blockkit.objects import (
    ALT_TEXT,
    ID,
    IMAGE_SOURCE,
    any_text,
    plain,
)
from sandbox.blockkit.rich_text import RICH_TEXT
from sandbox.blockkit.schema import (
    Check,
    Json,
    Report,
    Rule,
    anything,
    array,
    boolean,
    exactly_one,
    record,
    string,
    typed,
    unique,
)

MARKDOWN_MAX = 12_000


def block(required: dict[str, Check], optional: dict[str, Check], *rules: Rule) -> Check:
    """A block: its own properties, `type` and `block_id`."""
    return record({"type": anything, **required}, {"block_id": ID, **optional}, *rules)


def distinct_actions(value: Json, at: str, report: Report) -> None:
    """action_id must be unique inside a block."""
    elements = value.get("elements")
    rows = [
        (f"{at}/elements/{index}/action_id", element.get("action_id"))
        for index, element in enumerate(elements if isinstance(elements, list) else [])
        if isinstance(element, dict)
    ]
    unique(rows, "action_id", report)


def _text_or_fields(value: Json, at: str, report: Report) -> None:
    if "text" not in value and "fields" not in value:
        report.add(at, "must define either `text` or `fields`")


def _no_dispatch_for_files(value: Json, at: str, report: Report) -> None:
    element = value.get("element")
    kind = element.get("type") if isinstance(element, dict) else None
    if kind == "file_input" and report.surface != "modal":
        report.add(f"{at}/element/type", "unsupported type: file_input")
    if kind == "file_input" and value.get("dispatch_action"):
        report.add(at, "`dispatch_action` is not allowed with `file_input`")


def _markdown(value: object, at: str, report: Report) -> None:
    if isinstance(value, str) and len(value) > MARKDOWN_MAX:
        report.add(at, f"must be less than {MARKDOWN_MAX + 1} characters", "internal_error")
        return
    string()(value, at, report)


_CONTEXT_TEXT = any_text(3000)
_CONTEXT_PARTS = typed({"image": IMAGE, "plain_text": _CONTEXT_TEXT, "mrkdwn": _CONTEXT_TEXT})
CLASSIC: dict[str, Check] = {
    "actions": block({"elements": array(ACTION_ELEMENT, 1, 25)}, {}, distinct_actions),
    "context": block({"elements": array(_CONTEXT_PARTS, 1, 10)}, {}),
    "divider": block({}, {}),
    "header": block({"text": plain(150)}, {}),
    "image": block(
        {"alt_text": ALT_TEXT},
        {**IMAGE_SOURCE, "title": plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "input": block(
        {"label": plain(2000), "element": INPUT_ELEMENT},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        _no_dispatch_for_files,
    ),
    "section": block(
        {},
        {
            "text": any_text(3000),
            "fields": array(any_text(2000), 1, 10),
            "accessory": ACCESSORY,
            "expand": boolean,
        },
        _text_or_fields,
    ),
    "rich_text": RICH_TEXT,
    "markdown": block({"text": _markdown}, {}),
}
