"""The one reader of days in words: ``1 september``, ``next quarter``, ``mid november``, ``15th``.

Everything in which people type days reads them here. What differs is the direction: a roadmap of
the past prefers days that were, a plan prefers days to come (`Leaning`).
"""

import re
from datetime import date

from domain.core.errors import InvalidInput
from domain.dates.calendar_readers import candidates
from domain.dates.spans import (
    Calendar,
    DayOrder,
    Leaning,
    Span,
)
from domain.text.words import straighten

MOST_CHARS = 60
"""Days in words are never longer."""

HOW = "Use a format such as 2026-12-15, 15 Dec, Dec 2026, Q4 or next friday."
_YEARS = 20
_MOST_WORDS = 6


def parse_span(
    text: str,
    today: date,
    leaning: Leaning = Leaning.FUTURE,
    order: DayOrder = DayOrder.DAY_FIRST,
) -> Span | None:
    """The first and the last day that the whole of a text names: a day is both. None for others.

    Raises InvalidInput for a day that is in no calendar or lies more than 20 years away.
    """
    return span_of(text, Calendar(today, leaning, order))


def span_of(text: str, reading: Calendar) -> Span | None:
    """As `parse_span`, read as a `Calendar` says."""
    if len(text) > MOST_CHARS:
        return None
    typed = plain(text)
    try:
        found = _read(typed, reading)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(f"“{text.strip()[:40]}” is not in the calendar. {HOW}") from error
    if found is None:
        return None
    for day in found:
        if abs(day.year - reading.today.year) > _YEARS:
            raise InvalidInput(
                f"{day.year} is more than {_YEARS} years away. Did you mean another year?",
                field="ends_on",
            )
    return found


def leading_day(text: str, reading: Calendar) -> tuple[date, str] | None:
    """The day that the first words of a text name, as many as can, and what follows; else None.

    Raises InvalidInput as `parse_span` does.
    """
    words = text[: MOST_CHARS * 2].split()[:_MOST_WORDS]
    for count in range(len(words), 0, -1):
        found = span_of(" ".join(words[:count]), reading)
        if found is not None and found[0] == found[1]:
            return found[0], " ".join(text.split()[count:])
    return None


def plain(text: str) -> str:
    """A text as the patterns expect it: small letters, plain dashes, single spaces."""
    typed = re.sub("[\u2010-\u2015\u2212]", "-", straighten(text)).casefold()
    return " ".join(typed.split()).rstrip(" .!?,;")


def _read(typed: str, reading: Calendar) -> Span | None:
    meant = candidates(typed, reading)
    if meant is None:
        bare = re.sub(r"^(?:(?:on|in|during|at) )?(?:the )?", "", typed)
        meant = candidates(bare, reading) if bare != typed else None
    if meant == []:
        raise ValueError("in no calendar")
    return reading.choose(meant) if meant else None
