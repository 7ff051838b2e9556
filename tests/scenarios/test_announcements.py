"""Announcing in a small Slack: drafted, edited, posted now or at a time, and seen arriving."""

from datetime import timedelta

import pytest

from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"


def shipped(world: World) -> None:
    world.person("sam").command(IDEAS, "/idea", "Export to CSV")
    world.settle()
    world.person("priya").command(IDEAS, "/idea", "I-1 shipped")
    world.settle()


@pytest.mark.both_worlds
def test_a_release_note_is_drafted_edited_and_posted(world: World) -> None:
    shipped(world)
    priya, sam = world.person("priya"), world.person("sam")
    priya.command("#product", "/roadmap", "announce I-1")
    form = priya.modal() or {}
    assert "Export to CSV" in str(form)
    assert priya.click(None, form, ids.ANNOUNCE_PREVIEW).ok
    previewed = str(priya.modal())
    assert ":rocket: Export to CSV" in previewed and "announced by" in previewed
    priya.close_modal()
    reply = priya.submit(
        {
            "headline": "CSV export is here",
            "text": "Every table. <!channel> thank you!",
            "channels": [world.box.channel("#product").id],
        }
    )
    assert reply.ok and not reply.errors
    assert "on its way" in str(priya.modal())
    world.settle()
    post = world.posts("#product")[-1]
    assert "CSV export is here" in post["text"] and "<!channel>" not in str(post["blocks"])
    priya.click(None, priya.modal() or {}, ids.ANNOUNCE_REFRESH)
    shown = str(priya.modal())
    assert ": posted" in shown and "|see it>" in shown
    assert post["ts"].replace(".", "") in shown
    mistyped = priya.command("#product", "/roadmap", "anounce I-1")
    assert "Did you mean /roadmap announce" in (mistyped.text or "")
    refused = sam.command("#product", "/roadmap", "announce I-1")
    assert "Only managers can announce" in (refused.text or "")


def test_a_note_for_later_comes_at_its_time_and_once(one_world: World) -> None:
    world = one_world
    shipped(world)
    priya = world.person("priya")
    at = world.clock.now() + timedelta(days=1)
    priya.command("#product", "/roadmap", "announce I-1")
    place = [world.box.channel("#product").id]
    fields = {"headline": "Sone", "text": "Tomorrow.", "channels": place}
    priya.submit({**fields, "post_at": int(at.timestamp())})
    assert "waits for its time" in str(priya.modal())
    assert priya.click(None, priya.modal() or {}, ids.ANNOUNCE_EDIT).ok
    assert "Sone" in str(priya.modal()) and str(int(at.timestamp())) in str(priya.modal())
    reply = priya.submit({"headline": "Soon"})
    assert reply.ok and not reply.errors
    assert "waits for its time" in str(priya.modal())
    world.move_to(at - timedelta(minutes=1))
    assert not any("Soon" in one["text"] for one in world.posts("#product"))
    world.move_to(at)
    world.move_to(at + timedelta(minutes=1))
    assert sum("Soon" in one["text"] for one in world.posts("#product")) == 1


def test_a_channel_that_was_lost_meanwhile_is_told_to_who_announced(one_world: World) -> None:
    world = one_world
    shipped(world)
    priya = world.person("priya")
    priya.command("#product", "/roadmap", "announce I-1")
    place = [world.box.channel("#product").id]
    priya.submit({"headline": "Out", "text": "Now.", "channels": place})
    world.box.channel("#product").archived = True
    world.settle()
    priya.click(None, priya.modal() or {}, ids.ANNOUNCE_REFRESH)
    assert "not posted" in str(priya.modal())
    world.settle()
    assert "could not post the announcement" in str(priya.messages(priya.dm_with_app().id))
