"""Calendar arithmetic behind words for days: weeks, months, quarters, years and parts of them."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.dates.periods import quarter_around

Span = tuple[date, date]
"""The first and the last day of a stretch; a single day is both."""


class Leaning(StrEnum):
    """Which way words without a year are read: ``1 september`` is behind us, or ahead of us."""

    PAST = "past"
    FUTURE = "future"


class DayOrder(StrEnum):
    """What ``03/04/2026`` means: the 3rd of April, or March the 4th."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"

    @property
    def label(self) -> str:
        """The order as people choose it."""
        is_day_first = self is DayOrder.DAY_FIRST
        return "Day first: 31/12/2026" if is_day_first else "Month first: 12/31/2026"


@dataclass(frozen=True, slots=True)
class Calendar:
    """How words for days are read: on which day, in which direction, in which order.

    ``not_before`` is the day that yearless words are counted from when it is not ``today``: the
    end of ``Dec to Feb`` is looked for from December on.
    """

    today: date
    leaning: Leaning = Leaning.FUTURE
    order: DayOrder = DayOrder.DAY_FIRST
    not_before: date | None = None

    @property
    def pivot(self) -> date:
        """The day around which words without a year are placed."""
        return max(self.not_before, self.today) if self.not_before else self.today

    def choose(self, candidates: Iterable[Span]) -> Span | None:
        """Return the candidate that is meant, None without any.

        The next one that is not over, or for the past the last one that has begun.
        """
        known = sorted(set(candidates))
        if self.leaning is Leaning.FUTURE:
            return next(
                (one for one in known if one[1] >= self.pivot), known[-1] if known else None
            )
        begun = [one for one in known if one[0] <= self.pivot]
        return begun[-1] if begun else (known[0] if known else None)


class Unit(StrEnum):
    """A stretch of the calendar that has a name."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MONTHS_IN = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12}
_DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7}


def period(unit: Unit, day: date, later: int = 0) -> Span:
    """Return the week, month, quarter, half or year around a day, or one some units later.

    Raises OverflowError outside of the years 1 to 9999.
    """
    if unit in _DAYS_IN:
        first = day - timedelta(days=day.weekday() if unit is Unit.WEEK else 0)
        first += timedelta(days=later * _DAYS_IN[unit])
        return first, first + timedelta(days=_DAYS_IN[unit] - 1)
    months = _MONTHS_IN[unit]
    number = _month(day) // months + later
    return months_from(number * months, months)


def months_from(month: int, count: int = 1) -> Span:
    """Return ``count`` months from one that is counted since the year 0.

    Raises OverflowError outside of the years 1 to 9999.
    """
    ending = month + count - 1
    if not 12 <= month <= ending < 120_000:
        raise OverflowError("outside of the calendar")
    first, last = date(month // 12, month % 12 + 1, 1), date(ending // 12, ending % 12 + 1, 1)
    return first, last.replace(day=calendar.monthrange(last.year, last.month)[1])


def shifted(day: date, unit: Unit, count: int) -> date:
    """Return the day ``count`` units later, or earlier when it is negative.

    A month after the 31st is the last day of a shorter month. Raises OverflowError outside of
    the calendar.
    """
    if unit in _DAYS_IN:
        return day + timedelta(days=count * _DAYS_IN[unit])
    there = months_from(_month(day) + count * _MONTHS_IN[unit])
    return there[0].replace(day=min(day.day, there[1].day))


def quarter_of(year: int, number: int) -> Span:
    """Return a calendar quarter by its number from 1 to 4."""
    return quarter_around(date(year, number * 3, 1))


class Part(StrEnum):
    """A part of a stretch."""

    START = "start"
    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"
    END = "end"


def part_of(span: Span, part: Part) -> Span:
    """Return the first, middle or last day of a stretch, or its first or last third.

    The middle of a month is the 15th, of a quarter the 15th of its second month, and of a year the
    30th of June. A week ends on Friday.
    """
    first, last = span
    third = timedelta(days=max(((last - first).days + 1) // 3 - 1, 0))
    if part is Part.START:
        return first, first
    if part is Part.EARLY:
        return first, first + third
    if part is Part.LATE:
        return last - third, last
    if part is Part.END:
        is_week = first.weekday() == 0 and last - first == timedelta(days=6)
        ending = last - timedelta(days=2) if is_week else last
        return ending, ending
    middle = _middle(first, last)
    return middle, middle


def _middle(first: date, last: date) -> date:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day != 1 or months_from(_month(first), months) != (first, last):
        return first + (last - first) // 2
    there = months_from(_month(first) + months // 2 - (months % 2 == 0))
    return there[0].replace(day=15) if months % 2 else there[1]


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
