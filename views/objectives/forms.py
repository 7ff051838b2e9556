"""The forms of objectives: set or edit one, report on it, close it, join it with ideas."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.core.edits import Clash
from domain.dates.periods import format_period, quarter_around
from domain.ideas.model import Idea
from domain.objectives.forms import (
    MAX_NAME_CHARS,
    MAX_TITLE_CHARS,
    MAX_UNIT_CHARS,
    OWN_DATES,
    TypedObjective,
)
from domain.objectives.model import Objective, Rhythm
from views.blockkit import ids
from views.blockkit.blocks import context, input_block, modal, plain_object, section, text_input
from views.blockkit.form_state import FormState
from views.blockkit.message import Block
from views.blockkit.metadata import FormOrigin
from views.blockkit.text import mention, mrkdwn
from views.ideas.origin import IdeaOrigin
from views.objectives.lines import objective_option

_QUARTERS = range(-1, 5)
_FIELDS = {
    "title": "the title",
    "owner": "the owner",
    "period": "the period",
    "measure": "the measure",
    "rhythm": "how often it is asked",
}


def objective_form(
    typed: TypedObjective, origin: FormOrigin, today: date, clashes: Sequence[Clash] = ()
) -> dict[str, Any]:
    """The form for an objective, new without a number. ``clashes`` are told above it."""
    is_new = origin.number is None
    blocks = [
        *clash_blocks(clashes, _FIELDS),
        input_block("title", "What is to be reached?", _title(typed)),
        input_block("owner", "Owner", _owner(typed), hint="Is asked how it goes."),
        input_block("period", "Period", _period(typed, today)),
        input_block("starts_on", "From, for own dates", _day(typed.starts_on), optional=True),
        input_block("ends_on", "To, for own dates", _day(typed.ends_on), optional=True),
        *_measure(typed),
        input_block("rhythm", "How often is its owner asked?", _rhythm(typed)),
    ]
    return modal(
        "New objective" if is_new else f"Edit O-{origin.number}",
        blocks,
        callback_id=ids.OBJECTIVE_FORM if is_new else ids.OBJECTIVE_EDIT_FORM,
        submit="Set it" if is_new else "Save",
        close="Cancel",
        metadata=origin.packed(),
    )


def typed_objective(form: FormState) -> TypedObjective:
    """Return what was typed and chosen in the form."""
    return TypedObjective(
        title=form.text("title", ids.OBJECTIVE_TITLE),
        owner_id=form.user("owner", ids.OBJECTIVE_OWNER),
        period=form.option("period", ids.OBJECTIVE_PERIOD) or OWN_DATES,
        starts_on=form.date("starts_on", ids.OBJECTIVE_DAY),
        ends_on=form.date("ends_on", ids.OBJECTIVE_DAY),
        measure=form.text("measure", ids.OBJECTIVE_MEASURE),
        unit=form.text("unit", ids.OBJECTIVE_MEASURE),
        start=form.text("start", ids.OBJECTIVE_VALUE),
        target=form.text("target", ids.OBJECTIVE_VALUE),
        rhythm=form.option("rhythm", ids.OBJECTIVE_RHYTHM) or Rhythm.WEEKLY.value,
    )


def add_ideas_form(objective: Objective, origin: FormOrigin) -> dict[str, Any]:
    """The form that lets ideas serve an objective."""
    select: Block = {
        "type": "multi_external_select",
        "action_id": ids.IDEA_SELECT,
        "min_query_length": 0,
        "placeholder": plain_object("I-12, or words of a title"),
    }
    return modal(
        "Add ideas",
        [
            section(f"*{objective.reference}*  {mrkdwn(objective.title, 300)}"),
            input_block("ideas", "Which ideas serve it?", select),
        ],
        callback_id=ids.OBJECTIVE_ADD_IDEAS_FORM,
        submit="Add",
        close="Cancel",
        metadata=origin.packed(),
    )


def objectives_of_idea_form(
    idea: Idea, serving: Sequence[Objective], origin: IdeaOrigin
) -> dict[str, Any]:
    """The form that says which open objectives an idea serves."""
    select: Block = {
        "type": "multi_external_select",
        "action_id": ids.OBJECTIVE_SELECT,
        "min_query_length": 0,
        "placeholder": plain_object("O-2, or words of a title"),
    }
    if serving:
        select["initial_options"] = [objective_option(one) for one in serving]
    return modal(
        "Objectives",
        [
            section(f"*{idea.reference}*  {mrkdwn(idea.title, 300)}"),
            input_block(
                "objectives",
                "Which objectives does it serve?",
                select,
                hint="None yet? Managers set them: /linchpin objectives",
                optional=True,
            ),
        ],
        callback_id=ids.OBJECTIVE_OF_IDEA_FORM,
        submit="Save",
        close="Cancel",
        metadata=origin.packed(),
    )


def clash_blocks(clashes: Sequence[Clash], names: dict[str, str]) -> list[Block]:
    """What somebody else changed while a form was open, above the form with one's own words."""
    if not clashes:
        return []
    lines = [f"{mention(one.by)} changed {names[one.field]}{_theirs(one)}" for one in clashes]
    head = ":warning: *Somebody else changed this while your form was open*"
    return [
        section("\n".join([head, *lines])),
        context("Nothing is saved yet. What you typed stands below: *Save* puts it over theirs."),
    ]


def _theirs(clash: Clash) -> str:
    if isinstance(clash.theirs, str) and clash.theirs and clash.field != "owner":
        return f" to “{mrkdwn(clash.theirs, 300)}”"
    return f" to {mention(clash.theirs)}" if clash.field == "owner" and clash.theirs else ""


def _title(typed: TypedObjective) -> Block:
    return text_input(
        ids.OBJECTIVE_TITLE,
        initial=typed.title,
        placeholder="New teams get going in a day",
        max_length=MAX_TITLE_CHARS,
    )


def _owner(typed: TypedObjective) -> Block:
    select: Block = {"type": "users_select", "action_id": ids.OBJECTIVE_OWNER}
    return {**select, "initial_user": typed.owner_id} if typed.owner_id else select


def _period(typed: TypedObjective, today: date) -> Block:
    starts = [quarter_around(today, later)[0] for later in _QUARTERS]
    if typed.period != OWN_DATES and date.fromisoformat(typed.period) not in starts:
        starts.insert(0, date.fromisoformat(typed.period))
    options = [_option(format_period(*quarter_around(one)), one.isoformat()) for one in starts]
    options.append(_option("Own dates, chosen below", OWN_DATES))
    initial = next((one for one in options if one["value"] == typed.period), options[-1])
    return {
        "type": "static_select",
        "action_id": ids.OBJECTIVE_PERIOD,
        "options": options,
        "initial_option": initial,
    }


def _day(known: str | None) -> Block:
    picker: Block = {"type": "datepicker", "action_id": ids.OBJECTIVE_DAY}
    return {**picker, "initial_date": known} if known else picker


def _measure(typed: TypedObjective) -> list[Block]:
    name = text_input(
        ids.OBJECTIVE_MEASURE,
        initial=typed.measure,
        placeholder="Teams that invite a colleague",
        max_length=MAX_NAME_CHARS,
    )
    unit = text_input(
        ids.OBJECTIVE_MEASURE,
        initial=typed.unit,
        placeholder="%, €, days",
        max_length=MAX_UNIT_CHARS,
    )
    start = text_input(ids.OBJECTIVE_VALUE, initial=typed.start, placeholder="25", max_length=40)
    target = text_input(ids.OBJECTIVE_VALUE, initial=typed.target, placeholder="40", max_length=40)
    hint = "Leave this and the next three empty for plain progress from 0 to 100%."
    return [
        input_block("measure", "What tells that it is reached?", name, hint=hint, optional=True),
        input_block("unit", "Unit", unit, optional=True),
        input_block("start", "It starts at", start, optional=True),
        input_block(
            "target",
            "It is to reach",
            target,
            hint="Below the start when it has to fall.",
            optional=True,
        ),
    ]


def _rhythm(typed: TypedObjective) -> Block:
    options = {one.value: _option(one.label, one.value) for one in Rhythm}
    return {
        "type": "static_select",
        "action_id": ids.OBJECTIVE_RHYTHM,
        "options": list(options.values()),
        "initial_option": options[typed.rhythm],
    }


def _option(label: str, value: str) -> Block:
    return {"text": plain_object(label), "value": value}
