"""Dates and times in cells, as programs and people of several languages write them."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from domain.core.errors import InvalidInput
from domain.imports.reading.calendar_words import DAYS_OF_WEEK, FILLERS, MONTH_OF, ZONES
from domain.text.folding import fold

_MOST_CHARS = 80

_CLOCK = re.compile(
    r"(?P<before>午前|午後|上午|下午|오전|오후)?\s*"
    r"(?<![\d:])(?P<hour>\d{1,2})[:hH](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_BARE_HOUR = re.compile(r"(?<![\d./:-])(?P<hour>\d{1,2})\s*(?P<half>[ap]m)\b", re.IGNORECASE)
_OFFSET = re.compile(
    r"(?:(?:gmt|utc)\s*)?(?P<sign>[+\u2212-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?$", re.I
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NUMERIC = re.compile(r"(\d{1,4})\s*([./\-])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?")
_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_AFTERNOON = frozenset({"午後", "下午", "오후"})
_FORENOON = frozenset({"午前", "上午", "오전"})

_EXCEL_START = datetime(1899, 12, 30, tzinfo=UTC)
_EXCEL_DAYS = (20_000, 80_000)
_UNIX_S = (300_000_000, 4_000_000_000)


class NumberStyle(StrEnum):
    """What a plain number in a column of dates counts."""

    NONE = "none"
    EXCEL = "excel"
    UNIX_S = "unix_s"
    UNIX_MS = "unix_ms"

    @property
    def label(self) -> str:
        """What people read of it."""
        return _STYLE_LABELS[self]


_STYLE_LABELS = {
    NumberStyle.NONE: "no dates",
    NumberStyle.EXCEL: "days as spreadsheets count them",
    NumberStyle.UNIX_S: "seconds since 1970 (Unix time)",
    NumberStyle.UNIX_MS: "milliseconds since 1970 (Unix time)",
}


def moment(cell: str, *, day_first: bool, numbers: NumberStyle = NumberStyle.NONE) -> datetime:
    """Return the instant that a cell names, in UTC; a day begins at 0:00.

    A time without a zone is UTC. ``day_first`` says what ``03/04/2026`` means, and ``numbers``
    what a plain number does. Raises InvalidInput for everything else.
    """
    typed = " ".join(unicodedata.normalize("NFKC", cell).split())
    found = None
    if len(typed) <= _MOST_CHARS:
        try:
            found = _of_number(typed, numbers) or _iso(typed) or _written(typed, day_first)
        except (ValueError, OverflowError):
            found = None
    if found is None:
        raise InvalidInput(
            f"Couldn't read “{cell.strip()[:40]}” as a date. Write it as 2026-03-31 or 31.03.2026."
        )
    return found


def looks_like_moment(cell: str) -> bool:
    """Return whether a cell is a date in one of the ways that are read; a plain number is none."""
    for day_first in (True, False):
        try:
            moment(cell, day_first=day_first)
        except InvalidInput:
            continue
        return True
    return False


def day_order(cell: str) -> bool | None:
    """Return whether the day comes first in a date such as ``31/03/2026``.

    None when the cell is written otherwise. Raises InvalidInput when both orders are possible.
    """
    typed = unicodedata.normalize("NFKC", cell).strip()
    match = _NUMERIC.match(typed)
    if match is None or match[2] == "." or len(match[1]) > 2 or not looks_like_moment(cell):
        return None
    one, two = int(match[1]), int(match[3])
    if one != two and max(one, two) <= 12:
        raise InvalidInput("Both orders of day and month are possible.")
    return None if one == two else one > 12


def number_style(cells: list[str]) -> NumberStyle:
    """Return what the numbers of a column count, if all of its cells look like one kind of date."""
    values = [_number(cell) for cell in cells]
    known = [one for one in values if one is not None]
    if not known or len(known) < len(values):
        return NumberStyle.NONE
    for style, (low, high), factor in (
        (NumberStyle.EXCEL, _EXCEL_DAYS, 1),
        (NumberStyle.UNIX_S, _UNIX_S, 1),
        (NumberStyle.UNIX_MS, _UNIX_S, 1_000),
    ):
        if all(low * factor <= one <= high * factor for one in known):
            return style
    return NumberStyle.NONE


def _number(cell: str) -> Decimal | None:
    typed = unicodedata.normalize("NFKC", cell).strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,16}(\.\d{1,20})?", typed):
        return None
    try:
        return Decimal(typed)
    except InvalidOperation:
        return None


def _of_number(typed: str, style: NumberStyle) -> datetime | None:
    value = _number(typed) if style is not NumberStyle.NONE else None
    if value is None:
        return None
    if style is NumberStyle.EXCEL:
        seconds = round(value * 86_400)
        return _EXCEL_START + timedelta(seconds=int(seconds))
    unit = 1_000 if style is NumberStyle.UNIX_MS else 1
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(value * 1_000 / unit))


def _iso(typed: str) -> datetime | None:
    bare = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", typed)
    if not re.match(r"\d{4}-\d{2}-\d{2}", bare):
        return None
    bare = re.sub(r"\s+([+-]\d)", r"\1", bare)
    try:
        found = datetime.fromisoformat(bare)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _written(typed: str, day_first: bool) -> datetime | None:
    """A date with or without a time and a zone, whatever their order."""
    rest = _IN_BRACKETS.sub(" ", typed).strip(" ,")
    hour, minute, second, micro = 0, 0, 0, 0
    zone: timezone | None = UTC
    clock = _CLOCK.search(rest) or _BARE_HOUR.search(rest)
    if clock is not None:
        hour, minute, second, micro = _time_of(clock)
        behind = rest[clock.end() :].strip(" ,")
        zone, behind = _zone_of(behind)
        rest = f"{rest[: clock.start()]} {behind}".strip(" ,")
        rest = rest.removesuffix("T").strip(" ,")
    day = _day(rest, day_first)
    if day is None or zone is None:
        return None
    year, month, number = day
    return datetime(year, month, number, hour, minute, second, micro, tzinfo=zone).astimezone(UTC)


def _time_of(clock: re.Match[str]) -> tuple[int, int, int, int]:
    parts = clock.groupdict()
    hour = int(parts["hour"])
    half = (parts.get("half") or "").lower()[:1]
    before = parts.get("before")
    if half or before:
        if not 1 <= hour <= 12 and not before:
            raise ValueError("no such hour")
        is_late = half == "p" or before in _AFTERNOON
        hour = hour % 12 + (12 if is_late else 0) if hour <= 12 else hour
    micro = int((parts.get("part") or "0").ljust(6, "0")[:6])
    return hour, int(parts.get("minute") or 0), int(parts.get("second") or 0), micro


def _zone_of(behind: str) -> tuple[timezone | None, str]:
    """The zone that follows a time, and what else does: a year, as in ``Tue Mar 31 9:15 UTC 2026``.

    None for a zone that is not known.
    """
    year = re.search(r"(?:^|\s)(\d{4})$", behind)
    rest = f"{year[1]}" if year else ""
    named = (behind[: year.start()] if year else behind).strip(" ,")
    if not named:
        return UTC, rest
    offset = _OFFSET.fullmatch(named)
    if offset:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        sign = 1 if offset["sign"] == "+" else -1
        return timezone(timedelta(minutes=sign * minutes)), rest
    if named.lower() in ZONES:
        return timezone(timedelta(minutes=ZONES[named.lower()])), rest
    if not re.search(r"[A-Z]{3,5}$", named):
        return UTC, behind  # not a zone: the date may follow its time
    return None, rest


def _day(rest: str, day_first: bool) -> tuple[int, int, int] | None:
    asian = _ASIAN.fullmatch(rest)
    if asian:
        return int(asian[1]), int(asian[2]), int(asian[3])
    bare = re.sub(r"^[^\W\d_]+\.?,?\s+", "", rest) if _starts_with_weekday(rest) else rest
    match = _NUMERIC.fullmatch(bare)
    return _numeric(match, day_first) if match else _wordy(bare)


def _starts_with_weekday(rest: str) -> bool:
    first = _WORDS.match(rest)
    return first is not None and fold(first[0]) in DAYS_OF_WEEK and fold(first[0]) not in MONTH_OF


def _numeric(match: re.Match[str], day_first: bool) -> tuple[int, int, int] | None:
    one, month, three = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        return one, month, three
    if len(match[1]) == 3 or len(match[4]) not in (2, 4):
        return None
    day = one
    if match[2] != "." and (month > 12 or (one <= 12 and not day_first)):
        day, month = month, one
    return _year(match[4]), month, day


def _wordy(rest: str) -> tuple[int, int, int] | None:
    """A date whose month is a word: one word and two numbers, in any order."""
    if not re.fullmatch(r"[\w\s.,/'’ºª\-]+", rest):
        return None
    pieces: list[str] = _WORDS.findall(re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", rest))
    words = [fold(one) for one in pieces if not one.isdigit()]
    words = [one for one in words if one not in FILLERS and one not in ("º", "ª")]
    if len(words) == 2 and words[0] in DAYS_OF_WEEK:
        words = words[1:]
    months = [MONTH_OF[one] for one in words if one in MONTH_OF]
    numbers = [one for one in pieces if one.isdigit()]
    if len(words) != 1 or len(months) != 1 or len(numbers) != 2:
        return None
    first, last = numbers
    if len(first) == 4:
        first, last = last, first
    if len(first) > 2 or len(last) not in (2, 4):
        return None
    return _year(last), months[0], int(first)


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)
