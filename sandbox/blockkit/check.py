"""Whole messages and views: are they what Slack would take?"""

import json
from collections.abc import Callable
from typing import Any

from sandbox.blockkit.blocks import CLASSIC
from sandbox.blockkit.newer import NEWER, text_length
from sandbox.blockkit.objects import plain
from sandbox.blockkit.problem import Problem
from sandbox.blockkit.schema import (
    Check,
    Json,
    Report,
    anything,
    array,
    boolean,
    record,
    string,
    unique,
)
from sandbox.world.forms import elements
from sandbox.world.model import SlackError

UsableImage = Callable[[dict[str, str]], bool]
MESSAGE_BLOCKS_MAX = 50
VIEW_BLOCKS_MAX = 100
# Slack does not document this cap; refusals were reported from about 13,200 characters on.
MESSAGE_TEXT_MAX = 13_200
MARKDOWN_TOTAL_MAX = 12_000
TABLE_TOTAL_MAX = 10_000
DATA_TABLE_TOTAL_MAX = 20_000
CHARTS_MAX = 2
VALIDATE_MAX = 100_000

ALL_BLOCKS = {**CLASSIC, **NEWER}
_MESSAGE = frozenset(ALL_BLOCKS) - {"alert"}
_HOME = _MESSAGE - {"markdown", "context_actions", "task_card", "plan"}
_MODAL = frozenset(CLASSIC) - {"markdown"} | {"card", "alert"}
SURFACES = {"message": _MESSAGE, "modal": _MODAL, "home": _HOME}


def _block(value: object, at: str, report: Report) -> None:
    if not isinstance(value, dict):
        report.add(at, "must provide an object")
        return
    kind = value.get("type")
    if kind is None:
        report.add(at, "missing required field: type")
    elif not isinstance(kind, str) or kind not in ALL_BLOCKS or kind in report.unsupported:
        report.add(f"{at}/type", f"unsupported type: {kind}")
    elif kind not in SURFACES[report.surface]:
        report.add(at, "Block type is not supported in this container")
    else:
        ALL_BLOCKS[kind](value, at, report)


def check_message(
    blocks: list[Any], usable_image: UsableImage, unsupported: frozenset[str] = frozenset()
) -> tuple[list[Problem], bool]:
    """Broken rules of a message's blocks, and whether all their text is too much."""
    report = Report("message", usable_image, unsupported)
    array(_block, 0, MESSAGE_BLOCKS_MAX)(blocks, "/blocks", report)
    found = [b for b in blocks if isinstance(b, dict)]
    _distinct_blocks(blocks, "/blocks", report)
    _totals(found, report)
    return report.problems, text_length(found) > MESSAGE_TEXT_MAX


def _distinct_blocks(blocks: object, at: str, report: Report) -> None:
    rows = [
        (f"{at}/{index}/block_id", block.get("block_id"))
        for index, block in enumerate(blocks if isinstance(blocks, list) else [])
        if isinstance(block, dict)
    ]
    unique(rows, "block_id", report)


def _totals(blocks: list[Json], report: Report) -> None:
    """Rules that count over all blocks of a message."""

    def chars(kind: str) -> int:
        return sum(text_length(b) for b in blocks if b.get("type") == kind)

    if chars("markdown") > MARKDOWN_TOTAL_MAX:
        message = f"must be less than {MARKDOWN_TOTAL_MAX + 1} characters"
        report.add("/blocks", message, "internal_error")
    for kind, most in (("table", TABLE_TOTAL_MAX), ("data_table", DATA_TABLE_TOTAL_MAX)):
        if chars(kind) > most:
            report.add("/blocks", f"must be less than {most + 1} characters")
    if sum(b.get("type") == "data_visualization" for b in blocks) > CHARTS_MAX:
        report.add("/blocks", f"no more than {CHARTS_MAX} items allowed")


_COMMON: dict[str, Check] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_BLOCKS = array(_block, 1, VIEW_BLOCKS_MAX)
_VIEWS = {
    "modal": record(
        {"type": anything, "title": plain(24), "blocks": _BLOCKS},
        {
            **_COMMON,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    "home": record({"type": anything, "blocks": _BLOCKS}, _COMMON),
}


def check_view(
    view: Json,
    kind: str,
    usable_image: UsableImage,
    unsupported: frozenset[str] = frozenset(),
) -> list[Problem]:
    """Broken rules of a view of `kind` (modal, home); pointers start at `/view`."""
    report = Report(kind, usable_image, unsupported)
    if view.get("type") != kind or kind not in _VIEWS:
        report.add("/view/type", f"unsupported type: {view.get('type')}")
        return report.problems
    _VIEWS[kind](view, "/view", report)
    _distinct_blocks(view.get("blocks"), "/view/blocks", report)
    if not report.problems:
        _whole_view(view, report)
    return report.problems


def _whole_view(view: Json, report: Report) -> None:
    blocks = view["blocks"]
    has_input = any(block["type"] == "input" for block in blocks)
    if report.surface == "modal" and has_input and "submit" not in view:
        report.add("/view", "must define `submit` to use an `input` block in modals")
    if sum(bool(e.body.get("focus_on_load")) for e in elements(blocks)) > 1:
        report.add("/view/blocks", "`focus_on_load` may be set on one element only")


def views_dialect(problems: list[Problem]) -> list[str]:
    """Problems in the words of the views.* methods."""
    lines = [f"[ERROR] {problem}" for problem in problems]
    return [*lines, "[ERROR] failed to match all allowed schemas [json-pointer:/view]"]


def validate(args: Json) -> None:
    """The method blocks.validate: exactly one of `blocks`, `view`, `message`.
    SlackError invalid_arguments, invalid_blocks, invalid_view, invalid_message."""
    given = [name for name in ("blocks", "view", "message") if name in args]
    if len(given) != 1:
        words = "must provide exactly one of `blocks`, `view`, or `message`"
        raise SlackError("invalid_arguments", response_metadata={"messages": [words]})
    value = _decoded(args[given[0]], f"invalid_{given[0]}")
    problems = _validated(given[0], value)
    if problems:
        rows = [
            {"code": p.code, "message": p.message, "pointer": _relative(p.pointer)}
            for p in problems
        ]
        raise SlackError(f"invalid_{given[0]}", errors=rows)


def _decoded(value: object, error: str) -> object:
    if isinstance(value, str):
        if len(value) > VALIDATE_MAX:
            raise SlackError("invalid_arguments")
        try:
            return json.loads(value)
        except ValueError as broken:
            raise SlackError(error) from broken
    return value


def _validated(name: str, value: object) -> list[Problem]:
    if name == "message" and isinstance(value, dict):
        value = value.get("blocks", [])
    if name == "view" and isinstance(value, dict):
        return check_view(value, str(value.get("type")), lambda _ref: True)
    if not isinstance(value, list):
        return [Problem("/blocks", "must provide an array")]
    report = Report("message", lambda _ref: True)
    array(_block, 0)(value, "/blocks", report)
    return report.problems


def _relative(pointer: str) -> str:
    return pointer.removeprefix("/view").removeprefix("/blocks")
