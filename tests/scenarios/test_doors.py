"""The ways in: mentions, intake channels, closed doors, Slack Connect, files."""

from datetime import timedelta
from typing import Any

import pytest

from domain.core.importance import Importance
from domain.feedback.model import Feedback, FeedbackState
from sandbox import Actor
from services.feedback import capture as feedback
from services.feedback import pages as feedback_pages
from tests.support.make import request
from tests.support.world import World
from views.blockkit import ids

PNG = b"\x89PNG\r\n\x1a\n"


def saved(world: World, number: int = 1) -> Feedback:
    return feedback_pages.get(world.bot.database, world.workspace_id, number)


def count(world: World) -> int:
    return feedback_pages.untriaged_count(world.bot.database, world.workspace_id)


def notes(person: Actor, channel: str = "#support") -> list[str]:
    return [f"{one['text']} {one.get('blocks')}" for one in person.ephemerals(channel)]


def set_rule(world: World, channel: str, **fields: Any) -> None:
    priya = world.person("priya")
    assert priya.command(channel, "/linchpin", "channel").ok
    reply = priya.submit(fields)
    assert reply.ok, reply.errors
    priya.close_modal(clear=True)
    world.settle()


@pytest.mark.both_worlds
def test_a_mention_saves_the_whole_thread_with_its_speakers_and_files(world: World) -> None:
    sam, sofia, priya = (world.person(name) for name in ("sam", "sofia", "priya"))
    root = sam.say("#support", "The export times out", files=[("slow.png", PNG)])
    sofia.say("#support", "Globex sees it too, @emil", root, files=[("log.txt", b"504")])
    priya.say("#support", "@linchpin save this", root)
    world.settle()
    one = saved(world)
    assert one.text == "Sam: The export times out\nSofia: Globex sees it too, @Emil"
    assert (one.said_by, one.saved_by, one.door) == (sam.id, priya.id, "mention")
    assert [file.name for file in one.attached.files] == ["slow.png", "log.txt"]
    assert world.box.reactions("#support", root) == {"white_check_mark": [world.box.bot_user_id]}
    assert "Saved as F-1" in notes(priya)[0]
    assert "slow.png" in notes(priya)[0]
    assert notes(sam) == []
    assert count(world) == 1


def test_a_second_mention_adds_only_what_was_said_since(one_world: World) -> None:
    world, sam = one_world, one_world.person("sam")
    root = sam.say("#support", "The export times out")
    sam.say("#support", "@linchpin please save this thread", root)
    world.settle()
    world.person("emil").say("#support", "Fixed on Monday", root)
    sam.say("#support", "@linchpin save this", root)
    world.settle()
    one = saved(world)
    assert one.text == "Sam: The export times out"
    assert [note.text for note in one.attached.notes] == ["Fixed on Monday"]
    assert count(world) == 1
    assert "1 new reply" in notes(sam)[1]


def test_a_thread_of_a_thousand_replies_says_what_it_leaves_out(one_world: World) -> None:
    world, emil = one_world, one_world.person("emil")
    root = emil.say("#engineering", "The export times out")
    for place in range(1000):
        emil.say("#engineering", f"reply {place}", root)
    world.box.invite("#engineering", "bot")
    world.settle()
    emil.say("#engineering", "@linchpin save this", root)
    world.settle()
    one = saved(world)
    lines = one.text.splitlines()
    assert lines[199] == "Emil: reply 198"
    assert lines[200].startswith("(80")
    assert "later messages are not in here" in lines[200]
    assert len(lines) == 201


def test_an_edit_within_a_saved_thread_rewrites_its_line_only(one_world: World) -> None:
    world, sam = one_world, one_world.person("sam")
    root = sam.say("#support", "The export times out")
    reply = sam.say("#support", "after 5 s", root)
    sam.say("#support", "@linchpin save this", root)
    world.settle()
    sam.edit("#support", root, "The CSV export times out")
    sam.edit("#support", reply, "after 50 s")
    world.settle()
    assert saved(world).text == "Sam: The CSV export times out\nSam: after 50 s"
    sam.delete("#support", reply)
    world.settle()
    assert saved(world).text == "Sam: The CSV export times out"


def test_a_mention_outside_a_thread_saves_what_it_says_or_tells_what_to_do(
    one_world: World,
) -> None:
    world, sam = one_world, one_world.person("sam")
    sam.say("#support", "@linchpin save: Acme wants dark mode")
    sam.say("#support", "@linchpin save this")
    sam.say("#support", "@linchpin what is the weather?")
    world.settle()
    one = saved(world)
    assert one.text == "Acme wants dark mode"
    assert one.source is not None
    assert one.source.permalink is not None
    assert count(world) == 1
    told = notes(sam)
    assert "nothing to save yet" in told[1]
    assert "@Linchpin save this" in told[2]


def test_an_intake_channel_takes_in_what_people_write_and_its_thread(one_world: World) -> None:
    world, sam, sofia = one_world, one_world.person("sam"), one_world.person("sofia")
    sam.say("#support", "before it was open")
    set_rule(
        world,
        "#support",
        doors=["intake", "emoji"],
        customer={"text": {"type": "plain_text", "text": "Globex"}, "value": "Globex"},
        importance="important",
    )
    ts = sam.say("#support", "The export times out", files=[("slow.png", PNG)])
    sofia.say("#support", "Globex too", ts)
    world.box.invite("#support", world.person("erin"))
    world.settle()
    one = saved(world)
    assert (one.text, one.said_by, one.door) == ("The export times out", sam.id, "intake")
    assert (one.customer, one.importance) == ("Globex", Importance.IMPORTANT)
    assert one.source is not None
    assert one.source.permalink is not None
    assert [note.text for note in one.attached.notes] == ["Globex too"]
    assert [file.name for file in one.attached.files] == ["slow.png"]
    assert count(world) == 1
    assert "Saved as F-1" in notes(sam)[0]
    assert notes(sofia) == []
    sofia.edit("#support", world.box.thread("#support", ts)[1]["ts"], "Globex and Acme too")
    world.settle()
    assert [note.text for note in saved(world).attached.notes] == ["Globex and Acme too"]


def test_a_flood_is_kept_whole_and_told_of_once(one_world: World) -> None:
    world, sam, sofia = one_world, one_world.person("sam"), one_world.person("sofia")
    set_rule(world, "#support", doors=["intake"])
    for place in range(100):
        (sam, sofia)[place % 2].say("#support", f"message {place}")
    world.settle()
    assert count(world) == 100
    every = [saved(world, number) for number in range(1, 101)]
    assert all(one.source is not None and one.source.permalink for one in every)
    assert len(notes(sam)) == 1
    assert "Saved 50 messages" in notes(sam)[0]
    assert world.box.calls("reactions.add") == []


def test_confirmations_go_into_the_thread_or_nowhere_as_the_channel_says(
    one_world: World,
) -> None:
    world, sam = one_world, one_world.person("sam")
    set_rule(world, "#support", doors=["emoji", "intake"], confirm="thread")
    set_rule(world, "#sales", doors=["emoji"], confirm="none")
    ts = sam.say("#support", "The export times out")
    world.settle()
    silent = sam.say("#sales", "Too slow")
    sam.react("#sales", silent, "inbox_tray")
    world.settle()
    assert "Saved as F-1" in world.box.thread("#support", ts)[1]["text"]
    assert notes(sam) == []
    assert notes(sam, "#sales") == []
    assert "white_check_mark" in world.box.reactions("#sales", silent)


def test_a_closed_door_says_so_privately_and_saves_nothing(one_world: World) -> None:
    world, sam = one_world, one_world.person("sam")
    set_rule(world, "#sales", doors=["shortcut"])
    ts = sam.say("#sales", "Too slow")
    sam.react("#sales", ts, "inbox_tray")
    sam.say("#sales", "@linchpin save this", ts)
    answer = sam.command("#sales", "/feedback", "Too slow")
    form = sam.command("#sales", "/feedback", "")
    world.settle()
    assert count(world) == 0
    shown = notes(sam, "#sales")
    assert len(shown) == 4
    assert all("Save as feedback in the" in one for one in shown)
    assert answer.ok
    assert form.ok
    assert sam.modal() is None
    assert sam.message_shortcut("save_feedback", "#sales", ts).ok
    assert sam.submit().ok
    assert saved(world).state is FeedbackState.NEW


def test_a_channel_shared_by_slack_connect_files_under_its_customer(one_world: World) -> None:
    world, sofia = one_world, one_world.person("sofia")
    world.box.invite("#cust-acme", "bot")
    world.settle()
    ts = world.person("ada").say("#cust-acme", "We need invoices in PDF")
    sofia.react("#cust-acme", ts, "inbox_tray")
    world.settle()
    assert saved(world).customer == "Acme"


def test_a_channel_maps_to_its_customer_as_soon_as_it_is_shared_and_while_it_is(
    one_world: World,
) -> None:
    world, sam = one_world, one_world.person("sam")
    world.box.share("#support", "T9GLOBEX", "Globex Inc.")
    world.settle()
    sam.command("#support", "/feedback", "Too slow")
    world.box.share("#support", "T9INITECH", "Initech")
    world.settle()
    sam.command("#support", "/feedback", "Much too slow")
    world.box.unshare("#support", "T9INITECH")
    world.box.unshare("#support", "T9GLOBEX")
    world.settle()
    sam.command("#support", "/feedback", "Still too slow")
    assert [saved(world, number).customer for number in (1, 2, 3)] == ["Globex Inc.", None, None]


def test_own_questions_stand_in_the_form_and_their_answers_are_shown(one_world: World) -> None:
    world, sam = one_world, one_world.person("sam")
    set_rule(
        world,
        "#support",
        question_1="Which plan?",
        choices_1="Free\nTeam",
        required_1=["required"],
    )
    assert sam.command("#support", "/feedback", "").ok
    assert not sam.submit({"text": "Too slow"}).ok
    form = sam.modal()
    assert form is not None
    field = next(
        one["block_id"]
        for one in form["blocks"]
        if (one.get("element") or {}).get("action_id") == ids.OWN_QUESTION
    )
    assert sam.submit({"text": "Too slow", field: "Team"}).ok
    world.settle()
    assert [(one.question, one.answer) for one in saved(world).attached.answers] == [
        ("Which plan?", "Team")
    ]
    assert "Which plan?" in str(sam.modal())


def test_what_was_saved_without_a_form_says_what_the_channel_asks(one_world: World) -> None:
    world, sam = one_world, one_world.person("sam")
    sam.command("#support", "/feedback", "Before anything is asked")
    set_rule(world, "#support", question_1="Which plan?")
    sam.command("#support", "/feedback", "Too slow")
    ts = sam.say("#support", "It hangs")
    sam.react("#support", ts, "inbox_tray")
    world.settle()
    plain, typed, reacted = (str(one["blocks"]) for one in sam.ephemerals("#support")[-3:])
    assert "question" not in plain
    assert all("This channel has a question about it" in one for one in (typed, reacted))


def test_files_of_a_message_saved_from_its_menu_stay_reachable(one_world: World) -> None:
    world, sam = one_world, one_world.person("sam")
    ts = sam.say("#support", "Look at this", files=[("slow.png", PNG)])
    assert sam.message_shortcut("save_feedback", "#support", ts).ok
    assert sam.submit().ok
    world.settle()
    file = saved(world).attached.files[0]
    assert (file.name, file.mimetype) == ("slow.png", "image/png")
    assert file.permalink is not None
    assert "slow.png" in str(sam.modal())


def test_a_file_that_slack_withholds_is_named_with_the_reason(one_world: World) -> None:
    world, sam = one_world, one_world.person("sam")
    ts = sam.say("#support", "Look at this", files=[("slow.png", PNG)])
    for file in world.box.workspace.files.values():
        file.withheld = "access_denied"
    sam.react("#support", ts, "inbox_tray")
    world.settle()
    file = saved(world).attached.files[0]
    assert (file.permalink, file.refused) == (None, "access_denied")
    sam.command("#support", "/feedback", "F-1")
    assert "the other organisation does not share it" in notes(sam)[-1]


def test_a_shared_channel_whose_partner_may_not_be_asked_for_says_so(one_world: World) -> None:
    world, sofia = one_world, one_world.person("sofia")
    world.box.workspace.scopes.remove("team:read")
    world.box.invite("#cust-acme", "bot")
    world.settle()
    assert sofia.command("#cust-acme", "/linchpin", "channel").ok
    assert "may not ask for its name" in notes(sofia, "#cust-acme")[-1]
    sofia.command("#cust-acme", "/feedback", "We need invoices in PDF")
    assert saved(world).customer is None


def test_an_intake_ignores_a_flood_of_bots(one_world: World) -> None:
    world, sam = one_world, one_world.person("sam")
    set_rule(world, "#general", doors=["intake"])
    for place in range(30):
        world.person("otherbot").say("#general", f"alert {place}")
    sam.say("#general", "Too slow")
    world.settle()
    assert [saved(world).text, count(world)] == ["Too slow", 1]


def test_an_edit_of_what_a_mention_saved_follows_without_the_mention(one_world: World) -> None:
    world, sam = one_world, one_world.person("sam")
    ts = sam.say("#support", "@linchpin save: Acme wants dark mode")
    world.settle()
    sam.edit("#support", ts, "@linchpin save: Acme wants a darker mode")
    world.settle()
    assert saved(world).text == "Acme wants a darker mode"


def test_what_was_said_while_nobody_listened_is_taken_in_afterwards(one_world: World) -> None:
    world, sam = one_world, one_world.person("sam")
    set_rule(world, "#support", doors=["intake"])
    world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    sam.say("#support", "Heard")
    world.settle()
    feedback.undo(world.bot.database, request(world.workspace_id, sam.id), 1)
    team = world.box.workspace
    listening, team.event_sink = team.event_sink, lambda _team, _event: None
    ts = sam.say("#support", "Not heard")
    world.person("emil").say("#support", "Nor this", ts)
    team.event_sink = listening
    world.bot.catch_up()
    world.settle()
    assert saved(world).state is FeedbackState.WITHDRAWN
    assert saved(world, 2).text == "Not heard"
    assert [note.text for note in saved(world, 2).attached.notes] == ["Nor this"]
    world.bot.catch_up()
    world.settle()
    assert count(world) == 1


def test_whoever_made_an_intake_is_told_when_it_can_no_longer_be_heard(one_world: World) -> None:
    world = one_world
    set_rule(world, "#support", doors=["intake"])
    world.box.kick("#support", "bot")
    world.settle()
    told = world.box.dm_messages("priya")[-1]["text"]
    assert "I take in nothing in" in told
    assert "/invite @Linchpin" in told
    world.person("priya").command("#support", "/linchpin", "doctor")
    assert "I am not in" in str(world.person("priya").ephemerals("#support")[-1])
