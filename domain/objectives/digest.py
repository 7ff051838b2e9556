"""Objectives as a digest tells them: how far each has come, and what was new about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.core.changes import Change
from domain.objectives.model import Objective, progress_of

KEPT = 8
"""Objectives of one digest; a company that follows more of them follows none."""

_NEWS = frozenset({"created", "progress", "state"})
_TEXT_CHARS = 300


@dataclass(frozen=True, slots=True)
class Goal:
    """One objective. ``gained`` is the share of the way that its reports of the period went on
    (negative: back), None without a report; ``is_news`` is True when anything became of it."""

    objective: Objective
    gained: float | None = None
    is_news: bool = False


def reported(changes: Iterable[Change]) -> set[int]:
    """The row ids of the objectives that these changes make news of."""
    return {one.subject_id for one in changes if _is_news(one)}


def goals(objectives: Sequence[Objective], changes: Iterable[Change]) -> tuple[Goal, ...]:
    """The objectives in their order, what is new first, and at most KEPT of them."""
    news: dict[int, list[Change]] = {}
    for change in changes:
        if _is_news(change):
            news.setdefault(change.subject_id, []).append(change)
    found = [_goal(one, news.get(one.id, [])) for one in objectives]
    return tuple(sorted(found, key=lambda one: not one.is_news)[:KEPT])


def _is_news(change: Change) -> bool:
    return change.subject_kind == "objective" and change.field in _NEWS


def _goal(objective: Objective, news: Sequence[Change]) -> Goal:
    reports = [one for one in news if one.field == "progress"]
    gained = None
    if reports:
        before = replace(objective.measure, current=float(reports[0].before["value"]))
        after = replace(objective.measure, current=float(reports[-1].after["value"]))
        gained = progress_of(after) - progress_of(before)
    short = replace(
        objective, title=objective.title[:_TEXT_CHARS], outcome=objective.outcome[:_TEXT_CHARS]
    )
    return Goal(short, gained, bool(news))
