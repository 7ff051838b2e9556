"""Where the page's clock menu leads to."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.clock import SandboxClock
from sandbox.people.desk import ActionError

STEPS = {"+1h": timedelta(hours=1), "+1d": timedelta(days=1)}
MONDAY_AT = time(9)

NextDigest = Callable[[], datetime | None]


def move(clock: SandboxClock, to: str, tz: str, next_digest: NextDigest | None) -> None:
    """Move the clock: now, +1h, +1d, next_monday_9 (in `tz`), next_digest, or an ISO instant.
    ActionError for anything else."""
    if to == "now":
        clock.reset()
    elif to in STEPS:
        clock.advance(STEPS[to])
    elif to == "next_monday_9":
        clock.move_to(next_monday(clock.now(), tz))
    elif to == "next_digest":
        due = next_digest() if next_digest else None
        if due is None:
            raise ActionError("No digest is scheduled yet. Subscribe a channel first.")
        clock.move_to(due)
    else:
        clock.move_to(_instant(to))


def next_monday(now: datetime, tz: str) -> datetime:
    """The next Monday 09:00 in a time zone that is later than `now`."""
    zone = ZoneInfo(tz)
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=-local.weekday() % 7)
    wanted = datetime.combine(day, MONDAY_AT, zone)
    if wanted <= local:
        wanted = datetime.combine(day + timedelta(days=7), MONDAY_AT, zone)
    return wanted.astimezone(UTC)


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ActionError(f"{text!r} is not a moment the clock can go to.") from error
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
