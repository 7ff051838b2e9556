"""Merging ideas in a small Slack: asked first, done, seen on the old card, and undone."""

from typing import Any

import pytest

from services.idea_page import page as idea_pages
from services.ideas.actions import NewIdea
from services.votes import filing
from tests.support.make import request
from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"


def told(reply: Any) -> str:
    return f"{reply.text} {reply.blocks}"


def filed(world: World, *titles: str) -> list[dict[str, Any]]:
    for title in titles:
        world.person("sam").command(IDEAS, "/idea", title)
    world.settle()
    return world.posts(IDEAS)


def votes(world: World, number: int = 1) -> int:
    found = idea_pages.get(world.bot.database, request(world.workspace_id), number)
    return found.idea.votes


@pytest.mark.both_worlds
def test_a_merge_shows_first_what_goes_over_and_the_old_card_points_on(world: World) -> None:
    csv, excel = filed(world, "Export to CSV", "Spreadsheets of every report")
    priya, sam, erin = (world.person(name) for name in ("priya", "sam", "erin"))
    for person, card in ((sam, csv), (sam, excel), (erin, excel)):
        person.react(IDEAS, card["ts"], "+1")
    world.settle()
    priya.command(IDEAS, "/idea", "I-2 merge I-1")
    shown = str(priya.modal())
    assert "*2 votes*: 1 and 2, of which 1 person voted for both and count once" in shown
    assert "the card of I-2" in shown
    assert votes(world) == 1  # nothing is done before it is said
    assert priya.submit({}).ok
    assert "*I-2* is part of this idea now" in str(priya.modal())
    world.settle()
    assert votes(world) == 2
    card = world.posts(IDEAS)[1]
    assert "is part of *I-1* now. Votes here count for it." in str(card["blocks"])
    world.person("sofia").react(IDEAS, card["ts"], "+1")
    sam.unreact(IDEAS, card["ts"], "+1")
    world.settle()
    assert votes(world) == 3  # sam still votes on the other card
    sam.command(IDEAS, "/idea", "I-2")
    assert "*I-2* Spreadsheets of every report is part of *I-1* now" in str(sam.modal())
    priya.click(None, priya.modal()["id"], ids.MERGE_UNDO, "2")
    assert "*I-2* is an idea of its own again" in str(priya.modal())
    world.settle()
    assert (votes(world, 1), votes(world, 2)) == (1, 2)
    assert "is part of" not in str(world.posts(IDEAS)[1]["blocks"])


def test_the_survivor_is_chosen_in_the_form_and_can_be_turned_round(one_world: World) -> None:
    world = one_world
    filed(world, "Export to CSV", "Spreadsheets of every report")
    priya, sam = world.person("priya"), world.person("sam")
    priya.command(IDEAS, "/idea", "I-2")
    priya.click(None, priya.modal()["id"], ids.MERGE_OPEN, "2")
    offered = priya.suggest(ids.MERGE_SELECT, "csv")
    assert [one["value"] for one in offered] == ["1"]
    assert priya.submit({"into_2": "1"}).ok  # before anything was shown
    assert "*will have*" in str(priya.modal()) and votes(world, 2) == 0
    priya.click(None, priya.modal()["id"], ids.MERGE_SWAP, "1 2")
    assert priya.modal()["title"]["text"] == "Merge I-1"
    assert priya.submit({}).ok
    assert "Merged into it" in str(priya.modal())
    reply = sam.command(IDEAS, "/idea", "I-1 unmerge")
    assert "Only managers can undo a merge" in told(reply)
    reply = priya.command(IDEAS, "/idea", "I-1 unmerge")
    assert "is an idea of its own again" in told(reply)
    reply = priya.command(IDEAS, "/idea", "I-1 unmerge I-2 merge")
    assert "I do not know what to do" in told(reply)


def test_doubles_are_listed_and_what_is_not_the_same_is_remembered(one_world: World) -> None:
    world = one_world
    filed(world, "Dark mode for the dashboard", "Offline drafts")
    again = request(world.workspace_id)  # the command would have asked whether it is the same
    filing.file(world.bot.database, again, NewIdea("Dark mode for the dashboards"), None)
    priya = world.person("priya")
    reply = priya.command(IDEAS, "/ideas", "doubles")
    assert "Almost the same" in told(reply) and "Merge…" in told(reply)
    priya.command(IDEAS, "/idea", "I-3")
    assert "*Looks like*" in str(priya.modal())
    priya.click(None, priya.modal()["id"], ids.MERGE_APART, "3 1 3")
    assert "are not the same" in str(priya.modal())
    assert "*Looks like*" not in str(priya.modal())
    reply = priya.command(IDEAS, "/ideas", "doubles")
    assert "No two open ideas look the same" in told(reply)
