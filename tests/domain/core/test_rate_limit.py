"""The pace lets through what a limit allows, no less and no more."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.core.rate_limit import Limit, after_call, closed_until, wait_s

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def calls_at_full_pace(limit: Limit, seconds: float) -> list[float]:
    """When calls go out if each is made as soon as it may."""
    now, due, made = START, None, []
    while (now - START).total_seconds() < seconds:
        wait = wait_s(limit, due, now)
        if wait > 0:
            now += timedelta(seconds=wait)
            continue
        made.append((now - START).total_seconds())
        due = after_call(limit, due, now)
    return made


def test_after_a_rest_a_burst_may_come_at_once_and_then_the_even_pace() -> None:
    made = calls_at_full_pace(Limit("m", 2.0, burst=3), 9)
    assert [round(at, 2) for at in made] == [0, 0, 0, 2, 4, 6, 8]


def test_without_a_burst_calls_keep_their_distance() -> None:
    assert [round(at, 2) for at in calls_at_full_pace(Limit("c", 1.0), 3.5)] == [0, 1, 2, 3]


@given(st.floats(0.05, 5), st.integers(1, 20))
def test_no_window_holds_more_calls_than_burst_and_rate_allow(interval: float, burst: int) -> None:
    made = calls_at_full_pace(Limit("m", interval, burst), interval * 40)
    for first, start in enumerate(made):
        within = sum(1 for at in made[first:] if at - start < interval * 10 - 1e-6)
        assert within <= burst + 10


def test_a_closed_limit_opens_when_slack_said() -> None:
    limit = Limit("m", 1.0, burst=5)
    due = closed_until(limit, START + timedelta(seconds=30))
    assert wait_s(limit, due, START) == 30.0
    assert wait_s(limit, due, START + timedelta(seconds=30)) == 0.0
