"""Stretches of days that people plan in: quarters, and any days from and to."""

from datetime import date, datetime, time, timedelta

from domain.core.errors import InvalidInput
from domain.dates.days import start_of_day
from domain.dates.schedule import Cadence, Schedule, next_due
from domain.text.words import straighten

_QUARTERS = 4
_MONTHS = 3
_LONGEST = timedelta(days=3660)
MORNING = time(9)
"""When people are asked, on their own clock."""

_SECOND = timedelta(seconds=1)


def quarter_around(day: date, later: int = 0) -> tuple[date, date]:
    """The first and the last day of the calendar quarter of a day, or of one some quarters on."""
    number = day.year * _QUARTERS + (day.month - 1) // _MONTHS + later
    return _first_day(number), _first_day(number + 1) - timedelta(days=1)


def format_period(starts_on: date, ends_on: date) -> str:
    """Two days as people name them: ``Q4 2026``, ``2026``, ``1 Oct – 15 Dec 2026``."""
    if quarter_around(starts_on) == (starts_on, ends_on):
        return f"Q{(starts_on.month - 1) // _MONTHS + 1} {starts_on.year}"
    if (starts_on, ends_on) == (date(starts_on.year, 1, 1), date(starts_on.year, 12, 31)):
        return str(starts_on.year)
    ending = format_day(ends_on)
    if starts_on == ends_on:
        return ending
    beginning = f"{starts_on.day} {starts_on:%b}"
    if starts_on.year != ends_on.year:
        beginning = format_day(starts_on)
    return f"{beginning} – {ending}"


def format_day(day: date) -> str:
    """A day as people write it, such as ``15 Dec 2026``."""
    return f"{day.day} {day:%b} {day.year}"


def read_day(text: str | None, field: str) -> date | None:
    """The day of a date field, None for an empty one; raises InvalidInput bound to ``field``."""
    if not text:
        return None
    try:
        return date.fromisoformat(straighten(text[:40]).strip())
    except ValueError as error:
        raise InvalidInput(
            f"“{text[:20]}” is not a date. Choose one from the calendar.", field=field
        ) from error


def check_period(starts_on: date, ends_on: date) -> None:
    """Return when the days make a period; raises InvalidInput bound to ``ends_on``."""
    if ends_on < starts_on:
        raise InvalidInput(
            f"The period ends on {format_day(ends_on)}, before it starts on "
            f"{format_day(starts_on)}. Choose a later end.",
            field="ends_on",
        )
    if ends_on - starts_on > _LONGEST:
        raise InvalidInput(
            "A period has ten years at most. Choose an earlier end.", field="ends_on"
        )


def morning_of(day: date, zone: str) -> datetime:
    """The instant of nine o'clock on a day in an IANA zone, in UTC."""
    daily = Schedule((), MORNING, zone, Cadence.DAILY, day)
    return next_due(daily, start_of_day(day, zone) - _SECOND)


def _first_day(quarter: int) -> date:
    year, index = divmod(quarter, _QUARTERS)
    return date(year, index * _MONTHS + 1, 1)
