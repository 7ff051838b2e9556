"""Pace: how soon a call may be made without going over a limit, wherever the last one was made.

The generic cell rate algorithm (ITU-T I.371, annex A): one instant per limit is all that has to be
remembered, so that several processes can share it as one row.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.core.clocks import MOST_AHEAD

SMALLEST_WAIT_S = 0.001
"""Less than a clock can show would come back at once."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: its name, the seconds between two calls in the long run, and how many may come
    at once after a rest."""

    name: str
    interval_s: float
    burst: float = 1.0

    @property
    def is_shared(self) -> bool:
        """Whether tasks of several lanes may wait for it: a channel's own limit has no burst."""
        return self.burst > 1

    @property
    def tolerance(self) -> timedelta:
        """How far ahead of the even pace calls may come."""
        return timedelta(seconds=(self.burst - 1) * self.interval_s)


def wait_s(limit: Limit, due: datetime | None, now: datetime) -> float:
    """Seconds until the next call fits; 0 when it does now. ``due`` is when the call would come at
    an even pace, None after a rest."""
    due = believed(limit, due, now)
    if due is None:
        return 0.0
    early_s = (due - limit.tolerance - now).total_seconds()
    return max(early_s, SMALLEST_WAIT_S) if early_s > 0 else 0.0


def after_call(limit: Limit, due: datetime | None, now: datetime) -> datetime:
    """The new ``due`` after a call at ``now``."""
    return max(believed(limit, due, now) or now, now) + timedelta(seconds=limit.interval_s)


def closed_until(limit: Limit, until: datetime) -> datetime:
    """The ``due`` that lets no call through before ``until``, which is at most MOST_AHEAD away."""
    return until + limit.tolerance


def believed(limit: Limit, due: datetime | None, now: datetime) -> datetime | None:
    """``due``, or None when it is further ahead than calls and Slack's own waits can bring it:
    then it was stored before the clock was set back."""
    furthest = timedelta(seconds=limit.interval_s) + limit.tolerance + MOST_AHEAD
    return None if due is None or due - now > furthest else due
