"""What would change a rank: the smallest step of one driver that takes an idea past another."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.scoring.drivers import Driver
from domain.scoring.methods.base import Method, score

_FINE_RANGE = 25.0
_TWO_DIGITS = tuple(n / 10 for n in range(10, 100))
_ORDERS = range(-2, 10)


@dataclass(frozen=True, slots=True)
class Step:
    """One driver's change, and the score that the idea would have then."""

    driver: Driver
    before: float
    after: float
    score: float


def smallest_step(method: Method, estimates: Mapping[str, float], beyond: float) -> Step | None:
    """The smallest change of a single driver that takes the score above ``beyond``, or None.

    Changes are measured against the larger of the two estimates, so that those of different
    drivers can be compared. Only estimates that people would give are tried: the choices of a
    scale, halves on a short one, two digits on a long one.
    """
    found = [
        step
        for driver in method.drivers
        if driver.key in estimates
        for step in _steps(method, estimates, driver, beyond)
    ]
    order = {driver.key: index for index, driver in enumerate(method.drivers)}
    return min(found, key=lambda one: (_size(one), order[one.driver.key]), default=None)


def _steps(
    method: Method, estimates: Mapping[str, float], driver: Driver, beyond: float
) -> list[Step]:
    """The first step up and the first step down that suffice, where there is one."""
    before = estimates[driver.key]
    candidates = sorted(candidates_of(driver))
    upwards = [one for one in candidates if one > before]
    downwards = [one for one in reversed(candidates) if one < before]
    found = []
    for way in (upwards, downwards):
        for after in way:
            reached = score(method, {**estimates, driver.key: after}).value
            if reached is not None and reached > beyond:
                found.append(Step(driver, before, after, reached))
                break
    return found


def candidates_of(driver: Driver) -> set[float]:
    """The estimates that people would give for a driver."""
    if driver.choices:
        return {choice.value for choice in driver.choices}
    if driver.high - driver.low <= _FINE_RANGE:
        halves = range(round((driver.high - driver.low) * 2) + 1)
        found = {driver.low + half / 2 for half in halves}
    else:
        found = {float(f"{digits}e{order}") for order in _ORDERS for digits in _TWO_DIGITS}
        found |= {-one for one in found} | {0.0}
    if driver.is_above_low:
        found.discard(driver.low)
    return {one for one in found if driver.low <= one <= driver.high}


def _size(step: Step) -> float:
    return abs(step.after - step.before) / max(abs(step.after), abs(step.before), 1e-9)
