"""Replicas go by one clock, and note the same job's run at the same moment."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from services.workspace import jobs as upkeep
from storage.database.clock import SharedClock
from storage.database.engine import Database
from tests.support.make import NOON

AHEAD = timedelta(seconds=5)


@pytest.mark.parametrize("off", [AHEAD, -AHEAD, timedelta(hours=1)])
def test_a_machine_that_is_off_goes_by_the_database_servers_clock(
    database: Database, off: timedelta
) -> None:
    clock = SharedClock(database, lambda: datetime.now(UTC) + off)
    clock.compare()
    is_shared = database.dialect == "postgresql"
    right = datetime.now(UTC) if is_shared else datetime.now(UTC) + off
    assert abs(clock.now() - right) < timedelta(seconds=1)


def test_replicas_that_begin_the_same_job_for_the_first_time_at_once_all_note_it(
    database: Database,
) -> None:
    together, failed = threading.Barrier(4), list[BaseException]()

    def begin() -> None:
        together.wait(10.0)
        try:
            upkeep.job_started(database, "digests", NOON)
            upkeep.job_finished(database, "digests", NOON, None, NOON)
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            failed.append(error)

    replicas = [threading.Thread(target=begin) for _ in range(4)]
    for one in replicas:
        one.start()
    for one in replicas:
        one.join()
    assert failed == []
    [run] = upkeep.job_runs(database)
    assert (run.started_at, run.succeeded_at, run.error) == (NOON, NOON, None)


def test_a_job_that_failed_keeps_when_it_last_ended_well(database: Database) -> None:
    later = NOON + timedelta(minutes=1)
    upkeep.job_finished(database, "digests", NOON, None, later)
    upkeep.job_finished(database, "digests", later, "It failed.", later)
    [run] = upkeep.job_runs(database)
    assert (run.finished_at, run.succeeded_at, run.error) == (later, NOON, "It failed.")
