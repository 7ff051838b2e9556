"""What is told of a stretch of the log that was paused in between."""

from datetime import UTC, datetime

from domain.core.changes import Change
from domain.digests.pauses import Gap, told

AT = datetime(2026, 11, 23, tzinfo=UTC)
PAUSE = Gap(after=10, until=20, paused_at=AT, resumed_at=AT)


def change(number: int, field: str, idea: int = 1) -> Change:
    return Change(number, AT, "U1", "command", "idea", idea, field, None, number)


def ids(*changes: Change, gaps: tuple[Gap, ...] = (PAUSE,)) -> list[int]:
    return [one.id for one in told(changes, gaps)]


def test_without_a_pause_everything_is_told() -> None:
    assert ids(change(5, "status"), change(15, "vote"), gaps=()) == [5, 15]


def test_what_happened_only_during_the_pause_is_left_out() -> None:
    assert ids(change(10, "created"), change(11, "created", 2), change(20, "vote", 3)) == [10]
    assert ids(change(11, "status"), change(21, "vote")) == [21]


def test_an_idea_that_moved_outside_of_the_pause_is_told_with_all_its_moves() -> None:
    assert ids(change(5, "status"), change(15, "horizon"), change(16, "vote")) == [5, 15]
    assert ids(change(15, "status"), change(25, "status")) == [15, 25]


def test_each_of_several_pauses_is_left_out() -> None:
    second = Gap(after=30, until=40, paused_at=AT, resumed_at=AT)
    found = [change(number, "created", number) for number in (5, 15, 25, 35, 45)]
    assert ids(*found, gaps=(PAUSE, second)) == [5, 25, 45]
