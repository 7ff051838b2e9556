"""Schedules in words: what people type, and how a schedule is told back to them."""

import re
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from domain.core.errors import InvalidInput
from domain.dates.calendar_words import leading_day
from domain.dates.schedule import Cadence, Schedule, anchor_of, check_zone
from domain.dates.spans import Calendar, DayOrder, Leaning
from domain.text.words import nearest, straighten

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EXAMPLE = "For example: /digest monday 09:00 Europe/Berlin."
_MAX_CHARS = 200

_SHORT_DAYS = {
    **{name[:length].lower(): day for day, name in enumerate(DAY_NAMES) for length in (2, 3)},
    **{name.lower() + plural: day for day, name in enumerate(DAY_NAMES) for plural in ("", "s")},
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
_DAY_GROUPS = {
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), (0, 1, 2, 3, 4)),
    **dict.fromkeys(("weekend", "weekends"), (5, 6)),
    **dict.fromkeys(("daily", "everyday", "day"), (0, 1, 2, 3, 4, 5, 6)),
}
_FILLERS = frozenset(
    {"every", "each", "on", "at", "and", "in", "the", "of", "a", "week", "weekly", "o'clock", "-"}
)
_MONTHS = frozenset({"month", "monthly"})
_FORTNIGHTS = frozenset({"fortnightly", "fortnight", "biweekly", "bi-weekly"})
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}

_TIME = re.compile(r"(\d{1,2}?)(?:[:.h]?(\d{2})|h)?(am|pm)?", re.ASCII)
_SPACED_HALF = re.compile(r"(?<=\d)\s*([ap])\.?m\b\.?", re.ASCII | re.IGNORECASE)
_EVERY_SECOND = re.compile(
    r"\b(?:every|each)\s+(?:second|other|2nd|two\s+weeks|2\s+weeks)\b", re.IGNORECASE
)
_START = re.compile(r"\b(counted\s+)?(from|starting)\s+(?:on\s+)?", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)", re.ASCII)
_LAST_DAY = re.compile(r"\blast\s+day\b", re.IGNORECASE)
_OTHER_ORDINALS = frozenset({"second", "third", "fourth", "fifth"})
_ORDINALS_REFUSED = (
    "I can count the first or last weekday of a month or every second week, but not “{}”. "
    "For example: first monday 10:00, last friday 16:00, or every second friday 16:00."
)


@dataclass
class _Reading:
    """What has been understood so far, one word after the other."""

    days: set[int] = field(default_factory=set)
    times: list[time] = field(default_factory=list)
    place: list[str] = field(default_factory=list)
    fortnightly: bool = False
    monthly: bool = False
    first_of_month: bool = False
    last_of_month: bool = False
    month_days: list[int] = field(default_factory=list)
    named_group: bool = False


def parse_schedule(
    text: str, default_zone: str, today: date, order: DayOrder = DayOrder.DAY_FIRST
) -> Schedule:
    """Return the schedule that `text` describes, such as `mon,thu 09:00 Europe/Berlin`.

    Without a zone in the text `default_zone` holds. `today` is the person's own date: a
    fortnightly schedule starts with its next named day unless the text says `starting` and a day.
    Raises InvalidInput with a sentence and an example.
    """
    if len(text) > _MAX_CHARS:
        raise InvalidInput(f"That is too long for a schedule. {_EXAMPLE}")
    typed = straighten(text).strip(" \"'.")
    words, start, is_anchor = _take_start(typed, Calendar(today, Leaning.FUTURE, order))
    words, found = _EVERY_SECOND.subn("fortnightly", words)
    reading = _Reading(fortnightly=bool(found))
    words = _LAST_DAY.sub("31st", _SPACED_HALF.sub(r"\1m", words))
    for word in re.split(r"[\s,;&]+", words):
        _read(word.strip("\"'`()"), reading)
    _complete(reading, start)
    _refuse_incomplete(reading)
    zone = check_zone(" ".join(reading.place)) if reading.place else default_zone
    cadence = _cadence(reading)
    days = tuple(sorted(reading.days))
    anchor = start or today
    if cadence is Cadence.MONTHLY_DAY:
        anchor = anchor_of(reading.month_days[0])
    if cadence is Cadence.FORTNIGHTLY and not is_anchor:
        anchor = _first_day(days, anchor)
    return Schedule(days, reading.times[0], zone, cadence, anchor)


def describe_schedule(schedule: Schedule) -> str:
    """Return the schedule as words that `parse_schedule` understands again.

    For example `every Monday at 09:00 (Europe/Berlin)`.
    """
    names = [DAY_NAMES[day] for day in schedule.weekdays]
    when = f"at {schedule.at:%H:%M} ({schedule.zone})"
    if schedule.cadence is Cadence.FORTNIGHTLY:
        return f"every second {_listed(names)} {when}, counted from {schedule.anchor.isoformat()}"
    if schedule.cadence is Cadence.MONTHLY_FIRST:
        return f"on {_listed([f'the first {name}' for name in names])} of every month {when}"
    if schedule.cadence is Cadence.MONTHLY_LAST:
        return f"on {_listed([f'the last {name}' for name in names])} of every month {when}"
    if schedule.cadence is Cadence.MONTHLY_DAY:
        return f"on the {month_day_words(schedule.anchor.day)} of every month {when}"
    if len(names) == 7:
        return f"every day {when}"
    if schedule.weekdays == _DAY_GROUPS["weekdays"]:
        return f"every weekday {when}"
    return f"every {_listed(names)} {when}"


def month_day_words(day: int) -> str:
    """Return a day of the month as people say it: `15th`; the 31st is the `last day`."""
    if day == 31:
        return "last day"
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _take_start(words: str, reading: Calendar) -> tuple[str, date | None, bool]:
    """Return the words without their date, the date, and whether weeks are counted from it."""
    match = _START.search(words)
    found = leading_day(words[match.end() :], reading) if match else None
    if match is None or found is None:
        return words, None, False
    start, rest = found
    return f"{words[: match.start()]} {rest}", start, match[1] is not None


def _read(typed: str, reading: _Reading) -> None:
    word = typed.lower()
    if days := _days(word):
        reading.days.update(days)
        reading.named_group |= len(days) > 1
    elif word in _FORTNIGHTS:
        reading.fortnightly = True
    elif word == "first":
        reading.first_of_month = True
    elif word == "last":
        reading.last_of_month = True
    elif word in _MONTHS:
        reading.monthly = True
    elif found := _DAY_OF_MONTH.fullmatch(word):
        reading.month_days.append(int(found[1]))
    elif word in _NAMED_TIMES or word[:1].isdigit():
        reading.times.append(_time(word))
    elif word in _OTHER_ORDINALS and not reading.place:
        raise InvalidInput(_ORDINALS_REFUSED.format(word))
    elif word and (word not in _FILLERS or _inside_place(word, reading)):
        reading.place.append(typed)


def _inside_place(word: str, reading: _Reading) -> bool:
    """Tell the `of` of Port of Spain from the `of` of every month."""
    return word in ("of", "au", "the") and bool(reading.place)


def _days(word: str) -> tuple[int, ...]:
    """Return the weekdays that one word names: a day, a group, `mon-fri` or `mon/thu`."""
    if word in _DAY_GROUPS:
        return _DAY_GROUPS[word]
    ends = [_SHORT_DAYS.get(end) for end in re.split("[-–—]", word)]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
        return tuple((ends[0] + step) % 7 for step in range((ends[1] - ends[0]) % 7 + 1))
    listed = [_SHORT_DAYS.get(part) for part in re.split("[/+]", word)]
    return tuple(day for day in listed if day is not None) if None not in listed else ()


def _time(word: str) -> time:
    if word in _NAMED_TIMES:
        return _NAMED_TIMES[word]
    match = _TIME.fullmatch(word)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
    half = match[3] if match else None
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half:
        hour = 24
    if hour > 23 or minute > 59:
        raise InvalidInput(
            f"“{word[:30]}” is not a time of day. Write it like 09:00, 16:30 or 9am."
        )
    return time(hour, minute)


def _complete(reading: _Reading, start: date | None) -> None:
    """Settle what only the whole tells: ``1st monday`` is a weekday, ``1st`` alone is a day."""
    if reading.days and reading.month_days:
        if reading.month_days != [1]:
            raise InvalidInput(_ORDINALS_REFUSED.format(month_day_words(reading.month_days[0])))
        reading.month_days.clear()
        reading.first_of_month = True
    is_end = reading.monthly and reading.first_of_month != reading.last_of_month
    if is_end and not reading.days and not reading.month_days:
        reading.month_days.append(1 if reading.first_of_month else 31)
        reading.first_of_month = reading.last_of_month = False
    if not reading.days and not reading.month_days and start is not None:
        reading.days.add(start.weekday())


def _refuse_incomplete(reading: _Reading) -> None:
    if not reading.days and not reading.month_days:
        unknown = next(iter(reading.place), "")
        meant = nearest(unknown, DAY_NAMES) if unknown else None
        hint = f" Did you mean {meant} where you wrote “{unknown[:30]}”?" if meant else ""
        raise InvalidInput(f"I do not see on which day.{hint} {_EXAMPLE}")
    if not reading.times:
        raise InvalidInput(f"I do not see at what time. {_EXAMPLE}")
    if len(reading.times) > 1:
        raise InvalidInput(f"I see more than one time of day and can keep one. {_EXAMPLE}")
    _refuse_month(reading)


def _refuse_month(reading: _Reading) -> None:
    is_of_month = reading.first_of_month or reading.last_of_month
    if any(not 1 <= day <= 31 for day in reading.month_days):
        raise InvalidInput(
            f"A month has no day {reading.month_days[0]}. For example: 15th 09:00, or "
            "last day of the month 09:00."
        )
    if reading.monthly and not is_of_month and not reading.month_days:
        raise InvalidInput(
            "Which day of the month? For example: first monday 10:00, last friday 16:00, or "
            "15th 09:00."
        )
    is_mixed = is_of_month and (reading.named_group or reading.fortnightly)
    is_mixed |= reading.first_of_month and reading.last_of_month
    is_mixed |= bool(reading.month_days) and (is_of_month or reading.fortnightly)
    if is_mixed or len(set(reading.month_days)) > 1:
        raise InvalidInput(
            "I cannot combine those. Name one day of the month, for example: first monday 10:00."
        )


def _cadence(reading: _Reading) -> Cadence:
    if reading.month_days:
        return Cadence.MONTHLY_DAY
    if reading.first_of_month:
        return Cadence.MONTHLY_FIRST
    if reading.last_of_month:
        return Cadence.MONTHLY_LAST
    if reading.fortnightly:
        return Cadence.FORTNIGHTLY
    return Cadence.DAILY if len(reading.days) == 7 else Cadence.WEEKLY


def _first_day(days: tuple[int, ...], start: date) -> date:
    return next(day for n in range(7) if (day := start + timedelta(days=n)).weekday() in days)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
