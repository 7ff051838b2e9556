"""Objectives in a digest, one line each."""

from domain.objectives.digest import Goal
from views.blockkit.text import mrkdwn
from views.objectives.lines import confidence_words

_TITLE_CHARS = 60


def goal_line(goal: Goal) -> str:
    """How far an objective is, what was gained in the period, and how sure its owner is."""
    objective = goal.objective
    name = f"*{objective.reference}* {mrkdwn(' '.join(objective.title.split()), _TITLE_CHARS)}"
    if objective.state.is_closed:
        return f"{name} · *{objective.state.label.lower()}*"
    points = round((goal.gained or 0) * 100)
    facts = [f"*{objective.progress:.0%}*" + (f" ({points:+d} points)" if points else "")]
    if objective.confidence is not None:
        facts.append(confidence_words(objective.confidence))
    return " · ".join((name, *facts))
