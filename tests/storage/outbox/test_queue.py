"""The outbox: claimed once, in order, and never lost."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from domain.core.outbox import State, Task
from services.outbox import delivery
from storage.database.engine import Database
from storage.outbox import monitoring as outbox_monitoring
from storage.outbox import queue as outbox
from storage.workspace import workspaces
from tests.support.make import NOON, enqueue, new_task, workspace
from tests.support.nursery import comes_true


def take(database: Database, owner: str = "a", at=NOON, limit: int = 10) -> list[Task]:
    return delivery.take(database, owner, at, lease_s=20, limit=limit)


def waits_for_a_lock(database: Database) -> bool:
    """Whether a session of PostgreSQL's waits for another; SQLite's waits are not to be seen."""
    if database.dialect == "sqlite":
        return True
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with database.reading() as session:
        return session.connection().execute(waiting).scalar_one() > 0


def test_an_errand_is_taken_by_one_dispatcher_only(database: Database) -> None:
    place = workspace(database)
    enqueue(database, place.id, new_task("one"))
    assert [task.key for task in take(database, "a")] == ["one"]
    assert take(database, "b") == []


def test_a_lane_is_worked_in_order_and_lanes_do_not_wait_for_each_other(
    database: Database,
) -> None:
    place = workspace(database)
    for key, lane in (("first", "C1"), ("second", "C1"), ("elsewhere", "C2")):
        enqueue(database, place.id, new_task(key, lane))
    taken = take(database)
    assert [task.key for task in taken] == ["first", "elsewhere"]
    delivery.done(database, taken[0], NOON)
    assert [task.key for task in take(database)] == ["second"]


def test_a_lane_waits_for_an_errand_that_is_retried_later(database: Database) -> None:
    place = workspace(database)
    enqueue(database, place.id, new_task("first"))
    enqueue(database, place.id, new_task("second"))
    task = take(database)[0]
    later = NOON + timedelta(seconds=9)
    delivery.retry(database, task, later, error="ratelimited", is_uncertain=False)
    assert take(database) == []
    assert [task.key for task in take(database, at=later)] == ["first"]


def test_the_same_key_is_stored_once_for_ever(database: Database) -> None:
    place = workspace(database)
    assert enqueue(database, place.id, new_task("once"))
    delivery.done(database, take(database)[0], NOON)
    assert not enqueue(database, place.id, new_task("once"))
    assert take(database) == []


def test_wishes_for_one_update_fold_into_the_one_that_waits(database: Database) -> None:
    place = workspace(database)
    assert enqueue(database, place.id, new_task("u1", one_pending="card:1"))
    assert not enqueue(database, place.id, new_task("u2", one_pending="card:1"))
    held = take(database)[0]
    assert enqueue(database, place.id, new_task("u3", one_pending="card:1"))
    delivery.retry(database, held, NOON, error="http_500", is_uncertain=True)
    assert [task.key for task in take(database)] == ["u3"]


def test_an_errand_put_back_while_the_same_is_wished_anew_is_replaced_by_it(
    database: Database,
) -> None:
    place = workspace(database)
    enqueue(database, place.id, new_task("u1", one_pending="card:1"))
    held = take(database)[0]
    other = threading.Thread(target=delivery.postpone, args=[database, held, NOON])
    with database.transaction() as session:
        outbox.enqueue(session, place.id, new_task("u2", one_pending="card:1"), NOON)
        other.start()
        assert comes_true(lambda: waits_for_a_lock(database))
    other.join()
    assert [task.key for task in take(database)] == ["u2"]
    with database.reading() as session:
        assert outbox.of_ids(session, place.id, [held.id]) == {held.id: State.CANCELLED}


def test_a_lease_that_ran_out_is_taken_over_as_uncertain(database: Database) -> None:
    place = workspace(database)
    enqueue(database, place.id, new_task("one"))
    lost = take(database, "crashed")[0]
    assert take(database, "b", at=NOON + timedelta(seconds=19)) == []
    heir = take(database, "b", at=NOON + timedelta(seconds=21))[0]
    assert heir.is_uncertain
    assert not delivery.done(database, lost, NOON)
    assert delivery.done(database, heir, NOON)


def test_pacing_does_not_count_as_an_attempt(database: Database) -> None:
    place = workspace(database)
    enqueue(database, place.id, new_task("one"))
    delivery.postpone(database, take(database)[0], NOON)
    assert take(database)[0].attempts == 1


def test_a_stopped_workspace_keeps_its_rows_and_delays_nobody(database: Database) -> None:
    stopped, other = workspace(database), workspace(database, "T2")
    enqueue(database, stopped.id, new_task("kept"))
    enqueue(database, other.id, new_task("goes"))
    held = next(task for task in take(database) if task.key == "kept")
    delivery.stop_workspace(database, held, NOON, "The token was revoked.")
    enqueue(database, other.id, new_task("goes too", "C9"))
    assert [task.key for task in take(database)] == ["goes too"]
    workspace(database)  # installed again
    assert [task.key for task in take(database)] == ["kept"]


def test_a_refused_token_of_an_earlier_installation_stops_nothing(database: Database) -> None:
    """A call with the old token may come back after the new one is stored, from any process."""
    place = workspace(database)
    enqueue(database, place.id, new_task("one"))
    called_at = NOON - timedelta(seconds=3)
    held = take(database)[0]
    delivery.stop_workspace(database, held, NOON, "The token was revoked.", called_at=called_at)
    assert [task.key for task in take(database)] == ["one"]
    with database.transaction() as session:
        assert not workspaces.stop(session, place.id, "gone", called_at)
        assert workspaces.stop(session, place.id, "gone", NOON)


def test_what_was_given_up_shows_with_its_reason(database: Database) -> None:
    place = workspace(database)
    enqueue(database, place.id, new_task("one", owner_id="UADMIN"))
    delivery.give_up(database, take(database)[0], NOON, State.FAILED, "The channel is archived.")
    with database.reading() as session:
        found = outbox_monitoring.failures(session, place.id)
    assert [(one.error, one.owner_id) for one in found] == [("The channel is archived.", "UADMIN")]


def test_many_dispatchers_take_every_errand_once_and_each_lane_in_order(
    database: Database,
) -> None:
    place = workspace(database)
    with database.transaction() as session:
        for number in range(120):
            one = new_task(f"{number:03}", f"C{number % 7}")
            outbox.enqueue(session, place.id, one, NOON)
    done: list[tuple[str, str]] = []

    def work(name: str) -> None:
        idle = 0
        while idle < 3:
            tasks = take(database, name, limit=2)
            idle = 0 if tasks else idle + 1
            for task in tasks:
                done.append((task.lane, task.key))
                delivery.done(database, task, NOON)

    threads = [threading.Thread(target=work, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for task in take(database, limit=200):
        done.append((task.lane, task.key))
    assert len(done) == len(set(done))
    for lane in {lane for lane, _ in done}:
        keys = [key for where, key in done if where == lane]
        assert keys == sorted(keys)


def test_nothing_is_stored_when_the_transaction_fails(database: Database) -> None:
    place = workspace(database)
    with pytest.raises(RuntimeError), database.transaction() as session:
        outbox.enqueue(session, place.id, new_task("ghost"), NOON)
        workspaces.change(session, place.id, zone="Europe/Berlin")
        raise RuntimeError("crash")
    assert take(database) == []
    with database.reading() as session:
        assert workspaces.get(session, place.id).zone is None


def test_no_more_errands_are_taken_than_asked_for(database: Database) -> None:
    place = workspace(database)
    for number in range(6):
        enqueue(database, place.id, new_task(f"e{number}", f"C{number}"))
    assert [len(take(database, limit=limit)) for limit in (1, 2, 10)] == [1, 2, 3]


def test_a_renewed_lease_is_not_taken_over(database: Database) -> None:
    place = workspace(database)
    enqueue(database, place.id, new_task("slow"))
    held = take(database, "a")[0]
    later = NOON + timedelta(seconds=15)
    delivery.renew(database, "a", [held.id], later, lease_s=20)
    assert take(database, "b", at=NOON + timedelta(seconds=30)) == []
    assert delivery.done(database, held, later)
