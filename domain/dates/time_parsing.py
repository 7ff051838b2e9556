"""Instants of the past as people type them, such as ``2026-09-01 14:30`` or ``2 weeks ago``."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.core.errors import InvalidInput
from domain.dates.calendar_words import parse_span
from domain.dates.days import local_day, start_of_day
from domain.dates.periods import format_day
from domain.dates.spans import DayOrder, Leaning, Span
from domain.text.words import straighten

MOST_CHARS = 80
"""An instant in words is never longer."""

_MOMENT = re.compile(
    r"(?P<day>.+?)(?:(?<=[0-9])t|[ ,]+(?:at )?)"
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?(?: ?(?P<half>am|pm))?"
)
_TICK = timedelta(microseconds=1)
_HOW = "Use a format such as 2026-09-01, 1 september, 2026-09-01 14:30, yesterday or 2 weeks ago."


def parse_as_of(
    text: str, now: datetime, zone: str, order: DayOrder = DayOrder.DAY_FIRST
) -> datetime:
    """The instant that a text names, in UTC: a day, month or quarter means its end, or now.

    Days are those of an IANA zone, and without a year the last one that has begun. Raises
    InvalidInput for what names no day, or one in the future.
    """
    typed = _plain(text)
    if moment := _moment(typed, now, zone, order):
        return moment
    first, last = _days(typed, now, zone, order)
    _check_is_past(start_of_day(first, zone), first, now)
    return min(start_of_day(last + timedelta(days=1), zone) - _TICK, now)


def parse_since(
    text: str, now: datetime, zone: str, order: DayOrder = DayOrder.DAY_FIRST
) -> datetime:
    """As `parse_as_of`, but a day, month or quarter means its beginning."""
    typed = _plain(text)
    if moment := _moment(typed, now, zone, order):
        return moment
    first, _last = _days(typed, now, zone, order)
    start = start_of_day(first, zone)
    _check_is_past(start, first, now)
    return start


def _plain(text: str) -> str:
    if len(text) > MOST_CHARS:
        raise InvalidInput(f"I couldn't read “{text[:40]}…” as a date. {_HOW}")
    return " ".join(straighten(text).casefold().split()).strip(" .?!")


def _moment(typed: str, now: datetime, zone: str, order: DayOrder) -> datetime | None:
    found = _MOMENT.fullmatch(typed)
    if found is None or not (found["minute"] or found["half"]):
        return None
    at = _time(found)
    first, last = _days(found["day"], now, zone, order)
    if at is None or first != last:
        raise InvalidInput(f"I couldn't read “{typed[:40]}” as a date and time. {_HOW}")
    local = datetime.combine(first, at, tzinfo=ZoneInfo(zone))
    moment = local.astimezone(UTC)
    _check_is_past(moment, first, now)
    return moment


def _time(found: re.Match[str]) -> time | None:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _days(typed: str, now: datetime, zone: str, order: DayOrder) -> Span:
    span = parse_span(typed, local_day(now, zone), Leaning.PAST, order)
    if span is None:
        raise InvalidInput(f"I couldn't read “{typed[:40]}” as a date. {_HOW}")
    return span


def _check_is_past(moment: datetime, day: date, now: datetime) -> None:
    if moment > now:
        raise InvalidInput(f"{format_day(day)} is in the future. Choose a date in the past. {_HOW}")
