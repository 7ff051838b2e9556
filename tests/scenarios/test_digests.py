"""Digests in a small Slack: set up in words or in the form, said on Monday, stopped by events."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.digests.subscriptions import SubscriptionStatus
from services.digests import pages as digests
from tests.support import stored
from tests.support.digests import WISHES
from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"
HERE = "#product"
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
"""Nine o'clock in Berlin, a week after the world's noon."""


def told(reply: Any) -> str:
    return f"{reply.text} {reply.blocks} {reply.error}"


def digest(world: World, who: str, words: str, channel: str = HERE) -> str:
    reply = world.person(who).command(channel, "/digest", words)
    assert reply.ok
    return told(reply)


def file(world: World, *titles: str) -> None:
    for title in titles:
        world.person("sam").command(IDEAS, "/idea", title)
        world.settle()


def standing(world: World) -> SubscriptionStatus:
    [found] = digests.subscriptions(world.bot.database, world.workspace_id)
    return found


def test_words_set_up_a_digest_in_the_persons_own_zone(world: World) -> None:
    answer = digest(world, "sofia", "mon 09:00")
    assert "every Monday at 09:00 (America/New_York)" in answer
    assert "Mon 30 Nov 2026, 09:00" in answer


@pytest.mark.both_worlds
def test_on_monday_the_channel_gets_one_digest_with_its_picture(world: World) -> None:
    digest(world, "priya", "mon 09:00")
    file(world, "Export", "Dark mode")
    world.person("priya").command(IDEAS, "/idea", "I-1 next")
    world.move_to(MONDAY)
    world.run_jobs()
    [post] = world.posts(HERE)
    assert post["text"] == "Product digest · 16–30 Nov: 1 moved, 1 new idea"
    assert "image" in [block["type"] for block in post["blocks"]]
    assert "New → *Next*" in str(post["blocks"])
    world.move_to(MONDAY + timedelta(days=7))
    assert len(world.posts(HERE)) == 1
    assert [run.result for run in standing(world).runs] == ["quiet", "posted"]


@pytest.mark.both_worlds
def test_a_dropped_connection_after_the_post_does_not_say_it_twice(world: World) -> None:
    digest(world, "priya", "mon 09:00")
    file(world, "Export")
    channel = world.box.channel(HERE).id
    world.box.faults.add("drop_after", method="chat.postMessage", channel=channel)
    world.move_to(MONDAY)
    assert len(world.posts(HERE)) == 1
    last = standing(world).last
    assert last is not None and last.result == "posted"


def test_a_long_digest_goes_on_in_its_thread_and_its_button_shows_the_rest(world: World) -> None:
    digest(world, "priya", "mon 09:00")
    for wish in WISHES:
        stored.idea(world, world.person("sam"), wish)
    world.move_to(MONDAY)
    [post] = world.posts(HERE)
    [_, rest] = world.box.thread(HERE, post["ts"])
    assert "and 5 more" in str(rest["blocks"])
    sam = world.person("sam")
    assert sam.click(HERE, rest["ts"], ids.DIGEST_MORE).ok
    assert WISHES[-1] in str(sam.modal())


@pytest.mark.both_worlds
def test_a_preview_is_private_and_now_posts_the_same_and_then_there_is_nothing(
    world: World,
) -> None:
    digest(world, "priya", "mon 09:00")
    file(world, "Export")
    shown = digest(world, "sam", "preview")
    assert "New ideas" in shown and world.posts(HERE) == []
    digest(world, "priya", "now")
    world.settle()
    [post] = world.posts(HERE)
    headings = [b["text"]["text"] for b in post["blocks"] if b["type"] == "section"]
    assert all(repr(text)[1:-1] in shown for text in headings)
    assert "Nothing moved since" in digest(world, "priya", "now")
    assert "nothing would be posted" in digest(world, "sam", "preview")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("resme", "Did you mean /digest resume? For example: /digest mon 09:00"),
        ("monday", "I do not see at what time."),
        ("mon 25:00", "not a time of day"),
        ("pause until soon", "/digest pause until 2026-12-01"),
        ("pause until 2020-01-01", "Choose a later one"),
        ("mon 09:00 Atlantis", "I do not know the time zone"),
    ],
)
def test_words_that_are_not_understood_are_answered_with_an_example(
    world: World, words: str, answer: str
) -> None:
    digest(world, "priya", "tue 10:00")
    assert answer in digest(world, "priya", words)
    assert standing(world).subscription.schedule.weekdays == (1,)


def test_before_there_is_a_digest_every_deed_says_how_to_set_one_up(world: World) -> None:
    for deed in ("now", "pause", "resume", "off"):
        assert "This channel has no digest yet" in digest(world, "priya", deed)
    assert "No channel gets a digest yet" in digest(world, "priya", "list")


def test_others_are_told_whose_it_is(world: World) -> None:
    digest(world, "sam", "mon 09:00")
    assert "belongs to Sam" in digest(world, "emil", "off")
    assert "Stopped." in digest(world, "priya", "off")
    assert "No channel gets" in digest(world, "sam", "list")


@pytest.mark.both_worlds
def test_pausing_and_resuming_tell_nothing_of_the_pause(world: World) -> None:
    digest(world, "priya", "mon 09:00")
    assert "paused until Tue 1 Dec 2026" in digest(world, "priya", "pause until 2026-12-01")
    file(world, "During")
    world.move_to(MONDAY)
    assert world.posts(HERE) == []
    world.move_to(MONDAY + timedelta(days=7))
    assert world.posts(HERE) == []
    assert not standing(world).subscription.is_paused
    assert "paused" in digest(world, "priya", "pause")
    assert "goes on" in digest(world, "priya", "resume")


def test_in_a_direct_message_it_says_where_to_type(world: World) -> None:
    assert "type this in the channel" in digest(world, "sam", "mon 09:00", "@linchpin")


@pytest.mark.both_worlds
def test_the_form_sets_up_a_digest_and_shows_its_times_while_it_is_filled_in(world: World) -> None:
    emil = world.person("emil")
    assert emil.command(HERE, "/digest").ok
    view = emil.modal()
    assert view is not None and "Mon 30 Nov 2026, 09:00" in str(view)
    assert "(Europe/Prague)" in str(view)
    assert emil.click(None, view, ids.DIGEST_TIME, "16:30").ok
    assert "Mon 23 Nov 2026, 16:30" in str(emil.modal())
    assert emil.click(None, view, ids.DIGEST_WEEKDAYS, ["4"]).ok
    assert "Fri 27 Nov 2026, 16:30" in str(emil.modal())
    options = emil.suggest(ids.DIGEST_ZONE, "tokyo")
    assert options[0]["value"] == "Asia/Tokyo"
    assert emil.click(None, view, ids.DIGEST_ZONE, "Asia/Tokyo").ok
    reply = emil.submit({"audience": "stakeholders"})
    assert reply.ok
    assert "every Friday at 16:30 (Asia/Tokyo)" in str(emil.modal())
    found = standing(world).subscription
    assert (found.audience, found.schedule.zone, found.owner_id) == (
        "stakeholders",
        "Asia/Tokyo",
        emil.id,
    )


def test_the_form_asks_for_the_day_of_the_month_and_shows_it_again(world: World) -> None:
    emil = world.person("emil")
    assert emil.command(HERE, "/digest", "15th 09:00 UTC").ok
    world.settle()
    assert emil.command(HERE, "/digest").ok
    view = emil.modal()
    assert view is not None and "Tue 15 Dec 2026, 09:00" in str(view)
    assert emil.click(None, view, ids.DIGEST_MONTH_DAY, "31").ok
    assert "Mon 30 Nov 2026, 09:00" in str(emil.modal())
    assert emil.submit({}).ok
    assert "on the last day of every month at 09:00 (UTC)" in str(emil.modal())
    emil.close_modal(clear=True)
    emil.command(HERE, "/digest")
    assert emil.click(None, emil.modal(), ids.DIGEST_CADENCE, "monthly_last").ok
    assert emil.submit({}).ok
    assert "on the last Monday of every month at 09:00 (UTC)" in str(emil.modal())


def test_a_custom_digest_tells_its_own_sections_of_its_own_areas_only(world: World) -> None:
    priya = world.person("priya")
    for title, area in (("Export to CSV", "Reporting"), ("Dark mode", "Mobile")):
        priya.command(IDEAS, "/idea")
        priya.submit({"title": title, "area": priya.suggest(ids.AREA_SELECT, area)[0]})
        priya.close_modal(clear=True)
        world.settle()
    priya.command(HERE, "/digest")
    view = priya.modal() or {}
    assert ids.DIGEST_SECTIONS not in str(view)
    assert priya.click(None, view, ids.DIGEST_AUDIENCE, "custom").ok
    [reporting] = priya.suggest(ids.DIGEST_AREAS, "repo")
    wanted = {"sections": ["new"], "areas": [reporting], "minimum_votes": "-1"}
    assert "minimum_votes" in priya.submit(wanted).errors
    assert priya.submit({"minimum_votes": "0"}).ok
    filters = standing(world).subscription.filters
    assert (filters.sections, filters.areas) == (("new",), ("Reporting",))
    previewed = digest(world, "priya", "preview")
    assert "Export to CSV" in previewed and "Dark mode" not in previewed


def test_the_forms_preview_shows_what_the_form_says_before_it_is_saved(one_world: World) -> None:
    priya = one_world.person("priya")
    file(one_world, "Export to CSV")
    priya.command(HERE, "/digest")
    view = priya.modal() or {}
    priya.click(None, view, ids.DIGEST_PREVIEW)
    assert "Export to CSV" in str(priya.modal())
    priya.close_modal()
    priya.click(None, view, ids.DIGEST_AUDIENCE, "customers")
    priya.click(None, view, ids.DIGEST_PREVIEW)
    assert "nothing would be posted" in str(priya.modal())
    assert digests.subscriptions(one_world.bot.database, one_world.workspace_id) == []


def test_a_form_that_cannot_be_saved_keeps_what_was_chosen(world: World) -> None:
    emil = world.person("emil")
    emil.command(HERE, "/digest")
    reply = emil.submit({"at": "16:30", "paused_until": "2026-11-01"})
    assert "still to come" in reply.errors["paused_until"]
    assert emil.submit({"paused_until": "2026-12-24"}).ok
    assert standing(world).subscription.schedule.at.hour == 16


def test_the_forms_buttons_preview_pause_resume_and_stop(world: World) -> None:
    priya = world.person("priya")
    digest(world, "priya", "mon 09:00")
    file(world, "Export")
    priya.command(HERE, "/digest")
    view = priya.modal()
    assert view is not None
    assert priya.click(None, view, ids.DIGEST_PREVIEW).ok
    assert "Only you see this" in str(priya.modal())
    priya.close_modal()
    assert priya.click(None, view, ids.DIGEST_PAUSE).ok
    assert standing(world).subscription.is_paused
    assert priya.click(None, view, ids.DIGEST_RESUME).ok
    assert not standing(world).subscription.is_paused
    assert priya.click(None, view, ids.DIGEST_STOP).ok
    assert "Stopped." in str(priya.modal())
    assert digests.subscriptions(world.bot.database, world.workspace_id) == []


def test_who_may_not_change_it_reads_it(world: World) -> None:
    digest(world, "sam", "mon 09:00")
    emil = world.person("emil")
    emil.command(HERE, "/digest")
    view = emil.modal()
    assert view is not None and "managers can change it" in str(view)
    assert "submit" not in view or not view["submit"]


@pytest.mark.both_worlds
def test_an_archived_channel_pauses_its_digest_and_tells_its_owner(world: World) -> None:
    digest(world, "sam", "mon 09:00")
    world.box.archive(HERE)
    world.settle()
    assert standing(world).subscription.is_paused
    [letter] = world.box.dm_messages("sam")
    assert "paused itself" in letter["text"] and "archived" in letter["text"]
    world.box.unarchive(HERE)
    world.settle()
    assert "/digest resume" in world.box.dm_messages("sam")[-1]["text"]
    assert standing(world).subscription.is_paused


def test_a_channel_that_the_bot_is_removed_from_pauses_its_digest_until_it_is_back(
    world: World,
) -> None:
    digest(world, "sam", "mon 09:00")
    world.box.kick(HERE, world.box.bot_user_id)
    world.settle()
    assert standing(world).subscription.is_paused
    world.box.invite(HERE, world.box.bot_user_id)
    world.settle()
    assert "is back" in world.box.dm_messages("sam")[-1]["text"]
    assert "goes on" in digest(world, "sam", "resume")


@pytest.mark.both_worlds
def test_a_digest_that_slack_refuses_pauses_itself_and_tells_its_owner_once(world: World) -> None:
    digest(world, "sam", "mon 09:00 Europe/Berlin")
    file(world, "Export")
    world.box.faults.add(
        "error",
        method="chat.postMessage",
        error="is_archived",
        channel=world.box.channel(HERE).id,
    )
    world.move_to(MONDAY)
    assert standing(world).subscription.paused_reason == "The channel is archived."
    assert len(world.box.dm_messages("sam")) == 1


def test_a_channel_under_a_new_id_keeps_its_digest(world: World) -> None:
    digest(world, "priya", "mon 09:00")
    new_id = world.box.change_channel_id(HERE)
    world.settle()
    assert standing(world).subscription.channel_id == new_id


def test_where_the_bot_is_not_now_says_how_to_have_it_here(one_world: World) -> None:
    emil = one_world.person("emil")
    emil.command("#engineering", "/digest", "mon 09:00")
    one_world.person("sam").command("#product-ideas", "/idea", "Export to CSV")
    one_world.settle()
    reply = emil.command("#engineering", "/digest", "now")
    assert "/invite @Linchpin" in (reply.text or "")
    one_world.settle()
    assert one_world.posts("#engineering") == []
