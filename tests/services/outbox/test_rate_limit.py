"""Several processes keep one pace together."""

import threading
from datetime import timedelta

from domain.core.rate_limit import Limit
from services.outbox import rate_limit as pacing
from storage.database.engine import Database
from tests.support.make import NOON, workspace

POSTS = Limit("chat.postMessage", 0.5, burst=4)
CHANNEL = Limit("channel:C1", 1.0)


def test_a_call_counts_only_when_it_fits_under_all_its_limits(database: Database) -> None:
    place = workspace(database)
    assert pacing.take(database, place.id, [POSTS, CHANNEL], NOON) == 0.0
    assert pacing.take(database, place.id, [POSTS, CHANNEL], NOON) == 1.0
    others = [Limit(f"channel:D{n}", 1.0) for n in range(4)]
    waits = [pacing.take(database, place.id, [POSTS, other], NOON) for other in others]
    assert waits == [0.0, 0.0, 0.0, 0.5]


def test_racing_processes_get_through_no_more_than_one_alone(database: Database) -> None:
    place = workspace(database)
    waits: list[float] = []

    def race() -> None:
        for _ in range(5):
            waits.append(pacing.take(database, place.id, [POSTS], NOON))

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waits.count(0.0) == 4


def test_retry_after_closes_one_method_of_one_workspace(database: Database) -> None:
    here, there = workspace(database), workspace(database, "T2")
    pacing.close(database, here.id, POSTS, NOON + timedelta(seconds=7))
    assert pacing.take(database, here.id, [POSTS], NOON) == 7.0
    assert pacing.take(database, here.id, [CHANNEL], NOON) == 0.0
    assert pacing.take(database, there.id, [POSTS], NOON) == 0.0


def test_those_who_wait_for_one_limit_get_turns_one_after_the_other(database: Database) -> None:
    place = workspace(database)
    waits = [pacing.take(database, place.id, [POSTS], NOON) for _ in range(8)]
    assert waits == [0.0, 0.0, 0.0, 0.0, 0.5, 1.0, 1.5, 2.0]
    turns = [NOON + timedelta(seconds=wait) for wait in waits[4:]]
    assert [pacing.take(database, place.id, [POSTS], turn) for turn in turns] == [0.0] * 4
