"""The roadmap in a small Slack: another view by a click, its picture, files, and shares."""

import re
from typing import Any

import httpx
import pytest

from tests.support.world import PUBLIC_URL, World
from views.blockkit import ids

PLACE = "#product"


def fill(world: World) -> None:
    for number, (area, dates) in enumerate(
        (("Mobile", "Q1 2027 firm"), ("Billing", "by 15 Dec 2026 rough")), start=1
    ):
        world.person("priya").command("#product-ideas", "/idea", f"{area} work")
        world.settle()
        for words in ("next", dates):
            world.person("priya").command("#product-ideas", "/idea", f"I-{number} {words}")
    world.settle()


def answer(world: World, who: str = "sam") -> dict[str, Any]:
    return dict(world.person(who).ephemerals(PLACE)[-1])


def direct(world: World, who: str) -> list[dict[str, Any]]:
    """What the bot told somebody in their direct conversation, oldest first."""
    person = world.person(who)
    return [one for one in person.messages(person.dm_with_app().id) if one.get("user") != person.id]


def content(world: World, file: dict[str, Any]) -> str:
    token = {"authorization": f"Bearer {world.box.bot_token}"}
    return httpx.get(file["url_private"], headers=token, verify=False).text


@pytest.mark.both_worlds
def test_another_view_is_a_click_away_and_posting_posts_that_view(world: World) -> None:
    fill(world)
    sam = world.person("sam")
    sam.command(PLACE, "/roadmap", "")
    words = "quarters"
    assert sam.click(PLACE, answer(world), ids.ROADMAP_SHAPE, words).ok
    world.settle()
    turned = answer(world)
    assert "Q1 2027" in str(turned) and "Timeline by quarter" in str(turned)
    assert sam.click(PLACE, turned, ids.ROADMAP_POST).ok
    world.settle()
    [post] = world.posts(PLACE)
    assert "Q4 2026: I-2 Billing work (by 15 Dec 2026 · rough)" in str(post["blocks"])
    assert "`/roadmap quarters`" in str(post["blocks"])


def test_words_that_mean_nothing_are_answered_with_what_does(one_world: World) -> None:
    sam = one_world.person("sam")
    assert "/roadmap timeline" in sam.command(PLACE, "/roadmap", "timelime").text
    assert "/roadmap export" in sam.command(PLACE, "/roadmap", "exprot").text


def test_the_picture_of_a_view_comes_by_direct_message(one_world: World) -> None:
    fill(one_world)
    reply = one_world.person("sam").command(PLACE, "/roadmap", "by area picture")
    assert "on its way to you" in str(reply.blocks)
    one_world.settle()
    blocks = direct(one_world, "sam")[-1]["blocks"]
    image = next(block for block in blocks if block["type"] == "image")
    assert "No area: I-1 Mobile work (next)" in image["alt_text"]
    assert one_world.posts(PLACE) == []


def test_an_export_comes_once_as_a_file_though_slack_lost_its_answer(one_world: World) -> None:
    fill(one_world)
    one_world.box.faults.add("drop_after", method="files.completeUploadExternal", times=1)
    priya = one_world.person("priya")
    priya.command(PLACE, "/roadmap", "")
    assert priya.click(PLACE, answer(one_world, "priya"), ids.ROADMAP_EXPORT).ok
    priya.submit({"format": "csv", "reader": "stakeholders"})
    one_world.settle(600)
    [post] = [one for one in direct(one_world, "priya") if one.get("files")]
    [file] = post["files"]
    assert file["name"].startswith("roadmap-for-stakeholders") and file["name"].endswith(".csv")
    table = content(one_world, file)
    assert "Billing work" in table and "Votes" not in table


@pytest.mark.both_worlds
def test_a_share_is_a_link_where_there_is_an_address_and_else_a_file(world: World) -> None:
    fill(world)
    priya = world.person("priya")
    refused = world.person("sam").command(PLACE, "/roadmap", "share customers")
    assert "Only managers can share the roadmap outside Slack" in refused.text
    reply = priya.command(PLACE, "/roadmap", "share timeline customers 7 days")
    found = re.search(rf"{PUBLIC_URL}(/r/[\w-]+)", str(reply.blocks))
    if not world.events_url:
        world.settle()
        [file] = [file for one in direct(world, "priya") for file in one.get("files", [])]
        assert found is None and file["name"].endswith(".html")
        assert "Mobile work" in content(world, file)
        return
    assert found is not None
    address = world.events_url.removesuffix("/slack/events") + found[1]
    page = httpx.get(address, verify=False)
    assert page.status_code == 200 and "Mobile work" in page.text and "I-1" not in page.text
    assert "script-src 'sha256-" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "private, no-store"
    assert "noindex" in page.headers["x-robots-tag"]
    priya.command(PLACE, "/roadmap", "shares")
    assert priya.click(PLACE, answer(world, "priya"), ids.ROADMAP_REVOKE).ok
    assert "S-1 is revoked" in str(priya.modal())
    gone = httpx.get(address, verify=False)
    unknown = httpx.get(address[:-1] + ("A" if address[-1] != "A" else "B"), verify=False)
    assert gone.status_code == unknown.status_code == 404
    assert gone.text == unknown.text and "There is no roadmap here" in gone.text
