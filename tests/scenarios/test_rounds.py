"""Blind rounds in a small Slack: asked, scored in private, revealed, explained."""

from datetime import timedelta
from typing import Any

import pytest

from bot.app import create_app
from sandbox import Actor
from storage.outbox import monitoring as outbox_monitoring
from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"
EMIL = {"reach": "4321", "impact": "2", "confidence": "80", "effort": "8"}
SAM = {"reach": "4321", "impact": "2", "confidence": "80", "effort": "2"}


def filed(world: World, *titles: str) -> None:
    for title in titles:
        world.person("sam").command(IDEAS, "/idea", title)
    world.settle()


def told(person: Actor) -> list[dict[str, Any]]:
    return person.messages(person.dm_with_app().id)


def score(world: World, who: str, idea: int, typed: dict[str, str]) -> Any:
    """Press the button of the direct message when no form is open, and send the form."""
    person = world.person(who)
    asked = next(one for one in told(person) if "R-1" in one["text"])
    if person.modal() is None:
        person.click(person.dm_with_app().id, asked, ids.ROUND_ANSWER)
    return person.submit({f"{driver}.{idea}": value for driver, value in typed.items()})


@pytest.mark.both_worlds
def test_a_round_is_scored_blindly_revealed_and_explained(world: World) -> None:
    filed(world, "Export to CSV", "Dark mode")
    priya, sam, emil = (world.person(name) for name in ("priya", "sam", "emil"))
    reply = priya.command("#product", "/score", "round I-1 I-2 @sam @emil @erin")
    assert "has started" in str(reply.blocks)
    world.settle()
    assert "asks for your estimates of 2 ideas" in str(told(sam)[-1]["blocks"])
    score(world, "sam", 1, SAM)
    assert "I-1 is saved" in str(sam.modal()) and "Dark mode" in str(sam.modal())
    score(world, "sam", 2, {"effort": "1"})
    assert "Thank you" in str(sam.modal())
    score(world, "emil", 1, EMIL)
    priya.command("#product", "/score", "R-1")
    page = str(priya.modal())
    assert "1 of 2" in page and "not yet" in page and f"<@{sam.id}>" in page
    assert "I-1 is saved" not in page and "*8*" not in page and "4321" not in page
    priya.click(None, priya.modal() or {}, ids.ROUND_REVEAL)
    world.settle()
    post = world.posts("#product")[-1]
    assert "Effort *5*" in str(post["blocks"]) and "from 2 to 8" in str(post["blocks"])
    assert "Talk about this one" in str(post["blocks"])
    assert "No answer from" in str(told(priya)) and world.person("erin").id in str(told(priya))
    assert world.person("erin").id not in str(world.posts("#product"))
    emil.close_modal(clear=True)
    emil.click(emil.dm_with_app().id, told(emil)[-1], ids.ROUND_WHY)
    emil.submit({"sentence": "The old importer <!channel> has to go first"})
    world.settle()
    thread = world.box.thread("#product", post["ts"])
    assert "The old importer" in thread[-1]["text"] and "<!channel>" not in thread[-1]["text"]
    why = sam.command("#product", "/idea", "why I-1")
    assert "*R-1* (2 people, 2 to 8) *5*" in str(why.blocks)


def test_a_user_group_stands_for_those_who_are_in_it_now(one_world: World) -> None:
    world = one_world
    filed(world, "Export to CSV")
    priya, erin = world.person("priya"), world.person("erin")
    world.box.put_user_group("support", "Support", ["sam", "erin", "otherbot"])
    world.settle()
    started = priya.command("#product", "/score", "round I-1 @support @eng @sam")
    world.settle()
    assert started.text == "R-1 has started"
    for name in ("sam", "erin", "emil"):
        assert len(told(world.person(name))) == 1
    world.box.deactivate("erin")
    world.settle()
    priya.command("#product", "/score", "round I-1 @support for 2 days")
    world.settle()
    assert (len(told(erin)), len(told(world.person("sam")))) == (1, 2)


def test_a_round_goes_on_in_the_next_process(one_world: World) -> None:
    world = one_world
    filed(world, "Export to CSV")
    world.person("priya").command("#product", "/score", "round I-1 @sam @emil for 2 days")
    world.settle()
    score(world, "sam", 1, SAM)
    world.bot.dispatcher.run_due()
    anew = create_app(world.bot.settings, now=world.clock.now)
    anew.identify()
    world.clock.advance(timedelta(days=2, minutes=1))
    anew.drain({"rounds"})
    post = world.posts("#product")[-1]
    assert "R-1" in post["text"] and "Effort *2*" in str(post["blocks"])
    anew.database.dispose()


def test_groups_and_unknown_names_get_a_sentence_and_a_form_keeps_what_was_said(
    one_world: World,
) -> None:
    world = one_world
    filed(world, "Export to CSV")
    priya = world.person("priya")
    world.box.put_user_group("robots", "Robots", ["otherbot"])
    world.settle()
    robots = priya.command("#product", "/score", "round I-1 @robots")
    group = priya.command("#product", "/score", "round I-1 <!subteam^S999|@late>")
    unknown = priya.command("#product", "/score", "round I-1 @nobody")
    assert "nobody is" in (unknown.text or "") and "form: /score round" in (unknown.text or "")
    assert "I cannot see who is in @late" in (group.text or "")
    assert "nobody to ask in @robots" in (robots.text or "")
    priya.command("#product", "/score", "round I-1")
    assert "Export to CSV" in str(priya.modal())
    refused = priya.submit({"people": [world.person("sam").id], "deadline": 1_700_000_000})
    assert refused.errors == {"deadline": "That time is past. Choose a later one."}
    ends = int((world.clock.now() + timedelta(days=1)).timestamp())
    assert priya.submit({"deadline": ends}).ok
    assert "has started" in str(priya.modal())
    sam = world.person("sam")
    sam.home()
    world.settle()
    home = sam.home_view() or {}
    assert "Rounds waiting for you" in str(home)
    sam.click(None, home, ids.ROUND_ANSWER, "1")
    assert "R-1: 1 of 1" in str(sam.modal())


@pytest.mark.parametrize("refused", ["missing_scope", "plan_upgrade_required"])
def test_a_slack_that_tells_of_no_groups_troubles_nobody(one_world: World, refused: str) -> None:
    world = one_world
    filed(world, "Export to CSV")
    world.box.faults.add("error", method="usergroups.list", error=refused)
    world.box.put_user_group("support", "Support", ["sam"])
    world.settle()
    priya = world.person("priya")
    answer = priya.command("#product", "/score", "round I-1 @support")
    assert "I cannot see who is in @support" in (answer.text or "")
    with world.bot.database.reading() as session:
        assert outbox_monitoring.failures(session, world.workspace_id) == []
    started = priya.command("#product", "/score", "round I-1 @sam")
    assert started.text == "R-1 has started"


def test_a_ballot_in_words_opens_its_form_with_what_was_said(one_world: World) -> None:
    world = one_world
    filed(world, "Export to CSV", "Dark mode")
    priya, sam = world.person("priya"), world.person("sam")
    world.settle()
    priya.command("#product", "/linchpin", "round I-2 @support for 3 days")
    assert "Dark mode" in str(priya.modal()) and sam.id in str(priya.modal())
    assert priya.submit({"title": "What next?"}).ok
    world.settle()
    assert "What next?" in str(told(sam)[-1]["blocks"])
    for words, sentence in (
        ("round @sam", "I do not know who @sam is"),
        ("round export", "Write a round as: /linchpin round I-12"),
        ("round @here", "asks people by name"),
    ):
        answer = priya.command("#product", "/linchpin", words)
        assert sentence in (answer.text or "")


def test_a_ballot_is_cast_in_its_channel_and_counted_at_its_end(one_world: World) -> None:
    world = one_world
    filed(world, "Export to CSV", "Dark mode", "Saved filters")
    priya, sam, emil = (world.person(name) for name in ("priya", "sam", "emil"))
    priya.command("#product", "/linchpin", "round")
    ends = world.clock.now() + timedelta(days=3)
    priya.submit(
        {
            "title": "What next?",
            "ideas": priya.suggest(ids.IDEA_SELECT, ""),
            "budget": "10",
            "deadline": int(ends.timestamp()),
        }
    )
    world.settle()
    ballot = world.posts("#product")[-1]
    assert "What next?" in str(ballot["blocks"])
    for person, points in ((sam, {"1": "7", "2": "3"}), (emil, {"2": "10"})):
        person.click("#product", ballot, ids.BALLOT_OPEN)
        over = person.submit({"1": "9", "2": "9"})
        assert over.errors and "Take 8 points back" in over.errors["1"]
        person.submit({"1": "", "2": "", **points})
        assert "is kept" in str(person.modal())
    assert "points" not in str(world.posts("#product")[1:])
    world.move_to(ends)
    result = world.posts("#product")[-1]
    assert "2 of 5 in the channel voted (40%), 20 points given" in result["text"]
    assert "1.  *I-2* Dark mode" in str(result["blocks"])
