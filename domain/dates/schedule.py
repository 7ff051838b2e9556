"""When something is due: local wall-clock schedules turned into exact instants."""

import difflib
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import count as count_up
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from domain.core.errors import InvalidInput

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class Cadence(StrEnum):
    """How often a schedule runs; `monthly_first` and `monthly_last` are the first and the last
    given weekday of each month, `monthly_day` is one day of it."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_FIRST = "monthly_first"
    MONTHLY_LAST = "monthly_last"
    MONTHLY_DAY = "monthly_day"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A wall-clock schedule: on `weekdays` (Monday is 0) at `at` o'clock in the IANA `zone`.

    `at` has minute precision; `anchor` is any day of an "on" week of a fortnightly schedule (weeks
    start on Monday), and has the day of a `monthly_day` one: the 31st is the last day of a shorter
    month. Weekdays come out sorted, and all seven for a daily schedule and for a day of the month.
    Raises ValueError for values that no schedule can have; `check_zone` is the check for typed
    zones.
    """

    weekdays: tuple[int, ...]
    at: time
    zone: str
    cadence: Cadence
    anchor: date

    def __post_init__(self) -> None:
        is_any_day = self.cadence in (Cadence.DAILY, Cadence.MONTHLY_DAY)
        days = range(7) if is_any_day else sorted(set(self.weekdays))
        if not days or not set(days) <= set(range(7)):
            raise ValueError(f"not weekdays: {self.weekdays!r}")
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            raise ValueError(f"not a wall-clock time in whole minutes: {self.at!r}")
        if self.zone not in _zone_names().values():
            raise ValueError(f"not an IANA time zone: {self.zone!r}")
        object.__setattr__(self, "weekdays", tuple(days))
        if self.cadence is Cadence.MONTHLY_DAY:
            object.__setattr__(self, "anchor", anchor_of(self.anchor.day))


def anchor_of(day_of_month: int) -> date:
    """Return the anchor of a schedule that runs on a day of each month, from 1 to 31."""
    return date(2000, 1, day_of_month)


def next_due(schedule: Schedule, after: datetime) -> datetime:
    """Return the first due instant strictly after `after`, in UTC.

    A wall-clock time that a clock change skips is due at the next valid minute; one that occurs
    twice is due once, the first time. Raises ValueError for an `after` without a time zone.
    """
    return next(_following(schedule, after))


def latest_due(schedule: Schedule, after: datetime, until: datetime) -> datetime | None:
    """Return the last due instant in (`after`, `until`] in UTC, or None when there is none.

    However many were missed, there is one to catch up. Raises ValueError for naive moments.
    """
    local_day = _local_day(schedule, until)
    due = next(due for due in _instants(schedule, local_day + _DAY, -_DAY) if due <= until)
    return due if due > after else None


def upcoming(schedule: Schedule, after: datetime, count: int) -> tuple[datetime, ...]:
    """Return the next `count` due instants after `after`, in UTC and strictly increasing."""
    return tuple(islice(_following(schedule, after), count))


def is_due_day(schedule: Schedule, day: date) -> bool:
    """Return whether the schedule runs on the local calendar day `day`."""
    if day.weekday() not in schedule.weekdays:
        return False
    if schedule.cadence is Cadence.FORTNIGHTLY:
        return (_week_number(day) - _week_number(schedule.anchor)) % 2 == 0
    if schedule.cadence is Cadence.MONTHLY_FIRST:
        return day.day <= 7
    last = monthrange(day.year, day.month)[1]
    if schedule.cadence is Cadence.MONTHLY_LAST:
        return day.day > last - 7
    if schedule.cadence is Cadence.MONTHLY_DAY:
        return day.day == min(schedule.anchor.day, last)
    return True


def check_zone(text: str) -> str:
    """Return the IANA name of the time zone that a person typed.

    Case, accents, spaces for underscores and a bare city are understood. Raises InvalidInput with
    the nearest names otherwise, also for abbreviations and offsets: `EST` or `UTC+2` do not say
    when the clocks change.
    """
    typed = " ".join(text.split())[:60]
    folded = _fold_zone(text[:200])
    if folded in _ABBREVIATIONS:
        raise InvalidInput(
            f"“{typed}” does not say when the clocks change. "
            f"Name a place instead, for example {_ABBREVIATIONS[folded]}."
        )
    if re.fullmatch(r"(?:utc|gmt)?_?[+\-−]\d{1,2}(?::?\d{2})?", folded):
        raise InvalidInput(
            f"The offset “{typed}” does not follow clock changes. "
            "Name a place instead, for example Europe/Berlin."
        )
    names, cities = _zone_names(), _zones_by_city()
    for key in (folded, folded.replace("-", "_")):
        if found := names.get(key) or cities.get(key):
            return found
    raise InvalidInput(f"I do not know the time zone “{typed}”. {_suggestion(folded)}")


def known_zone(name: str) -> str | None:
    """Return an IANA name as it is, None for a name that this machine has no zone for."""
    return name if _zone_names().get(name.casefold()) == name else None


def _local_day(schedule: Schedule, moment: datetime) -> date:
    if moment.tzinfo is None:
        raise ValueError("a schedule needs a moment with a time zone")
    return moment.astimezone(ZoneInfo(schedule.zone)).date()


def _following(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """Yield the due instants after a moment; a day that the zone skipped falls into the next."""
    last = after
    for due in _instants(schedule, _local_day(schedule, after) - _DAY, _DAY):
        if due > last:
            yield due
            last = due


def _instants(schedule: Schedule, first: date, step: timedelta) -> Iterator[datetime]:
    """Yield the due instants of the days from `first` on, forwards or backwards by `step`.

    Callers start one day outside of the day they mean, because a clock change can carry a due
    time over midnight.
    """
    zone = ZoneInfo(schedule.zone)
    for offset in count_up():
        day = first + offset * step
        if is_due_day(schedule, day):
            yield _instant(day, schedule.at, zone)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, at, tzinfo=zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    return _first_valid_minute(wall, zone)


def _first_valid_minute(skipped: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clocks have jumped over the `skipped` wall-clock time.

    PEP 495: with fold 1 a skipped time maps to before the change, with fold 0 to after it.
    """
    before = skipped.replace(fold=1).astimezone(UTC)
    after = skipped.replace(fold=0).astimezone(UTC)
    old_offset = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // (2 * _SECOND) * _SECOND
        if middle.astimezone(zone).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after + timedelta(seconds=-after.astimezone(zone).second % 60)


def _week_number(day: date) -> int:
    """Return a count of weeks from Monday to Sunday that runs on over the years."""
    return (day.toordinal() - 1) // 7


_NOT_PLACES = frozenset({"localtime", "Factory", "posixrules"})
_REGIONS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia"}
    | {"Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
_NOT_CITIES = frozenset({"act", "lhi", "north", "nsw", "south", "west", "center"})

_ABBREVIATIONS = {
    **dict.fromkeys(("pst", "pdt", "pt", "pacific"), "America/Los_Angeles"),
    **dict.fromkeys(("mst", "mdt", "mt", "mountain"), "America/Denver"),
    **dict.fromkeys(("cst", "cdt", "ct", "central"), "America/Chicago"),
    **dict.fromkeys(("est", "edt", "et", "eastern"), "America/New_York"),
    **dict.fromkeys(("hst", "hdt"), "Pacific/Honolulu"),
    **dict.fromkeys(("cest", "mez", "mesz"), "Europe/Berlin"),
    **dict.fromkeys(("aest", "aedt"), "Australia/Sydney"),
    "bst": "Europe/London",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "sgt": "Asia/Singapore",
}

# Cities people name that the IANA list files under a neighbour.
_MORE_CITIES = {
    **dict.fromkeys(("san_francisco", "seattle", "portland", "san_diego"), "America/Los_Angeles"),
    **dict.fromkeys(("las_vegas", "california"), "America/Los_Angeles"),
    **dict.fromkeys(("boston", "washington", "washington_dc", "nyc"), "America/New_York"),
    **dict.fromkeys(("miami", "atlanta", "philadelphia", "pittsburgh"), "America/New_York"),
    **dict.fromkeys(("austin", "dallas", "houston", "minneapolis"), "America/Chicago"),
    **dict.fromkeys(("ottawa", "quebec"), "America/Toronto"),
    **dict.fromkeys(("calgary",), "America/Edmonton"),
    **dict.fromkeys(("rio", "rio_de_janeiro", "brasilia"), "America/Sao_Paulo"),
    **dict.fromkeys(("munich", "munchen", "hamburg", "frankfurt"), "Europe/Berlin"),
    **dict.fromkeys(("cologne", "koln", "stuttgart", "germany"), "Europe/Berlin"),
    **dict.fromkeys(("barcelona",), "Europe/Madrid"),
    **dict.fromkeys(("milan", "milano", "turin", "naples"), "Europe/Rome"),
    **dict.fromkeys(("geneva", "basel", "bern"), "Europe/Zurich"),
    **dict.fromkeys(("lyon", "marseille", "toulouse"), "Europe/Paris"),
    **dict.fromkeys(("manchester", "edinburgh", "cambridge", "oxford"), "Europe/London"),
    **dict.fromkeys(("rotterdam", "utrecht", "the_hague"), "Europe/Amsterdam"),
    **dict.fromkeys(("gothenburg", "malmo"), "Europe/Stockholm"),
    **dict.fromkeys(("krakow", "wroclaw", "gdansk"), "Europe/Warsaw"),
    **dict.fromkeys(("mumbai", "delhi", "new_delhi", "bangalore"), "Asia/Kolkata"),
    **dict.fromkeys(("bengaluru", "chennai", "hyderabad", "pune"), "Asia/Kolkata"),
    **dict.fromkeys(("beijing", "shenzhen", "guangzhou"), "Asia/Shanghai"),
    **dict.fromkeys(("osaka", "kyoto"), "Asia/Tokyo"),
    **dict.fromkeys(("abu_dhabi",), "Asia/Dubai"),
    **dict.fromkeys(("cape_town",), "Africa/Johannesburg"),
    **dict.fromkeys(("canberra",), "Australia/Sydney"),
    **dict.fromkeys(("wellington",), "Pacific/Auckland"),
    "z": "UTC",
}


@lru_cache(maxsize=1)
def _zone_names() -> dict[str, str]:
    names = sorted(available_timezones() - _NOT_PLACES)
    return {name.casefold(): name for name in names}


@lru_cache(maxsize=1)
def _zones_by_city() -> dict[str, str]:
    """Return the last part of each regional name, the shortest name winning, and more cities."""
    regional = [name for name in _zone_names().values() if name.split("/")[0] in _REGIONS]
    found: dict[str, str] = {}
    for name in sorted(regional, key=lambda name: (name.count("/"), name)):
        found.setdefault(name.split("/")[-1].casefold(), name)
    named = {city: name for city, name in found.items() if city not in _NOT_CITIES}
    return {**_MORE_CITIES, **named}


def _fold_zone(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    parts = [" ".join(part.split()) for part in bare.casefold().strip(" ()[]`'\".,").split("/")]
    joined = "/".join(parts).replace(" ", "_")
    return re.sub(r"_time(?:_?zone)?$", "", joined)


def _suggestion(folded: str) -> str:
    by_key = {**_zones_by_city(), **_zone_names()}
    close = difflib.get_close_matches(folded, by_key, n=3, cutoff=0.72)
    suggested = list(dict.fromkeys(by_key[key] for key in close))
    if not suggested:
        return "Use a name such as Europe/Berlin or America/New_York."
    return f"Did you mean {' or '.join(suggested)}?"
