"""Objectives in a line: progress, confidence, measure, reports."""

from domain.objectives.forms import format_value, format_way
from domain.objectives.model import (
    Confidence,
    Measure,
    Objective,
    Progress,
)
from views.blockkit.blocks import plain_object
from views.blockkit.message import Block
from views.blockkit.text import mention, mrkdwn, plain, slack_date

TITLE_CHARS = 150


_NAME_CHARS = 80


_UNIT_CHARS = 20


_NOTE_CHARS = 200


_STEPS = 10


_SIGNS = {
    Confidence.ON_TRACK: ":large_green_circle:",
    Confidence.AT_RISK: ":large_yellow_circle:",
    Confidence.OFF_TRACK: ":red_circle:",
}


def bar(progress: float) -> str:
    """How far something has come, drawn with ten signs and told in percent."""
    full = int(progress * _STEPS)
    return f"{'▰' * full}{'▱' * (_STEPS - full)}  *{progress:.0%}*"


def confidence_words(confidence: Confidence) -> str:
    """A confidence with its sign."""
    return f"{_SIGNS[confidence]} {confidence.label}"


def measure_words(measure: Measure) -> str:
    """Where a measure stands: ``Activation: *34%*, from 25% to 40%``."""
    unit = plain(measure.unit, _UNIT_CHARS) if measure.unit else ""
    now = mrkdwn(format_value(measure.current, unit), 60)
    way = format_way(measure.start, measure.target, unit)
    return f"{mrkdwn(measure.name, _NAME_CHARS)}: *{now}*, {way}"


def short_line(objective: Objective) -> str:
    """An objective in one line, for pages of other things."""
    state = objective.state.label.lower() if objective.state.is_closed else ""
    end = state or f"{objective.progress:.0%}"
    return f"*{objective.reference}*  {mrkdwn(objective.title, TITLE_CHARS)} · {end}"


def objective_option(objective: Objective) -> Block:
    """An objective as an option of a select."""
    label = plain(f"{objective.reference} {objective.title}", 75)
    return {"text": plain_object(label), "value": str(objective.number)}


def report_line(one: Progress, measure: Measure) -> str:
    """One report in one line: when, how much, how sure, and what was said."""
    value = mrkdwn(format_value(one.value, plain(measure.unit, _UNIT_CHARS)), 60)
    parts = [f"{slack_date(one.given_at)}  *{value}*"]
    if one.confidence is not None:
        parts.append(confidence_words(one.confidence))
    if one.note:
        parts.append(f"“{mrkdwn(' '.join(one.note.split()), _NOTE_CHARS)}”")
    parts.append(mention(one.given_by))
    return " · ".join(parts)
