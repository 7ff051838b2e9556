"""How long a failed call waits before the next attempt."""

from datetime import timedelta

import pytest

from scheduled.delivery.backoff import backoff


@pytest.mark.parametrize(("attempts", "ceiling_s"), [(1, 1), (2, 2), (5, 16), (9, 256), (40, 300)])
def test_the_wait_doubles_up_to_five_minutes_and_is_spread_by_chance(
    attempts: int, ceiling_s: int
) -> None:
    assert backoff(attempts, 0.0) == timedelta(seconds=ceiling_s / 2)
    assert backoff(attempts, 1.0) == timedelta(seconds=ceiling_s)
