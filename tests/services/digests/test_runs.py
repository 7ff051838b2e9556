"""Digests by the clock: said once or not at all, on both databases."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.core.errors import NotFound
from domain.core.outbox import Kind, Task
from domain.core.people import Workspace
from domain.dates.schedule import Cadence, Schedule
from domain.digests.audience import Section
from domain.digests.model import Digest
from domain.digests.subscriptions import Delivery, Subscription, SubscriptionForm
from domain.feedback.model import Draft, Source
from domain.ideas.model import Horizon, Idea, Status
from services.digests import pages as digests
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.feedback import capture as feedback
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.outbox import delivery
from services.outbox.payloads import unpack
from services.votes import filing
from storage.database.engine import Database
from storage.workspace import workspaces
from tests.support import make
from tests.support.make import NOON, request

MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
"""Nine o'clock in Berlin, a week after NOON."""

WEEK = timedelta(days=7)
BERLIN = Schedule((0,), time(9), "Europe/Berlin", Cadence.WEEKLY, NOON.date())


@pytest.fixture
def workspace(database: Database) -> Workspace:
    return make.workspace(database)


def subscribed(
    database: Database, workspace: Workspace, channel: str = "C1", **wish: Any
) -> Subscription:
    wanted = SubscriptionForm(wish.pop("schedule", BERLIN), has_picture=False, **wish)
    return digest_changes.subscribe(database, request(workspace.id), channel, wanted)


def filed(database: Database, workspace: Workspace, title: str, at: datetime = NOON) -> Idea:
    asked = request(workspace.id, key=f"file:{title}", at=at)
    return filing.file(database, asked, NewIdea(title), "C9")


def moved(
    database: Database,
    workspace: Workspace,
    idea: Idea,
    target: Status | Horizon,
    at: datetime = NOON,
) -> None:
    ideas.move(database, request(workspace.id, "UADMIN", at=at), idea.number, target)


def _all(database: Database) -> list[Task]:
    """What waits to be said in channels, in order; each is settled as posted."""
    found: list[Task] = []
    while True:
        taken = delivery.take(database, "test", NOON + timedelta(days=400), lease_s=20, limit=50)
        if not taken:
            return found
        for task in taken:
            delivery.done(database, task, NOON, ts=f"{task.id}.0")
            if task.kind is Kind.SAY:
                found.append(task)


def tasks(database: Database, channel: str = "C1") -> list[Task]:
    """What was said in one channel since the last look at any."""
    return [task for task in _all(database) if task.payload["channel"] == channel]


def said_in(database: Database, channel: str = "C1") -> list[Digest]:
    """The digests said in a channel since the last look."""
    return [
        unpack(Digest, task.payload["data"]["digest"])
        for task in tasks(database, channel)
        if task.payload["template"] == "digest"
    ]


def told(digest: Digest) -> dict[Section, list[int]]:
    return {one.section: [line.number for line in one.lines] for one in digest.listings}


def runs(database: Database) -> list[Delivery]:
    return digests.deliveries(database)


def test_a_due_digest_is_said_once_and_the_next_run_is_set(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    filed(database, workspace, "Export")
    assert digest_runs.run_due(database, MONDAY - timedelta(minutes=1)) == 0
    assert digest_runs.run_due(database, MONDAY) == 1
    assert digest_runs.run_due(database, MONDAY) == 0
    [digest] = said_in(database)
    assert told(digest) == {Section.NEW: [1]}
    assert digest.brief.next_at == MONDAY + WEEK
    assert digest_runs.next_digest_at(database) == MONDAY + WEEK
    [run] = runs(database)
    assert (run.result, run.items, run.due_at) == ("posted", 1, MONDAY)


@pytest.mark.both_databases
def test_the_first_digest_reaches_back_one_week(database: Database, workspace: Workspace) -> None:
    filed(database, workspace, "Long ago", NOON - timedelta(days=8))
    filed(database, workspace, "Lately", NOON - timedelta(days=6))
    subscribed(database, workspace)
    digest_runs.run_due(database, MONDAY)
    [digest] = said_in(database)
    assert told(digest) == {Section.NEW: [2]}
    assert digest.brief.period_from == NOON - WEEK


def test_each_digest_tells_only_what_moved_since_the_one_before(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    first = filed(database, workspace, "First")
    digest_runs.run_due(database, MONDAY)
    moved(database, workspace, first, Horizon.LATER, MONDAY + timedelta(days=1))
    moved(database, workspace, first, Horizon.NOW, MONDAY + timedelta(days=2))
    digest_runs.run_due(database, MONDAY + WEEK)
    digest = said_in(database)[-1]
    [listing] = digest.listings
    assert (listing.lines[0].was, listing.lines[0].place) == ("Open", "Now")
    assert (digest.brief.period_from, digest.brief.period_to) == (MONDAY, MONDAY + WEEK)


def test_a_week_in_which_nothing_moved_is_quiet_and_kept_as_such(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    idea = filed(database, workspace, "Export")
    digest_runs.run_due(database, MONDAY)
    said_in(database)
    moved(database, workspace, idea, Status.CONSIDERING, MONDAY + timedelta(days=1))
    moved(database, workspace, idea, Status.OPEN, MONDAY + timedelta(days=2))
    digest_runs.run_due(database, MONDAY + WEEK)
    assert said_in(database) == []
    last = runs(database)[0]
    assert (last.result, last.reason) == ("quiet", "Nothing moved since the digest before.")


def test_two_channels_each_have_their_own_place_in_the_log(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace, "C1")
    daily = Schedule(tuple(range(7)), time(9), "Europe/Berlin", Cadence.DAILY, NOON.date())
    subscribed(database, workspace, "C2", schedule=daily)
    filed(database, workspace, "Export")
    for day in range(7, -1, -1):
        digest_runs.run_due(database, MONDAY - timedelta(days=day))
    found = said_in(database, "C2")
    assert [told(one) for one in found] == [{Section.NEW: [1]}]
    tuesday_to_monday = [run for run in runs(database) if run.channel_id == "C2"]
    assert [run.result for run in tuesday_to_monday].count("quiet") == 6


def test_of_two_runners_at_the_same_instant_one_says_it(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    filed(database, workspace, "Export")
    found = digest_runs.due(database, MONDAY)
    start = threading.Barrier(4)
    results: list[bool] = []

    def runner() -> None:
        start.wait(10)
        results.append(digest_runs.run(database, found[0], MONDAY))

    threads = [threading.Thread(target=runner) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == [False, False, False, True]
    assert len(said_in(database)) == 1
    assert len(runs(database)) == 1


def test_a_change_that_commits_during_the_run_is_told_once_by_this_one_or_the_next(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    begun, stop = threading.Event(), threading.Event()
    count = 0

    def writer() -> None:
        nonlocal count
        while not stop.is_set():
            count += 1
            filed(database, workspace, f"Idea {count}", MONDAY)
            begun.set()

    thread = threading.Thread(target=writer)
    thread.start()
    assert begun.wait(10)
    for week in range(4):
        digest_runs.run_due(database, MONDAY + week * WEEK)
    stop.set()
    thread.join(30)
    digest_runs.run_due(database, MONDAY + 4 * WEEK)
    numbers = [n for one in said_in(database) for n in told(one).get(Section.NEW, [])]
    assert sorted(numbers) == list(range(1, count + 1))


def test_after_downtime_there_is_one_digest_and_it_says_that_it_is_late(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    filed(database, workspace, "Export")
    back = MONDAY + 3 * WEEK + timedelta(hours=30)
    assert digest_runs.run_due(database, back) == 1
    assert digest_runs.run_due(database, back) == 0
    [digest] = said_in(database)
    assert digest.brief.is_catch_up
    assert digest.brief.due_at == MONDAY + 3 * WEEK
    assert (digest.brief.period_from, digest.brief.period_to) == (NOON - WEEK, back)
    assert digest_runs.next_digest_at(database) == MONDAY + 4 * WEEK


def test_nine_oclock_stays_nine_oclock_when_the_clocks_change(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    due = []
    at = MONDAY
    for _ in range(20):
        digest_runs.run_due(database, at)
        due.append(at)
        found = digest_runs.next_digest_at(database)
        assert found is not None
        at = found
    assert {one.hour for one in due if one < datetime(2027, 3, 28, tzinfo=UTC)} == {8}
    assert {one.hour for one in due if one > datetime(2027, 3, 28, tzinfo=UTC)} == {7}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("first", "second", "change_after"),
    [
        ("Europe/Berlin", "America/New_York", timedelta(hours=1)),
        ("America/New_York", "Europe/Berlin", timedelta(hours=20)),
        ("Asia/Kolkata", "Pacific/Apia", timedelta(days=3)),
        ("Pacific/Apia", "Australia/Lord_Howe", timedelta(minutes=1)),
    ],
)
def test_a_change_of_zone_repeats_nothing_and_loses_nothing(
    database: Database,
    workspace: Workspace,
    first: str,
    second: str,
    change_after: timedelta,
) -> None:
    daily = Schedule(tuple(range(7)), time(9), first, Cadence.DAILY, NOON.date())
    made = subscribed(database, workspace, schedule=daily)
    dues: list[datetime] = []
    for n in range(1, 9):
        at = digest_runs.next_digest_at(database)
        assert at is not None
        filed(database, workspace, f"Idea {n}", at - timedelta(seconds=1))
        assert digest_runs.run_due(database, at) == 1
        dues.append(at)
        if n == 4:
            changed = replace(made.as_wish(), schedule=replace(daily, zone=second))
            asked = request(workspace.id, at=at + change_after)
            digest_changes.subscribe(database, asked, "C1", changed)
    assert dues == sorted(set(dues))
    assert [due.astimezone(ZoneInfo(second)).hour for due in dues[4:]] == [9] * 4
    assert [told(one)[Section.NEW] for one in said_in(database)] == [[n] for n in range(1, 9)]


def test_a_pause_that_ends_goes_on_without_telling_of_it_even_when_noticed_late(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    until = (MONDAY + WEEK).date()
    digest_changes.pause(database, request(workspace.id), "C1", until)
    filed(database, workspace, "During", MONDAY)
    assert digest_runs.run_due(database, MONDAY) == 0
    filed(database, workspace, "After", MONDAY + WEEK - timedelta(hours=2))
    assert digest_runs.run_due(database, MONDAY + WEEK + timedelta(minutes=5)) == 1
    [digest] = said_in(database)
    assert told(digest) == {Section.NEW: [2]}
    assert not digest.brief.is_catch_up


def test_a_long_digest_continues_in_the_thread_of_its_message(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    for n in range(20):
        filed(database, workspace, f"Idea {n}")
    digest_runs.run_due(database, MONDAY)
    first, rest = tasks(database)
    assert rest.payload["thread_of"] == first.key
    parent = delivery.said_under(database, rest, first.key)
    assert parent is not None and parent.ts == f"{first.id}.0"
    digest = unpack(Digest, first.payload["data"]["digest"])
    whole = digests.listing(database, request(workspace.id), digest.key, Section.NEW)
    assert (whole.total, len(whole.lines)) == (20, 20)
    with pytest.raises(NotFound):
        digests.listing(database, request(workspace.id), "digest:9:never", Section.NEW)


def test_the_whole_list_of_another_workspace_cannot_be_read(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    filed(database, workspace, "Export")
    digest_runs.run_due(database, MONDAY)
    [digest] = said_in(database)
    other = make.workspace(database, "T2")
    with pytest.raises(NotFound):
        digests.listing(database, request(other.id), digest.key, Section.NEW)


def test_words_of_a_private_channel_never_leave_it(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace, "C1")
    subscribed(database, workspace, "CPRIVATE")
    source = Source("CPRIVATE", "1.0", None, is_private=True)
    draft = Draft("The secret plan", customer="Acme", source=source)
    feedback.capture(database, request(workspace.id, key="k"), draft)
    digest_runs.run_due(database, MONDAY)
    payloads = {task.payload["channel"]: str(task.payload) for task in _all(database)}
    assert "secret" not in payloads["C1"] and "Acme" in payloads["C1"]
    assert "secret" in payloads["CPRIVATE"]


def test_feedback_that_was_taken_back_was_not_heard(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    for n in (1, 2):
        feedback.capture(database, request(workspace.id, key=f"k{n}"), Draft(f"It hurts {n}"))
    feedback.undo(database, request(workspace.id), 1)
    digest_runs.run_due(database, MONDAY)
    [digest] = said_in(database)
    assert digest.heard is not None
    assert [one.number for one in digest.heard.quotes] == [2]


def test_nothing_is_due_in_a_workspace_that_is_stopped(
    database: Database, workspace: Workspace
) -> None:
    subscribed(database, workspace)
    filed(database, workspace, "Export")
    with database.transaction() as session:
        workspaces.stop(session, workspace.id, "gone", NOON)
    assert digest_runs.run_due(database, MONDAY) == 0
