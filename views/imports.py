"""A file to import, as its message shows it from the offer to the end, and the form of columns."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from domain.core.errors import InvalidInput
from domain.imports.encodings import encoding_label
from domain.imports.fields import FIELDS, NEEDED, Field, Kind, Origin
from domain.imports.guess import Plan
from domain.imports.records import Record
from domain.imports.runs import MOST_PROBLEMS, Counts, Import, Offer, Preview, State
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
)
from views.blockkit.message import Block, Message
from views.blockkit.metadata import facts_of
from views.blockkit.text import clip, mrkdwn, plain

_MOST_OPTIONS = 100
_OPTION_CHARS = 75
_CELL_CHARS = 30
_COLUMN_CHARS = 60
_MOST_NAMED = 8
_BAR = 20

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_WHAT = {
    Kind.FEEDBACK: ("piece of feedback", "pieces of feedback"),
    Kind.IDEAS: ("idea", "ideas"),
    Kind.CUSTOMERS: ("customer", "customers"),
}
_KIND_LABELS = {
    Kind.FEEDBACK: "Feedback: what customers said",
    Kind.IDEAS: "Ideas, with their votes",
    Kind.CUSTOMERS: "Customers, with tier and revenue",
}


def counted(count: int, kind: Kind) -> str:
    """A number of things, such as ``1,204 pieces of feedback``."""
    one, many = _WHAT[kind]
    return f"{count:,} {one if count == 1 else many}"


def offer_message(offer: Offer) -> Message:
    """An import as it stands: what it would bring, how far it has come, or what it brought."""
    run, plan = offer.run, offer.plan
    if run.state is State.OFFERED:
        return _offered(run, plan, offer.preview)
    name = mrkdwn(run.name, 100)
    if run.state is State.CANCELLED:
        rest = _brought(run.counts, plan.kind) if run.done_rows else "Nothing was imported."
        text = f"The import of {name} was cancelled. {rest}"
        return Message(_plain_of(text), (section(text),))
    if run.state is State.RUNNING:
        text = (
            f"Importing *{name}*: {run.done_rows:,} of {run.total_rows:,} rows\n"
            f"`{_bar(run.percent)}` {run.percent} %"
        )
        stop = button("Stop", ids.IMPORT_CANCEL, str(run.id))
        return Message(f"Importing {name}", (section(text), actions([stop])))
    text = f":white_check_mark: *{name}* is imported. {_brought(run.counts, plan.kind)}"
    return Message(_plain_of(text), (section(text), context(_next_step(run.counts, plan.kind))))


def problems_words(run: Import, kept: int) -> str:
    """What comes with the file of refused rows."""
    cut = f" These are the first {kept:,} of them." if run.counts.problems > MOST_PROBLEMS else ""
    rows = "row" if run.counts.problems == 1 else "rows"
    return (
        f"{run.counts.problems:,} {rows} could not be imported; the last column says why.{cut} "
        "Mend them in this file and drop it here: what is imported already is not added again."
    )


def columns_modal(
    run: Import,
    plan: Plan,
    sample: Sequence[Record],
    chosen: Mapping[Field, int] | None = None,
) -> dict[str, Any]:
    """The form that says which column holds what; ``chosen`` is what stands in it already."""
    columns = plan.columns if chosen is None else chosen
    options = _options(plan, sample)
    blocks = [
        section(f"*{mrkdwn(run.name, 100)}*"),
        {**input_block("kind", "The rows are", _kind_select(plan.kind)), "dispatch_action": True},
        *(_field_block(one, plan.kind, options, columns.get(one)) for one in FIELDS[plan.kind]),
    ]
    if len(plan.headers) > _MOST_OPTIONS:
        blocks.append(context(f"Only the first {_MOST_OPTIONS} columns can be chosen here."))
    return modal(
        "Columns of the file",
        blocks,
        callback_id=ids.IMPORT_FORM,
        submit="Use these",
        close="Cancel",
        metadata=json.dumps({"v": 1, "import": run.id}),
    )


def form_import(metadata: str) -> int:
    """The import that the form is about."""
    return int(facts_of(metadata)["import"])


def typed_columns(values: Mapping[str, Any]) -> tuple[Kind, dict[Field, int]]:
    """What was chosen in the form: what the rows are, and the column of each field.

    Raises InvalidInput bound to the field that every row needs when it has no column.
    """
    kind = Kind(values["kind"][ids.IMPORT_KIND]["selected_option"]["value"])
    columns: dict[Field, int] = {}
    for field in FIELDS[kind]:
        state = values.get(f"{field.value}:{kind.value}", {}).get(ids.IMPORT_COLUMN) or {}
        option = state.get("selected_option")
        if option and option["value"] != "-":
            columns[field] = int(option["value"])
    if NEEDED[kind] not in columns:
        raise InvalidInput(
            "Choose the column that holds this.", field=f"{NEEDED[kind].value}:{kind.value}"
        )
    return kind, columns


def _offered(run: Import, plan: Plan, found: Preview) -> Message:
    name = mrkdwn(run.name, 100)
    good = found.rows - found.refused
    written = f"{encoding_label(plan.encoding)}, cells parted by {_DELIMITERS[plan.delimiter]}"
    source = "" if plan.origin is Origin.PLAIN else f", from {plan.origin.label}"
    blocks: list[Block] = [
        section(f"*{name}* holds {found.rows:,} rows, and I read them as *{plan.kind}*{source}."),
        section(_columns_told(plan)),
    ]
    if found.first:
        lines = "\n".join(f"> {mrkdwn(one, 300)}" for one in found.first)
        blocks.append(section(f"The first rows:\n{lines}"))
    if found.refused:
        blocks.append(section(_problems_told(found)))
    blocks.append(context(f"{written}. Dropping a file twice adds nothing twice."))
    deeds = [
        button("Change columns", ids.IMPORT_COLUMNS, str(run.id)),
        button("Cancel", ids.IMPORT_CANCEL, str(run.id)),
    ]
    if good and plan.is_complete:
        what = f"Import {counted(good, plan.kind)}"
        deeds.insert(0, button(what, ids.IMPORT_BEGIN, str(run.id), "primary"))
    blocks.append(actions(deeds))
    text = f"{name}: {counted(good, plan.kind)} to import"
    return Message(text, tuple(blocks))


def _columns_told(plan: Plan) -> str:
    used = [
        f"• {mrkdwn(plan.headers[plan.columns[one]], _COLUMN_CHARS)} → {one.label}"
        for one in FIELDS[plan.kind]
        if one in plan.columns
    ]
    if not plan.is_complete:
        needed = NEEDED[plan.kind].label
        used.append(f":warning: No column seems to be *{needed}*. Choose one: _Change columns_")
    if not plan.has_header:
        used.append("The columns have no names, so the first line counts as a row.")
    left = plan.left_out
    if left:
        named = ", ".join(mrkdwn(one, _COLUMN_CHARS) for one in left[:_MOST_NAMED])
        more = f" and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
        used.append(f"Not imported: {named}{more}")
    return "\n".join(used)


def _problems_told(found: Preview) -> str:
    count = found.refused
    rows = "1 row cannot" if count == 1 else f"{count:,} rows cannot"
    told = "\n".join(f"> Line {line}: {mrkdwn(why, 200)}" for line, why in found.problems)
    return f":warning: {rows} be imported; you get them back as a file to mend.\n{told}"


def _brought(counts: Counts, kind: Kind) -> str:
    told = [f"{counted(counts.added, kind)} new"]
    if counts.votes:
        told.append(f"{counts.votes:,} {'vote' if counts.votes == 1 else 'votes'} new")
    if counts.known:
        told.append(f"{counts.known:,} there already")
    if counts.problems:
        told.append(f"{counts.problems:,} not imported")
    return f"{', '.join(told)}."


def _next_step(counts: Counts, kind: Kind) -> str:
    if counts.problems:
        return "The rows that were not imported follow as a file, each with the reason."
    if kind is Kind.IDEAS:
        return "See them with `/ideas`. No cards were posted: `/idea I-12` shows one with its card."
    if kind is Kind.CUSTOMERS:
        return "Feedback and ideas that name these customers show their facts from now on."
    return "They wait to be sorted, and show in search and among similar feedback."


def _bar(percent: int) -> str:
    full = percent * _BAR // 100
    return "█" * full + "░" * (_BAR - full)


def _kind_select(kind: Kind) -> Block:
    options = [_option(label, one.value) for one, label in _KIND_LABELS.items()]
    chosen = _option(_KIND_LABELS[kind], kind.value)
    return {
        "type": "static_select",
        "action_id": ids.IMPORT_KIND,
        "options": options,
        "initial_option": chosen,
    }


def _field_block(field: Field, kind: Kind, options: list[Block], place: int | None) -> Block:
    """A select of columns; its id names the kind, so that another kind begins with its own."""
    needed = NEEDED[kind] is field
    offered = options if needed else [_option("(no column)", "-"), *options[: _MOST_OPTIONS - 1]]
    select: Block = {
        "type": "static_select",
        "action_id": ids.IMPORT_COLUMN,
        "placeholder": plain_object("No column"),
        "options": offered,
    }
    chosen = [one for one in offered if place is not None and one["value"] == str(place)]
    if chosen:
        select["initial_option"] = chosen[0]
    return input_block(f"{field.value}:{kind.value}", field.label, select, optional=not needed)


def _options(plan: Plan, sample: Sequence[Record]) -> list[Block]:
    """The columns, each with what stands in its first filled cell."""
    rows = [one.cells for one in sample if one.problem is None][1 if plan.has_header else 0 :]
    options = []
    for place, header in enumerate(plan.headers[:_MOST_OPTIONS]):
        cells = (" ".join(row[place].split()) for row in rows if place < len(row))
        first = next((cell for cell in cells if cell), "")
        label = f"{header}: {clip(first, _CELL_CHARS)}" if first else header
        options.append(_option(label, str(place)))
    return options


def _option(label: str, value: str) -> Block:
    return {"text": plain_object(plain(label, _OPTION_CHARS)), "value": value}


def _plain_of(text: str) -> str:
    return text.replace("*", "").replace(":white_check_mark: ", "")
