"""What Home asks the owners of objectives."""

from collections.abc import Sequence

from domain.objectives.model import Objective
from views.blockkit import ids
from views.blockkit.blocks import button, header, section
from views.blockkit.message import Block
from views.blockkit.text import mrkdwn
from views.objectives.lines import bar, measure_words

HOME_BUTTON = button("Objectives", ids.HOME_OBJECTIVES, "home")
"""The way there from Home."""

_TITLE_CHARS = 120


def asked_blocks(objectives: Sequence[Objective]) -> list[Block]:
    """Return each objective that waits for a report, with the button to give one."""
    asked = [_objective(one) for one in objectives]
    return [header("You are asked"), *asked] if asked else []


def _objective(objective: Objective) -> Block:
    text = (
        f":dart: How is *{objective.reference}* {mrkdwn(objective.title, _TITLE_CHARS)} going?\n"
        f"{bar(objective.progress)}  {measure_words(objective.measure)}"
    )
    return section(text, button("Say how", ids.OBJECTIVE_REPORT, str(objective.number)))
