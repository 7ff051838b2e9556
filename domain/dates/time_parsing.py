"""Instants of the past as people type them, such as ``2026-09-01 14:30`` or ``2 weeks ago``."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.core.errors import InvalidInput
from domain.dates.date_parsing import parse_span
from domain.dates.days import local_day, start_of_day
from domain.dates.periods import told_day

_MOMENT = re.compile(r"(?P<day>.+?)(?:[ ,t]+|\s+at\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})")
_AGO = re.compile(r"(?P<count>[0-9]{1,4}|an?|one) (?P<unit>day|week|month|year)s? ago")
_LAST = re.compile(r"(?:the )?last (?P<unit>week|month|year)")
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_HAS_YEAR = re.compile(r"\b[1-9][0-9]{3}\b")
_TICK = timedelta(microseconds=1)
_HOW = "Write it as 2026-09-01, 2026-09-01 14:30, yesterday or 2 weeks ago."


def parse_as_of(text: str, now: datetime, zone: str) -> datetime:
    """The instant that a text names, in UTC: a day, month or quarter means its end, or now.

    Days are those of an IANA zone. Raises InvalidInput for what is no day or has not come yet.
    """
    if moment := _moment(text, now, zone):
        return moment
    first, last = _days(text, now, zone)
    _check_is_past(start_of_day(first, zone), first, now)
    return min(start_of_day(last + timedelta(days=1), zone) - _TICK, now)


def parse_since(text: str, now: datetime, zone: str) -> datetime:
    """As `parse_as_of`, but a day, month or quarter means its beginning."""
    if moment := _moment(text, now, zone):
        return moment
    first, _last = _days(text, now, zone)
    start = start_of_day(first, zone)
    _check_is_past(start, first, now)
    return start


def _moment(text: str, now: datetime, zone: str) -> datetime | None:
    found = _MOMENT.fullmatch(text.strip().casefold())
    if found is None:
        return None
    first, last = _days(found["day"], now, zone)
    hour, minute = int(found["hour"]), int(found["minute"])
    if first != last or hour > 23 or minute > 59:
        raise InvalidInput(f"“{text[:40]}” is no moment that I know. {_HOW}")
    local = datetime.combine(first, time(hour, minute), tzinfo=ZoneInfo(zone))
    moment = local.astimezone(UTC)
    _check_is_past(moment, first, now)
    return moment


def _days(text: str, now: datetime, zone: str) -> tuple[date, date]:
    typed = " ".join(text.casefold().split()).removeprefix("on ").rstrip(" .?!")
    today = local_day(now, zone)
    if (back := _days_back(typed)) is not None:
        day = today - timedelta(days=back)
        return day, day
    span = parse_span(typed, today)
    if span is not None and span[0] > today and not _HAS_YEAR.search(typed):
        span = parse_span(typed, date(today.year - 1, today.month, 1))
    if span is None:
        raise InvalidInput(f"“{text[:40]}” is no day that I know. {_HOW}")
    return span


def _days_back(typed: str) -> int | None:
    if typed in ("today", "now"):
        return 0
    if typed == "yesterday":
        return 1
    if found := _LAST.fullmatch(typed):
        return _UNIT_DAYS[found["unit"]]
    found = _AGO.fullmatch(typed)
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else 1
    return min(count * _UNIT_DAYS[found["unit"]], 20 * 365)


def _check_is_past(moment: datetime, day: date, now: datetime) -> None:
    if moment > now:
        raise InvalidInput(
            f"{told_day(day)} has not come yet, and the log only knows what was. {_HOW}"
        )
