"""The words and patterns that days in words are made of."""

import calendar
from collections.abc import Collection

from domain.dates.spans import Part, Unit

MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name} | {
    name.casefold(): n for n, name in enumerate(calendar.month_abbr) if name
}
MONTHS["sept"] = 9
WEEKDAYS = {name.casefold(): n for n, name in enumerate(calendar.day_name)} | {
    name.casefold(): n for n, name in enumerate(calendar.day_abbr)
}
WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
UNITS = {
    **dict.fromkeys(("d", "day", "days"), Unit.DAY),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), Unit.WEEK),
    **dict.fromkeys(("m", "mo", "mos", "month", "months"), Unit.MONTH),
    **dict.fromkeys(("quarter", "quarters"), Unit.QUARTER),
    **dict.fromkeys(("half", "half year", "half-year"), Unit.HALF),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), Unit.YEAR),
}
COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBERS = {"a": 1, "an": 1} | {name: n for n, name in enumerate(COUNTS, 1)}
DAYS_FROM_TODAY = {
    **dict.fromkeys(("today", "now", "tonight", "end of day", "end of the day", "eod"), 0),
    "yesterday": -1,
    "tomorrow": 1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}
STEPS = {
    **dict.fromkeys(("this", "current"), 0),
    **dict.fromkeys(("last", "previous", "past"), -1),
    **dict.fromkeys(("next", "coming", "following"), 1),
}
PARTS = {
    **dict.fromkeys(("start", "beginning"), Part.START),
    "early": Part.EARLY,
    **dict.fromkeys(("mid", "middle"), Part.MIDDLE),
    "late": Part.LATE,
    "end": Part.END,
}
SHORT = {"eow": "end of week", "eom": "end of month", "eoq": "end of quarter"}
SHORT |= {"eoy": "end of year", "year end": "end of year", "year-end": "end of year"}
SHORT |= {"month end": "end of month", "quarter end": "end of quarter"}


def any_of(words: Collection[str]) -> str:
    """Return a pattern that matches one of some words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


MONTH_PATTERN = any_of(MONTHS)
WEEKDAY_PATTERN = any_of(WEEKDAYS)
UNIT_PATTERN = any_of(UNITS)
STEP_PATTERN = any_of(STEPS)
YEAR_PATTERN = r"(?P<year>[1-9][0-9]{3})"
DAY_PATTERN = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
NAMED_PATTERN = rf"(?P<named>{MONTH_PATTERN})\.?"
COUNT_PATTERN = rf"(?P<count>[0-9]{{1,4}}|{any_of(NUMBERS)})"
WEEKDAY_PREFIX = rf"(?:(?P<weekday>{WEEKDAY_PATTERN})\.?,? )?(?:the )?"
