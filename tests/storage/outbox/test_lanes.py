"""When the dispatcher has to look again, on both databases."""

from datetime import timedelta

from storage.database.engine import Database
from storage.outbox import queue as outbox
from storage.workspace import workspaces
from tests.support import make
from tests.support.make import NOON


def test_what_waits_behind_another_errand_of_its_lane_is_not_due_before_it(
    database: Database,
) -> None:
    workspace = make.workspace(database)
    later = NOON + timedelta(minutes=5)
    make.enqueue(database, workspace.id, make.new_task("first", at=later))
    make.enqueue(database, workspace.id, make.new_task("behind it"))
    with database.reading() as session:
        assert outbox.next_due(session) == later
    make.enqueue(database, workspace.id, make.new_task("elsewhere", "C2"))
    with database.reading() as session:
        assert outbox.next_due(session) == NOON


def test_a_stopped_workspace_keeps_nobody_awake(database: Database) -> None:
    workspace = make.workspace(database)
    make.enqueue(database, workspace.id, make.new_task("first"))
    with database.transaction() as session:
        workspaces.stop(session, workspace.id, "gone", NOON)
    with database.reading() as session:
        assert outbox.next_due(session) is None


def test_a_workspace_with_much_to_say_does_not_keep_another_waiting(database: Database) -> None:
    busy, calm = make.workspace(database), make.workspace(database, "T2")
    for number in range(20):
        make.enqueue(database, busy.id, make.new_task(f"busy {number}", f"C{number}"))
    make.enqueue(database, calm.id, make.new_task("calm", "C1"))
    with database.transaction() as session:
        taken = outbox.claim(session, "one", NOON, lease_s=20, limit=3)
    assert sorted(task.key for task in taken) == ["busy 0", "busy 1", "calm"]
