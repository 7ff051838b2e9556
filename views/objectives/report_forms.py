"""The forms that report on an objective and close it."""

from typing import Any

from domain.objectives.forms import (
    MAX_NAME_CHARS,
    MAX_NOTE_CHARS,
    MAX_OUTCOME_CHARS,
    plain_number,
)
from domain.objectives.model import Confidence, Objective, ObjectiveState
from views.blockkit import ids
from views.blockkit.blocks import input_block, modal, plain_object, section, text_input
from views.blockkit.message import Block
from views.blockkit.metadata import FormOrigin
from views.blockkit.text import mrkdwn
from views.objectives.lines import bar, measure_words

_ENDINGS = (
    (ObjectiveState.REACHED, "The target was met"),
    (ObjectiveState.PARTLY, "Some of the way was made"),
    (ObjectiveState.MISSED, "It was tried, and it did not work"),
    (ObjectiveState.DROPPED, "It does not matter any more"),
)


def report_form(
    objective: Objective, confidence: Confidence | None, origin: FormOrigin
) -> dict[str, Any]:
    """The form in which an owner says how it goes: a value and a confidence, both filled in."""
    options = {one: _option(one.label, one.value) for one in Confidence}
    chosen = confidence or objective.confidence or Confidence.ON_TRACK
    choices: Block = {
        "type": "radio_buttons",
        "action_id": ids.OBJECTIVE_CONFIDENCE,
        "options": list(options.values()),
        "initial_option": options[chosen],
    }
    value = text_input(
        ids.OBJECTIVE_VALUE, initial=plain_number(objective.measure.current), max_length=40
    )
    value["focus_on_load"] = True
    note = text_input(ids.OBJECTIVE_NOTE, is_multiline=True, max_length=MAX_NOTE_CHARS)
    unit = f" ({objective.measure.unit})" if objective.measure.unit else ""
    label = f"{objective.measure.name[:MAX_NAME_CHARS]}{unit} now"
    return modal(
        f"How is {objective.reference}?",
        [
            section(f"*{mrkdwn(objective.title, 300)}*\n{_where(objective)}"),
            input_block("value", label, value),
            input_block("confidence", "Will it be reached?", choices),
            input_block("note", "What should others know?", note, optional=True),
        ],
        callback_id=ids.OBJECTIVE_REPORT_FORM,
        submit="Save",
        close="Cancel",
        metadata=origin.packed(),
    )


def close_form(objective: Objective, origin: FormOrigin) -> dict[str, Any]:
    """The form that closes an objective with its outcome."""
    options = [
        {**_option(state.label, state.value), "description": plain_object(words)}
        for state, words in _ENDINGS
    ]
    is_reached = objective.progress >= 1
    choices: Block = {
        "type": "radio_buttons",
        "action_id": ids.OBJECTIVE_STATE,
        "options": options,
    }
    if is_reached:
        choices["initial_option"] = options[0]
    words = text_input(ids.OBJECTIVE_NOTE, is_multiline=True, max_length=MAX_OUTCOME_CHARS)
    return modal(
        f"Close {objective.reference}",
        [
            section(f"*{mrkdwn(objective.title, 300)}*\n{_where(objective)}"),
            input_block("state", "How did it end?", choices),
            input_block("outcome", "What came of it, and what was learned?", words, optional=True),
        ],
        callback_id=ids.OBJECTIVE_CLOSE_FORM,
        submit="Close it",
        close="Cancel",
        metadata=origin.packed(),
    )


def _where(objective: Objective) -> str:
    return f"{bar(objective.progress)}  {measure_words(objective.measure)}"


def _option(label: str, value: str) -> Block:
    return {"text": plain_object(label), "value": value}
