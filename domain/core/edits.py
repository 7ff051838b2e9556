"""Two people editing one thing at once: what each changed is kept, and a clash is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.core.changes import Change


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else changed to ``theirs`` since the form was opened."""

    field: str
    theirs: Any
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to be stored, field by field; nothing is while there are clashes."""

    values: Mapping[str, Any]
    clashes: tuple[Clash, ...]


def merge(changes: Iterable[Change], now: Mapping[str, Any], mine: Mapping[str, Any]) -> Merged:
    """What a form that was opened before ``changes`` (oldest first) means for what stands now.

    A field that the person left as the form showed it keeps what stands ``now``; one that nobody
    else touched, or to the same end, becomes ``mine``. Both touched it otherwise: a clash.
    """
    shown: dict[str, Any] = {}
    latest: dict[str, Change] = {}
    for change in changes:
        shown.setdefault(change.field, change.before)
        latest[change.field] = change
    values, clashes = dict(now), []
    for field, wanted in mine.items():
        if field not in latest or wanted == now[field]:
            values[field] = wanted
        elif wanted != shown[field]:
            change = latest[field]
            clashes.append(Clash(field, now[field], change.actor, change.at))
    return Merged(values, tuple(clashes))


def latest_id(changes: Iterable[Change]) -> int:
    """The id of the newest change: what a form has seen that is opened now."""
    return max((change.id for change in changes), default=0)
