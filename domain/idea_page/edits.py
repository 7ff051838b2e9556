"""Two people editing one idea at once: what its form holds, field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.core.changes import Change
from domain.core.edits import Clash
from domain.dates.days import DateConfidence, Dates
from domain.ideas.model import Idea
from domain.roadmap.plans import Plan

CALLED = {
    "title": "the title",
    "description": "the description",
    "area": "the area",
    "owner": "the owner",
    "starts_on": "the first day",
    "ends_on": "the last day",
    "confidence": "how sure the dates are",
    "public_title": "the title for customers",
}
"""The fields of the form, as they are called in a sentence."""

_OF_DATES = {"starts_on": "from", "ends_on": "to", "confidence": "confidence"}


@dataclass(frozen=True, slots=True)
class EditedIdea:
    """What an edit led to: the idea, changed unless there are clashes; ``seen`` is the newest
    change of it."""

    idea: Idea
    clashes: tuple[Clash, ...]
    seen: int


def facts_of(idea: Idea) -> dict[str, Any]:
    """What the form of an idea shows, as the change log keeps it; days are ISO days."""
    dates = idea.dates.logged() or dict.fromkeys(_OF_DATES.values())
    return {
        "title": idea.title,
        "description": idea.description,
        "area": idea.area,
        "owner": idea.owner_id,
        **{name: dates[key] for name, key in _OF_DATES.items()},
        "public_title": idea.public_title,
    }


def plan_in(values: Mapping[str, Any]) -> Plan:
    """The plan that the facts of a form say."""
    first, last, sure = (values[name] for name in _OF_DATES)
    dates = Dates(
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
        DateConfidence(sure) if sure else None,
    )
    return Plan(dates, values["public_title"])


def by_field(changes: Iterable[Change]) -> list[Change]:
    """Changes of an idea by the fields of its form: one of dates is one of each part it changed."""
    found: list[Change] = []
    for change in changes:
        if change.field != "dates":
            found.append(change)
            continue
        for name, key in _OF_DATES.items():
            before, after = ((one or {}).get(key) for one in (change.before, change.after))
            if before != after:
                found.append(replace(change, field=name, before=before, after=after))
    return [change for change in found if change.field in CALLED]
