"""Time zones found by what a person types."""

from functools import lru_cache
from zoneinfo import available_timezones

_REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


_MOST_CHARS = 60


def zones_matching(words: str, limit: int) -> list[str]:
    """IANA names that hold every word typed, those whose city begins with the first one first."""
    wanted = words[:_MOST_CHARS].casefold().replace("_", " ").replace("/", " ").split()
    found = [zone for zone in _names() if all(word in _folded(zone) for word in wanted)]
    first = wanted[0] if wanted else ""
    found.sort(key=lambda zone: (not _city(zone).startswith(first), _city(zone)))
    return found[:limit]


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    named = (zone for zone in available_timezones() if zone.split("/")[0] in _REGIONS)
    return ("UTC", *sorted(named))


def _folded(zone: str) -> str:
    return zone.casefold().replace("_", " ")


def _city(zone: str) -> str:
    return _folded(zone).rsplit("/", 1)[-1]
