"""What Home asks of a person: objectives to report on, decisions to look at again."""

from collections.abc import Sequence

from domain.dates.periods import format_day
from domain.decisions import Decision
from domain.objectives.model import Objective
from views.blockkit import ids
from views.blockkit.blocks import button, plain_object, section
from views.blockkit.message import Block
from views.blockkit.text import mrkdwn
from views.objectives.lines import bar, measure_words

_TITLE_CHARS = 120


def home_asks(objectives: Sequence[Objective], reviews: Sequence[Decision]) -> list[Block]:
    """Each question with the button that answers it; nothing when nothing is asked."""
    if not objectives and not reviews:
        return []
    head: Block = {"type": "header", "text": plain_object("You are asked")}
    return [head, *[_objective(one) for one in objectives], *[_review(one) for one in reviews]]


def _objective(objective: Objective) -> Block:
    text = (
        f":dart: How is *{objective.reference}* {mrkdwn(objective.title, _TITLE_CHARS)} going?\n"
        f"{bar(objective.progress)}  {measure_words(objective.measure)}"
    )
    return section(text, button("Say how", ids.OBJECTIVE_REPORT, str(objective.number)))


def _review(decision: Decision) -> Block:
    day = format_day(decision.review_on) if decision.review_on else ""
    text = (
        f":scales: Does *{decision.reference}* {mrkdwn(decision.title, _TITLE_CHARS)} still hold?"
        f"\nReview was due {day}"
    )
    return section(text, button("Look at it", ids.DECISION_OPEN, str(decision.number)))
