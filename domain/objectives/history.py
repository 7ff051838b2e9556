"""Objectives as they were at an instant, read from the change log."""

from dataclasses import replace
from datetime import date

from domain.objectives.model import Objective, ObjectiveState
from domain.roadmap.time_travel.history import Facts


def objective_at(objective: Objective, facts: Facts | None) -> Objective:
    """An objective as it stood, as far as the roadmap shows it: its title, days and state."""
    told = facts or Facts()
    days = told.get("period", None)
    return replace(
        objective,
        title=told.get("title", objective.title),
        starts_on=date.fromisoformat(days["from"]) if days else objective.starts_on,
        ends_on=date.fromisoformat(days["to"]) if days else objective.ends_on,
        state=ObjectiveState(told.get("state", objective.state)),
    )
