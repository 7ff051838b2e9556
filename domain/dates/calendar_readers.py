"""The forms in which people write days and spans, each with its reader."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from domain.core.errors import InvalidInput
from domain.dates.calendar_terms import (
    COUNT_PATTERN,
    DAY_PATTERN,
    DAYS_FROM_TODAY,
    MONTHS,
    NAMED_PATTERN,
    NUMBERS,
    PARTS,
    SHORT,
    STEP_PATTERN,
    STEPS,
    UNIT_PATTERN,
    UNITS,
    WEEKDAY_PATTERN,
    WEEKDAY_PREFIX,
    WEEKDAYS,
    YEAR_PATTERN,
    any_of,
)
from domain.dates.periods import format_day
from domain.dates.spans import (
    Calendar,
    DayOrder,
    Leaning,
    Span,
    Unit,
    months_from,
    part_of,
    period,
    quarter_of,
    shifted,
)


def _single(day: date) -> Span:
    return day, day


def _amount(found: re.Match[str], reading: Calendar) -> list[Span]:
    """``2 weeks ago``, ``in a month``; without a direction it is that of the reader."""
    is_past = reading.leaning is Leaning.PAST
    if found["before"] or found["way"]:
        is_past = found["way"] in ("ago", "back")
    count = _count(found["count"]) * (-1 if is_past else 1)
    return [_single(shifted(reading.today, UNITS[found["unit"]], count))]


def _window(found: re.Match[str], reading: Calendar) -> list[Span]:
    """``last 30 days``, ``next 2 weeks``: up to today, or from today on."""
    step = STEPS[found["step"]] or 1
    there = shifted(reading.today, UNITS[found["unit"]], step * _count(found["count"]))
    return [(min(there, reading.today), max(there, reading.today))]


def _named_period(found: re.Match[str], reading: Calendar) -> list[Span]:
    return [period(UNITS[found["unit"]], reading.today, STEPS[found["step"]])]


def _weekday(found: re.Match[str], reading: Calendar) -> list[Span]:
    """``friday``, ``next friday`` (the first after today), ``friday next week``."""
    number, today = WEEKDAYS[found["weekday"]], reading.today
    monday = reading.pivot - timedelta(days=reading.pivot.weekday())
    if found["week"]:
        monday = period(Unit.WEEK, today, STEPS[found["week"]])[0]
        return [_single(monday + timedelta(days=number))]
    days = [monday + timedelta(days=number + 7 * week) for week in (-1, 0, 1)]
    step = STEPS.get(found["step"] or "")
    if step == 0:
        return [_single(today - timedelta(days=today.weekday()) + timedelta(days=number))]
    if step == 1:
        return [_single(next(day for day in days if day > today))]
    if step == -1:
        return [_single(max(day for day in days if day < today))]
    return [_single(day) for day in days]


def _day_of_month(found: re.Match[str], reading: Calendar) -> list[Span]:
    """``15th``, ``the 15th of next month``; a month without such a day is passed over."""
    day = int(found["day"])
    if found["step"]:
        month = period(Unit.MONTH, reading.today, STEPS[found["step"]])[0]
        return [_single(month.replace(day=day))]
    months = [period(Unit.MONTH, reading.pivot, later) for later in range(-2, 3)]
    return [_single(one[0].replace(day=day)) for one in months if 0 < day <= one[1].day]


def _iso_day(found: re.Match[str], _reading: Calendar) -> list[Span]:
    return [_single(date(int(found["year"]), int(found["month"]), int(found["day"])))]


def _iso_week(found: re.Match[str], reading: Calendar) -> list[Span]:
    def week(year: int) -> Span:
        first = date.fromisocalendar(year, int(found["week"]), 1)
        return first, first + timedelta(days=6)

    return _each_year(found, reading, week)


def _numeric_day(found: re.Match[str], reading: Calendar) -> list[Span]:
    """``03/04/2026`` in the order of the workspace, unless only the other one is a day."""
    one, two = int(found["one"]), int(found["two"])
    is_day_first = found["mark"] == "." or reading.order is DayOrder.DAY_FIRST
    if found["mark"] != "." and max(one, two) > 12:
        is_day_first = one > 12
    day, month = (one, two) if is_day_first else (two, one)
    return _each_year(found, reading, lambda year: _single(date(year, month, day)))


def _worded_day(found: re.Match[str], reading: Calendar) -> list[Span]:
    month, day = MONTHS[found["named"]], int(found["day"])
    known = _each_year(found, reading, lambda year: _single(date(year, month, day)))
    if not found["weekday"]:
        return known
    near = [one for one in known if abs(one[0].year - reading.pivot.year) <= 1 or found["year"]]
    fitting = [one for one in near if one[0].weekday() == WEEKDAYS[found["weekday"]]]
    if known and not fitting:
        first = reading.choose(known) or known[0]
        raise InvalidInput(
            f"{format_day(first[0])} is a {first[0]:%A}. Leave out the weekday, or correct the day."
        )
    return fitting


def _quarter(found: re.Match[str], reading: Calendar) -> list[Span]:
    number = int(found["quarter"])
    return _each_year(found, reading, lambda year: quarter_of(year, number))


def _half(found: re.Match[str], reading: Calendar) -> list[Span]:
    number = int(found["half"])
    return _each_year(found, reading, lambda year: months_from(year * 12 + number * 6 - 6, 6))


def _month(found: re.Match[str], reading: Calendar) -> list[Span]:
    facts = found.groupdict()
    number = MONTHS[facts["named"]] if facts.get("named") else int(facts["month"])
    date(2000, number, 1)  # a thirteenth month is in no calendar

    def month(year: int) -> Span:
        return months_from(year * 12 + number - 1)

    step = STEPS.get(facts.get("step") or "")
    if step is None:
        return _each_year(found, reading, month)
    this = reading.today
    if step == 0:
        return [month(this.year)]
    known = [month(year) for year in range(this.year - 1, this.year + 2)]
    if step == 1:
        return [next(one for one in known if one[0] > this)]
    return [max(one for one in known if one[1] < this)]


def _year(found: re.Match[str], _reading: Calendar) -> list[Span]:
    return [months_from(int(found["year"]) * 12, 12)]


def _part(found: re.Match[str], reading: Calendar) -> list[Span] | None:
    """``mid november``, ``end of next month``, ``end of year``, ``early q3``."""
    of = found["of"]
    if of in UNITS and len(of) > 3:
        whole: list[Span] | None = [period(UNITS[of], reading.pivot, later) for later in (-1, 0, 1)]
    else:
        whole = None if _PART.fullmatch(of) else candidates(of, reading)
    if whole is None or any(first == last for first, last in whole):
        return None
    return [part_of(one, PARTS[found["part"]]) for one in whole]


def _each_year(found: re.Match[str], reading: Calendar, make: Callable[[int], Span]) -> list[Span]:
    """What a text means in the year that it names, or in each year around the reader's day."""
    typed = found.groupdict().get("year")
    if typed:
        return [make(int(typed) + (2000 if len(typed) == 2 else 0))]
    years = range(reading.pivot.year - 8, reading.pivot.year + 9)
    return [made for year in years if (made := _made(make, year)) is not None]


def _made(make: Callable[[int], Span], year: int) -> Span | None:
    try:
        return make(year)
    except ValueError:  # the 29th of February, or the 53rd week
        return None


def _count(typed: str) -> int:
    return NUMBERS.get(typed) or int(typed)


_PART = re.compile(rf"(?:the )?(?P<part>{any_of(PARTS)})(?:-| )(?:of )?(?:the )?(?P<of>.+)")


_READERS: tuple[tuple[re.Pattern[str], Callable[..., list[Span] | None]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            rf"(?P<before>in )?{COUNT_PATTERN} ?(?P<unit>{UNIT_PATTERN})"
            r"(?: (?P<way>ago|back|from now|from today|later))?",
            _amount,
        ),
        (rf"(?P<step>{STEP_PATTERN}) {COUNT_PATTERN} (?P<unit>{UNIT_PATTERN})", _window),
        (rf"(?P<step>{STEP_PATTERN}) (?P<unit>{UNIT_PATTERN})", _named_period),
        (
            rf"(?:(?P<step>{STEP_PATTERN}) )?(?P<weekday>{WEEKDAY_PATTERN})"
            rf"(?:(?: of)? (?P<week>{STEP_PATTERN}) week)?",
            _weekday,
        ),
        (
            rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)(?:(?: of)? (?P<step>{STEP_PATTERN}) month)?",
            _day_of_month,
        ),
        (rf"{YEAR_PATTERN}[-/.](?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})", _iso_day),
        (rf"(?:{YEAR_PATTERN}[ -]?)?(?:w|week |cw ?|kw ?)(?P<week>[0-9]{{1,2}})", _iso_week),
        (
            r"(?P<one>[0-9]{1,2})(?P<mark>[/.-])(?P<two>[0-9]{1,2})(?P=mark)"
            r"(?P<year>[1-9][0-9]{3}|[0-9]{2})",
            _numeric_day,
        ),
        (r"(?P<one>[0-9]{1,2})(?P<mark>/)(?P<two>[0-9]{1,2})", _numeric_day),
        (
            rf"{WEEKDAY_PREFIX}{DAY_PATTERN}\.?(?: of)? ?-?{NAMED_PATTERN}"
            rf"(?:[ ,-]+{YEAR_PATTERN})?",
            _worded_day,
        ),
        (
            rf"{WEEKDAY_PREFIX}{NAMED_PATTERN} (?:the )?{DAY_PATTERN}"
            rf"(?:[ ,]+{YEAR_PATTERN})?",
            _worded_day,
        ),
        (rf"q(?P<quarter>[1-4])(?:[ /\-]*{YEAR_PATTERN})?", _quarter),
        (rf"{YEAR_PATTERN}[ /\-]*q(?P<quarter>[1-4])", _quarter),
        (rf"h(?P<half>[12])(?:[ /\-]*{YEAR_PATTERN})?", _half),
        (rf"{YEAR_PATTERN}[ /\-]*h(?P<half>[12])", _half),
        (rf"{YEAR_PATTERN}-(?P<month>[0-9]{{1,2}})", _month),
        (rf"(?:(?P<step>{STEP_PATTERN}) )?{NAMED_PATTERN}", _month),
        (rf"{NAMED_PATTERN}[ ,]+{YEAR_PATTERN}", _month),
        (YEAR_PATTERN, _year),
        (_PART.pattern, _part),
    )
)


def candidates(typed: str, reading: Calendar) -> list[Span] | None:
    """Everything that a text may mean, None when it is no day, nothing when no calendar has it."""
    typed = SHORT.get(typed, typed)
    if typed in DAYS_FROM_TODAY:
        return [_single(reading.today + timedelta(days=DAYS_FROM_TODAY[typed]))]
    for pattern, read in _READERS:
        if found := pattern.fullmatch(typed):
            return read(found, reading)
    return None
