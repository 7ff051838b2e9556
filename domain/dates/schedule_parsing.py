"""Schedules in words: what people type, and how a schedule is told back to them."""

import re
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from domain.core.errors import InvalidInput
from domain.dates.schedule import Cadence, Schedule, check_zone
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
_START = re.compile(
    r"\b(counted\s+)?(?:from|starting)\s+(?:on\s+)?(\d{4}-\d{2}-\d{2})\b", re.ASCII | re.IGNORECASE
)
_OTHER_ORDINALS = frozenset(
    {"second", "2nd", "third", "3rd", "fourth", "4th", "fifth", "5th", "last"}
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
    named_group: bool = False


def parse_schedule(text: str, default_zone: str, today: date) -> Schedule:
    """Return the schedule that `text` describes, such as `mon,thu 09:00 Europe/Berlin`.

    Without a zone in the text `default_zone` holds. `today` is the person's own date: a
    fortnightly schedule starts with its next named day unless the text says `starting
    YYYY-MM-DD`. Raises InvalidInput with a sentence and an example.
    """
    if len(text) > _MAX_CHARS:
        raise InvalidInput(f"That is too long for a schedule. {_EXAMPLE}")
    words, start, is_anchor = _take_start(straighten(text).strip(" \"'."))
    words, found = _EVERY_SECOND.subn("fortnightly", words)
    reading = _Reading(fortnightly=bool(found))
    for word in re.split(r"[\s,;&]+", _SPACED_HALF.sub(r"\1m", words)):
        _read(word.strip("\"'`()"), reading)
    _refuse_incomplete(reading)
    zone = check_zone(" ".join(reading.place)) if reading.place else default_zone
    cadence = _cadence(reading)
    days = tuple(sorted(reading.days))
    anchor = start or today
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
    if len(names) == 7:
        return f"every day {when}"
    if schedule.weekdays == _DAY_GROUPS["weekdays"]:
        return f"every weekday {when}"
    return f"every {_listed(names)} {when}"


def _take_start(words: str) -> tuple[str, date | None, bool]:
    """Return the words without their date, the date, and whether weeks are counted from it."""
    match = _START.search(words)
    if match is None:
        return words, None, False
    try:
        start = date.fromisoformat(match[2])
    except ValueError as error:
        raise InvalidInput(
            f"There is no day {match[2]}. Write the date as year-month-day, such as 2026-12-04."
        ) from error
    return words[: match.start()] + words[match.end() :], start, match[1] is not None


def _read(typed: str, reading: _Reading) -> None:
    word = typed.lower()
    if days := _days(word):
        reading.days.update(days)
        reading.named_group |= len(days) > 1
    elif word in _FORTNIGHTS:
        reading.fortnightly = True
    elif word in ("first", "1st"):
        reading.first_of_month = True
    elif word in _MONTHS:
        reading.monthly = True
    elif word in _NAMED_TIMES or word[:1].isdigit():
        reading.times.append(_time(word))
    elif word in _OTHER_ORDINALS and not reading.place:
        raise InvalidInput(
            f"I can count the first weekday of a month or every second week, but not “{word}”. "
            "For example: first monday 10:00, or every second friday 16:00."
        )
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


def _refuse_incomplete(reading: _Reading) -> None:
    if not reading.days:
        unknown = next(iter(reading.place), "")
        meant = nearest(unknown, DAY_NAMES) if unknown else None
        hint = f" Did you mean {meant} where you wrote “{unknown[:30]}”?" if meant else ""
        raise InvalidInput(f"I do not see on which day.{hint} {_EXAMPLE}")
    if not reading.times:
        raise InvalidInput(f"I do not see at what time. {_EXAMPLE}")
    if len(reading.times) > 1:
        raise InvalidInput(f"I see more than one time of day and can keep one. {_EXAMPLE}")
    if reading.monthly and not reading.first_of_month:
        raise InvalidInput(
            "Once a month I run on the first of a weekday. For example: first monday 10:00."
        )
    if reading.first_of_month and (reading.named_group or reading.fortnightly):
        raise InvalidInput(
            "I cannot combine those. Name one day of the month, for example: first monday 10:00."
        )


def _cadence(reading: _Reading) -> Cadence:
    if reading.first_of_month:
        return Cadence.MONTHLY_FIRST
    if reading.fortnightly:
        return Cadence.FORTNIGHTLY
    return Cadence.DAILY if len(reading.days) == 7 else Cadence.WEEKLY


def _first_day(days: tuple[int, ...], start: date) -> date:
    return next(day for n in range(7) if (day := start + timedelta(days=n)).weekday() in days)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
