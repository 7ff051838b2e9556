"""The clock: real, moved, frozen."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox import ActionError, SandboxClock
from sandbox.page.clock import move, next_monday

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_it_runs_with_real_time_and_can_be_moved() -> None:
    clock = SandboxClock()
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 1
    clock.advance(timedelta(days=2))
    assert abs(clock.offset_s - 172_800) < 1
    clock.move_to(NOON)
    assert timedelta(0) <= clock.now() - NOON < timedelta(seconds=5)
    clock.reset()
    assert abs(clock.offset_s) < 1


def test_a_frozen_clock_moves_only_by_hand() -> None:
    clock = SandboxClock(NOON)
    assert clock.now() == clock.now() == NOON
    clock.advance(timedelta(minutes=1))
    clock.move_to(NOON + timedelta(hours=1))
    assert clock.now() == NOON + timedelta(hours=1)
    clock.run()
    assert not clock.frozen and clock.now() > NOON + timedelta(hours=1)
    clock.freeze()
    assert clock.now() == clock.now()


def test_listeners_hear_of_jumps_until_they_stop() -> None:
    clock = SandboxClock(NOON)
    heard: list[datetime] = []
    stop = clock.on_move(heard.append)
    clock.advance(timedelta(hours=1))
    stop()
    clock.advance(timedelta(hours=1))
    assert heard == [NOON + timedelta(hours=1)]


@pytest.mark.parametrize(
    ("now", "tz", "monday"),
    [
        ("2026-11-23T07:59:00+00:00", "Europe/Berlin", "2026-11-23T08:00:00+00:00"),
        ("2026-11-23T08:00:00+00:00", "Europe/Berlin", "2026-11-30T08:00:00+00:00"),
        ("2026-11-28T12:00:00+00:00", "America/Los_Angeles", "2026-11-30T17:00:00+00:00"),
        ("2026-03-26T12:00:00+00:00", "Europe/Berlin", "2026-03-30T07:00:00+00:00"),
    ],
)
def test_next_monday_is_nine_oclock_where_the_person_lives(now: str, tz: str, monday: str) -> None:
    assert next_monday(datetime.fromisoformat(now), tz) == datetime.fromisoformat(monday)


def test_the_menu_leads_to_moments() -> None:
    clock = SandboxClock(NOON)
    move(clock, "+1h", "Europe/Berlin", None)
    assert clock.now() == NOON + timedelta(hours=1)
    move(clock, "next_digest", "Europe/Berlin", lambda: NOON + timedelta(days=1))
    assert clock.now() == NOON + timedelta(days=1)
    move(clock, "2026-12-24T18:00:00Z", "Europe/Berlin", None)
    assert clock.now() == datetime(2026, 12, 24, 18, tzinfo=UTC)
    with pytest.raises(ActionError, match="No digest"):
        move(clock, "next_digest", "Europe/Berlin", lambda: None)
    with pytest.raises(ActionError, match="not a moment"):
        move(clock, "soon", "Europe/Berlin", None)
    move(clock, "now", "Europe/Berlin", None)
    assert not clock.frozen
