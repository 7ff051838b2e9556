"""Sorting feedback: one after the other, asked back, undone, handed over and late."""

from datetime import timedelta
from typing import Any

import pytest

from domain.feedback.model import FeedbackState
from services.feedback import pages as feedback_pages
from tests.support.world import World
from views.blockkit import ids

HERE = "#support"


def heard(world: World, *texts: str) -> None:
    for text in texts:
        world.person("sam").command(HERE, "/feedback", text)
    world.settle()


def inbox(world: World, name: str = "priya") -> dict[str, Any]:
    assert world.person(name).command(HERE, "/linchpin", "inbox").ok
    shown = world.person(name).modal()
    assert shown is not None
    return shown


def press(world: World, action: str, value: object = None, name: str = "priya") -> str:
    person = world.person(name)
    modal = person.modal()
    assert modal is not None
    assert person.click(None, modal, action, value).ok
    return str(person.modal())


def state(world: World, number: int) -> FeedbackState:
    found = feedback_pages.get(world.bot.database, world.workspace_id, number)
    assert found is not None
    return found.state


@pytest.mark.both_worlds
def test_each_item_takes_one_press_and_the_next_is_there(world: World) -> None:
    world.person("priya").command(HERE, "/idea", "Export to CSV")
    heard(world, "Please export the list to CSV", "The sun is too bright", "It is slow")
    assert "Please export the list" in str(inbox(world))
    assert "The sun is too bright" in press(world, ids.TRIAGE_LINK)
    assert state(world, 1) is FeedbackState.LINKED
    chosen = next(
        option["value"]
        for block in world.person("priya").modal()["blocks"]  # type: ignore[index]
        for one in [*block.get("elements", []), block.get("accessory", {})]
        if one.get("action_id") == ids.TRIAGE_DISMISS
        for option in one["options"]
    )
    assert "It is slow" in press(world, ids.TRIAGE_DISMISS, chosen)
    assert state(world, 2) is FeedbackState.DISMISSED
    assert "The sun is too bright" in press(world, ids.TRIAGE_UNDO)
    assert state(world, 2) is FeedbackState.NEW


def test_an_idea_is_filed_from_an_item_with_it_as_evidence(one_world: World) -> None:
    world = one_world
    heard(world, "We need single sign-on")
    inbox(world)
    press(world, ids.TRIAGE_FILE)
    assert world.person("priya").submit({"title": "Single sign-on"}).ok
    world.settle()
    found = feedback_pages.get(world.bot.database, world.workspace_id, 1)
    assert found is not None and found.idea_numbers == (1,)
    assert "F-1" not in str(inbox(world))


def test_an_answer_comes_back_to_its_item_and_who_asked_is_told(one_world: World) -> None:
    world, priya, sam = one_world, one_world.person("priya"), one_world.person("sam")
    heard(world, "It hangs")
    inbox(world)
    press(world, ids.TRIAGE_ASK)
    assert priya.submit({"question": "On which page?"}).ok
    world.settle()
    [*_, asked] = world.box.dm_messages(sam)
    assert "On which page?" in str(asked)
    sam.say(sam.dm_with_app().id, "On the billing page", asked["ts"])
    world.settle()
    assert "On the billing page" in str(world.box.dm_messages(priya)[-1])
    assert "On the billing page" in str(inbox(world))


def test_who_neither_manages_nor_has_a_turn_reads_who_sorts(one_world: World) -> None:
    heard(one_world, "It hangs")
    refused = one_world.person("emil").command(HERE, "/linchpin", "inbox")
    assert one_world.person("emil").modal() is None
    assert "sort" in f"{refused.text} {refused.blocks}"


def test_two_who_sort_at_once_do_not_get_in_each_others_way(one_world: World) -> None:
    world = one_world
    world.person("priya").command(HERE, "/linchpin", "triage")
    world.person("priya").submit({"people": [world.person("sofia").id]})
    world.settle()
    heard(world, "It hangs", "It is slow")
    inbox(world)
    inbox(world, "sofia")
    press(world, ids.TRIAGE_LATER, name="sofia")
    shown = press(world, ids.TRIAGE_LATER)
    assert "It is slow" in shown


def test_the_turn_is_handed_over_by_direct_message_once(one_world: World) -> None:
    world = one_world
    priya, sofia = world.person("priya"), world.person("sofia")
    heard(world, "It hangs")
    priya.command(HERE, "/linchpin", "triage")
    assert priya.submit({"people": [priya.id, sofia.id]}).ok
    world.settle()
    before = len(world.box.dm_messages(sofia))
    world.move_to(world.clock.now() + timedelta(days=8))
    told = world.box.dm_messages(sofia)[before:]
    assert len(told) == 1 and "F-1" in str(told)


def test_what_waits_too_long_is_named_in_the_weekly_post(one_world: World) -> None:
    world, priya = one_world, one_world.person("priya")
    priya.command("#product", "/digest", "mon 09:00")
    priya.command(HERE, "/linchpin", "triage")
    assert priya.submit({"people": [priya.id], "limit": "2"}).ok
    heard(world, "It hangs")
    world.person("priya").command(HERE, "/idea", "Dark mode")
    world.move_to(world.clock.now() + timedelta(days=8))
    assert "for longer than 2" in str(world.posts("#product"))
    assert "first *F-1*" in str(world.posts("#product"))


def boxes(shown: dict[str, Any]) -> str:
    return next(str(b["block_id"]) for b in shown["blocks"] if "items:" in str(b.get("block_id")))


def test_many_are_dismissed_at_once_and_undone_in_the_list(one_world: World) -> None:
    world, priya = one_world, one_world.person("priya")
    heard(world, "It hangs", "It is slow", "It is loud")
    inbox(world)
    press(world, ids.TRIAGE_MANY)
    shown = priya.modal()
    assert shown is not None
    nothing = priya.submit({"dismiss": "noise"})
    assert "Tick what you mean first." in str(nothing.errors)
    assert priya.submit({boxes(shown): ["1", "2"], "dismiss": "noise"}).ok
    assert "*2 pieces of feedback* are put aside" in str(priya.modal())
    assert [state(world, number) for number in (1, 2, 3)] == [
        FeedbackState.DISMISSED,
        FeedbackState.DISMISSED,
        FeedbackState.NEW,
    ]
    undone = press(world, ids.TRIAGE_UNDO)
    assert "F-1 to F-3" in undone
    assert state(world, 2) is FeedbackState.NEW
    priya.close_modal()
    assert "*1 of 3*" in str(priya.modal())


def test_a_question_in_the_thread_is_answered_there(one_world: World) -> None:
    world, priya, sam = one_world, one_world.person("priya"), one_world.person("sam")
    said = sam.say(HERE, "The export hangs")
    sam.react(HERE, said, "inbox_tray")
    world.settle()
    inbox(world)
    press(world, ids.TRIAGE_ASK)
    assert priya.submit({"question": "Which file?", "where": "thread"}).ok
    world.settle()
    [_said, asked] = world.box.thread(HERE, said)
    assert "Which file?" in str(asked)
    world.person("sofia").say(HERE, "The big one", said)
    world.settle()
    assert "The big one" in str(world.box.dm_messages(priya)[-1])
    found = feedback_pages.get(world.bot.database, world.workspace_id, 1)
    assert [note.text for note in found.attached.notes] == ["The big one"]


def test_the_triage_channel_opens_an_item_and_tells_when_somebody_was_faster(
    one_world: World,
) -> None:
    world, priya, sofia = one_world, one_world.person("priya"), one_world.person("sofia")
    priya.command(HERE, "/linchpin", "triage")
    channel = world.box.channel("#product").id
    assert priya.submit({"people": [sofia.id], "channel": channel}).ok
    heard(world, "It hangs", "It is slow")
    world.run_jobs()
    [post] = [one for one in world.posts("#product") if "new pieces of feedback" in one["text"]]
    assert [block["text"]["text"].split("  ")[0] for block in post["blocks"][1:]] == [
        "*F-1*",
        "*F-2*",
    ]
    line = str(post["blocks"][1]["block_id"])
    assert sofia.click("#product", post["ts"], ids.TRIAGE_OPEN, block_id=line).ok
    assert "It hangs" in str(sofia.modal())
    sofia.close_modal()
    inbox(world)
    press(world, ids.TRIAGE_DISMISS, "1 solved")
    assert sofia.click("#product", post["ts"], ids.TRIAGE_OPEN, block_id=line).ok
    shown = str(sofia.modal())
    assert "F-1 was sorted a moment ago: put aside by Priya." in shown
    assert "It is slow" in shown


def test_home_names_what_waits_and_its_button_opens_the_inbox(one_world: World) -> None:
    world, priya = one_world, one_world.person("priya")
    heard(world, "It hangs")
    priya.home()
    world.settle()
    home = priya.home_view()
    assert home is not None
    assert "*1* to be sorted, oldest F-1 of <!date^" in str(home)
    assert priya.click(None, home, ids.TRIAGE_INBOX).ok
    assert "It hangs" in str(priya.modal())
