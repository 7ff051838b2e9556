"""Leases: a dispatcher that lives on holds what it works on, and nothing that it left unsettled."""

from datetime import timedelta

from services.outbox import delivery
from storage.database.engine import Database
from tests.support.make import NOON, enqueue, new_task, workspace


def test_only_what_is_under_way_is_held_beyond_its_lease(database: Database) -> None:
    here = workspace(database).id
    for key in ("under way", "left unsettled"):
        enqueue(database, here, new_task(key, lane=key))
    taken = delivery.take(database, "one", NOON, lease_s=20, limit=8)
    held = [task.id for task in taken if task.key == "under way"]
    delivery.renew(database, "one", held, NOON + timedelta(seconds=15), lease_s=20)
    later = NOON + timedelta(seconds=25)
    [found] = delivery.take(database, "two", later, lease_s=20, limit=8)
    assert (found.key, found.is_uncertain) == ("left unsettled", True)


def test_nobody_renews_what_another_one_took_over(database: Database) -> None:
    enqueue(database, workspace(database).id, new_task("say"))
    [mine] = delivery.take(database, "one", NOON, lease_s=20, limit=8)
    later = NOON + timedelta(seconds=25)
    [theirs] = delivery.take(database, "two", later, lease_s=20, limit=8)
    delivery.renew(database, "one", [mine.id], later, lease_s=1000)
    assert delivery.take(database, "three", later + timedelta(seconds=25), lease_s=20, limit=8)
    assert theirs.is_uncertain
