"""Setting up, changing, pausing and stopping a channel's digest, on both databases."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.people import Workspace
from domain.dates.schedule import Cadence, Schedule
from domain.digests.audience import Audience, Filters
from domain.digests.subscriptions import Subscription, SubscriptionForm
from domain.ideas.model import Horizon
from services.digests import pages as digests
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.votes import filing
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.schema import SubscriptionRow
from storage.workspace import workspaces
from tests.support import make
from tests.support.make import NOON, request

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
"""Nine o'clock in London, a week after NOON."""


@pytest.fixture
def workspace(database: Database) -> Workspace:
    return make.workspace(database)


def words(
    database: Database, workspace: Workspace, text: str, user: str = "UMEMBER"
) -> Subscription:
    return digest_changes.subscribe_in_words(database, request(workspace.id, user), "C1", text)


def filed(database: Database, workspace: Workspace, title: str, at: datetime = NOON) -> None:
    asked = request(workspace.id, key=f"file:{title}", at=at)
    filing.file(database, asked, NewIdea(title), "C9")


def fields(database: Database, workspace: Workspace, subscription: Subscription) -> list[str]:
    with database.reading() as session:
        found = changes.of_subject(session, workspace.id, "subscription", subscription.id)
    return [one.field for one in found]


def test_words_without_a_zone_mean_the_persons_own(
    database: Database, workspace: Workspace
) -> None:
    assert words(database, workspace, "mon 09:00").schedule.zone == "Europe/London"
    assert words(database, workspace, "mon 09:00 Asia/Tokyo").schedule.zone == "Asia/Tokyo"


def test_somebody_without_a_known_zone_gets_the_workspaces_and_then_utc(
    database: Database, workspace: Workspace
) -> None:
    asked = request(workspace.id, "USTRANGER")
    assert digests.page(database, asked, "C1").wish.schedule.zone == "UTC"
    with database.transaction() as session:
        workspaces.change(session, workspace.id, zone="America/New_York")
    assert digests.page(database, asked, "C1").wish.schedule.zone == "America/New_York"


def test_a_new_digest_is_proposed_for_monday_at_nine(
    database: Database, workspace: Workspace
) -> None:
    page = digests.page(database, request(workspace.id), "C1")
    assert page.standing is None and page.may_change
    assert (page.wish.schedule.weekdays, page.wish.schedule.at) == ((0,), time(9))


@pytest.mark.both_databases
def test_setting_up_is_recorded_and_changing_records_only_what_changed(
    database: Database, workspace: Workspace
) -> None:
    first = words(database, workspace, "mon 09:00")
    before = fields(database, workspace, first)
    assert "schedule" in before and "audience" in before
    second = words(database, workspace, "tue 09:00")
    assert second.id == first.id
    assert fields(database, workspace, first)[len(before) :] == ["schedule"]


def test_what_a_digest_is_narrowed_to_is_recorded(database: Database, workspace: Workspace) -> None:
    first = words(database, workspace, "mon 09:00")
    assert "filters" not in fields(database, workspace, first)
    wish = replace(first.as_wish(), filters=Filters(areas=("Billing",)))
    digest_changes.subscribe(database, request(workspace.id), "C1", wish)
    assert fields(database, workspace, first).count("filters") == 1


def test_the_same_request_delivered_again_changes_nothing(
    database: Database, workspace: Workspace
) -> None:
    first = words(database, workspace, "mon 09:00")
    again = words(database, workspace, "mon 09:00")
    assert again == first
    assert len(digests.subscriptions(database, workspace.id)) == 1


def test_two_people_who_set_up_the_same_channel_at_once_share_one_digest(
    database: Database, workspace: Workspace
) -> None:
    barrier = threading.Barrier(2)
    refused: list[NotAllowed] = []

    def try_it(user: str) -> None:
        barrier.wait(10)
        try:
            words(database, workspace, "mon 09:00", user)
        except NotAllowed as error:
            refused.append(error)

    threads = [threading.Thread(target=try_it, args=(user,)) for user in ("UMEMBER", "UADMIN")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(digests.subscriptions(database, workspace.id)) == 1


@pytest.mark.both_databases
def test_others_are_told_whose_digest_it_is_and_managers_may_change_it(
    database: Database, workspace: Workspace
) -> None:
    words(database, workspace, "mon 09:00")
    with pytest.raises(NotAllowed) as refused:
        digest_changes.pause(database, request(workspace.id, "UMATE"), "C1", None)
    assert "belongs to Sam" in refused.value.message
    for deed in (digest_changes.resume, digest_changes.stop, digest_changes.post_now):
        with pytest.raises(NotAllowed):
            deed(database, request(workspace.id, "UMATE"), "C1")
    changed = words(database, workspace, "tue 10:00", "UADMIN")
    assert changed.schedule.weekdays == (1,)
    assert changed.owner_id == "UMEMBER"


@pytest.mark.both_databases
def test_a_manager_gives_a_digest_to_somebody_else_who_may_change_it_then(
    database: Database, workspace: Workspace
) -> None:
    made = words(database, workspace, "mon 09:00")
    manager = request(workspace.id, "UADMIN")
    bot = replace(made.as_wish(), owner_id="UBOT")
    with pytest.raises(InvalidInput) as refused:
        digest_changes.subscribe(database, manager, "C1", bot)
    assert refused.value.field == "owner"
    given = replace(made.as_wish(), owner_id="UMATE")
    assert digest_changes.subscribe(database, manager, "C1", given).owner_id == "UMATE"
    assert fields(database, workspace, made)[-1] == "owner"
    changed = words(database, workspace, "tue 09:00", "UMATE")
    assert changed.owner_id == "UMATE"
    with pytest.raises(NotAllowed):
        words(database, workspace, "wed 09:00", "UMEMBER")


def test_a_channel_without_a_digest_says_how_to_set_one_up(
    database: Database, workspace: Workspace
) -> None:
    with pytest.raises(NotFound) as missing:
        digest_changes.stop(database, request(workspace.id), "C1")
    assert "/digest mon 09:00" in missing.value.message


@pytest.mark.both_databases
def test_resuming_does_not_tell_of_the_pause(database: Database, workspace: Workspace) -> None:
    words(database, workspace, "mon 09:00")
    paused = digest_changes.pause(database, request(workspace.id), "C1", None)
    assert paused.next_due_at is None
    filed(database, workspace, "During the pause", NOON + timedelta(days=1))
    assert digest_runs.run_due(database, MONDAY + timedelta(weeks=3)) == 0
    later = NOON + timedelta(weeks=4)
    resumed = digest_changes.resume(database, request(workspace.id, at=later), "C1")
    assert resumed.next_due_at == MONDAY + timedelta(weeks=4)
    assert resumed.covered_until == later
    assert digest_runs.run_due(database, MONDAY + timedelta(weeks=4)) == 1
    assert [run.result for run in digests.deliveries(database)] == ["quiet"]


def test_a_pause_that_kept_no_digest_back_takes_nothing_from_the_next(
    database: Database, workspace: Workspace
) -> None:
    words(database, workspace, "mon 09:00")
    filed(database, workspace, "Before the pause", NOON)
    digest_runs.run_due(database, MONDAY)
    filed(database, workspace, "After the digest", MONDAY + timedelta(days=1))
    told_until = digests.subscriptions(database, workspace.id)[0].subscription.covered_until
    paused_at = MONDAY + timedelta(days=2)
    digest_changes.pause(database, request(workspace.id, at=paused_at), "C1", None)
    resumed = digest_changes.resume(
        database, request(workspace.id, at=paused_at + timedelta(hours=1)), "C1"
    )
    assert resumed.covered_until == told_until
    digest_runs.run_due(database, MONDAY + timedelta(weeks=1))
    assert [run.result for run in digests.deliveries(database)][:1] == ["waiting"]


def test_what_moved_before_a_long_pause_is_told_after_it_and_nothing_of_the_pause(
    database: Database, workspace: Workspace
) -> None:
    day = timedelta(days=1)
    words(database, workspace, "mon 09:00")
    digest_runs.run_due(database, MONDAY)
    filed(database, workspace, "Before the pause", MONDAY + day)
    digest_changes.pause(database, request(workspace.id, at=MONDAY + 2 * day), "C1", None)
    filed(database, workspace, "During the pause", MONDAY + 8 * day)
    manager = request(workspace.id, "UADMIN", at=MONDAY + 9 * day)
    ideas.move(database, manager, 1, Horizon.NEXT)
    back = MONDAY + 16 * day
    digest_changes.resume(database, request(workspace.id, at=back), "C1")
    filed(database, workspace, "After the pause", back + day)
    found = digests.preview(database, workspace.id, "C1", MONDAY + 21 * day).digest
    assert [line.title for one in found.listings for line in one.lines] == [
        "Before the pause",
        "After the pause",
    ]
    assert found.brief.left_out == ((MONDAY + 2 * day, back),)
    digest_runs.run_due(database, MONDAY + 21 * day)
    [standing] = digests.subscriptions(database, workspace.id)
    assert standing.last is not None and standing.last.items == 2
    assert standing.subscription.left_out == ()


@pytest.mark.both_databases
def test_two_long_pauses_between_two_digests_are_both_left_out(
    database: Database, workspace: Workspace
) -> None:
    day = timedelta(days=1)
    words(database, workspace, "mon 09:00")
    filed(database, workspace, "Before", NOON)
    for start in (NOON + day, NOON + 9 * day):
        digest_changes.pause(database, request(workspace.id, at=start), "C1", None)
        filed(database, workspace, f"During {start:%d}", start + day)
        resumed = request(workspace.id, at=start + 7 * day)
        digest_changes.resume(database, resumed, "C1")
    found = digests.preview(database, workspace.id, "C1", NOON + 17 * day).digest
    assert [line.title for one in found.listings for line in one.lines] == ["Before"]
    assert len(found.brief.left_out) == 2


@pytest.mark.both_databases
def test_a_pause_that_an_earlier_version_stored_leaves_out_what_was_not_told(
    database: Database, workspace: Workspace
) -> None:
    made = words(database, workspace, "mon 09:00")
    filed(database, workspace, "Before the pause", NOON)
    digest_changes.pause(database, request(workspace.id, at=NOON + timedelta(days=1)), "C1", None)
    with database.transaction() as session:
        row = session.get(SubscriptionRow, made.id)
        assert row is not None
        row.paused_at = None
        session.add(row)
    later = NOON + timedelta(weeks=4)
    resumed = digest_changes.resume(database, request(workspace.id, at=later), "C1")
    assert (resumed.covered_until, resumed.left_out) == (later, ())


def test_a_pause_ends_on_a_local_day_that_is_still_to_come(
    database: Database, workspace: Workspace
) -> None:
    words(database, workspace, "mon 09:00 Europe/Berlin")
    paused = digest_changes.pause(database, request(workspace.id), "C1", date(2026, 12, 1))
    assert paused.paused_until == datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    with pytest.raises(InvalidInput) as wrong:
        digest_changes.pause(database, request(workspace.id), "C1", date(2026, 11, 23))
    assert wrong.value.field == "paused_until"


@pytest.mark.both_databases
def test_saving_the_form_of_a_paused_digest_keeps_the_pause_until_its_day_is_cleared(
    database: Database, workspace: Workspace
) -> None:
    words(database, workspace, "mon 09:00")
    digest_changes.pause(database, request(workspace.id), "C1", None)
    wish = digests.page(database, request(workspace.id), "C1").wish
    assert digest_changes.subscribe(database, request(workspace.id), "C1", wish).is_paused
    digest_changes.pause(database, request(workspace.id), "C1", date(2026, 12, 1))
    assert not digest_changes.subscribe(database, request(workspace.id), "C1", wish).is_paused


@pytest.mark.both_databases
def test_a_stopped_digest_that_begins_again_does_not_repeat_itself(
    database: Database, workspace: Workspace
) -> None:
    words(database, workspace, "mon 09:00")
    filed(database, workspace, "Told already")
    digest_changes.post_now(database, request(workspace.id), "C1")
    digest_changes.stop(database, request(workspace.id), "C1")
    assert digests.subscriptions(database, workspace.id) == []
    again = words(database, workspace, "tue 09:00")
    assert again.next_due_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    found = digests.preview(database, workspace.id, "C1", NOON + timedelta(hours=1))
    assert found.digest.items == 0


def test_now_posts_what_is_new_and_the_next_digest_does_not_tell_it_again(
    database: Database, workspace: Workspace
) -> None:
    first = words(database, workspace, "mon 09:00")
    _, nothing = digest_changes.post_now(database, request(workspace.id), "C1")
    assert nothing.items == 0 and digests.deliveries(database) == []
    filed(database, workspace, "Export")
    _, digest = digest_changes.post_now(database, request(workspace.id), "C1")
    assert digest.items == 1
    _, again = digest_changes.post_now(database, request(workspace.id), "C1")
    assert again.items == 0
    assert digest_runs.next_digest_at(database) == first.next_due_at
    digest_runs.run_due(database, MONDAY)
    assert [run.result for run in digests.deliveries(database)] == ["quiet", "waiting"]


def test_now_at_the_very_instant_of_a_due_digest_leaves_one_of_them_quiet(
    database: Database, workspace: Workspace
) -> None:
    words(database, workspace, "mon 09:00")
    filed(database, workspace, "Export")
    digest_changes.post_now(database, request(workspace.id, at=MONDAY), "C1")
    digest_runs.run_due(database, MONDAY)
    results = [run.result for run in digests.deliveries(database)]
    assert results.count("waiting") == 1


def test_a_preview_is_what_is_posted_then_and_moves_nothing(
    database: Database, workspace: Workspace
) -> None:
    words(database, workspace, "mon 09:00")
    filed(database, workspace, "Export")
    first = digests.preview(database, workspace.id, "C1", NOON)
    again = digests.preview(database, workspace.id, "C1", NOON)
    assert first == again
    assert first.subscription is not None
    _, posted = digest_changes.post_now(database, request(workspace.id), "C1")
    assert first.digest.listings == posted.listings
    assert first.digest.attention == posted.attention


def test_a_preview_names_the_run_that_is_really_next(
    database: Database, workspace: Workspace
) -> None:
    subscription = words(database, workspace, "mon 09:00")
    found = digests.preview(database, workspace.id, "C1", NOON)
    assert found.digest.brief.next_at == subscription.next_due_at


def test_a_pause_before_the_first_run_takes_nothing_from_it(
    database: Database, workspace: Workspace
) -> None:
    before = words(database, workspace, "mon 09:00")
    filed(database, workspace, "Export")
    day = timedelta(days=1)
    digest_changes.pause(database, request(workspace.id, at=NOON + day), "C1", None)
    after = digest_changes.resume(database, request(workspace.id, at=NOON + 2 * day), "C1")
    assert (after.watermark, after.covered_until) == (before.watermark, before.covered_until)
    assert digests.preview(database, workspace.id, "C1", NOON + 2 * day).digest.items == 1


def test_a_preview_in_a_channel_without_a_digest_shows_a_week(
    database: Database, workspace: Workspace
) -> None:
    filed(database, workspace, "Long ago", NOON - timedelta(days=9))
    filed(database, workspace, "Lately", NOON - timedelta(days=2))
    found = digests.preview(database, workspace.id, "C1", NOON)
    assert found.subscription is None
    assert [line.number for line in found.digest.listings[0].lines] == [2]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        (Cadence.DAILY, 1),
        (Cadence.WEEKLY, 7),
        (Cadence.FORTNIGHTLY, 14),
        (Cadence.MONTHLY_FIRST, 31),
    ],
)
def test_the_first_digest_reaches_back_one_period_of_its_cadence(
    database: Database, workspace: Workspace, cadence: Cadence, days: int
) -> None:
    schedule = Schedule((0,), time(9), "UTC", cadence, NOON.date())
    wish = SubscriptionForm(schedule, Audience.STAKEHOLDERS)
    made = digest_changes.subscribe(database, request(workspace.id), "C1", wish)
    assert made.covered_until == NOON - timedelta(days=days)
    assert made.audience is Audience.STAKEHOLDERS
