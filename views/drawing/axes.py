"""An axis: where values stand between its two ends, and the ticks that are written on it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from domain.scoring.drivers import told

_WIDE_SPAN = 30.0
"""From this ratio between the largest and the smallest on, the scale is logarithmic."""

_WIDEST_SPAN = 1e6
"""What is smaller still stands at the low end."""

_EDGE = 0.05
"""Room between the ends of the axis and the outermost values."""

_SMALLEST_SPAN = 1e-6
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from ``low`` to ``high``; ``ticks`` are its values and words, lowest first."""

    low: float
    high: float
    is_logarithmic: bool
    ticks: tuple[tuple[float, str], ...]

    def place(self, value: float) -> float:
        """Where a value stands, from 0 at the low end to 1 at the high end."""
        low, high, at = self.low, self.high, value
        if self.is_logarithmic:
            low, high, at = math.log10(low), math.log10(high), math.log10(max(value, low))
        return min(max((at - low) / (high - low), 0.0), 1.0)


def axis(values: Iterable[float]) -> Axis:
    """An axis on which all of ``values`` stand apart from its ends."""
    found = sorted(values)
    if found and found[0] > 0 and found[-1] / found[0] >= _WIDE_SPAN:
        return _logarithmic(max(found[0], found[-1] / _WIDEST_SPAN), found[-1])
    return _linear(min(found, default=0.0), max(found, default=1.0))


def short(value: float) -> str:
    """A number for a tick: ``20k``, ``3M``, ``0.5``."""
    for size, sign in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= 10 * size or (abs(value) >= size and value % size == 0):
            return f"{told(value / size)}{sign}"
    return told(value)


def _linear(low: float, high: float) -> Axis:
    bottom = min(low, 0.0)
    top = 2 * high if low == high else high
    if top - bottom < _SMALLEST_SPAN:
        top = bottom + 1.0
    step = _nice_step((top - bottom) * (1 + 2 * _EDGE) / _TICKS)
    start, end = math.floor(bottom / step), math.ceil(top * (1 + _EDGE) / step)
    ticks = tuple((n * step, short(round(n * step, 10))) for n in range(start, end + 1))
    return Axis(start * step, end * step, False, ticks)


def _logarithmic(low: float, high: float) -> Axis:
    room = (high / low) ** _EDGE
    first, last = low / room, high * room
    decades = range(math.floor(math.log10(first)), math.ceil(math.log10(last)) + 1)
    steps = (1,) if len(decades) > 4 else (1, 3)
    marks = [step * 10.0**decade for decade in decades for step in steps]
    ticks = tuple((mark, short(round(mark, 10))) for mark in marks if first <= mark <= last)
    return Axis(first, last, True, ticks)


def _nice_step(step: float) -> float:
    size = 10.0 ** math.floor(math.log10(step))
    return next(nice * size for nice in _NICE if nice * size >= step * 0.999)
