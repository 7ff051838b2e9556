"""Votes on cards in a small Slack: the tally is what Slack shows, also after having been away."""

from datetime import timedelta
from itertools import pairwise

import pytest

from domain.ideas.model import Idea
from services.idea_page import page as idea_pages
from services.votes import actions as votes
from tests.support.make import request
from tests.support.world import World

IDEAS = "#product-ideas"


def stored(world: World, number: int = 1) -> Idea:
    return idea_pages.get(world.bot.database, request(world.workspace_id), number).idea


def filed(world: World, title: str = "Export to CSV") -> str:
    """File an idea; the ts of its card."""
    world.person("sam").command(IDEAS, "/idea", title)
    world.settle()
    return str(world.posts(IDEAS)[-1]["ts"])


def updates(world: World) -> list[str]:
    return [call["args"]["text"] for call in world.box.calls("chat.update")]


@pytest.mark.both_worlds
def test_the_card_shows_votes_within_seconds_and_calmly(world: World) -> None:
    ts = filed(world)
    for name in ("sam", "priya", "emil", "erin"):
        world.person(name).react(IDEAS, ts, "+1")
    began = world.clock.now()
    world.settle()
    assert updates(world) == ["I-1 Export to CSV · Open · 4 votes"]
    assert world.clock.now() - began <= timedelta(seconds=6)


def test_what_changes_back_before_the_update_sends_nothing(world: World) -> None:
    ts = filed(world)
    sam = world.person("sam")
    sam.react(IDEAS, ts, "+1")
    world.box.settle()
    sam.unreact(IDEAS, ts, "+1")
    world.settle()
    assert updates(world) == []
    assert stored(world).votes == 0


@pytest.mark.both_worlds
def test_updates_of_a_card_are_five_seconds_apart(world: World) -> None:
    ts = filed(world)
    for name in ("sam", "priya", "emil"):
        world.person(name).react(IDEAS, ts, "+1")
        world.box.settle()
        world.bot.dispatcher.run_due()
        world.clock.advance(timedelta(seconds=2))
    world.settle()
    times = [call["at"] for call in world.box.calls("chat.update")]
    assert all(after - before >= timedelta(seconds=5) for before, after in pairwise(times))
    assert updates(world)[-1].endswith("3 votes")


@pytest.mark.both_worlds
def test_votes_while_the_bot_was_away_are_healed(world: World) -> None:
    ts = filed(world)
    sam, priya = world.person("sam"), world.person("priya")
    sam.react(IDEAS, ts, "+1")
    world.settle()
    world.box.faults.add("lost", event="reaction_added")
    world.box.faults.add("lost", event="reaction_removed")
    world.clock.advance(timedelta(seconds=60))
    priya.react(IDEAS, ts, "+1::skin-tone-3")
    sam.unreact(IDEAS, ts, "+1")
    world.settle()
    assert stored(world).votes == 1
    world.clock.advance(timedelta(seconds=60))
    votes.heal_votes(world.bot.database, world.clock.now())
    world.settle()
    assert stored(world).votes == 1
    mine = idea_pages.shortlist(world.bot.database, request(world.workspace_id, priya.id), "")
    assert mine.voted == {1}


@pytest.mark.both_worlds
def test_a_deleted_card_loses_its_votes(world: World) -> None:
    ts = filed(world)
    world.person("sam").react(IDEAS, ts, "+1")
    world.settle()
    world.person("priya").delete(IDEAS, ts)
    world.settle()
    assert stored(world).votes == 0


def test_a_deletion_that_was_missed_is_found_by_the_next_update(world: World) -> None:
    ts = filed(world)
    world.person("sam").react(IDEAS, ts, "+1")
    world.box.settle()
    world.box.faults.add("lost", event="message")
    world.person("priya").delete(IDEAS, ts)
    world.settle()
    assert stored(world).votes == 0


def test_a_deletion_that_was_missed_is_found_by_healing(world: World) -> None:
    ts = filed(world)
    world.person("sam").react(IDEAS, ts, "+1")
    world.settle()
    world.box.faults.add("lost", event="message")
    world.person("priya").delete(IDEAS, ts)
    world.run_jobs()
    assert stored(world).votes == 0


@pytest.mark.both_worlds
def test_an_idea_shown_twice_counts_a_person_once(world: World) -> None:
    from services.votes import cards

    ts = filed(world)
    sam = world.person("sam")
    channel = world.box.channel("#support").id
    cards.show(world.bot.database, request(world.workspace_id, sam.id, "again"), 1, channel)
    world.settle()
    second = str(world.posts("#support")[-1]["ts"])
    sam.react(IDEAS, ts, "+1")
    sam.react("#support", second, "thumbsup")
    world.settle()
    assert stored(world).votes == 1
    assert world.posts("#support")[-1]["text"].endswith("1 vote")
    assert world.posts(IDEAS)[-1]["text"].endswith("1 vote")
    sam.unreact(IDEAS, ts, "+1")
    world.settle()
    assert stored(world).votes == 1
