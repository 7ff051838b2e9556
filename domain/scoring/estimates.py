"""Estimates: who gave what for which driver, and what counts when several people did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from statistics import median

from domain.scoring.drivers import Driver
from domain.scoring.methods import Method, score

FADES_AFTER = timedelta(days=182)
"""After half a year an estimate is shown with its age, because the world may have moved on."""

_MOST_COMBINED = 8


@dataclass(frozen=True, slots=True)
class Estimate:
    """One person's latest word on one driver of one idea."""

    driver: str
    user_id: str
    value: float
    given_at: datetime

    def is_faded(self, now: datetime) -> bool:
        """True when it is older than half a year."""
        return now - self.given_at > FADES_AFTER


@dataclass(frozen=True, slots=True)
class Opinion:
    """What counts for one driver: the median of everybody's latest estimate, newest first."""

    driver: str
    value: float
    given: tuple[Estimate, ...]

    @property
    def low(self) -> float:
        """The lowest estimate."""
        return min(one.value for one in self.given)

    @property
    def high(self) -> float:
        """The highest estimate."""
        return max(one.value for one in self.given)

    def has_faded(self, now: datetime) -> bool:
        """True when even the newest estimate is older than half a year."""
        return all(one.is_faded(now) for one in self.given)


def opinions(given: Iterable[Estimate]) -> dict[str, Opinion]:
    """What counts for each driver, by its key; nobody's estimate pushes another's out."""
    by_driver: dict[str, list[Estimate]] = {}
    for one in given:
        by_driver.setdefault(one.driver, []).append(one)
    return {
        key: Opinion(
            key,
            float(median(one.value for one in some)),
            tuple(sorted(some, key=lambda one: (one.given_at, one.user_id), reverse=True)),
        )
        for key, some in by_driver.items()
    }


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


def _spread(driver: Driver, found: Mapping[str, Opinion]) -> float:
    """How far people are apart, from 0 to 1 of what they could be."""
    opinion = found[driver.key]
    size = max(abs(opinion.low), abs(opinion.high), 1e-9)
    return (opinion.high - opinion.low) / size
