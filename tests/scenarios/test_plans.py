"""Dates, promises and needs in a small Slack: in words, in forms, and who is told what."""

import re
from typing import Any

import pytest

from services.idea_page import page as idea_pages
from tests.support.make import NOON, request
from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"


def told(reply: Any) -> str:
    return f"{reply.text} {reply.blocks}"


def page_of(world: World, number: int = 1) -> Any:
    return idea_pages.get(world.bot.database, request(world.workspace_id), number)


def notes(world: World) -> list[dict[str, Any]]:
    sam = world.person("sam")
    return [post for post in sam.messages(sam.dm_with_app().id) if "breaks a promise" in str(post)]


def filed(world: World, *titles: str) -> None:
    for title in titles:
        world.person("sam").command(IDEAS, "/idea", title)
    world.settle()


@pytest.mark.both_worlds
def test_a_move_that_breaks_a_promise_asks_first_and_tells_who_promised(world: World) -> None:
    filed(world, "Export to CSV")
    sam, priya = world.person("sam"), world.person("priya")
    priya.command(IDEAS, "/idea", "I-1 next")
    reply = sam.command(IDEAS, "/idea", "I-1 promised Acme Corp 2026-12-01 firm: on the call")
    assert "*Acme Corp* was promised it by *1 Dec 2026* · firm (P-1" in told(reply)
    priya.command(IDEAS, "/idea", "I-1")
    assert "Acme Corp" in str(priya.modal())
    priya.click(None, priya.modal()["id"], ids.IDEA_MOVE, "1")
    asked = priya.submit({"target": "later"})
    assert asked.ok and "This breaks a promise" in str(priya.modal())
    assert page_of(world).idea.horizon == "next"
    world.settle()
    assert notes(world) == []
    assert priya.submit({"target": "later"}).ok
    assert page_of(world).idea.horizon == "later"
    world.settle()
    [note] = notes(world)
    assert "*Acme Corp* was promised *I-1* by *1 Dec 2026* (firm), but it stands in *Later*" in str(
        note["blocks"]
    )


def test_dates_in_words_warn_of_promises_and_of_what_is_needed(one_world: World) -> None:
    world = one_world
    filed(world, "Export to CSV", "Row limits")
    priya = world.person("priya")
    reply = priya.command(IDEAS, "/idea", "I-1 from 2026-10 to 2026-12 firm")
    assert "is planned *Q4 2026 · firm*" in told(reply) and "not on the roadmap yet" in told(reply)
    priya.command(IDEAS, "/idea", "I-2 later")
    priya.command(IDEAS, "/idea", "I-1 promised Acme 2027-01-31")
    needs = priya.command(IDEAS, "/idea", "I-1 needs I-2")
    assert "needs *I-2* Row limits" in told(needs)
    moved = priya.command(IDEAS, "/idea", "I-1 now")
    assert "*I-1* stands in *Now*, but needs *I-2* Row limits" in told(moved)
    circle = priya.command(IDEAS, "/idea", "I-2 needs I-1")
    assert "I-2 cannot need I-1: I-1 needs I-2, so it would go round in a circle" in circle.text
    late = priya.command(IDEAS, "/idea", "I-1 by 2027-02-15")
    assert "*Acme* was promised *I-1* by *31 Jan 2027*, but it ends on *15 Feb 2027*" in told(late)
    undated = priya.command(IDEAS, "/idea", "I-1 no date")
    assert "but it has no end date any more" in told(undated)
    priya.command(IDEAS, "/idea", "I-1 from 2026-10 to 2027-02-15")
    dropped = priya.command(IDEAS, "/idea", "I-1 open")
    assert "*Acme* was promised *I-1*" in told(dropped)
    over = priya.command(IDEAS, "/idea", "I-1 no longer needs I-2")
    assert "needs no other idea any more" in told(over)
    bad = priya.command(IDEAS, "/idea", "I-1 from 2027-03 to 2027-01")
    assert "It cannot end on 31 Jan 2027, before it starts on 1 Mar 2027" in bad.text
    history = priya.command(IDEAS, "/idea", "I-1 history")
    assert "First said: 31 Dec 2026. It moved once, 46 days later" in told(history)
    assert "Only managers and the owner of I-1 can set its dates" in (
        world.person("sam").command(IDEAS, "/idea", "I-1 Q1").text
    )


def test_the_form_of_an_idea_keeps_what_was_typed_when_it_asks_about_a_promise(
    one_world: World,
) -> None:
    world = one_world
    filed(world, "Export to CSV")
    priya = world.person("priya")
    priya.command(IDEAS, "/idea", "I-1 by 2026-11-30")
    priya.command(IDEAS, "/idea", "I-1")
    priya.click(None, priya.modal()["id"], ids.PROMISE_NEW, "1")
    priya.suggest(ids.CUSTOMER_SELECT, "Acme")
    assert priya.submit({"customer": "Acme", "due_on": "2026-12-01", "confidence": "firm"}).ok
    assert "P-1 is recorded" in str(priya.modal())
    priya.click(None, priya.modal()["id"], ids.IDEA_EDIT, "1")
    wrong = priya.submit({"starts_on": "2027-01-01", "ends_on": "2026-12-01"})
    assert "before it starts" in wrong.errors["ends_on"]
    typed = {"title": "CSV export", "starts_on": "2026-11-01", "ends_on": "2026-12-24"}
    typed["public_title"] = "Take your data with you"
    assert priya.submit(typed).ok
    assert "This breaks a promise" in str(priya.modal()) and "CSV export" in str(priya.modal())
    assert page_of(world).idea.title == "Export to CSV"
    assert priya.submit({}).ok
    idea = page_of(world).idea
    assert (idea.title, str(idea.ends_on)) == ("CSV export", "2026-12-24")
    assert idea.public_title == "Take your data with you"


def test_promises_are_listed_withdrawn_and_opened_again(one_world: World) -> None:
    world = one_world
    filed(world, "Export to CSV")
    sam = world.person("sam")
    sam.command(IDEAS, "/idea", "I-1 promised to Acme by Q1 2027")
    assert "Acme" in told(sam.command(IDEAS, "/roadmap", "promises"))
    sam.click(IDEAS, sam.ephemerals(IDEAS)[-1], ids.PROMISE_MENU, "1 withdraw")
    assert sam.submit({"because": "They left"}).ok
    assert "Withdrawn because: They left" in str(sam.modal())
    assert "No promise is open" in told(sam.command(IDEAS, "/roadmap", "promises"))
    assert "Acme" in told(sam.command(IDEAS, "/roadmap", "promises done"))
    sam.click(IDEAS, sam.ephemerals(IDEAS)[-1], ids.PROMISE_MENU, "1 reinstate")
    assert "P-1 is open again" in str(sam.modal())


def test_the_roadmap_of_the_past_is_shown_in_words_and_posted_as_a_picture(
    one_world: World,
) -> None:
    world = one_world
    filed(world, "Export to CSV")
    priya = world.person("priya")
    priya.command(IDEAS, "/idea", "I-1 next")
    priya.command(IDEAS, "/idea", "I-1 Q1 2027 likely")
    world.move_to(NOON.replace(month=12, day=20))
    priya.command(IDEAS, "/idea", "I-1 shipped")
    past = priya.command("#product", "/roadmap", "as of 2026-12-01")
    assert "As it stood on Tue 1 Dec 2026" in told(past) and "*Next*" in told(past)
    assert "*I-1* Export to CSV" in told(past)
    since = priya.command("#product", "/roadmap", "changes since 2026-12-01")
    assert "Shipped" in told(since) and "was Next" in told(since)
    answer = [one for one in priya.ephemerals("#product") if ids.PAST_POST in str(one)][-1]
    assert priya.click("#product", answer, ids.PAST_POST).ok
    world.settle()
    [post] = world.posts("#product")
    assert [block["type"] for block in post["blocks"]][:2] == ["header", "image"]
    assert "Next: I-1" in post["blocks"][1]["alt_text"]
    along = priya.command("#product", "/roadmap", "timeline by area as of 2026-12-01")
    assert "Timeline by quarter" in told(along) and "Q1 2027 · likely" in told(along)
    value = next(one for one in re.findall(r"[0-9TZ:.+-]+ months by area", str(along.blocks)))
    assert priya.click("#product", priya.ephemerals("#product")[-1], ids.PAST_SHAPE, value).ok
    world.settle()
    turned = priya.ephemerals("#product")[-1]
    assert "Timeline by month" in str(turned) and "As it stood on Tue 1 Dec 2026" in str(turned)
    assert priya.click("#product", turned, ids.PAST_POST).ok
    world.settle()
    post = world.posts("#product")[-1]
    assert "I-1 Export to CSV (Q1 2027 · likely)" in str(post["blocks"])
    assert "`/roadmap months by area as of 2026-12-01 23:59`" in str(post["blocks"])
    future = priya.command("#product", "/roadmap", "as of 2027-09-01")
    assert "in the future" in future.text
    assert "I-1" in told(priya.command("#product", "/roadmap", "dates"))
