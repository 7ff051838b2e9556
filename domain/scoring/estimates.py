"""Estimates: who gave what for which driver, and what counts when several people did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from statistics import median

from domain.scoring.drivers import Driver
from domain.scoring.methods.base import Method, score

FADES_AFTER = timedelta(days=182)
"""After half a year an estimate is shown with its age, because the world may have moved on."""

_MOST_COMBINED = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scoring round found for a driver: its number, how many people answered, and the
    lowest and the highest of them; their median is the estimate itself."""

    round_number: int
    people: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """One person's latest word on one driver of one idea, or what a round of several found.

    An estimate with an ``outcome`` is nobody's own: its ``user_id`` is no person.
    """

    driver: str
    user_id: str
    value: float
    given_at: datetime
    outcome: Outcome | None = None

    @property
    def voices(self) -> int:
        """How many people it speaks for."""
        return self.outcome.people if self.outcome else 1

    def is_faded(self, now: datetime) -> bool:
        """True when it is older than half a year."""
        return now - self.given_at > FADES_AFTER


@dataclass(frozen=True, slots=True)
class Opinion:
    """What counts for one driver: the median of everybody's latest estimate, newest first.

    ``replaced`` are estimates that were given before a round and count no more since.
    """

    driver: str
    value: float
    given: tuple[Estimate, ...]
    replaced: tuple[Estimate, ...] = ()

    @property
    def low(self) -> float:
        """The lowest estimate, those within a round included."""
        return min(one.outcome.low if one.outcome else one.value for one in self.given)

    @property
    def high(self) -> float:
        """The highest estimate, those within a round included."""
        return max(one.outcome.high if one.outcome else one.value for one in self.given)

    @property
    def voices(self) -> int:
        """How many people's estimates count."""
        return sum(one.voices for one in self.given)

    def has_faded(self, now: datetime) -> bool:
        """True when even the newest estimate is older than half a year."""
        return all(one.is_faded(now) for one in self.given)


def opinions(given: Iterable[Estimate]) -> dict[str, Opinion]:
    """What counts for each driver, by its key, from estimates in the order they were given.

    Nobody's estimate pushes another's out. Only the outcome of a round takes the place of what
    was given before it; it weighs as much as the people who took part, and what is given after it
    counts beside it.
    """
    by_driver: dict[str, list[Estimate]] = {}
    for one in given:
        by_driver.setdefault(one.driver, []).append(one)
    return {key: _opinion(key, some) for key, some in by_driver.items()}


def values(found: Mapping[str, Opinion]) -> dict[str, float]:
    """The estimates that count, by driver."""
    return {key: opinion.value for key, opinion in found.items()}


def score_range(method: Method, found: Mapping[str, Opinion]) -> tuple[float, float] | None:
    """The lowest and the highest score that people's estimates allow, None without a score.

    Every combination of each driver's lowest and highest estimate is tried; the eight drivers that
    people disagree most about, at most.
    """
    counted = values(found)
    disputed = [
        driver for driver in method.drivers if driver.key in found and _spread(driver, found)
    ]
    disputed.sort(key=lambda driver: -_spread(driver, found))
    edges = [(found[one.key].low, found[one.key].high) for one in disputed[:_MOST_COMBINED]]
    keys = [one.key for one in disputed[:_MOST_COMBINED]]
    reached = [score(method, counted).value]
    for corner in product(*edges):
        reached.append(score(method, {**counted, **dict(zip(keys, corner, strict=True))}).value)
    known = [one for one in reached if one is not None]
    return (min(known), max(known)) if known else None


def _opinion(driver: str, given: list[Estimate]) -> Opinion:
    rounds = [place for place, one in enumerate(given) if one.outcome]
    since = rounds[-1] if rounds else 0
    counting = given[since:]
    voices = [one.value for one in counting for _ in range(one.voices)]

    def newest_first(some: list[Estimate]) -> tuple[Estimate, ...]:
        return tuple(sorted(some, key=lambda one: (one.given_at, one.user_id), reverse=True))

    return Opinion(
        driver, float(median(voices)), newest_first(counting), newest_first(given[:since])
    )


def _spread(driver: Driver, found: Mapping[str, Opinion]) -> float:
    """How far people are apart, from 0 to 1 of what they could be."""
    opinion = found[driver.key]
    size = max(abs(opinion.low), abs(opinion.high), 1e-9)
    return (opinion.high - opinion.low) / size
