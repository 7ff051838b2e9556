"""What a blind scoring round found: median and spread, and where people disagree most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from domain.rounds.model import Round, gap
from domain.scoring.drivers import Driver, format_estimate, told


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's answer in a round: their estimate of one driver of one idea (a row id)."""

    idea_id: int
    driver: str
    user_id: str
    value: float
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Spread:
    """The five-number summary of some estimates, and how many they are."""

    low: float
    lower: float
    median: float
    upper: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Dispute:
    """Where people are furthest apart: the idea's row id, the driver, and the two at its ends."""

    idea_id: int
    driver: str
    low: Answer
    high: Answer
    gap: float


@dataclass(frozen=True, slots=True)
class Term:
    """One driver's outcome for one idea, in words: ``middle`` is where the middle half of the
    answers lies, empty for fewer than four; ``all`` is empty where everybody said the same."""

    name: str
    median: str
    middle: str
    all: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a round found for one idea; ``score`` is what it has now, empty without one."""

    number: int
    title: str
    terms: tuple[Term, ...]
    score: str = ""
    score_before: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """One of the two furthest apart, as shown: who, what they gave, and why."""

    user_id: str
    name: str
    value: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """The talk to have: on which driver of which idea, between whom."""

    number: int
    title: str
    driver: str
    low: Voice
    high: Voice


@dataclass(frozen=True, slots=True)
class Result:
    """What a round found, for everybody to read. No answer has a name but those of ``talk``."""

    round: Round
    method_name: str
    found: tuple[Found, ...]
    answered: int
    invited: int
    started_by: str
    talk: Talk | None = None


def spread(values: Iterable[float]) -> Spread:
    """The five-number summary of at least one value: lowest, lower hinge, median, upper hinge,
    highest.

    Hinges are the medians of the lower and the upper half, the middle one belonging to both (J. W.
    Tukey, Exploratory Data Analysis, 1977, chapter 2). For the moons of the eight planets, 0, 0,
    1, 2, 63, 61, 27, 13, they are 0.5 and 44 around the median 7.5.
    """
    ordered = sorted(values)
    half = (len(ordered) + 1) // 2
    return Spread(
        low=ordered[0],
        lower=float(median(ordered[:half])),
        median=float(median(ordered)),
        upper=float(median(ordered[-half:])),
        high=ordered[-1],
        count=len(ordered),
    )


def by_driver(answers: Iterable[Answer]) -> dict[tuple[int, str], list[Answer]]:
    """The answers by idea (row id) and driver, each in the order they were given."""
    found: dict[tuple[int, str], list[Answer]] = {}
    for one in sorted(answers, key=lambda one: (one.given_at, one.user_id)):
        found.setdefault((one.idea_id, one.driver), []).append(one)
    return found


def widest(
    answers: Iterable[Answer], drivers: Mapping[str, Driver], order: Sequence[int]
) -> Dispute | None:
    """Where the highest and the lowest answer are furthest apart; None where nobody disagrees.

    Of equal gaps the earlier idea of ``order`` (row ids) wins, of equal answers the earlier one.
    """
    found = [
        _dispute(idea_id, driver, given, drivers.get(driver))
        for (idea_id, driver), given in by_driver(answers).items()
    ]
    places = {idea_id: place for place, idea_id in enumerate(order)}
    disputed = [one for one in found if one.gap > 0 and one.idea_id in places]
    return min(disputed, key=lambda one: (-one.gap, places[one.idea_id], one.driver), default=None)


def format_term(name: str, driver: Driver | None, found: Spread) -> Term:
    """A driver's outcome in words."""

    def say(value: float) -> str:
        return told(value) if driver is None else format_estimate(driver, value)

    def between(low: float, high: float) -> str:
        return say(low) if low == high else f"{say(low)} to {say(high)}"

    return Term(
        name=name,
        median=say(found.median),
        middle=between(found.lower, found.upper) if found.count > 3 else "",
        all="" if found.low == found.high else between(found.low, found.high),
        count=found.count,
    )


def _dispute(idea_id: int, driver: str, given: list[Answer], known: Driver | None) -> Dispute:
    low = min(given, key=lambda one: one.value)
    high = max(given, key=lambda one: one.value)
    return Dispute(idea_id, driver, low, high, gap(known, low.value, high.value))
