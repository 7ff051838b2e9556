"""The rota: who sorts this week, who comes next, and what happens when somebody is not there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from domain.core.errors import InvalidInput
from domain.dates.schedule import Cadence, Schedule
from domain.triage.limits import Limit

MOST_PEOPLE = 50
PAUSES_MINUTES = (5, 15, 60, 240, 1440)
"""How often at most the triage channel is told of new feedback."""

_ANY_DAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Rota:
    """Who sorts, in order, and when the turn passes on: a weekday (Monday is 0), time and zone.

    ``turn_of`` is whose turn it is. ``channel_id`` is told of what is new, at most every
    ``pause_minutes``.
    """

    people: tuple[str, ...] = ()
    weekday: int = 0
    at: time = field(default_factory=lambda: time(9))
    zone: str = "UTC"
    turn_of: str | None = None
    next_due_at: datetime | None = None
    limit: Limit | None = None
    channel_id: str | None = None
    pause_minutes: int = 15

    @property
    def schedule(self) -> Schedule:
        """When the turn passes on."""
        return Schedule((self.weekday,), self.at, self.zone, Cadence.WEEKLY, _ANY_DAY)


def on_duty(rota: Rota, active: Collection[str]) -> str | None:
    """Whose turn it is: the next one in order who is there, when that person is not."""
    if not rota.people:
        return None
    start = rota.people.index(rota.turn_of) if rota.turn_of in rota.people else 0
    return _first_active(rota.people, start, active)


def next_after(rota: Rota, active: Collection[str]) -> str | None:
    """Who takes over at the next handover; the same person again when nobody else is there."""
    now = on_duty(rota, active)
    if now is None:
        return None
    return _first_active(rota.people, rota.people.index(now) + 1, active)


def turns(rota: Rota, active: Collection[str], count: int) -> list[str]:
    """Who sorts this week and in the weeks after it, ``count`` in all, without who is not there."""
    found: list[str] = []
    current = on_duty(rota, active)
    while current is not None and len(found) < count:
        found.append(current)
        current = next_after(replace(rota, turn_of=current), active)
    return found


def swapped(rota: Rota, with_id: str, active: Collection[str]) -> Rota:
    """The rota after whose turn it is and another person changed places: the other sorts now.

    Raises InvalidInput for somebody who is not in the rota or not there.
    """
    now = on_duty(rota, active)
    if now is None or with_id not in rota.people or with_id not in active:
        raise InvalidInput("Choose somebody of the rota who is here.", field="swap")
    places = {now: with_id, with_id: now}
    people = tuple(places.get(one, one) for one in rota.people)
    return replace(rota, people=people, turn_of=with_id)


def _first_active(people: Sequence[str], start: int, active: Collection[str]) -> str | None:
    ring = [people[(start + step) % len(people)] for step in range(len(people))]
    return next((one for one in ring if one in active), None)
