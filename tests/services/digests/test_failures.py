"""Digests that could not be said: shown with their reason, told to their owner, tried again."""

from datetime import timedelta

import pytest

from domain.core.errors import NotFound
from domain.core.outbox import Kind, State, Task
from domain.core.people import Workspace
from services.digests import pages as digests
from services.digests import runs as digest_runs
from services.outbox import delivery
from storage.database.engine import Database
from tests.services.digests.test_runs import MONDAY, WEEK, filed, subscribed
from tests.support import make
from tests.support.make import NOON


@pytest.fixture
def workspace(database: Database) -> Workspace:
    return make.workspace(database)


@pytest.mark.both_databases
def test_a_digest_that_failed_shows_its_reason_and_can_be_queued_again(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    for n in range(20):
        filed(database, workspace, f"Idea {n}")
    digest_runs.run_due(database, MONDAY)
    task = _take_digest(database)
    delivery.give_up(database, task, MONDAY, State.UNKNOWN, "Perhaps posted.", code="x")
    [run] = digests.deliveries(database, failed_only=True)
    assert (run.result, run.reason) == ("unknown", "Perhaps posted.")
    digest_runs.retry(database, run.id, MONDAY)
    assert digests.deliveries(database, failed_only=True) == []
    again = _take_digest(database)
    assert again.is_uncertain and again.attempts == 1
    with pytest.raises(NotFound):
        digest_runs.retry(database, run.id, MONDAY)


def test_the_owner_of_a_failed_digest_is_told_once_and_a_lost_channel_pauses_it(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    filed(database, workspace, "Export")
    digest_runs.run_due(database, MONDAY)
    task = _take_digest(database)
    delivery.give_up(
        database, task, MONDAY, State.FAILED, "The channel is archived.", code="is_archived"
    )
    [standing] = digests.subscriptions(database, workspace.id)
    assert standing.subscription.is_paused
    assert standing.subscription.paused_reason == "The channel is archived."
    assert standing.last is not None and standing.last.result == "failed"
    letters = [
        one
        for one in delivery.take(database, "t", MONDAY, lease_s=9, limit=50)
        if one.kind is Kind.TELL
    ]
    assert [(one.payload["user"], one.payload["template"]) for one in letters] == [
        ("UMEMBER", "setback")
    ]
    assert letters[0].payload["data"]["is_paused"] is True
    assert digest_runs.run_due(database, MONDAY + WEEK) == 0


def _take_digest(database: Database) -> Task:
    while True:
        taken = delivery.take(database, "t", NOON + timedelta(days=400), lease_s=9, limit=50)
        for task in taken:
            if task.payload.get("template") == "digest":
                return task
        assert taken
        for task in taken:
            delivery.done(database, task, NOON)
