"""The blocks of 2025 and 2026: tables, charts, cards, containers, alerts, tasks."""

from typing import Any

from sandbox.blockkit.blocks import CLASSIC, block, distinct_actions
from sandbox.blockkit.elements import BUTTON_ONLY, CONTEXT_BUTTON, IMAGE_ONLY
from sandbox.blockkit.objects import any_text, plain
from sandbox.blockkit.rich_text import RICH_TEXT, RICH_TEXT_VALUE
from sandbox.blockkit.schema import (
    Check,
    Json,
    Report,
    anything,
    array,
    boolean,
    exactly_one,
    integer,
    number,
    one_of,
    record,
    string,
    typed,
    unique,
)

TABLE_TEXT_MAX = 10_000
DATA_TABLE_TEXT_MAX = 20_000


def text_length(value: object) -> int:
    """Characters in every `text` string inside a value."""
    if isinstance(value, list):
        return sum(text_length(one) for one in value)
    if isinstance(value, dict):
        own = value.get("text")
        return sum(text_length(one) for one in value.values()) + (
            len(own) if isinstance(own, str) else 0
        )
    return 0


_RAW_TEXT = record({"type": anything, "text": string()}, {})
_RAW_NUMBER = record({"type": anything, "value": number(), "text": string()}, {})
_CELL = typed({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT})
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _rows(value: Json) -> list[list[Any]]:
    rows = value.get("rows")
    return [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []


def _table_text(value: Json, at: str, report: Report) -> None:
    if text_length(value.get("rows")) > TABLE_TEXT_MAX:
        report.add(f"{at}/rows", f"must be less than {TABLE_TEXT_MAX + 1} characters")


def _data_rows(value: Json, at: str, report: Report) -> None:
    rows = _rows(value)
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            report.add(f"{at}/rows/{index}", "all rows must have the same number of cells")
    for index, cell in enumerate(rows[0] if rows else []):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            report.add(f"{at}/rows/0/{index}/type", "unsupported type: rich_text")
    if text_length(value.get("rows")) > DATA_TABLE_TEXT_MAX:
        report.add(f"{at}/rows", f"must be less than {DATA_TABLE_TEXT_MAX + 1} characters")
    column = value.get("row_header_column_index")
    if rows and isinstance(column, int) and column >= len(rows[0]):
        report.add(f"{at}/row_header_column_index", "must be the index of a column")


_LABEL = string(20)
_POINT = record({"label": _LABEL, "value": number()}, {})
_SERIES = record({"name": _LABEL, "data": array(_POINT, 1, 20)}, {})
_AXES = record({"categories": array(_LABEL, 1, 20)}, {"x_label": string(50), "y_label": string(50)})


def _points_match(value: Json, at: str, report: Report) -> None:
    """Series have unique names and exactly one point for every category."""
    axes, series = value.get("axis_config"), value.get("series")
    if not isinstance(axes, dict) or not isinstance(series, list):
        return
    found = axes.get("categories")
    categories = found if isinstance(found, list) else []
    unique(
        [(f"{at}/axis_config/categories/{i}", c) for i, c in enumerate(categories)],
        "category",
        report,
    )
    rows = [(i, s) for i, s in enumerate(series) if isinstance(s, dict)]
    unique([(f"{at}/series/{i}/name", s.get("name")) for i, s in rows], "name", report)
    for index, one in rows:
        data = one.get("data")
        points = data if isinstance(data, list) else []
        labels = [str(p.get("label")) for p in points if isinstance(p, dict)]
        if sorted(labels) != sorted(map(str, categories)):
            report.add(f"{at}/series/{index}/data", "must have one point for every category")


_SEGMENT = record({"label": _LABEL, "value": number(above=0)}, {})
_AXIS_CHART = record(
    {"type": anything, "series": array(_SERIES, 1, 12), "axis_config": _AXES}, {}, _points_match
)
_CHART = typed(
    {
        "pie": record({"type": anything, "segments": array(_SEGMENT, 1, 12)}, {}),
        "bar": _AXIS_CHART,
        "line": _AXIS_CHART,
        "area": _AXIS_CHART,
    }
)


def _card_shows_something(value: Json, at: str, report: Report) -> None:
    if not {"hero_image", "title", "actions", "body"} & set(value):
        report.add(at, "must define one of `hero_image`, `title`, `actions`, `body`")
    if "icon" in value and "slack_icon" in value:
        report.add(at, "must define either `icon` or `slack_icon`")


_CARD = block(
    {},
    {
        "hero_image": IMAGE_ONLY,
        "icon": IMAGE_ONLY,
        "slack_icon": typed({"icon": record({"type": anything, "name": string()}, {})}),
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "subtext": any_text(200),
        "actions": array(BUTTON_ONLY, 1, 3),
    },
    _card_shows_something,
)


def _container_rules(value: Json, at: str, report: Report) -> None:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        report.add(at, "`default_collapsed` needs `is_collapsible`")


_TABLE = block(
    {"rows": array(array(_CELL, 1, 20), 1, 100)},
    {"column_settings": array(_COLUMN, 1, 20)},
    _table_text,
)
_CHILDREN = {
    name: CLASSIC[name]
    for name in (
        "actions", "context", "divider", "header", "image", "input", "rich_text", "section",
    )
}  # fmt: skip
_TASK: dict[str, Check] = {
    "task_id": string(),
    "title": string(),
    "status": one_of("pending", "in_progress", "complete", "error"),
}
_SOURCE = typed({"url": record({"type": anything, "url": string(3000), "text": string()}, {})})
_TASK_MORE: dict[str, Check] = {
    "details": RICH_TEXT_VALUE,
    "output": RICH_TEXT_VALUE,
    "sources": array(_SOURCE, 1),
}


def _not_pending(value: Json, at: str, report: Report) -> None:
    if value.get("status") == "pending":
        report.add(f"{at}/status", "a task outside a plan cannot be pending")


def _distinct_tasks(value: Json, at: str, report: Report) -> None:
    tasks = value.get("tasks")
    rows = [t for t in tasks if isinstance(t, dict)] if isinstance(tasks, list) else []
    unique([(f"{at}/tasks/{i}/task_id", t.get("task_id")) for i, t in enumerate(rows)],
           "task_id", report)  # fmt: skip


NEWER: dict[str, Check] = {
    "table": _TABLE,
    "data_table": block(
        {"caption": string(), "rows": array(array(_CELL, 1, 20), 2, 201)},
        {"page_size": integer(1, 100), "row_header_column_index": integer(0)},
        _data_rows,
    ),
    "data_visualization": block({"title": string(50), "chart": _CHART}, {}),
    "card": _CARD,
    "carousel": block({"elements": array(typed({"card": _CARD}), 1, 10)}, {}),
    "container": block(
        {"child_blocks": array(typed({**_CHILDREN, "table": _TABLE}), 1, 10)},
        {
            "title": plain(150),
            "rich_text_title": RICH_TEXT_VALUE,
            "subtitle": any_text(150),
            "icon": IMAGE_ONLY,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        exactly_one("title", "rich_text_title"),
        _container_rules,
    ),
    "alert": block(
        {"text": any_text(200)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    ),
    "context_actions": block({"elements": array(CONTEXT_BUTTON, 1, 5)}, {}, distinct_actions),
    "task_card": block(_TASK, _TASK_MORE, _not_pending),
    "plan": block(
        {"title": string(), "tasks": array(record(_TASK, _TASK_MORE), 1, 50)}, {}, _distinct_tasks
    ),
}
