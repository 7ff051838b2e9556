"""What a channel's fate means for its digest and for what waits, on both databases."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from domain.core.outbox import State, Task
from domain.core.people import Workspace
from domain.dates.schedule import Cadence, Schedule
from domain.digests.subscriptions import Subscription, SubscriptionForm
from services.channels import lifecycle as channel_life
from services.digests import pages as digests
from services.digests import subscribe as digest_changes
from services.outbox import delivery
from services.roadmap import board as roadmap
from services.workspace import settings
from storage.database.engine import Database
from storage.workspace import workspaces
from tests.support import make
from tests.support.make import NOON, request

SCHEDULE = Schedule((0,), time(9), "UTC", Cadence.WEEKLY, date(2026, 11, 23))


@pytest.fixture
def workspace(database: Database) -> Workspace:
    one = make.workspace(database)
    digest_changes.subscribe(database, request(one.id), "C1", SubscriptionForm(SCHEDULE))
    return one


def standing(database: Database, workspace: Workspace) -> Subscription:
    [found] = digests.subscriptions(database, workspace.id)
    return found.subscription


def waiting(database: Database) -> list[Task]:
    """The first task of each lane, held."""
    return delivery.take(database, "t", NOON + timedelta(days=1), lease_s=9, limit=50)


def said(database: Database) -> list[Task]:
    """Everything that waits, in order; each is settled."""
    found: list[Task] = []
    while taken := waiting(database):
        for task in taken:
            delivery.done(database, task, NOON)
        found += taken
    return found


def lose(database: Database, workspace: Workspace, key: str) -> None:
    channel_life.out_of_reach(
        database, workspace.id, "C1", "The channel was archived.", key=key, at=NOON
    )


def test_a_lost_channel_pauses_its_digest_and_its_owner_is_told_once(
    database: Database, workspace: Workspace
) -> None:
    lose(database, workspace, "event:1")
    lose(database, workspace, "event:1")
    lose(database, workspace, "event:2")
    found = standing(database, workspace)
    assert (found.is_paused, found.next_due_at) == (True, None)
    assert found.paused_reason == "The channel was archived."
    [letter] = said(database)
    assert (letter.payload["user"], letter.payload["template"]) == ("UMEMBER", "setback")


def test_a_channel_that_is_back_does_not_resume_but_says_how(
    database: Database, workspace: Workspace
) -> None:
    channel_life.back(database, workspace.id, "C1", key="event:0", at=NOON)
    assert said(database) == []
    lose(database, workspace, "event:1")
    said(database)
    channel_life.back(database, workspace.id, "C1", key="event:2", at=NOON)
    channel_life.back(database, workspace.id, "C1", key="event:2", at=NOON)
    [letter] = said(database)
    assert letter.payload["template"] == "channel_back"
    assert standing(database, workspace).is_paused


def test_a_channel_nobody_subscribed_is_no_concern(
    database: Database, workspace: Workspace
) -> None:
    channel_life.out_of_reach(database, workspace.id, "C7", "Gone.", key="e", at=NOON)
    channel_life.back(database, workspace.id, "C7", key="e", at=NOON)
    assert waiting(database) == []


@pytest.mark.both_databases
def test_a_new_channel_id_is_written_wherever_the_old_one_stood(
    database: Database, workspace: Workspace
) -> None:
    with database.transaction() as session:
        workspaces.change(session, workspace.id, ideas_channel_id="C1")
    make.enqueue(database, workspace.id, make.new_task("first", "C1"))
    make.enqueue(database, workspace.id, make.new_task("other", "C2"))
    channel_life.id_changed(database, workspace.id, "C1", "C9", NOON)
    assert standing(database, workspace).channel_id == "C9"
    page: Any = settings.page(database, request(workspace.id))
    assert page.workspace.ideas_channel_id == "C9"
    found = {task.key: (task.lane, task.payload["channel"]) for task in waiting(database)}
    assert found == {"first": ("C9", "C9"), "other": ("C2", "C2")}


def test_a_channel_of_the_same_id_elsewhere_is_not_touched(
    database: Database, workspace: Workspace
) -> None:
    other = make.workspace(database, "T2")
    digest_changes.subscribe(database, request(other.id), "C1", SubscriptionForm(SCHEDULE))
    channel_life.id_changed(database, workspace.id, "C1", "C9", NOON)
    assert standing(database, other).channel_id == "C1"


def test_a_new_id_that_has_a_digest_keeps_its_own(database: Database, workspace: Workspace) -> None:
    digest_changes.subscribe(database, request(workspace.id), "C9", SubscriptionForm(SCHEDULE))
    channel_life.id_changed(database, workspace.id, "C1", "C9", NOON)
    found = [one.subscription.channel_id for one in digests.subscriptions(database, workspace.id)]
    assert sorted(found) == ["C1", "C9"]


def test_a_roadmap_that_could_not_be_posted_is_told_to_who_posted_it(
    database: Database, workspace: Workspace
) -> None:
    roadmap.post(database, request(workspace.id), "C5", asked_in="1.0", answer_url=None)
    [task] = waiting(database)
    delivery.give_up(
        database, task, NOON, State.FAILED, "The bot is not there.", code="not_in_channel"
    )
    [letter] = waiting(database)
    assert letter.payload["user"] == "UMEMBER"
    assert letter.payload["data"] == {
        "what": "roadmap",
        "channel_id": "C5",
        "reason": "The bot is not there.",
        "is_paused": False,
    }
