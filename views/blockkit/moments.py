"""Instants as people read them in a place's own time."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo


def local_moment(moment: datetime, zone: str) -> str:
    """An instant in an IANA zone, such as ``Mon 30 Nov 2026, 09:00``."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y}, {local:%H:%M}"


def local_date(moment: datetime, zone: str) -> str:
    """The day of an instant in an IANA zone, such as ``Mon 30 Nov 2026``."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y}"


def bullet_moments(moments: Iterable[datetime], zone: str) -> str:
    """Instants in an IANA zone, one in each line."""
    return "\n".join(f"• {local_moment(moment, zone)}" for moment in moments)


def period(start: datetime, end: datetime, zone: str) -> str:
    """Two local days as people write them: ``16–23 Nov``, ``30 Nov – 7 Dec``, ``23 Nov``."""
    first, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    closing = f"{last.day} {last:%b}"
    if first.date() == last.date():
        return closing
    if first.year != last.year:
        return f"{first.day} {first:%b %Y} – {closing} {last.year}"
    if first.month != last.month:
        return f"{first.day} {first:%b} – {closing}"
    return f"{first.day}–{closing}"
