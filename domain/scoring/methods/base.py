"""What a scoring method is, and the score that it gives."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.core.errors import InvalidInput
from domain.scoring.drivers import Driver

Amounts = Mapping[str, float]
"""What a formula works with: the amount of each driver by its key (80 % is 0.8)."""


@dataclass(frozen=True, slots=True)
class Method:
    """A way to score ideas.

    ``formula`` is how it is written for people, with the drivers' keys in braces. ``worth`` is
    the part of it that stands against effort in a picture, ``cost_key`` the driver that is the
    effort. ``label`` names a score that is a category.
    """

    key: str
    name: str
    drivers: tuple[Driver, ...]
    formula: str
    value: Callable[[Amounts], float]
    worth: Callable[[Amounts], float]
    worth_name: str = "Value"
    worth_keys: tuple[str, ...] = ()
    cost_key: str = "effort"
    label: Callable[[float], str] | None = None

    def driver(self, key: str) -> Driver:
        """The driver with a key; raises KeyError when the method does not ask for it."""
        for one in self.drivers:
            if one.key == key:
                return one
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Term:
    """One driver's part in a score: the estimate that counts."""

    driver: Driver
    estimate: float


@dataclass(frozen=True, slots=True)
class Score:
    """What a method makes of the estimates of one idea.

    ``value`` is None while a driver is ``missing``, or when the formula has no result, which
    ``trouble`` says in a sentence. Higher is better with every method.
    """

    value: float | None
    terms: tuple[Term, ...]
    missing: tuple[Driver, ...]
    label: str = ""
    trouble: str = ""


def score(method: Method, estimates: Mapping[str, float]) -> Score:
    """The score of an idea from its estimates by driver key; other methods' keys are ignored."""
    terms = tuple(
        Term(driver, estimates[driver.key]) for driver in method.drivers if driver.key in estimates
    )
    missing = tuple(driver for driver in method.drivers if driver.key not in estimates)
    if missing:
        return Score(None, terms, missing)
    try:
        for term in terms:  # a team may have narrowed a driver's bounds since
            term.driver.check(term.estimate)
        value = method.value(amounts(method, estimates))
    except InvalidInput as wrong:
        return Score(None, terms, (), trouble=wrong.message)
    if not math.isfinite(value):
        return Score(None, terms, (), trouble="The formula gives no finite number for these.")
    label = method.label(value) if method.label else ""
    return Score(value + 0.0, terms, (), label)


def amounts(method: Method, estimates: Mapping[str, float]) -> dict[str, float]:
    """The estimates as the method's formula takes them, those that it asks for."""
    return {
        driver.key: driver.amount(estimates[driver.key])
        for driver in method.drivers
        if driver.key in estimates
    }
