"""Clocks that are set back: how far a stored instant is believed.

An instant that was stored while the clock was ahead lies in the future once the clock is right.
Taken at its word it would put everything off for as long as the clock was wrong.
"""

from datetime import datetime, timedelta

MOST_AHEAD = timedelta(minutes=5)
"""No call to Slack is put off for longer at a time; what is stored further ahead isn't believed.
Slack's longest usual Retry-After is a minute, and asking again after five costs one call."""


def is_within(since: datetime, span: timedelta, now: datetime) -> bool:
    """True when an instant of the past lies less than ``span`` ago.

    An instant of the future counts by its distance too: clocks of two machines differ a little,
    and one that was set back does not make ``span`` longer.
    """
    return abs(now - since) < span
