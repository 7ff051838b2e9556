"""Drivers: what people estimate about an idea, with its unit, its bounds and a written rubric."""

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from domain.core.errors import InvalidInput
from domain.text.words import straighten

MAX_RUBRIC_CHARS = 75
"""Slack shows at most 75 characters beside a choice."""

_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_SHORT = {"k": 1e3, "m": 1e6}
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00d7": "x"})
_NOTHING = frozenset({"none", "-", "?", "unknown", "nothing"})


class Direction(StrEnum):
    """Which way a driver is better."""

    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Choice:
    """One step of a driver's scale and the rubric that says when it is right."""

    value: float
    label: str
    rubric: str


@dataclass(frozen=True, slots=True)
class Driver:
    """One thing to estimate.

    ``key`` is how it is stored, shared by all methods that ask for it; ``word`` is what people
    type. An estimate lies between ``low`` and ``high``, above ``low`` when ``is_above_low``.
    A driver with ``is_percent`` is stored as typed (80) and counts as a fraction (0.8). The
    choices of one that ``is_named`` are told by their labels and not by their numbers.
    """

    key: str
    word: str
    name: str
    question: str
    unit: str
    low: float
    high: float
    direction: Direction = Direction.MORE
    choices: tuple[Choice, ...] = ()
    is_above_low: bool = False
    is_percent: bool = False
    is_named: bool = False

    def amount(self, estimate: float) -> float:
        """The estimate as a formula takes it."""
        return estimate / 100 if self.is_percent else estimate

    def choice_at(self, estimate: float) -> Choice | None:
        """The choice that stands for exactly this estimate, or None between two choices."""
        return next((one for one in self.choices if one.value == estimate), None)

    def nearest_choice(self, estimate: float) -> Choice | None:
        """The choice nearest to an estimate, the upper one of two; None without choices."""
        return min(
            self.choices, key=lambda one: (abs(one.value - estimate), -one.value), default=None
        )

    def read(self, typed: str) -> float | None:
        """What somebody typed as an estimate; None for *none*, *-* or *?*, which take it back.

        Numbers, percent, ``1,200``, ``0,5``, ``3k``, and labels of choices are understood.
        Raises InvalidInput, bound to the driver's key, with a sentence that says what fits.
        """
        text = " ".join(straighten(typed).translate(_MINUS).split())
        if text.casefold() in _NOTHING:
            return None
        chosen = self._chosen(text)
        return self.check(chosen if chosen is not None else self._number(text))

    def check(self, estimate: float) -> float:
        """The estimate itself when it lies within the bounds; raises InvalidInput otherwise."""
        if math.isnan(estimate):
            raise self._refused("is not a number")
        if self.is_percent and not self.low <= estimate <= self.high:
            raise self._refused(f"is a percentage from {told(self.low)} to {told(self.high)}")
        if estimate < self.low or (self.is_above_low and estimate <= self.low):
            if self.low == 0 and not self.is_above_low:
                raise self._refused("cannot be negative")
            above = "more than" if self.is_above_low else "at least"
            raise self._refused(f"has to be {above} {told(self.low)}")
        if estimate > self.high:
            raise self._refused(f"is at most {told(self.high)}")
        return estimate + 0.0

    def _chosen(self, text: str) -> float | None:
        wanted = text.casefold()
        for choice in self.choices:
            if wanted in (choice.label.casefold(), choice.label.split()[0].casefold()):
                return choice.value
        return None

    def _number(self, text: str) -> float:
        bare = text.replace(" ", "").removesuffix("%") if self.is_percent else text
        bare = bare.replace(" ", "").lower()
        if bare.endswith("%"):
            raise self._refused("is not a percentage")
        factor = _SHORT.get(bare[-1:], 1.0)
        digits = bare[:-1] if factor != 1.0 else bare
        if _THOUSANDS.fullmatch(digits):
            digits = digits.replace(",", "")
        elif digits.count(",") == 1:
            digits = digits.replace(",", ".")
        if not _PLAIN.fullmatch(digits):
            shown = text[:40] or "nothing"
            raise self._refused(f"takes a number, and “{shown}” is none")
        return float(digits) * factor

    def _refused(self, why: str) -> InvalidInput:
        return InvalidInput(f"{self.name} {why}. {self.fits()}", field=self.key)

    def fits(self) -> str:
        """A sentence on what fits."""
        if self.choices:
            steps = ", ".join(told(one.value) for one in self.choices)
            sign = "%" if self.is_percent else ""
            labels = f" ({', '.join(one.label for one in self.choices)})"
            return f"Try one of {steps}{sign}{labels}."
        if self.is_above_low:
            span = f"more than {told(self.low)} and at most {told(self.high)}"
        else:
            span = f"from {told(self.low)} to {told(self.high)}"
        return f"Give {self.unit}, {span}."


def told(value: float) -> str:
    """A number as people read it: ``1,200``, ``426.7``, ``0.25``."""
    if not math.isfinite(value):
        return "∞" if value > 0 else "-∞"
    size = abs(value)
    if size >= 1e15:
        return f"{value:.3g}"
    if value == int(value):
        return f"{int(value):,}"
    places = 1 if size >= 100 else 2 if size >= 0.1 else 4
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_estimate(driver: Driver, estimate: float) -> str:
    """An estimate with its sign or label, such as ``80%`` and ``Must have``."""
    if driver.is_percent:
        return f"{told(estimate)}%"
    choice = driver.nearest_choice(estimate) if driver.is_named else None
    if choice is None:
        return told(estimate)
    return choice.label if choice.value == estimate else f"near {choice.label}"
