"""The Home tab: what became of what I said, what I voted for, what leads, and what waits."""

from typing import Any

import pytest

from sandbox import Actor
from tests.support import stored
from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"


def home(world: World, who: Actor) -> str:
    who.home()
    world.settle()
    view = who.home_view()
    assert view is not None
    return str(view["blocks"])


def modal_title(who: Actor) -> str:
    view = who.modal()
    assert view is not None
    return str(view["title"]["text"])


def card(world: World) -> dict[str, Any]:
    return world.posts(IDEAS)[-1]


def test_home_of_somebody_new_says_how_to_begin(world: World) -> None:
    shown = home(world, world.person("sam"))
    assert "Nothing yet. React with :inbox_tray:" in shown
    assert "No votes yet. React with :+1:" in shown
    assert "No ideas yet" in shown
    assert "Waiting for you" not in shown


@pytest.mark.both_worlds
def test_home_tells_what_became_of_what_i_said(world: World) -> None:
    sam, priya = world.person("sam"), world.person("priya")
    sam.command("#support", "/feedback", "the export times out")
    assert "Waiting to be read" in home(world, sam)
    priya.command(IDEAS, "/idea", "Faster exports")
    world.settle()
    priya.command(IDEAS, "/idea", "I-1 F-1")
    priya.command(IDEAS, "/idea", "I-1 next")
    shown = home(world, sam)
    assert "the export times out" in shown
    assert "I-1 Faster exports · Planned · Next" in shown
    assert "the export times out" not in home(world, world.person("emil"))


def test_home_shows_my_votes_and_the_top_ideas(world: World) -> None:
    sam, emil = world.person("sam"), world.person("emil")
    for title in ("Dark mode", "Export to CSV"):
        sam.command(IDEAS, "/idea", title)
        world.settle()
    for who in (sam, emil):
        who.react(IDEAS, card(world)["ts"], "+1")
    world.settle()
    shown = home(world, sam)
    mine, _, top = shown.partition("Top ideas")
    assert "Export to CSV" in mine
    assert "Dark mode" not in mine
    assert top.index("Export to CSV") < top.index("Dark mode")
    assert "2 votes" in top
    assert "· you voted" in top
    assert "· you voted" not in home(world, world.person("erin"))


@pytest.mark.both_worlds
def test_only_managers_see_what_waits(world: World) -> None:
    sam, priya = world.person("sam"), world.person("priya")
    assert "Nothing waits for you" in home(world, priya)
    sam.command("#support", "/feedback", "it hangs")
    world.box.faults.add("error", method="chat.postMessage", error="restricted_action")
    priya.command(IDEAS, "/idea", "Dark mode")
    priya.command(IDEAS, "/idea", "I-1 next")
    world.settle()
    shown = home(world, priya)
    assert "*1* to be sorted, oldest F-1 of" in shown
    assert "*1* planned idea has no owner" in shown
    assert "*1* post failed lately" in shown
    assert "Waiting for you" not in home(world, sam)


def test_every_button_of_home_opens_something(world: World) -> None:
    priya = world.person("priya")
    priya.command(IDEAS, "/idea", "Dark mode")
    world.settle()
    priya.react(IDEAS, card(world)["ts"], "+1")
    world.settle()
    home(world, priya)
    view = priya.home_view()
    assert view is not None
    for action_id in (
        ids.HOME_FEEDBACK,
        ids.HOME_IDEA,
        ids.HOME_ROADMAP,
        ids.SETTINGS_OPEN,
        ids.HOME_VOTED_OPEN,
        ids.HOME_TOP_OPEN,
    ):
        assert priya.click(None, view, action_id).ok
        assert modal_title(priya), action_id
        priya.close_modal(clear=True)


def test_what_is_filed_from_home_is_stored(world: World) -> None:
    sam = world.person("sam")
    home(world, sam)
    sam.click(None, sam.home_view() or {}, ids.HOME_FEEDBACK)
    assert sam.submit({"text": "it hangs"}).ok
    sam.close_modal(clear=True)
    sam.click(None, sam.home_view() or {}, ids.HOME_IDEA)
    assert sam.submit({"title": "Dark mode"}).ok
    sam.close_modal(clear=True)
    shown = home(world, sam)
    assert "it hangs" in shown
    assert "Dark mode" in shown


def test_a_long_history_fits(world: World) -> None:
    sam = world.person("sam")
    for number in range(12):
        stored.said(world, sam, f"{number} " + "long " * 700)
        stored.idea(world, sam, f"Idea {number} " + "x" * 120)
    shown = home(world, sam)
    assert "and 4 more" in shown
    assert all(call["answer"]["ok"] for call in world.box.calls("views.publish"))
