"""A job that works through several things: one that fails keeps no other back."""

import pytest

from scheduled.clock.scheduler import one_by_one


def test_every_item_has_its_turn_and_one_failure_is_raised_as_it_is() -> None:
    done: list[int] = []

    def work(item: int) -> None:
        if item == 2:
            raise ValueError("two")
        done.append(item)

    with pytest.raises(ValueError, match="two"):
        one_by_one([1, 2, 3], work)
    assert done == [1, 3]


def test_several_failures_are_raised_together() -> None:
    def work(item: int) -> None:
        raise ValueError(str(item))

    with pytest.raises(ExceptionGroup) as failed:
        one_by_one([1, 2], work)
    assert [str(one) for one in failed.value.exceptions] == ["1", "2"]


def test_when_nothing_fails_nothing_is_raised() -> None:
    done: list[int] = []
    one_by_one([1, 2], done.append)
    assert done == [1, 2]
