"""Subscribers of the change log: in the transaction that made the change, or not at all."""

from collections.abc import Sequence

import pytest

from domain.core.changes import NewChange
from domain.core.errors import NotAllowed
from storage.database.engine import Database, Session
from storage.outbox import change_log as changes
from tests.support.make import request, workspace


def _logged(database: Database, workspace_id: int) -> list[tuple[str, object]]:
    with database.reading() as session:
        found = changes.of_subject(session, workspace_id, "idea", 1)
    return [(one.field, one.after) for one in found]


def test_a_subscriber_gets_the_changes_of_a_transaction_before_it_commits(
    database: Database,
) -> None:
    one = workspace(database).id
    got: list[tuple[str, object, object]] = []

    def note(session: Session, made: Sequence[NewChange]) -> None:
        got.extend((change.field, change.before, change.after) for change in made)

    database.subscribe([note])
    with database.transaction() as session:
        changes.record(session, request(one), ("idea", 1), "title", before="A", after="B")
        changes.record(session, request(one), ("idea", 1), "area", before="X", after="X")
        changes.record_all(session, request(one), "vote", [(("idea", 1), None, "U1")])
        assert got == []
    assert got == [("title", "A", "B"), ("vote", None, "U1")]


def test_what_a_subscriber_refuses_is_not_stored(database: Database) -> None:
    one = workspace(database).id

    def refuse(session: Session, made: Sequence[NewChange]) -> None:
        raise NotAllowed("No.")

    database.subscribe([refuse])
    with pytest.raises(NotAllowed), database.transaction() as session:
        changes.record(session, request(one), ("idea", 1), "title", before="A", after="B")
    assert _logged(database, one) == []


def test_what_a_subscriber_changes_is_handed_on_and_committed_with_it(database: Database) -> None:
    one = workspace(database).id

    def follow(session: Session, made: Sequence[NewChange]) -> None:
        for change in made:
            if change.field == "title":
                changes.record(session, change.request, ("idea", 1), "area", after="New")

    database.subscribe([follow])
    with database.transaction() as session:
        changes.record(session, request(one), ("idea", 1), "title", before="A", after="B")
    assert _logged(database, one) == [("title", "B"), ("area", "New")]


def test_subscribers_that_answer_each_other_for_ever_are_a_defect(database: Database) -> None:
    one = workspace(database).id

    def again(session: Session, made: Sequence[NewChange]) -> None:
        before = made[0].after
        changes.record(session, made[0].request, ("idea", 1), "n", before=before, after=before + 1)

    database.subscribe([again])
    with pytest.raises(RuntimeError), database.transaction() as session:
        changes.record(session, request(one), ("idea", 1), "n", before=0, after=1)
    assert _logged(database, one) == []
