"""Scoring in a small Slack: in the form, in words, by several people, with ranks and a picture."""

from typing import Any

import pytest

from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"
FULL = "reach=800 impact=2 confidence=80% effort=3"


def file(world: World, *titles: str) -> None:
    for title in titles:
        world.person("sam").command(IDEAS, "/idea", title)
    world.settle()


def told(reply: Any) -> str:
    return f"{reply.text} {reply.blocks}"


@pytest.mark.both_worlds
def test_two_people_score_in_words_and_in_the_form(world: World) -> None:
    file(world, "Export to CSV", "Single sign-on")
    sam, erin = world.person("sam"), world.person("erin")
    assert "`/score I-12`" in told(sam.command(IDEAS, "/score"))
    answer = told(sam.command(IDEAS, "/score", f"I-1 {FULL}"))
    assert "RICE *426.7* · place *1* of 1" in answer
    assert "800 × 2 × 80% ÷ 3 = *426.7*" in answer
    assert erin.command(IDEAS, "/score", "I-1").ok
    assert f"<@{sam.id}> *3* today" in str(erin.modal())
    refused = erin.submit({"effort": "0"})
    assert "Effort has to be more than 0" in refused.errors["effort"]
    assert erin.submit({"effort": "5"}).ok
    assert "RICE *320*" in str(erin.modal())
    assert "median *4*" in told(erin.command(IDEAS, "/idea", "why I-1"))


def test_bad_words_are_refused_with_what_would_do(one_world: World) -> None:
    file(one_world, "Export to CSV")
    sam = one_world.person("sam")
    for words, sentence in (
        ("I-1 efort=3", "Did you mean effort?"),
        ("I-1 confidence=120%", "is a percentage from 0 to 100"),
        ("I-1 reach=1e308", "Reach is at most 1,000,000,000"),
        ("I-1 effort=nan", "“nan” is none"),
        ("I-9 effort=3", "The nearest one is I-1"),
        ("method ice", "Only managers can choose how ideas are scored"),
    ):
        assert sentence in told(sam.command(IDEAS, "/score", words))


@pytest.mark.both_worlds
def test_the_ranking_is_listed_and_its_picture_posted(world: World) -> None:
    file(world, "Export to CSV", "Single sign-on", "Dark mode")
    sam = world.person("sam")
    assert "None of these 3 ideas has a score yet" in told(sam.command(IDEAS, "/ideas", "top"))
    sam.command(IDEAS, "/score", f"I-1 {FULL}")
    sam.command(IDEAS, "/score", "I-2 reach=900 impact=3 confidence=50% effort=1")
    world.settle()
    before = len(world.posts(IDEAS))
    reply = told(sam.command(IDEAS, "/ideas", "top"))
    assert reply.index("*I-2*") < reply.index("*I-1*")
    assert "1 idea without a score" in reply
    answer = sam.ephemerals(IDEAS)[-1]
    assert sam.click(IDEAS, answer, ids.RANKING_POST).ok
    world.settle()
    [post] = world.posts(IDEAS)[before:]
    assert [block["type"] for block in post["blocks"]] == ["section", "image", "context"]
    assert "I-2 Single sign-on; I-1 Export to CSV" in post["blocks"][1]["alt_text"]
    assert "on its way into this channel" in str(sam.ephemerals(IDEAS)[-1])
    why = told(sam.command(IDEAS, "/idea", "I-1 why"))
    assert "it passes *I-2* Single sign-on" in why


def test_a_manager_changes_the_rules_in_forms(one_world: World) -> None:
    file(one_world, "Export to CSV")
    priya = one_world.person("priya")
    priya.command(IDEAS, "/score", f"I-1 {FULL}")
    assert priya.command(IDEAS, "/score", "method").ok
    assert priya.submit({"method": "ice"}).ok
    assert "scored by *ICE*" in str(priya.modal())
    priya.close_modal()
    assert "Impact, Confidence and Ease are missing" in told(
        priya.command(IDEAS, "/score", "I-1 impact=none")
    )
    assert priya.command(IDEAS, "/score", "model").ok
    refused = priya.submit({"lines": "pain: Pain, 0-10", "formula": "pain * reach +"})
    assert "Column 15" in refused.errors["formula"]
    assert priya.submit({"lines": "pain: Pain, 0-10", "formula": "pain * reach / effort"}).ok
    priya.close_modal()
    assert "scored by *Our model*" in told(priya.command(IDEAS, "/score", "method own"))
    assert "Our model *1,600*" in told(priya.command(IDEAS, "/score", "I-1 pain=6"))
    priya.command(IDEAS, "/score", "method rice")
    assert priya.command(IDEAS, "/score", "rubric").ok
    page = priya.modal()
    assert page is not None
    priya.click(None, page["id"], ids.SCORE_RUBRIC_OPEN, "impact")
    assert priya.submit({"3": "Doubles our trials"}).ok
    assert "Doubles our trials" in str(priya.modal())
    priya.close_modal()
    priya.command(IDEAS, "/score", "I-1")
    assert "Doubles our trials" in str(priya.modal())
