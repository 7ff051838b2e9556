"""Objectives in a small Slack: set, asked about, answered in two taps, drawn, covered."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox import Actor
from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"
MONDAY = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
"""Nine o'clock in every zone of the cast."""

FORM = {
    "title": "New teams get going in a day",
    "period": "2026-10-01",
    "measure": "Teams that invite a colleague",
    "unit": "%",
    "start": "25",
    "target": "40",
    "rhythm": "weekly",
}


def told(reply: Any) -> str:
    return f"{reply.text} {reply.blocks}"


def set_one(world: World, **changes: Any) -> Actor:
    priya = world.person("priya")
    assert priya.command(IDEAS, "/linchpin", "objectives new").ok
    assert priya.submit({**FORM, **changes}).ok
    return priya


def last_direct(person: Actor) -> dict[str, Any]:
    return person.messages(person.dm_with_app().id)[-1]


@pytest.mark.both_worlds
def test_an_objective_is_set_asked_about_and_answered_in_two_taps(world: World) -> None:
    sam = world.person("sam")
    assert "Only managers can set objectives" in str(
        sam.command(IDEAS, "/linchpin", "objectives new")
        and sam.submit({**FORM, "title": "Mine"}).errors
    )
    sam.close_modal()
    priya = world.person("priya")
    priya.command(IDEAS, "/linchpin", "objectives new New teams get going in a day")
    refused = priya.submit({**FORM, "owner": sam.id, "target": "25"})
    assert "It starts at 25% already" in refused.errors["target"]
    assert priya.submit({"target": "40"}).ok
    assert "*O-1* is set" in str(priya.modal())
    priya.close_modal()

    world.move_to(MONDAY)
    question = last_direct(sam)
    assert "How is O-1 going?" in question["text"]
    channel = sam.dm_with_app().id
    assert sam.click(channel, question["ts"], f"{ids.OBJECTIVE_REPORT}:at_risk").ok
    assert "much" in sam.submit({"value": "much"}).errors["value"]
    assert sam.submit({"value": "31"}).ok
    world.settle()
    answered = last_direct(sam)
    assert answered["ts"] == question["ts"]
    assert "O-1 is up to date" in answered["text"]
    assert "*40%*" in str(answered["blocks"])

    assert priya.command(IDEAS, "/linchpin", "O-1").ok
    page = str(priya.modal())
    assert ":large_yellow_circle: At risk" in page
    assert f"*31%* · :large_yellow_circle: At risk · <@{sam.id}>" in page
    assert priya.click(None, priya.modal() or {}, ids.OBJECTIVE_PICTURE).ok
    world.settle()
    [picture] = [block for block in last_direct(priya)["blocks"] if block["type"] == "image"]
    assert "31%, from 25% to 40% by 31 Dec 2026" in picture["alt_text"]
    file = world.box.teams[world.box.team_id].files[picture["slack_file"]["id"]]
    assert file.name.startswith("o-1-") and file.title.startswith("O-1 ")


def test_ideas_serve_objectives_in_words_and_forms_and_coverage_counts_them(
    one_world: World,
) -> None:
    sam, priya = one_world.person("sam"), set_one(one_world)
    priya.close_modal()
    set_one(one_world, title="Keep what we have").close_modal()
    for title in ("Invites by link", "Dark mode"):
        sam.command(IDEAS, "/idea", title)
        one_world.settle()
    priya.command(IDEAS, "/idea", "I-1 next")
    priya.command(IDEAS, "/idea", "I-2 next")
    assert "*I-1* Invites by link serves *O-1*" in told(
        sam.command(IDEAS, "/idea", "I-1 serves O-1")
    )
    found = told(sam.command(IDEAS, "/linchpin", "coverage"))
    assert "1 of 2 planned ideas serves an objective" in found
    assert "Shares count ideas" in found
    assert "*I-2*  Dark mode" in found
    assert "*O-2*  Keep what we have" in found
    note = sam.ephemerals(IDEAS)[-1]
    assert sam.click(IDEAS, note, ids.OBJECTIVE_OF_IDEA).ok
    found_by_words = sam.suggest(ids.OBJECTIVE_SELECT, "keep")
    assert [one["value"] for one in found_by_words] == ["2"]
    assert sam.submit({"objectives": found_by_words}).ok
    assert "*O-2*  Keep what we have" in str(sam.modal())
    sam.close_modal()
    sam.command(IDEAS, "/score", "I-1 effort=3")
    sam.command(IDEAS, "/score", "I-2 effort=1")
    covered = told(sam.command(IDEAS, "/linchpin", "coverage"))
    assert "*75%*  O-1 New teams" in covered
    assert "Shares are of 4 person-months of estimated effort" in covered
    assert "no longer serves" in told(sam.command(IDEAS, "/idea", "I-1 no longer serves O-1"))


def test_an_edit_that_clashes_keeps_what_was_typed_and_says_what_the_other_wrote(
    one_world: World,
) -> None:
    sam = one_world.person("sam")
    priya = set_one(one_world, owner=sam.id)
    for person in (priya, sam):
        person.close_modal() if person.modal() else None
        person.command(IDEAS, "/linchpin", "O-1")
        assert person.click(None, person.modal() or {}, ids.OBJECTIVE_EDIT).ok
    assert priya.submit({"title": "Priya's words"}).ok
    assert sam.submit({"title": "Sam's words", "target": "50"}).ok
    form = str(sam.modal())
    assert "Somebody else changed this while your form was open" in form
    assert f"<@{priya.id}> changed the title to “Priya's words”" in form
    assert "Sam's words" in form
    assert sam.submit({}).ok
    assert "Sam's words" in str(sam.modal())
    assert "to 50%" in str(sam.modal())
