"""Dates of ideas as people type them: ``from 2026-10 to 2026-12 firm``, ``by 15 Dec``, ``Q4``."""

import re
from dataclasses import dataclass, replace
from datetime import date

from domain.core.errors import InvalidInput
from domain.dates.calendar_terms import MONTH_PATTERN, STEP_PATTERN, UNIT_PATTERN, WEEKDAY_PATTERN
from domain.dates.calendar_words import HOW, plain, span_of
from domain.dates.days import DateConfidence, Dates
from domain.dates.periods import format_day, format_period
from domain.dates.spans import Calendar, DayOrder, Leaning, Span, Unit, period

MOST_CHARS = 120
"""Dates in words are never longer, with both ends and a confidence."""

_MOST_WORDS = 14
_HAS_YEAR = re.compile(r"\b[1-9][0-9]{3}\b")
_NONE = re.compile(r"(?:no|without(?: a)?|clear|remove)(?: the)? dates?|undated")
_BETWEEN = re.compile(r"(?:from|between) (?P<first>.+?) (?:to|until|till|and|-) (?P<last>.+)")
_SPAN = re.compile(r"(?P<first>.+?) (?:to|until|till|-) (?P<last>.+)")
_BY = re.compile(r"(?:by|until|till|due|before the end of|ends?(?: on| in)?) (?P<last>.+)")
_FROM = re.compile(r"(?:from|starts?(?: on| in)?|starting) (?P<first>.+)")
_SURE = re.compile(rf"(?P<rest>.*?)[ ,;]*\b(?P<sure>{'|'.join(DateConfidence)})")
_OPENS = re.compile(
    rf"(?:from|between|by|until|till|due|ends?|starts?|starting|undated|q[1-4]|h[12]|"
    rf"[1-9][0-9]{{3}}(?:-[0-9q]+)*|[0-9]{{1,2}}[./][0-9./]+|{MONTH_PATTERN}|"
    rf"{'|'.join(DateConfidence)}|tomorrow|today|yesterday|early|mid(?:dle)?|late|"
    rf"{WEEKDAY_PATTERN}|(?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)|in [0-9a-z]+ (?:{UNIT_PATTERN})|"
    rf"(?:{STEP_PATTERN}) (?:{UNIT_PATTERN}|{WEEKDAY_PATTERN}|{MONTH_PATTERN}))\b"
)


@dataclass(frozen=True, slots=True)
class DateInput:
    """Dates as typed: what is None stays as it was, and ``clears`` takes all of them away."""

    starts_on: date | None = None
    ends_on: date | None = None
    confidence: DateConfidence | None = None
    clears: bool = False

    def applied(self, dates: Dates) -> Dates:
        """``dates`` after the wish."""
        if self.clears:
            return Dates()
        return Dates(
            self.starts_on or dates.starts_on,
            self.ends_on or dates.ends_on,
            self.confidence or dates.confidence,
        )


def checked(dates: Dates) -> Dates:
    """``dates``, without a confidence when there is no day that it could belong to.

    Raises InvalidInput, bound to ``ends_on``, when the end lies before the start.
    """
    if not dates.are_set:
        return Dates()
    if dates.starts_on and dates.ends_on and dates.ends_on < dates.starts_on:
        raise InvalidInput(
            f"It cannot end on {format_day(dates.ends_on)}, before it starts on "
            f"{format_day(dates.starts_on)}. Change one of them, or say both: "
            "from 2026-10 to 2026-12",
            field="ends_on",
        )
    return dates


def format_dates(dates: Dates) -> str:
    """Dates as people read them: ``Q4 2026 · firm``, ``by 15 Dec 2026``; empty for none."""
    first, last = dates.starts_on, dates.ends_on
    if first and last:
        days = _told_span(first, last)
    elif last:
        days = f"by {format_day(last)}"
    elif first:
        days = f"from {format_day(first)}"
    else:
        return ""
    return f"{days} · {dates.confidence}" if dates.confidence else days


def looks_like_dates(text: str) -> bool:
    """True when a text begins as dates do, so that a refusal should speak of dates."""
    return _OPENS.match(plain(text[:MOST_CHARS])) is not None


def are_dates(text: str) -> bool:
    """True when the whole of a text is dates, be they in the calendar or not."""
    try:
        return parse_dates(text, date(2026, 1, 1)) is not None
    except InvalidInput:
        return True


def parse_dates(text: str, today: date, order: DayOrder = DayOrder.DAY_FIRST) -> DateInput | None:
    """What the whole of a text says of dates, or None when it says nothing of them.

    A month, a quarter, a half and a year mean their first to their last day. Without a year it is
    the one under way, or the next when that is over by ``today``. Raises InvalidInput for a day
    that is in no calendar, lies more than 20 years away, or ends before it starts.
    """
    if len(text) > MOST_CHARS:
        return None
    typed = plain(text)
    if _NONE.fullmatch(typed):
        return DateInput(clears=True)
    sure = _SURE.fullmatch(typed)
    confidence = DateConfidence(sure["sure"]) if sure else None
    rest = sure["rest"].strip() if sure else typed
    if sure and not rest:
        return DateInput(confidence=confidence)
    wish = _days_of(rest, Calendar(today, Leaning.FUTURE, order))
    if wish is None:
        return None
    checked(Dates(wish.starts_on, wish.ends_on))
    return replace(wish, confidence=confidence)


def read_dates(text: str, today: date, order: DayOrder = DayOrder.DAY_FIRST) -> DateInput:
    """As `parse_dates`, for a text that can only be dates: raises InvalidInput for any other."""
    wish = parse_dates(text, today, order)
    if wish is None:
        shown = " ".join(text[:MOST_CHARS].split())[:60]
        raise InvalidInput(f"I couldn't read “{shown}” as a date. {HOW}")
    return wish


def split_dates(
    text: str, today: date, order: DayOrder = DayOrder.DAY_FIRST
) -> tuple[str, DateInput | None]:
    """A text whose last words are dates, as what precedes them and the dates; None without any.

    Raises InvalidInput as `parse_dates` does.
    """
    words = text.split()
    for start in range(max(len(words) - _MOST_WORDS, 0), len(words)):
        wish = parse_dates(" ".join(words[start:]), today, order)
        if wish is not None and not wish.clears and wish.ends_on:
            return " ".join(words[:start]), wish
    return text.strip(), None


def _days_of(typed: str, reading: Calendar) -> DateInput | None:
    for pattern in (_BETWEEN, _SPAN):
        found = pattern.fullmatch(typed)
        span = _from_to(found["first"], found["last"], reading) if found else None
        if span is not None:
            return DateInput(*span)
    if found := _BY.fullmatch(typed):
        last = span_of(found["last"], reading)
        return DateInput(None, last[1]) if last else None
    if found := _FROM.fullmatch(typed):
        first = span_of(found["first"], reading)
        return DateInput(first[0], None) if first else None
    span = span_of(typed, reading)
    if span is None:
        return None
    return DateInput(None, span[1]) if span[0] == span[1] else DateInput(*span)


def _from_to(first: str, last: str, reading: Calendar) -> Span | None:
    """The days from one to the other; a year that only the end has holds for the beginning."""
    if _HAS_YEAR.search(last) and not _HAS_YEAR.search(first):
        ending = span_of(last, reading)
        if ending is None:
            return None
        beginning = span_of(first, _from_new_year(reading, ending[1].year))
        if beginning is not None and beginning[0] > ending[1]:
            beginning = span_of(first, _from_new_year(reading, ending[1].year - 1))
    else:
        beginning = span_of(first, reading)
        after = beginning and replace(reading, not_before=beginning[0])
        ending = span_of(last, after) if after else None
    return (beginning[0], ending[1]) if beginning and ending else None


def _from_new_year(reading: Calendar, year: int) -> Calendar:
    return replace(reading, today=date(year, 1, 1))


def _told_span(first: date, last: date) -> str:
    is_whole_months = first.day == 1 and last == period(Unit.MONTH, last)[1]
    named = format_period(first, last)
    if not is_whole_months or named.startswith("Q") or named.isdigit():
        return named
    ending = f"{last:%b} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return ending
    beginning = f"{first:%b}" if first.year == last.year else f"{first:%b} {first.year}"
    return f"{beginning} – {ending}"
