"""Whether ``03/04/2026`` is the 3rd of April or March the 4th, and how to show what was read."""

import re
from datetime import date

from domain.dates.spans import DayOrder
from domain.text.words import straighten

_MONTH_FIRST = re.compile(
    r"US/.+|America/(?:New_York|Detroit|Chicago|Menominee|Denver|Boise|Phoenix|Los_Angeles|"
    r"Anchorage|Juneau|Sitka|Metlakatla|Yakutat|Nome|Adak|Indianapolis|Fort_Wayne|Louisville|"
    r"Shiprock|Knox_IN|Puerto_Rico|(?:Indiana|Kentucky|North_Dakota)/.+)|"
    r"Pacific/(?:Honolulu|Johnston|Guam|Saipan|Pago_Pago)|Asia/Manila|"
    r"[ECMP]ST[5-8][ECMP]DT|EST|MST|HST"
)
_AMBIGUOUS = re.compile(
    r"(?<![0-9/-])(?P<one>[0-9]{1,2})(?P<mark>[/-])(?P<two>[0-9]{1,2})(?P=mark)"
    r"(?P<year>[1-9][0-9]{3}|[0-9]{2})(?![0-9/-])"
)
_MOST_SHOWN = 3
_MOST_CHARS = 2000


def order_of(chosen: DayOrder | None, zone: str) -> DayOrder:
    """Return the order that was chosen, or else the one that is usual in an IANA zone.

    Month first is usual in the United States and the Philippines.
    """
    if chosen is not None:
        return chosen
    return DayOrder.MONTH_FIRST if _MONTH_FIRST.fullmatch(zone) else DayOrder.DAY_FIRST


def ambiguous_days(text: str, order: DayOrder) -> tuple[tuple[str, date], ...]:
    """Return the dates in a text that another order would read differently, and what they mean."""
    found: dict[str, date] = {}
    for match in _AMBIGUOUS.finditer(straighten(text[:_MOST_CHARS])):
        one, two = int(match["one"]), int(match["two"])
        if one == two or not (1 <= one <= 12 and 1 <= two <= 12):
            continue
        day, month = (one, two) if order is DayOrder.DAY_FIRST else (two, one)
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        found[match[0]] = date(year, month, day)
    return tuple(found.items())[:_MOST_SHOWN]


def reading_note(text: str, order: DayOrder) -> str:
    """Return a sentence on how the ambiguous dates of a text were read, empty without any."""
    found = ambiguous_days(text, order)
    if not found:
        return ""
    told = ", ".join(f"{typed} as {day.day} {day:%B} {day.year}" for typed, day in found)
    return f"I read {told}. The order of day and month is in /linchpin settings."
