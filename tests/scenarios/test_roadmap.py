"""The roadmap in a small Slack: asked for, posted with its picture, and where the bot is not."""

from typing import Any

import pytest

from domain.ideas.model import Horizon
from services.ideas import actions as ideas
from tests.support import stored
from tests.support.make import request
from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"


def fill(world: World, *targets: str) -> None:
    for number, target in enumerate(targets, start=1):
        world.person("sam").command(IDEAS, "/idea", f"Idea {number}")
        world.settle()
        if target:
            world.person("priya").command(IDEAS, "/idea", f"I-{number} {target}")
    world.settle()


def told(reply: Any) -> str:
    return f"{reply.text} {reply.blocks}"


def test_an_empty_roadmap_says_how_to_fill_it(world: World) -> None:
    reply = world.person("sam").command("#product", "/roadmap")
    assert "File the first one with `/idea" in told(reply)


@pytest.mark.both_worlds
def test_the_answer_is_private_and_its_button_posts_the_board_with_its_picture(
    world: World,
) -> None:
    fill(world, "now", "later", "shipped", "")
    sam = world.person("sam")
    reply = sam.command("#product", "/roadmap")
    assert "*I-1* Idea 1" in told(reply) and "I-4" not in told(reply)
    assert world.posts("#product") == []
    answer = sam.ephemerals("#product")[-1]
    assert sam.click("#product", answer, ids.ROADMAP_POST).ok
    world.settle()
    [post] = world.posts("#product")
    kinds = [block["type"] for block in post["blocks"]]
    assert kinds[:2] == ["header", "image"]
    assert "Now: I-1 Idea 1" in post["blocks"][1]["alt_text"]
    assert "<@" not in str(post["blocks"])
    replaced = sam.ephemerals("#product")[-1]
    assert "On its way" in str(replaced) and ids.ROADMAP_POST not in str(replaced)


def test_a_long_column_opens_whole_in_a_modal(world: World) -> None:
    sam, priya = world.person("sam"), world.person("priya")
    for number in range(1, 13):
        filed = stored.idea(world, priya, f"Idea {number}")
        asked = request(world.workspace_id, priya.id)
        ideas.move(world.bot.database, asked, filed.number, Horizon.NOW)
    sam.command("#product", "/roadmap")
    assert sam.click("#product", sam.ephemerals("#product")[-1], ids.ROADMAP_ALL).ok
    assert "*I-12* Idea 12" in str(sam.modal())


def test_where_the_bot_is_not_the_answer_says_how_to_invite_it(world: World) -> None:
    fill(world, "now")
    outside = world.person("emil").command("#engineering", "/roadmap")
    assert "/invite @Linchpin" in told(outside) and ids.ROADMAP_POST in told(outside)
    private = world.person("priya").command("#leadership", "/roadmap")
    assert "/invite @Linchpin" in told(private) and ids.ROADMAP_POST not in told(private)
    assert "/invite" not in told(world.person("sam").command("#product", "/roadmap"))


@pytest.mark.both_worlds
def test_a_picture_that_fails_does_not_keep_the_roadmap_back(world: World) -> None:
    fill(world, "now")
    world.box.faults.add(
        "error", method="files.getUploadURLExternal", error="file_uploads_disabled", times=9
    )
    sam = world.person("sam")
    sam.command("#product", "/roadmap")
    sam.click("#product", sam.ephemerals("#product")[-1], ids.ROADMAP_POST)
    world.settle()
    [post] = world.posts("#product")
    assert "image" not in [block["type"] for block in post["blocks"]]
