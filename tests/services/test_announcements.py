"""Announcing what was shipped, on both databases."""

from datetime import time, timedelta

import pytest

from domain.announcements import Announcement, Note
from domain.core.errors import InvalidInput, NotAllowed
from domain.core.outbox import Kind, Task
from domain.core.people import Channel, Request, Workspace
from domain.dates.schedule import Cadence, Schedule
from domain.digests.audience import Audience, Section
from domain.digests.subscriptions import SubscriptionForm
from domain.ideas.model import Idea, Status
from services.announcements import draft, publish
from services.digests import pages as digests
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.ideas import actions as ideas
from services.outbox import delivery
from storage.channels import queries as channels
from storage.database.engine import Database
from storage.outbox import change_log as changes
from tests.support import ideas as idea_maker
from tests.support import make
from tests.support.make import NOON, request

NOTE = Note("CSV export is here", "Every table, one click.")


@pytest.fixture
def workspace(database: Database) -> Workspace:
    one = make.workspace(database)
    with database.transaction() as session:
        places = [Channel("C1", "product", is_member=True), Channel("C2", "sales", is_member=False)]
        channels.save(session, one.id, places, NOON)
    return one


@pytest.fixture
def shipped(database: Database, workspace: Workspace) -> Idea:
    idea = idea_maker.filed(database, workspace.id)
    return ideas.move(database, request(workspace.id, "UADMIN"), idea.number, Status.SHIPPED)


def said(database: Database) -> list[Task]:
    """Everything of announcements that is to be said, in its order; all of it is done then."""
    told: list[Task] = []
    at = NOON + timedelta(days=9)
    while found := delivery.take(database, "test", at, lease_s=20, limit=50):
        for task in found:
            delivery.done(database, task, at)
        told += [one for one in found if "announce" in str(one.payload.get("template"))]
    return told


def manager(shipped: Idea, key: str | None = None) -> Request:
    return request(shipped.workspace_id, "UADMIN", key)


def posted_now(database: Database, shipped: Idea, note: Note = NOTE) -> Announcement:
    asked = manager(shipped, "view:1")
    return publish.announce(database, asked, shipped.number, note, ["C1"], None)


@pytest.mark.both_databases
def test_an_announcement_is_queued_once_however_often_the_form_arrives(
    database: Database, shipped: Idea
) -> None:
    first = posted_now(database, shipped)
    assert posted_now(database, shipped) == first
    [task] = said(database)
    assert (task.kind, task.payload["channel"]) == (Kind.SAY, "C1")
    assert [one.result for one in first.posts] == ["waiting"]


def test_what_is_to_come_later_waits_outside_the_channels_queue(
    database: Database, shipped: Idea
) -> None:
    at = NOON + timedelta(days=1)
    made = publish.announce(database, manager(shipped), shipped.number, NOTE, ["C1"], at)
    assert said(database) == [] and made.is_waiting
    assert publish.due(database, at - timedelta(seconds=1)) == []
    [which] = publish.due(database, at)
    assert publish.post_due(database, which, at)
    assert not publish.post_due(database, which, at)
    assert publish.due(database, at) == []
    assert len(said(database)) == 1


@pytest.mark.both_databases
def test_what_was_called_off_is_never_posted(database: Database, shipped: Idea) -> None:
    at = NOON + timedelta(days=1)
    asked = manager(shipped)
    made = publish.announce(database, asked, shipped.number, NOTE, ["C1"], at)
    off = publish.cancel(database, asked, made.id)
    assert [one.result for one in off.posts] == ["cancelled"]
    assert publish.due(database, at) == []
    assert [one.id for one in draft.to_announce(database, asked)] == [shipped.id]
    assert not publish.post_due(database, (made.workspace_id, made.id), at)
    assert said(database) == []


@pytest.mark.both_databases
def test_what_waits_can_be_changed_until_it_goes_out(database: Database, shipped: Idea) -> None:
    day = timedelta(days=1)
    asked, later = manager(shipped), Note("Better", "Much better.")
    made = publish.announce(database, asked, shipped.number, NOTE, ["C1"], NOON + day)
    changed = publish.change(database, asked, made.id, later, ["C3", "C4"], NOON + 2 * day)
    assert (changed.note, changed.post_at) == (later, NOON + 2 * day)
    assert [one.channel_id for one in changed.posts] == ["C3", "C4"]
    assert publish.due(database, NOON + day) == []
    now = publish.change(database, asked, made.id, later, ["C3"], None)
    assert [one.result for one in now.posts] == ["waiting"]
    again = publish.change(database, asked, made.id, later, ["C3"], None)
    assert again == now
    with pytest.raises(InvalidInput, match="posted meanwhile"):
        publish.change(database, asked, made.id, NOTE, ["C1"], None)
    assert [one.payload["channel"] for one in said(database)] == ["C3"]
    with database.reading() as session:
        log = changes.of_subject(session, shipped.workspace_id, "idea", shipped.id)
    told = [(one.field, one.after) for one in log if one.field.startswith("announce")]
    assert told == [
        ("announcement", NOTE.headline),
        ("announcement", later.headline),
        ("announced", later.headline),
    ]


@pytest.mark.both_databases
def test_a_post_that_went_out_is_linked_and_stakeholders_read_of_it(
    database: Database, shipped: Idea
) -> None:
    week = timedelta(days=7)
    schedule = Schedule((0,), time(9), "UTC", Cadence.WEEKLY, NOON.date())
    for channel, audience in (("C7", Audience.STAKEHOLDERS), ("C8", Audience.TEAM)):
        wish = SubscriptionForm(schedule, audience, has_picture=False)
        digest_changes.subscribe(database, request(shipped.workspace_id), channel, wish)
    digest_runs.run_due(database, NOON + week)
    announced = request(shipped.workspace_id, "UADMIN", at=NOON + week)
    made = publish.announce(database, announced, shipped.number, NOTE, ["C1"], None)
    [task] = said(database)
    draft.linked(database, task, "https://slack.example/p1")
    assert [one.permalink for one in publish.standing(database, announced, made.id).posts] == [
        "https://slack.example/p1"
    ]
    shown = digests.preview(database, shipped.workspace_id, "C7", NOON + 2 * week).digest
    listing = shown.listing(Section.ANNOUNCED)
    assert listing is not None and shown.items == 1
    assert (listing.lines[0].title, listing.lines[0].url) == (
        NOTE.headline,
        "https://slack.example/p1",
    )
    assert digests.preview(database, shipped.workspace_id, "C8", NOON + 2 * week).digest.items == 0


def test_what_shipped_and_was_announced_in_one_period_is_told_once_with_its_note(
    database: Database, shipped: Idea
) -> None:
    wish = SubscriptionForm(
        Schedule((0,), time(9), "UTC", Cadence.WEEKLY, NOON.date()), Audience.STAKEHOLDERS
    )
    digest_changes.subscribe(database, request(shipped.workspace_id), "C7", wish)
    posted_now(database, shipped)
    [task] = said(database)
    draft.linked(database, task, "https://slack.example/p1")
    shown = digests.preview(database, shipped.workspace_id, "C7", NOON + timedelta(days=6)).digest
    assert [one.section for one in shown.listings] == [Section.SHIPPED]
    assert shown.listings[0].lines[0].note_url == "https://slack.example/p1"


def test_who_asked_is_told_once_for_an_idea_however_often_it_is_announced(
    database: Database, shipped: Idea
) -> None:
    idea_maker.posted(database, shipped, "1.1")
    idea_maker.react(database, shipped.workspace_id, "UMEMBER", "1.1", at="2.0")
    again = manager(shipped, "view:2")
    posted_now(database, shipped, Note("Out", "Now", tells_askers=True))
    publish.announce(
        database, again, shipped.number, Note("Again", "Now", tells_askers=True), ["C1"], None
    )
    told = [one.payload["user"] for one in said(database) if one.kind is Kind.TELL]
    assert told == ["UMEMBER"]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("note", "places", "hours", "field"),
    [
        (Note(" ", "x"), ["C1"], None, "headline"),
        (Note("x", "\u200b"), ["C1"], None, "text"),
        (Note("x" * 141, "x"), ["C1"], None, "headline"),
        (NOTE, [], None, "channels"),
        (NOTE, [f"C{n}" for n in range(21)], None, "channels"),
        (NOTE, ["C1", "C2"], None, "channels"),
        (NOTE, ["C1"], 0, "post_at"),
        (NOTE, ["C1"], -1, "post_at"),
    ],
)
def test_what_cannot_be_announced_is_refused_beside_its_field(
    database: Database,
    shipped: Idea,
    note: Note,
    places: list[str],
    hours: int | None,
    field: str,
) -> None:
    at = None if hours is None else NOON + timedelta(hours=hours)
    with pytest.raises(InvalidInput) as refused:
        publish.announce(database, manager(shipped), shipped.number, note, places, at)
    assert refused.value.field == field
    assert said(database) == []


def test_only_managers_announce_and_only_what_was_shipped(
    database: Database, workspace: Workspace, shipped: Idea
) -> None:
    with pytest.raises(NotAllowed, match="Only managers"):
        draft.draft_page(database, request(workspace.id), shipped.number)
    made = posted_now(database, shipped)
    with pytest.raises(NotAllowed, match="Only managers"):
        publish.standing(database, request(workspace.id), made.id)
    open_one = idea_maker.filed(database, workspace.id, "Dark mode")
    with pytest.raises(NotAllowed, match="not shipped yet"):
        draft.draft_page(database, manager(shipped), open_one.number)


def test_what_was_announced_is_not_offered_again(database: Database, shipped: Idea) -> None:
    asked = manager(shipped)
    assert [one.id for one in draft.to_announce(database, asked)] == [shipped.id]
    posted_now(database, shipped)
    assert draft.to_announce(database, asked) == []
    desk = draft.draft_page(database, asked, shipped.number)
    assert [one.note for one in desk.before] == [NOTE]
