"""Similar ideas before saving, as people meet them: in forms, after quick saves, with /idea."""

from copy import deepcopy
from typing import Any

import pytest

from sandbox.delivery.parcel import Parcel
from services.feedback import pages as feedback_pages
from services.ideas.actions import NewIdea
from services.votes import filing
from tests.support.make import request
from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"


def file(world: World, title: str) -> int:
    asked = request(world.workspace_id, "U0SAM", key=f"file:{title}")
    return filing.file(world.bot.database, asked, NewIdea(title), None).number


def modal_of(world: World, name: str) -> dict[str, Any]:
    view = world.person(name).modal()
    assert view is not None
    return view


def offered(view: dict[str, Any]) -> list[str]:
    """What the radio buttons of a form offer, by their values."""
    return [
        option["value"]
        for block in view["blocks"]
        if block["type"] == "input" and block["element"]["action_id"] == ids.ALIKE_CHOICE
        for option in block["element"]["options"]
    ]


def saved(world: World, number: int) -> Any:
    return feedback_pages.get(world.bot.database, world.workspace_id, number)


def choice_block(view: dict[str, Any]) -> str:
    return next(str(b["block_id"]) for b in view["blocks"] if b["block_id"].startswith("alike:"))


@pytest.mark.both_worlds
def test_the_feedback_form_proposes_while_typing_keeps_the_rest_and_links_the_choice(
    world: World,
) -> None:
    file(world, "Export to CSV")
    sofia = world.person("sofia")
    sofia.global_shortcut(ids.NEW_FEEDBACK)
    assert offered(modal_of(world, "sofia")) == []
    sofia.click(
        None,
        modal_of(world, "sofia"),
        ids.FEEDBACK_TEXT,
        value="They want to download it as a spreadsheet",
    )
    view = modal_of(world, "sofia")
    assert offered(view) == ["I-1", "none"]
    typed = view["state"]["values"]["text"][ids.FEEDBACK_TEXT]["value"]
    assert typed == "They want to download it as a spreadsheet"
    world.box.settle()
    reply = sofia.submit({"said_by_name": "Ada", choice_block(view): "I-1"})
    assert reply.ok, reply
    assert saved(world, 1).idea_numbers == (1,)
    assert saved(world, 1).said_by_name == "Ada"


def test_a_proposal_that_is_late_does_not_put_the_form_in_the_place_of_the_answer(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    file(one_world, "Export to CSV")
    sam = one_world.person("sam")
    sam.command(IDEAS, "/idea")
    sam.click(None, modal_of(one_world, "sam"), ids.IDEA_TITLE, value="bicycle parking")
    typed = one_world.box.deliveries("block_actions")[-1]["payload"]
    words = {ids.IDEA_TITLE: {"type": "plain_text_input", "value": "download as csv"}}
    for late in (False, True):
        if late:
            assert sam.submit({"title": "download as csv"}).ok
        payload = deepcopy(typed)
        payload["view"]["state"]["values"]["title"] = words
        parcel = Parcel("interaction", "block_actions", payload["team"]["id"], payload)
        assert one_world.box.courier.ask(parcel).ok
        assert offered(modal_of(one_world, "sam")) == ([] if late else ["I-1", "none"])
    assert "is filed" in str(modal_of(one_world, "sam"))
    assert "Traceback" not in caplog.text


def test_proposals_follow_what_is_typed_and_go_when_nothing_is_alike(one_world: World) -> None:
    file(one_world, "Export to CSV")
    file(one_world, "Dark mode")
    sam = one_world.person("sam")
    sam.command(IDEAS, "/idea")
    for typed, wanted in (
        ("download csv", ["I-1", "none"]),
        ("night theme", ["I-2", "none"]),
        ("bicycle parking", []),
    ):
        sam.click(None, modal_of(one_world, "sam"), ids.IDEA_TITLE, value=typed)
        assert offered(modal_of(one_world, "sam")) == wanted


def test_an_idea_that_is_there_already_gets_what_was_typed_as_evidence(one_world: World) -> None:
    file(one_world, "Export to CSV")
    sam = one_world.person("sam")
    sam.command(IDEAS, "/idea")
    sam.click(None, modal_of(one_world, "sam"), ids.IDEA_TITLE, value="Download as csv")
    block = choice_block(modal_of(one_world, "sam"))
    assert sam.submit({"description": "For finance", block: "I-1"}).ok
    assert "Nothing was filed twice" in str(modal_of(one_world, "sam"))
    assert saved(one_world, 1).text == "Download as csv\nFor finance"
    assert saved(one_world, 1).idea_numbers == (1,)


def test_saving_a_message_proposes_at_once(one_world: World) -> None:
    file(one_world, "Export to CSV")
    emil, sofia = one_world.person("emil"), one_world.person("sofia")
    ts = emil.say("#product-ideas", "Acme wants to download the list as csv")
    one_world.box.settle()
    sofia.message_shortcut(ids.SAVE_FEEDBACK, "#product-ideas", ts)
    assert offered(modal_of(one_world, "sofia")) == ["I-1", "none"]


def test_linking_proposes_what_is_alike_both_ways_and_a_search_goes_before_it(
    one_world: World,
) -> None:
    sam = one_world.person("sam")
    sam.command(IDEAS, "/feedback", "Download the list as a spreadsheet")
    sam.command(IDEAS, "/feedback", "Please export a csv")
    first = sam.ephemerals(IDEAS)[0]["ts"]
    file(one_world, "Export to CSV")
    file(one_world, "Dark mode")
    sam.click(IDEAS, first, ids.EVIDENCE_FOR_FEEDBACK, "1")
    view = modal_of(one_world, "sam")
    assert offered(view) == ["I-1", "none"]
    refused = sam.submit({choice_block(view): "none"})
    assert "Choose one" in str(refused.errors)
    assert sam.submit({choice_block(view): "I-1"}).ok
    assert saved(one_world, 1).idea_numbers == (1,)
    sam.click(None, modal_of(one_world, "sam"), ids.IDEA_EVIDENCE, "1")
    view = modal_of(one_world, "sam")
    assert offered(view) == ["F-2", "none"]
    assert sam.submit({choice_block(view): "F-2"}).ok
    assert saved(one_world, 2).idea_numbers == (1,)
    sam.close_modal()
    sam.command(IDEAS, "/feedback", "Export to csv, once more")
    last = sam.ephemerals(IDEAS)[-1]["ts"]
    sam.click(IDEAS, last, ids.EVIDENCE_FOR_FEEDBACK, "3")
    view = modal_of(one_world, "sam")
    (option,) = sam.suggest(ids.IDEA_SELECT, "dark")
    assert sam.submit({choice_block(view): "I-1", "idea": option["value"]}).ok
    assert saved(one_world, 3).idea_numbers == (2,)


@pytest.mark.both_worlds
def test_idea_shows_what_is_there_first_and_files_it_anyway_without_losing_a_word(
    world: World,
) -> None:
    sam = world.person("sam")
    sam.command(IDEAS, "/idea", "Export to CSV")
    world.settle()
    asked = sam.command(IDEAS, "/idea", "export to csv\nwith all columns")
    assert "I-1 is almost the same" in str(asked.text)
    answer = next(one for one in sam.ephemerals(IDEAS) if ids.IDEA_ANYWAY in str(one))
    sam.click(IDEAS, answer, ids.IDEA_ANYWAY)
    world.settle()
    from services.idea_page import page as idea_pages

    page = idea_pages.get(world.bot.database, request(world.workspace_id), 2)
    assert (page.idea.title, page.idea.description) == ("export to csv", "with all columns")
    assert "I-2 is filed" in str(sam.ephemerals(IDEAS))


def test_idea_that_is_this_one_saves_the_words_as_evidence_once(one_world: World) -> None:
    sam = one_world.person("sam")
    sam.command(IDEAS, "/idea", "Export to CSV")
    one_world.settle()
    sam.command(IDEAS, "/idea", "export to csv\nwith all columns")
    answer = next(one for one in sam.ephemerals(IDEAS) if ids.IDEA_IS_THIS in str(one))
    sam.click(IDEAS, answer, ids.IDEA_IS_THIS)
    one_world.settle()
    assert saved(one_world, 1).idea_numbers == (1,)
    assert saved(one_world, 1).text == "export to csv\nwith all columns"
    assert "F-1 is now evidence for" in str(sam.ephemerals(IDEAS))


@pytest.mark.both_worlds
def test_a_quick_save_is_answered_at_once_and_asked_about_in_a_quiet_moment(world: World) -> None:
    file(world, "Export to CSV")
    sofia = world.person("sofia")
    sofia.command(IDEAS, "/feedback", "Acme wants to download the list as csv")
    assert "one of these" not in str(sofia.ephemerals(IDEAS))
    assert world.bot.follow_ups.run_due() == 1
    world.settle()
    asked = next(one for one in sofia.ephemerals(IDEAS) if ids.ALIKE_LINK in str(one))
    assert "Is F-1 one of these?" in str(asked).replace("*", "")
    sofia.click(IDEAS, asked, ids.ALIKE_LINK)
    world.settle()
    assert saved(world, 1).idea_numbers == (1,)
    assert "It is evidence for *I-1*" in str(sofia.ephemerals(IDEAS))


def test_saying_the_same_twice_is_told_with_a_way_back(one_world: World) -> None:
    sofia = one_world.person("sofia")
    for _ in range(2):
        sofia.command(IDEAS, "/feedback", "The login page is blank in Safari")
    one_world.bot.follow_ups.run_due()
    one_world.settle()
    told = str(sofia.ephemerals(IDEAS))
    assert "You saved almost the same a moment ago as *F-1*" in told
    assert "Undo F-2" in told


def test_a_reaction_that_saves_is_followed_by_the_question_in_private(one_world: World) -> None:
    file(one_world, "Export to CSV")
    emil, sofia = one_world.person("emil"), one_world.person("sofia")
    ts = emil.say(IDEAS, "Acme wants to download the list as csv")
    sofia.react(IDEAS, ts, "inbox_tray")
    one_world.settle()
    assert ids.ALIKE_LINK in str(sofia.ephemerals(IDEAS))
    assert ids.ALIKE_LINK not in str(emil.ephemerals(IDEAS))
