"""Ideas from the first title to shipped: in a small Slack, as people meet it."""

from typing import Any

import pytest

from domain.ideas.model import Horizon, Idea, Status
from services.idea_page import page as idea_pages
from tests.support.make import request
from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"


def stored(world: World, number: int = 1) -> Idea:
    return idea_pages.get(world.bot.database, request(world.workspace_id), number).idea


def card(world: World, channel: str = IDEAS, index: int = 0) -> dict[str, Any]:
    return world.posts(channel)[index]


def told(reply: Any) -> str:
    return f"{reply.text} {reply.blocks}"


@pytest.mark.both_worlds
def test_filing_an_idea_answers_privately_and_posts_its_card(world: World) -> None:
    sam = world.person("sam")
    reply = sam.command(IDEAS, "/idea", "“Export to CSV”")
    assert "I-1 is filed" in told(reply)
    assert world.posts(IDEAS) == []
    world.settle()
    shown = card(world)
    assert shown["text"] == "I-1 Export to CSV · Open · 0 votes"
    assert world.box.reactions(IDEAS, shown["ts"]) == {"+1": [world.box.bot_user_id]}
    assert len(sam.ephemerals(IDEAS)) == 1
    assert stored(world).votes == 0


def test_cards_go_to_the_ideas_channel_once_there_is_one(world: World) -> None:
    set_ideas_channel(world, IDEAS)
    world.person("sam").command("#support", "/idea", "Export to CSV")
    world.settle()
    assert len(world.posts(IDEAS)) == 1
    address = f"p{card(world)['ts'].replace('.', '')}"
    assert address in str(world.person("sam").ephemerals("#support")[-1])
    assert world.posts("#support") == []


@pytest.mark.parametrize(
    ("channel", "advice"),
    [("#engineering", "/invite @Linchpin"), ("@linchpin", "/linchpin settings")],
)
def test_where_no_card_can_stand_the_idea_is_kept_and_the_answer_says_what_to_do(
    world: World, channel: str, advice: str
) -> None:
    reply = world.person("priya").command(channel, "/idea", "Export to CSV")
    world.settle()
    assert stored(world).title == "Export to CSV"
    assert advice in told(reply)
    assert world.box.calls("chat.postMessage") == []


def test_the_form_files_an_idea_with_everything(world: World) -> None:
    priya, sam = world.person("priya"), world.person("sam")
    assert priya.command(IDEAS, "/idea").ok
    option = priya.suggest(ids.AREA_SELECT, "Exports")[-1]
    reply = priya.submit(
        {
            "title": "Export to CSV",
            "description": "Finance asks every month",
            "area": option["value"],
            "owner": sam.id,
        }
    )
    assert reply.ok
    assert "I-1 is filed" in str(priya.modal())
    world.settle()
    idea = stored(world)
    assert (idea.description, idea.area, idea.owner_id) == (
        "Finance asks every month",
        "Exports",
        sam.id,
    )
    assert "Exports · Owner " in str(card(world)["blocks"])
    assert f"<@{sam.id}>" not in str(card(world)["blocks"])


@pytest.mark.both_worlds
def test_only_managers_move_ideas_by_command_and_by_the_card(world: World) -> None:
    sam, priya = world.person("sam"), world.person("priya")
    sam.command(IDEAS, "/idea", "Export to CSV")
    world.settle()
    assert "Only managers can move ideas. Please ask" in told(
        sam.command(IDEAS, "/idea", "I-1 planned")
    )
    shown = card(world)
    sam.click(IDEAS, shown["ts"], ids.IDEA_MOVE_MENU, "1 now")
    assert "Only managers can move ideas" in str(sam.modal())
    assert stored(world).status is Status.OPEN
    priya.click(IDEAS, shown["ts"], ids.IDEA_MOVE_MENU, "1 now")
    world.settle()
    assert (stored(world).status, stored(world).horizon) == (Status.PLANNED, Horizon.NOW)
    assert "Planned · Now" in card(world)["text"]


def test_declining_keeps_the_reason_and_the_card_says_closed(world: World) -> None:
    priya = world.person("priya")
    priya.command(IDEAS, "/idea", "Export to CSV")
    reply = priya.command(IDEAS, "/idea", "i1 declined because of <!channel> & costs")
    assert "Because: &lt;!channel&gt; &amp; costs" in told(reply)
    world.settle()
    blocks = str(card(world)["blocks"])
    assert "voting is closed" in blocks
    assert "Why not: &lt;!channel&gt; &amp; costs" in blocks


def test_an_idea_opens_as_a_page_and_is_edited_and_moved_there(world: World) -> None:
    priya = world.person("priya")
    priya.command(IDEAS, "/idea", "Export to CSV")
    world.settle()
    assert priya.command(IDEAS, "/idea", "I-1").ok
    page = priya.modal()
    assert page is not None
    assert "Export to CSV" in str(page)
    assert priya.click(None, page["id"], ids.IDEA_EDIT, "1").ok
    assert priya.submit({"title": "Export to CSV and XLSX", "description": "Both"}).ok
    assert "Saved." in str(priya.modal())
    assert priya.click(None, str((priya.modal() or {})["id"]), ids.IDEA_MOVE, "1").ok
    assert priya.submit({"target": "shipped"}).ok
    assert "Moved." in str(priya.modal())
    world.settle()
    assert "Export to CSV and XLSX · Shipped" in card(world)["text"]


def test_a_form_that_cannot_be_saved_keeps_what_was_typed(world: World) -> None:
    priya, sam = world.person("priya"), world.person("sam")
    priya.command(IDEAS, "/idea", "Export to CSV")
    assert sam.command(IDEAS, "/idea", "I-1 edit").ok
    reply = sam.submit({"title": "Mine now"})
    assert "can be edited by" in reply.errors["title"]
    assert sam.modal() is not None
    assert stored(world).title == "Export to CSV"


@pytest.mark.both_worlds
def test_feedback_becomes_evidence_from_the_idea(world: World) -> None:
    sam = world.person("sam")
    sam.command(IDEAS, "/feedback", "The export times out")
    sam.command(IDEAS, "/idea", "Export to CSV")
    world.settle()
    sam.click(IDEAS, card(world)["ts"], ids.IDEA_EVIDENCE, "1")
    option = sam.suggest(ids.FEEDBACK_SELECT, "export")[0]
    assert option["text"]["text"] == "F-1 The export times out"
    assert sam.submit({"feedback": option["value"]}).ok
    assert "The export times out" in str(sam.modal())
    world.settle()
    assert "1 piece of feedback" in str(card(world)["blocks"])
    sam.click(None, str((sam.modal() or {})["id"]), ids.IDEA_UNLINK, "1 1")
    assert stored(world).evidence == 0


@pytest.mark.both_worlds
def test_feedback_becomes_an_idea_and_joins_another(world: World) -> None:
    sam = world.person("sam")
    sam.command(IDEAS, "/feedback", "The export times out")
    answer = sam.ephemerals(IDEAS)[-1]
    sam.click(IDEAS, answer["ts"], ids.IDEA_FROM_FEEDBACK, "1")
    assert "The export times out" in str(sam.modal())
    assert sam.submit({"title": "Faster exports"}).ok
    assert stored(world).evidence == 1
    sam.close_modal()
    sam.command(IDEAS, "/idea", "Background jobs")
    sam.click(IDEAS, answer["ts"], ids.EVIDENCE_FOR_FEEDBACK, "1")
    (option,) = sam.suggest(ids.IDEA_SELECT, "back")
    assert sam.submit({"idea": option["value"]}).ok
    assert stored(world, 2).evidence == 1


def test_words_from_a_private_channel_stay_there(world: World) -> None:
    emil, sam = world.person("emil"), world.person("sam")
    world.box.create_channel("board", private=True, members=["emil", "bot"])
    world.settle()
    emil.command("#board", "/feedback", "Acme will leave")
    emil.command(IDEAS, "/idea", "Keep Acme")
    emil.command(IDEAS, "/idea", "I-1 F-1")
    world.settle()
    assert "Acme will leave" not in str(world.posts(IDEAS))
    sam.command(IDEAS, "/idea", "I-1")
    assert "private conversation" in str(sam.modal())
    assert "Acme will leave" not in str(sam.modal())
    emil.command(IDEAS, "/idea", "I-1")
    assert "Acme will leave" in str(emil.modal())


def test_the_list_shows_votes_marks_mine_and_turns_pages(world: World) -> None:
    sam = world.person("sam")
    for number in range(8):
        sam.command(IDEAS, "/idea", f"Export {number}")
    world.settle()
    last = card(world, index=7)
    sam.react(IDEAS, last["ts"], "+1")
    world.settle()
    reply = sam.command(IDEAS, "/ideas")
    assert "Export 7" in str(reply.blocks[1])
    assert "you voted" in str(reply.blocks[1])
    assert "your vote" not in str(reply.blocks[2:])
    answer = sam.ephemerals(IDEAS)[-1]
    sam.click(IDEAS, answer["ts"], f"{ids.IDEAS_PAGE}:more")
    world.settle()
    assert "Export 6" in str(sam.ephemerals(IDEAS)[-1])
    assert "Export 7" not in str(sam.ephemerals(IDEAS)[-1])


def test_ideas_are_found_by_the_beginnings_of_all_words(world: World) -> None:
    sam = world.person("sam")
    for title in ("Export to CSV", "Import from CSV", "Export as PDF"):
        sam.command(IDEAS, "/idea", title)
    found = told(sam.command(IDEAS, "/ideas", "cs EXP"))
    assert "Export to CSV" in found
    assert "Import" not in found
    assert "PDF" not in found
    assert "No idea has all the words" in told(sam.command(IDEAS, "/ideas", "csv zebra"))


def test_refusals_say_the_nearest_right_thing(world: World) -> None:
    sam = world.person("sam")
    assert "There are no ideas yet" in told(sam.command(IDEAS, "/idea", "I-9"))
    sam.command(IDEAS, "/idea", "Export to CSV")
    assert "The nearest one is I-1" in told(sam.command(IDEAS, "/idea", "I-9"))
    assert "Did you mean /idea I-1 shipped" in told(sam.command(IDEAS, "/idea", "I-1 shiped"))
    assert "I-1 is almost the same" in told(sam.command(IDEAS, "/idea", "export to csv"))


def test_a_card_that_slack_refuses_is_told_to_the_filer_and_can_be_shown_later(
    world: World,
) -> None:
    sam = world.person("sam")
    world.box.faults.add("error", method="chat.postMessage", error="restricted_action")
    sam.command(IDEAS, "/idea", "Export to CSV")
    world.settle()
    assert world.posts(IDEAS) == []
    assert "could not be posted" in str(world.box.dm_messages("sam"))
    sam.command(IDEAS, "/idea", "I-1")
    page = sam.modal()
    assert page is not None
    sam.click(None, page["id"], ids.IDEA_SHOW_CARD, "1")
    assert "on its way" in str(sam.modal())
    world.settle()
    assert len(world.posts(IDEAS)) == 1


@pytest.mark.both_worlds
@pytest.mark.parametrize("fault", ["drop_after", "drop_before"])
def test_a_card_whose_outcome_was_lost_is_posted_once(world: World, fault: str) -> None:
    world.box.faults.add(fault, method="chat.postMessage")
    world.person("sam").command(IDEAS, "/idea", "Export to CSV")
    world.settle(120)
    assert len(world.posts(IDEAS)) == 1
    assert "+1" in world.box.reactions(IDEAS, card(world)["ts"])


@pytest.mark.both_worlds
def test_the_same_command_delivered_twice_files_one_idea(world: World) -> None:
    world.box.faults.add("duplicate", event="slash_commands")
    world.person("sam").command(IDEAS, "/idea", "Export to CSV")
    world.settle()
    assert len(world.posts(IDEAS)) == 1
    assert len(idea_pages.suggest(world.bot.database, world.workspace_id, "")) == 1


def set_ideas_channel(world: World, channel: str) -> None:
    from storage.workspace import workspaces

    with world.bot.database.transaction() as session:
        where = world.box.channel(channel).id
        workspaces.change(session, world.workspace_id, ideas_channel_id=where)
