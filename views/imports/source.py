"""The form that says which sheet of a workbook is meant, and whose ids the ids in it are."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from domain.imports.runs import Import
from domain.imports.sources import MOST_SOURCE_CHARS
from views.blockkit import ids
from views.blockkit.blocks import (
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    text_input,
)
from views.blockkit.message import Block
from views.blockkit.text import mrkdwn, plain

_MOST_SHEETS = 100


def source_button(run: Import, sheets: Sequence[str]) -> Block:
    """The button that opens the form."""
    return button("Sheet and source" if sheets else "Source", ids.IMPORT_SOURCE, str(run.id))


def source_line(run: Import, sheets: Sequence[str]) -> str:
    """Which sheet is read and whose ids its ids are, as the offer tells it."""
    sheet = ""
    if len(sheets) > 1 and run.sheet is not None:
        sheet = f"Sheet “{mrkdwn(run.sheet, 60)}” of {len(sheets)}. "
    return (
        f"{sheet}Ids belong to the source “{mrkdwn(run.source, MOST_SOURCE_CHARS)}”: "
        "the same id from another source is another row"
    )


def source_modal(run: Import, sheets: Sequence[str]) -> dict[str, Any]:
    """The form, filled with what is chosen now."""
    blocks: list[Block] = [section(f"*{mrkdwn(run.name, 100)}*")]
    if sheets:
        blocks.append(input_block("sheet", "Sheet", _sheet_select(run, sheets)))
    typed = text_input(
        ids.IMPORT_SOURCE_NAME, initial=run.source or None, max_length=MOST_SOURCE_CHARS
    )
    blocks.append(input_block("source", "Source of the ids", typed))
    blocks.append(
        context(
            "Files of one source are versions of each other: a row with the same id is the same "
            "row. Give two lists that count from 1 different sources."
        )
    )
    return modal(
        "Sheet and source" if sheets else "Source",
        blocks,
        callback_id=ids.IMPORT_SOURCE_FORM,
        submit="Use these",
        close="Cancel",
        metadata=json.dumps({"v": 1, "import": run.id}),
    )


def source_form_import(metadata: str) -> int:
    """The import that the form is about."""
    return int(json.loads(metadata)["import"])


def typed_source(values: Mapping[str, Any]) -> tuple[str, int | None]:
    """What was typed in the form: the source, and the place of the sheet among the sheets."""
    source = values["source"][ids.IMPORT_SOURCE_NAME].get("value") or ""
    chosen = (values.get("sheet") or {}).get(ids.IMPORT_SHEET) or {}
    option = chosen.get("selected_option")
    return source, int(option["value"]) if option else None


def _sheet_select(run: Import, sheets: Sequence[str]) -> Block:
    options = [
        {"text": plain_object(plain(name, 75)), "value": str(place)}
        for place, name in enumerate(sheets[:_MOST_SHEETS])
    ]
    select: Block = {
        "type": "static_select",
        "action_id": ids.IMPORT_SHEET,
        "options": options,
        "placeholder": plain_object("Choose a sheet"),
    }
    chosen = [one for one, name in zip(options, sheets, strict=False) if name == run.sheet]
    return {**select, "initial_option": chosen[0]} if chosen else select
