"""The change log is cut cleanly, whoever else is writing."""

import threading

from storage.database.engine import Database
from storage.outbox import change_log as changes
from tests.support.make import request, workspace


def test_equal_values_are_no_change(database: Database) -> None:
    place = workspace(database)
    with database.transaction() as session:
        changes.record(session, request(place.id), ("idea", 1), "status", before="a", after="a")
        assert changes.latest_id(session, place.id) == 0


def test_changes_come_back_in_order_with_who_and_through_which_door(database: Database) -> None:
    place = workspace(database)
    with database.transaction() as session:
        for after in ("planned", "shipped"):
            changes.record(session, request(place.id), ("idea", 1), "status", after=after)
    with database.transaction() as session:
        found = changes.between(session, place.id, 0, changes.latest_id(session, place.id))
    assert [(one.actor, one.door, one.after) for one in found] == [
        ("UMEMBER", "command", "planned"),
        ("UMEMBER", "command", "shipped"),
    ]


def test_a_cut_never_misses_a_change_that_commits_late(database: Database) -> None:
    place = workspace(database)
    wrote, may_commit = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with database.transaction() as session:
            changes.record(session, request(place.id), ("idea", 1), "status", after="slow")
            session.flush()
            wrote.set()
            may_commit.wait(10)

    def cut() -> None:
        with database.transaction() as session:
            seen.append(changes.latest_id(session, place.id))

    seen: list[int] = []
    writer, reader = threading.Thread(target=slow_writer), threading.Thread(target=cut)
    writer.start()
    assert wrote.wait(10)
    reader.start()
    reader.join(0.3)
    assert seen == []  # the cut waits for the writer under way
    may_commit.set()
    writer.join(10)
    reader.join(10)
    with database.reading() as session:
        last = changes.between(session, place.id, 0, 10**9)[-1].id
    assert seen == [last]
