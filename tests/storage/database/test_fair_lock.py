"""The writers' lock: first come, first served, and nobody waits for ever."""

import threading

from storage.database.fair_lock import FairLock
from tests.support.nursery import comes_true


def test_turns_are_taken_in_the_order_of_asking() -> None:
    turns, order = FairLock(), list[int]()
    assert turns.acquire(1.0)

    def wait(number: int) -> None:
        assert turns.acquire(10.0)
        order.append(number)
        turns.release()

    waiters = [threading.Thread(target=wait, args=(number,)) for number in range(5)]
    for count, waiter in enumerate(waiters, 1):
        waiter.start()
        assert comes_true(lambda count=count: turns.waiting == count)
    turns.release()
    for waiter in waiters:
        waiter.join(10.0)
    assert order == [0, 1, 2, 3, 4]


def test_who_releases_and_asks_again_comes_after_those_who_wait() -> None:
    turns, order = FairLock(), list[str]()
    assert turns.acquire(1.0)

    def wait() -> None:
        assert turns.acquire(10.0)
        order.append("the one who waited")
        turns.release()

    waiter = threading.Thread(target=wait)
    waiter.start()
    assert comes_true(lambda: turns.waiting == 1)
    turns.release()
    assert turns.acquire(10.0)
    order.append("the one who came back")
    turns.release()
    waiter.join(10.0)
    assert order == ["the one who waited", "the one who came back"]


def test_a_turn_that_does_not_come_in_time_is_given_up_and_passes_to_the_next() -> None:
    turns = FairLock()
    assert turns.acquire(1.0)
    assert not turns.acquire(0.01)
    assert turns.waiting == 0
    turns.release()
    assert turns.acquire(0.0)
