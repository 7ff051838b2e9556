"""The form that says how a file is read: its encoding, its columns, its dates and statuses."""

import json
from collections.abc import Sequence
from typing import Any

from domain.core.errors import InvalidInput
from domain.core.importance import Importance
from domain.ideas.model import Status
from domain.imports.fields import FIELDS, NEEDED, Field, Kind
from domain.imports.plans import Plan, Reading
from domain.imports.reading.encodings import ENCODINGS, encoding_label
from domain.imports.reading.records import Record
from domain.imports.runs import Import
from domain.imports.seen import Look
from domain.text.folding import fold
from views.blockkit import ids
from views.blockkit.blocks import context, input_block, modal, plain_object, section
from views.blockkit.form_state import FormState
from views.blockkit.message import Block
from views.blockkit.metadata import facts_of
from views.blockkit.text import clip, mrkdwn, plain

_MOST_OPTIONS = 100
_MOST_STATUSES = 10
_OPTION_CHARS = 75
_CELL_CHARS = 30
_WORD_CHARS = 40

_KIND_LABELS = {
    Kind.FEEDBACK: "Feedback: what customers said",
    Kind.IDEAS: "Ideas, with their votes",
    Kind.CUSTOMERS: "Customers, with tier and revenue",
}
_DAY_ORDERS = {"day": "Day first: 03/04 is 3 April", "month": "Month first: 03/04 is March 4"}
_STATUS_PREFIX = "word:"
_ANY_STATUS = "any_word"


def columns_modal(
    run: Import, plan: Plan, sample: Sequence[Record], *, mark: str = ""
) -> dict[str, Any]:
    """The form that says how a file is read, filled with how it is read now.

    Slack keeps what is chosen in a block of the same id: another ``mark`` begins anew, as the same
    columns have other names in another encoding.
    """
    options = _options(plan, sample)
    blocks = [
        section(f"*{mrkdwn(run.name, 100)}*"),
        {**input_block("kind", "The rows are", _kind_select(plan.kind)), "dispatch_action": True},
        {**input_block("encoding", "Encoding", _encodings(plan)), "dispatch_action": True},
    ]
    for one in FIELDS[plan.kind]:
        block_id = _marked(f"{one.value}:{plan.kind.value}", mark)
        blocks.append(_field_block(block_id, one, plan, options))
        if one is Field.TEXT:
            blocks.append(_texts_block(_marked("texts", mark), plan, options))
    if Field.SAID_ON in FIELDS[plan.kind]:
        blocks.append(_day_order_block(plan))
    blocks += _value_blocks(plan, sample)
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


def typed_kind(form: FormState) -> tuple[Kind | None, str | None]:
    """What the rows are, and the encoding, as far as both are chosen."""
    kind = form.option("kind", ids.IMPORT_KIND)
    return Kind(kind) if kind else None, form.option("encoding", ids.IMPORT_ENCODING)


def typed_reading(form: FormState) -> Reading:
    """Return what was chosen in the form.

    Raises InvalidInput bound to the field that every row needs when it has no column.
    """
    kind, encoding = typed_kind(form)
    kind = kind or Kind.FEEDBACK
    columns: dict[Field, int] = {}
    for field in FIELDS[kind]:
        value = form.option(field_block(form, kind, field), ids.IMPORT_COLUMN)
        if value is not None and value != "-":
            columns[field] = int(value)
    if NEEDED[kind] not in columns:
        raise InvalidInput(
            "Choose the column that holds this.", field=field_block(form, kind, NEEDED[kind])
        )
    order = form.option("day_order", ids.IMPORT_DAY_ORDER)
    statuses = {
        fold(block.removeprefix(_STATUS_PREFIX)): Status(chosen)
        for block in form
        if block.startswith(_STATUS_PREFIX) and (chosen := form.option(block, ids.IMPORT_STATUS))
    }
    unknown = form.option(_ANY_STATUS, ids.IMPORT_STATUS)
    importance = form.option("importance", ids.IMPORT_UNKNOWN_IMPORTANCE)
    return Reading(
        kind=kind,
        columns=columns,
        texts=_texts(form),
        encoding=encoding,
        day_first=None if order is None else order == "day",
        statuses=statuses,
        unknown_status=Status(unknown) if unknown else None,
        unknown_importance=Importance(importance) if importance not in (None, "-") else None,
    )


def field_block(form: FormState, kind: Kind, field: Field) -> str:
    """Return the id of the block in which the column of a field is chosen."""
    return _block_of(form, f"{field.value}:{kind.value}")


def _block_of(form: FormState, name: str) -> str:
    return next((block for block in form if block.startswith(f"{name}@")), name)


def _marked(name: str, mark: str) -> str:
    return f"{name}@{mark}" if mark else name


def _texts(form: FormState) -> tuple[int, ...]:
    return form.numbers(_block_of(form, "texts"), ids.IMPORT_TEXTS)


def _kind_select(kind: Kind) -> Block:
    options = [_option(label, one.value) for one, label in _KIND_LABELS.items()]
    return _select(ids.IMPORT_KIND, options, kind.value)


def _encodings(plan: Plan) -> Block:
    options = [_option(label, name) for name, label in ENCODINGS.items()]
    if plan.encoding not in ENCODINGS:
        options.insert(0, _option(encoding_label(plan.encoding), plan.encoding))
    return _select(ids.IMPORT_ENCODING, options, plan.encoding)


def _field_block(block_id: str, field: Field, plan: Plan, options: list[Block]) -> Block:
    """A select of columns; its id names the kind, so that another kind begins with its own."""
    needed, place = NEEDED[plan.kind] is field, plan.columns.get(field)
    offered = options if needed else [_option("(no column)", "-"), *options[: _MOST_OPTIONS - 1]]
    select = _select(ids.IMPORT_COLUMN, offered, None if place is None else str(place))
    select["placeholder"] = plain_object("No column")
    return input_block(block_id, field.label, select, optional=not needed)


def _texts_block(block_id: str, plan: Plan, options: list[Block]) -> Block:
    chosen = {str(place) for place in plan.also.get(Field.TEXT, ())}
    select: Block = {
        "type": "multi_static_select",
        "action_id": ids.IMPORT_TEXTS,
        "placeholder": plain_object("No further columns"),
        "options": options,
    }
    initial = [one for one in options if one["value"] in chosen]
    if initial:
        select["initial_options"] = initial
    hint = "For forms: each answer is kept below its question."
    return input_block(block_id, "More columns with text", select, hint=hint, optional=True)


def _day_order_block(plan: Plan) -> Block:
    options = [_option(label, value) for value, label in _DAY_ORDERS.items()]
    select = _select(ids.IMPORT_DAY_ORDER, options, "day" if plan.day_first else "month")
    return input_block("day_order", "Order of day and month", select)


def _value_blocks(plan: Plan, sample: Sequence[Record]) -> list[Block]:
    """What becomes of statuses or importances that are not known."""
    look = Look(plan)
    for _record in look.through(sample):
        pass
    if plan.kind is Kind.IDEAS and Field.STATUS in plan.columns:
        words = [one.word for one in look.seen().statuses if not one.is_known]
        blocks = [
            input_block(f"{_STATUS_PREFIX}{word}", f"“{plain(word, _WORD_CHARS)}” becomes", select)
            for word in words[:_MOST_STATUSES]
            for select in [_statuses(plan.unknown_status)]
        ]
        select = _statuses(plan.unknown_status)
        return [*blocks, input_block(_ANY_STATUS, "Any other unknown status becomes", select)]
    if plan.kind is Kind.FEEDBACK and Field.IMPORTANCE in plan.columns:
        options = [_option("Empty", "-"), *(_option(one.label, one.value) for one in Importance)]
        chosen = plan.unknown_importance
        select = _select(ids.IMPORT_UNKNOWN_IMPORTANCE, options, chosen.value if chosen else "-")
        return [input_block("importance", "An unknown importance becomes", select)]
    return []


def _statuses(chosen: Status) -> Block:
    options = [_option(one.label, one.value) for one in Status.settable()]
    return _select(ids.IMPORT_STATUS, options, chosen.value)


def _options(plan: Plan, sample: Sequence[Record]) -> list[Block]:
    """The columns, each with its first filled cell."""
    rows = [one.cells for one in sample if one.problem is None][plan.head_records :]
    options = []
    for place, header in enumerate(plan.headers[:_MOST_OPTIONS]):
        cells = (" ".join(row[place].split()) for row in rows if place < len(row))
        first = next((cell for cell in cells if cell), "")
        name = clip(header, _OPTION_CHARS - _CELL_CHARS)
        label = f"{name}: {clip(first, _CELL_CHARS)}" if first else name
        options.append(_option(label, str(place)))
    return options


def _select(action_id: str, options: list[Block], chosen: str | None) -> Block:
    select: Block = {"type": "static_select", "action_id": action_id, "options": options}
    initial = [one for one in options if one["value"] == chosen]
    if initial:
        select["initial_option"] = initial[0]
    return select


def _option(label: str, value: str) -> Block:
    return {"text": plain_object(plain(label, _OPTION_CHARS)), "value": value}
