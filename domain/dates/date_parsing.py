"""Dates of ideas as people type them: ``from 2026-10 to 2026-12 firm``, ``by 15 Dec``, ``Q4``."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

from domain.core.errors import InvalidInput
from domain.dates.days import DateConfidence, Dates
from domain.dates.periods import quarter_around, told_day, told_period
from domain.text.words import straighten

_YEARS = 20
_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name} | {
    name.casefold(): n for n, name in enumerate(calendar.month_abbr) if name
}
_MONTHS["sept"] = 9
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>[1-9][0-9]{3})"
_ORDINAL = r"(?:st|nd|rd|th)?"
_HAS_YEAR = re.compile(r"\b[1-9][0-9]{3}\b")
_SPANS = (
    re.compile(rf"q(?P<quarter>[1-4])(?:[ /\-]*{_YEAR})?"),
    re.compile(rf"{_YEAR}[ /\-]*q(?P<quarter>[1-4])"),
    re.compile(rf"h(?P<half>[12])(?:[ /\-]*{_YEAR})?"),
    re.compile(rf"{_YEAR}[ /\-]*h(?P<half>[12])"),
    re.compile(rf"{_YEAR}-(?P<month>[0-9]{{1,2}})"),
    re.compile(rf"(?P<named>{_MONTH})\.?(?:[ ,]+{_YEAR})?"),
    re.compile(_YEAR),
)
_DAYS = (
    re.compile(rf"{_YEAR}-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})"),
    re.compile(rf"(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})\.{_YEAR}"),
    re.compile(rf"(?P<day>[0-9]{{1,2}}){_ORDINAL}\.? (?P<named>{_MONTH})\.?(?:[ ,]+{_YEAR})?"),
    re.compile(rf"(?P<named>{_MONTH})\.? (?P<day>[0-9]{{1,2}}){_ORDINAL}(?:[ ,]+{_YEAR})?"),
)
_NONE = re.compile(r"(?:no|without(?: a)?|clear|remove)(?: the)? dates?|undated")
_BETWEEN = re.compile(r"(?:from|between) (?P<first>.+?) (?:to|until|till|and|-) (?P<last>.+)")
_SPAN = re.compile(r"(?P<first>.+?) (?:to|until|till|-) (?P<last>.+)")
_BY = re.compile(r"(?:by|until|till|due|before the end of|ends?(?: on| in)?) (?P<last>.+)")
_FROM = re.compile(r"(?:from|starts?(?: on| in)?|starting) (?P<first>.+)")
_SURE = re.compile(rf"(?P<rest>.*?)[ ,;]*\b(?P<sure>{'|'.join(DateConfidence)})")
_OPENS = re.compile(
    rf"(?:from|between|by|until|till|due|ends?|starts?|starting|undated|q[1-4]|h[12]|"
    rf"[1-9][0-9]{{3}}(?:-[0-9q]+)*|[0-9]{{1,2}}[./][0-9.]+|{_MONTH}|{'|'.join(DateConfidence)})\b"
)
_HOW = "Write days as 2026-12-15, and months or quarters as 2026-12, Dec 2026 or Q4 2026."


@dataclass(frozen=True, slots=True)
class DateWish:
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
            f"It cannot end on {told_day(dates.ends_on)}, before it starts on "
            f"{told_day(dates.starts_on)}. Change one of them, or say both: "
            "from 2026-10 to 2026-12",
            field="ends_on",
        )
    return dates


def told_dates(dates: Dates) -> str:
    """Dates as people read them: ``Q4 2026 · firm``, ``by 15 Dec 2026``; empty for none."""
    first, last = dates.starts_on, dates.ends_on
    if first and last:
        days = _told_span(first, last)
    elif last:
        days = f"by {told_day(last)}"
    elif first:
        days = f"from {told_day(first)}"
    else:
        return ""
    return f"{days} · {dates.confidence}" if dates.confidence else days


def looks_like_dates(text: str) -> bool:
    """True when a text begins as dates do, so that a refusal should speak of dates."""
    return _OPENS.match(_plain(text)) is not None


def are_dates(text: str) -> bool:
    """True when the whole of a text is dates, be they in the calendar or not."""
    try:
        return parse_dates(text, date(2026, 1, 1)) is not None
    except InvalidInput:
        return True


def parse_dates(text: str, today: date) -> DateWish | None:
    """What the whole of a text says of dates, or None when it says nothing of them.

    A month, a quarter, a half and a year mean their first to their last day. Without a year it is
    the one under way, or the next when that is over by ``today``. Raises InvalidInput for a day
    that is in no calendar, lies more than 20 years away, or ends before it starts.
    """
    typed = _plain(text)
    if _NONE.fullmatch(typed):
        return DateWish(clears=True)
    sure = _SURE.fullmatch(typed)
    confidence = DateConfidence(sure["sure"]) if sure else None
    rest = sure["rest"].strip() if sure else typed
    if sure and not rest:
        return DateWish(confidence=confidence)
    wish = _days_of(rest, today)
    if wish is None:
        return None
    checked(Dates(wish.starts_on, wish.ends_on))
    return replace(wish, confidence=confidence)


def read_dates(text: str, today: date) -> DateWish:
    """As `parse_dates`, for a text that can only be dates: raises InvalidInput for any other."""
    wish = parse_dates(text, today)
    if wish is None:
        raise InvalidInput(f"“{' '.join(text.split())[:60]}” are no dates that I know. {_HOW}")
    return wish


def split_dates(text: str, today: date) -> tuple[str, DateWish | None]:
    """A text whose end is dates, as what stands before them and the dates; None without any.

    Raises InvalidInput as `parse_dates` does.
    """
    words = text.split()
    for start in range(len(words)):
        wish = parse_dates(" ".join(words[start:]), today)
        if wish is not None and not wish.clears and wish.ends_on:
            return " ".join(words[:start]), wish
    return text.strip(), None


def parse_span(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day that the whole of a text names: a day is both. None for others.

    Raises InvalidInput as `parse_dates` does.
    """
    typed = _plain(text)
    for pattern in _DAYS:
        if found := pattern.fullmatch(typed):
            day = _day(found, typed, today)
            return day, day
    for pattern in _SPANS:
        if found := pattern.fullmatch(typed):
            return _span(found, typed, today)
    return None


def _plain(text: str) -> str:
    typed = re.sub("[\u2010-\u2015\u2212]", "-", straighten(text)).casefold()
    return " ".join(typed.split()).rstrip(" .!,;")


def _days_of(typed: str, today: date) -> DateWish | None:
    for pattern in (_BETWEEN, _SPAN):
        found = pattern.fullmatch(typed)
        span = _from_to(found["first"], found["last"], today) if found else None
        if span is not None:
            return DateWish(*span)
    if found := _BY.fullmatch(typed):
        last = parse_span(found["last"], today)
        return DateWish(None, last[1]) if last else None
    if found := _FROM.fullmatch(typed):
        first = parse_span(found["first"], today)
        return DateWish(first[0], None) if first else None
    span = parse_span(typed.removeprefix("on ").removeprefix("in "), today)
    if span is None:
        return None
    return DateWish(None, span[1]) if span[0] == span[1] else DateWish(*span)


def _from_to(first: str, last: str, today: date) -> tuple[date, date] | None:
    """The days from one to the other; a year that only the end has holds for the beginning."""
    if _HAS_YEAR.search(last) and not _HAS_YEAR.search(first):
        ending = parse_span(last, today)
        if ending is None:
            return None
        beginning = parse_span(first, date(ending[1].year, 1, 1))
        if beginning is not None and beginning[0] > ending[1]:
            beginning = parse_span(first, date(ending[1].year - 1, 1, 1))
    else:
        beginning = parse_span(first, today)
        ending = parse_span(last, max(beginning[0], today)) if beginning else None
    return (beginning[0], ending[1]) if beginning and ending else None


def _day(found: re.Match[str], typed: str, today: date) -> date:
    facts = found.groupdict()
    month = _MONTHS[facts["named"]] if facts.get("named") else int(facts["month"])
    year = _year(facts, today)
    day = _in_calendar(year, month, int(facts["day"]), typed)
    if not facts.get("year") and day < today:
        return _in_calendar(year + 1, month, int(facts["day"]), typed)
    return day


def _span(found: re.Match[str], typed: str, today: date) -> tuple[date, date]:
    facts = found.groupdict()
    year = _year(facts, today)
    span = _months(facts, year, typed)
    if not facts.get("year") and span[1] < today:
        return _months(facts, year + 1, typed)
    return span


def _months(facts: dict[str, str | None], year: int, typed: str) -> tuple[date, date]:
    if quarter := facts.get("quarter"):
        return quarter_around(date(year, int(quarter) * 3, 1))
    if half := facts.get("half"):
        return date(year, 1 if half == "1" else 7, 1), _last_of(year, 6 if half == "1" else 12)
    if month := facts.get("month") or facts.get("named"):
        number = _MONTHS.get(month) or int(month)
        return _in_calendar(year, number, 1, typed), _last_of(year, number)
    return date(year, 1, 1), date(year, 12, 31)


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _in_calendar(year: int, month: int, day: int, typed: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidInput(f"“{typed[:40]}” is not in the calendar. {_HOW}") from error


def _year(facts: dict[str, str | None], today: date) -> int:
    typed = facts.get("year")
    year = int(typed) if typed else today.year
    if abs(year - today.year) > _YEARS:
        raise InvalidInput(
            f"{year} is more than {_YEARS} years away. Did you mean another year?",
            field="ends_on",
        )
    return year


def _told_span(first: date, last: date) -> str:
    is_whole_months = first.day == 1 and last == _last_of(last.year, last.month)
    named = told_period(first, last)
    if not is_whole_months or named.startswith("Q") or named.isdigit():
        return named
    ending = f"{last:%b} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return ending
    beginning = f"{first:%b}" if first.year == last.year else f"{first:%b} {first.year}"
    return f"{beginning} – {ending}"
