"""No stored instant is believed further ahead than anything puts one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.clocks import MOST_AHEAD, is_within
from domain.core.rate_limit import Limit, after_call, closed_until, wait_s

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

limits = st.builds(Limit, st.just("m"), st.floats(0.05, 60), st.integers(1, 50))
wherever = st.timedeltas(timedelta(days=-400), timedelta(days=400))


@given(limits, wherever)
def test_no_stored_instant_keeps_calls_back_for_longer_than_slack_would(
    limit: Limit, off: timedelta
) -> None:
    """Whatever an earlier clock has stored."""
    wait = timedelta(seconds=wait_s(limit, NOW + off, NOW))
    longest = MOST_AHEAD + timedelta(seconds=limit.interval_s)
    assert timedelta() <= wait <= longest
    due = after_call(limit, NOW + off, NOW)
    assert timedelta(seconds=wait_s(limit, due, NOW)) <= longest + timedelta(
        seconds=limit.interval_s
    )


@given(limits)
def test_the_longest_wait_that_slack_may_ask_for_is_kept(limit: Limit) -> None:
    due = closed_until(limit, NOW + MOST_AHEAD)
    assert wait_s(limit, due, NOW) == MOST_AHEAD.total_seconds()


@pytest.mark.parametrize(
    ("ago", "within"),
    [
        (timedelta(), True),
        (timedelta(seconds=59), True),
        (timedelta(seconds=60), False),
        (timedelta(seconds=-1), True),
        (timedelta(hours=-1), False),
        (timedelta(days=365), False),
    ],
)
def test_a_span_is_no_longer_for_an_instant_of_the_future(ago: timedelta, within: bool) -> None:
    assert is_within(NOW - ago, timedelta(minutes=1), NOW) is within
