"""Saving feedback by command, form and shortcuts: from the click in Slack to the row and back."""

from typing import Any

import pytest

from domain.core.importance import Importance
from domain.feedback.model import Feedback, FeedbackState
from sandbox import Actor
from services.feedback import pages as feedback_pages
from storage.outbox import change_log as changes
from tests.support.world import World
from views.blockkit import ids


def saved(world: World, number: int = 1) -> Feedback:
    return feedback_pages.get(world.bot.database, world.workspace_id, number)


def shown(blocks: list[dict[str, Any]]) -> str:
    return str(blocks)


def button_ids(blocks: list[dict[str, Any]]) -> list[str]:
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row]


def history(world: World, one: Feedback) -> list[tuple[str, Any, Any]]:
    with world.bot.database.reading() as session:
        found = changes.of_subject(session, world.workspace_id, "feedback", one.id)
    return [(change.field, change.before, change.after) for change in found]


def modal_of(person: Actor) -> dict[str, Any]:
    view = person.modal()
    assert view is not None
    return view


@pytest.mark.both_worlds
def test_typed_feedback_is_saved_at_once_with_buttons_for_what_comes_next(world: World) -> None:
    sam = world.person("sam")
    reply = sam.command("#support", "/feedback", "the export times out")
    assert reply.ok, reply
    assert "Saved as F-1" in shown(reply.blocks)
    assert "the export times out" in shown(reply.blocks)
    assert button_ids(reply.blocks) == [
        ids.FEEDBACK_DETAILS,
        ids.IDEA_FROM_FEEDBACK,
        ids.EVIDENCE_FOR_FEEDBACK,
        ids.FEEDBACK_UNDO,
    ]
    one = saved(world)
    assert (one.text, one.saved_by, one.door) == ("the export times out", sam.id, "command")
    assert one.source is not None
    assert (one.source.channel_id, one.source.message_ts) == ("C0SUPPORT", None)
    assert world.box.messages("#support") == []


@pytest.mark.both_worlds
def test_typed_feedback_is_stored_as_typed_and_shown_harmless(world: World) -> None:
    typed = "<!channel> <@U0PRIYA> *bold* & “quoted” שלום 🎉 <https://x.example|here>"
    reply = world.person("sam").command("#support", "/feedback", typed)
    assert saved(world).text == typed
    assert "<!channel>" not in shown(reply.blocks)
    assert "<@U0PRIYA>" not in shown(reply.blocks)
    assert "*bold*" not in shown(reply.blocks)


def test_a_private_channel_is_remembered_as_private(world: World) -> None:
    world.person("priya").command("#leadership", "/feedback", "they will leave without SSO")
    source = saved(world).source
    assert source is not None and source.is_private


@pytest.mark.both_worlds
def test_the_command_alone_opens_a_form_whose_every_field_is_saved(world: World) -> None:
    sofia = world.person("sofia")
    sofia.command("#sales", "/feedback")
    assert [one["value"] for one in sofia.suggest(ids.CUSTOMER_SELECT, "Acme Corp")] == [
        "Acme Corp"
    ]
    sofia.suggest(ids.AREA_SELECT, "Exports")
    reply = sofia.submit(
        {
            "text": "Exports must carry the VAT number",
            "said_by": world.person("sam").id,
            "said_by_name": "Ada, head of finance",
            "customer": "Acme Corp",
            "area": "Exports",
            "importance": "blocker",
        }
    )
    assert reply.ok, reply
    assert "Saved as F-1" in shown(modal_of(sofia)["blocks"])
    one = saved(world)
    assert (one.text, one.customer, one.area) == (
        "Exports must carry the VAT number",
        "Acme Corp",
        "Exports",
    )
    assert (one.said_by, one.said_by_name) == (world.person("sam").id, "Ada, head of finance")
    assert one.importance is Importance.BLOCKER
    assert one.source is not None and one.source.channel_id == "C0SALES"


def test_a_customer_is_one_in_any_spelling(world: World) -> None:
    sam, emil = world.person("sam"), world.person("emil")
    for person, name in ((sam, "Acme Corp"), (emil, "ACME  corp")):
        person.global_shortcut("new_feedback")
        person.suggest(ids.CUSTOMER_SELECT, name)
    assert sam.submit({"text": "said by Acme", "customer": "Acme Corp"}).ok
    assert emil.submit({"text": "said by ACME", "customer": "ACME corp"}).ok
    assert saved(world, 2).customer == "Acme Corp"
    sam.global_shortcut("new_feedback")
    offered = sam.suggest(ids.CUSTOMER_SELECT, "acme")
    assert [one["text"]["text"] for one in offered] == ["Acme Corp", "Add “acme”"]


def test_a_form_that_is_refused_keeps_what_was_typed(world: World) -> None:
    sam = world.person("sam")
    sam.global_shortcut("new_feedback")
    reply = sam.submit({"text": "\u3164", "importance": "helpful"})
    assert not reply.ok
    assert "is empty" in reply.errors["text"]
    values = modal_of(sam)["state"]["values"]
    assert values["text"][ids.FEEDBACK_TEXT]["value"] == "\u3164"
    assert sam.submit({"text": "one two"}).ok
    assert saved(world).importance is Importance.HELPFUL


def test_feedback_of_white_space_only_is_refused_in_words(world: World) -> None:
    sam = world.person("sam")
    sam.global_shortcut("new_feedback")
    assert "empty" in sam.submit({"text": "  \n "}).errors["text"]


@pytest.mark.both_worlds
def test_the_message_shortcut_brings_words_author_and_link(world: World) -> None:
    sam, emil = world.person("sam"), world.person("emil")
    ts = sam.say("#support", "@emil says the export of R&D times out, see https://x.example/a")
    assert emil.message_shortcut("save_feedback", "#support", ts).ok
    view = modal_of(emil)
    values = view["state"]["values"]
    expected = "@Emil says the export of R&D times out, see https://x.example/a"
    assert values["text"][ids.FEEDBACK_TEXT]["value"] == expected
    assert values["said_by"][ids.FEEDBACK_SAID_BY]["selected_user"] == sam.id
    assert f"/archives/C0SUPPORT/p{ts.replace('.', '')}" in shown(view["blocks"])
    assert emil.submit().ok
    world.settle()
    one = saved(world)
    assert (one.text, one.said_by, one.saved_by) == (expected, sam.id, emil.id)
    assert one.source is not None and one.source.message_ts == ts
    assert one.source.permalink and one.source.permalink.endswith(ts.replace(".", ""))
    assert world.box.calls("chat.getPermalink")
    assert world.box.reactions("#support", ts) == {}


@pytest.mark.both_worlds
def test_a_message_is_saved_once_and_the_second_try_shows_what_it_became(world: World) -> None:
    sam, emil = world.person("sam"), world.person("emil")
    ts = sam.say("#support", "the export times out")
    emil.message_shortcut("save_feedback", "#support", ts)
    sam.message_shortcut("save_feedback", "#support", ts)
    assert emil.submit().ok
    assert sam.submit().ok
    assert "Already saved as F-1" in shown(modal_of(sam)["blocks"])
    sam.close_modal()
    sam.message_shortcut("save_feedback", "#support", ts)
    view = modal_of(sam)
    assert "Already saved as F-1" in shown(view["blocks"])
    assert emil.id in shown(view["blocks"])
    assert ids.FEEDBACK_UNDO not in button_ids(view["blocks"])
    assert feedback_pages.untriaged_count(world.bot.database, world.workspace_id) == 1


def test_a_very_long_message_is_saved_whole_before_its_form_opens(world: World) -> None:
    sam = world.person("sam")
    text = "It hangs. " * 4_000
    ts = sam.say("#support", text)
    assert sam.message_shortcut("save_feedback", "#support", ts).ok
    view = modal_of(sam)
    assert "39,999 characters" in shown(view["blocks"])
    assert saved(world).text == text.strip()
    sam.suggest(ids.AREA_SELECT, "Speed")
    assert sam.submit({"area": "Speed"}).ok
    assert (saved(world).area, saved(world).text) == ("Speed", text.strip())


def test_details_fill_the_form_and_renew_the_private_answer(world: World) -> None:
    sam = world.person("sam")
    sam.command("#support", "/feedback", "the export times out")
    answer = sam.ephemerals("#support")[-1]
    assert sam.click("#support", answer["ts"], ids.FEEDBACK_DETAILS).ok
    values = modal_of(sam)["state"]["values"]
    assert values["text"][ids.FEEDBACK_TEXT]["value"] == "the export times out"
    sam.suggest(ids.CUSTOMER_SELECT, "Acme")
    assert sam.submit({"customer": "Acme", "importance": "important"}).ok
    assert sam.modal() is None
    world.settle()
    renewed = sam.ephemerals("#support")
    assert len(renewed) == 1
    assert "Acme · Important" in shown(renewed[0]["blocks"])
    assert history(world, saved(world)) == [
        ("created", None, 1),
        ("customer", None, "Acme"),
        ("importance", None, "important"),
    ]


def test_undo_takes_feedback_back_and_says_so_in_the_answer(world: World) -> None:
    sam = world.person("sam")
    sam.command("#support", "/feedback", "the export times out")
    answer = sam.ephemerals("#support")[-1]
    assert sam.click("#support", answer["ts"], ids.FEEDBACK_UNDO).ok
    world.settle()
    assert saved(world).state is FeedbackState.WITHDRAWN
    renewed = sam.ephemerals("#support")[-1]
    assert "F-1 is taken back" in shown(renewed["blocks"])
    assert "the export times out" in shown(renewed["blocks"])
    assert button_ids(renewed["blocks"]) == []
    assert ("state", "new", "withdrawn") in history(world, saved(world))


def test_a_message_that_was_taken_back_can_be_saved_again_under_its_number(world: World) -> None:
    sam, emil = world.person("sam"), world.person("emil")
    ts = sam.say("#support", "the export times out")
    sam.message_shortcut("save_feedback", "#support", ts)
    sam.submit()
    sam.click(None, modal_of(sam), ids.FEEDBACK_UNDO)
    assert "is taken back" in shown(modal_of(sam)["blocks"])
    emil.message_shortcut("save_feedback", "#support", ts)
    assert emil.submit().ok
    assert "Saved as F-1" in shown(modal_of(emil)["blocks"])
    assert (saved(world).state, saved(world).saved_by) == (FeedbackState.NEW, emil.id)


def test_a_number_shows_what_became_of_it_and_an_unknown_one_is_refused(world: World) -> None:
    sam = world.person("sam")
    sam.command("#support", "/feedback", "the export times out")
    assert "Already saved as F-1" in shown(sam.command("#support", "/feedback", "f1").blocks)
    assert "There is no F-9" in (sam.command("#support", "/feedback", "F-9").text or "")
    world.person("priya").command("#leadership", "/feedback", "they will leave")
    assert "private" in (sam.command("#support", "/feedback", "F-2").text or "")


def test_help_is_help_and_no_feedback(world: World) -> None:
    reply = world.person("sam").command("#support", "/feedback", "help")
    assert "/feedback" in (reply.text or "")
    assert feedback_pages.untriaged_count(world.bot.database, world.workspace_id) == 0


@pytest.mark.both_worlds
def test_a_command_and_a_form_that_slack_delivers_twice_save_once(world: World) -> None:
    sam = world.person("sam")
    world.box.faults.add("duplicate", event="slash_commands")
    assert "Saved as F-1" in shown(sam.command("#support", "/feedback", "it hangs").blocks)
    sam.global_shortcut("new_feedback")
    world.box.faults.add("duplicate", event="view_submission")
    assert sam.submit({"text": "it hangs again"}).ok
    world.settle()
    assert feedback_pages.untriaged_count(world.bot.database, world.workspace_id) == 2


def test_undo_in_the_form_of_a_long_message_takes_it_back(world: World) -> None:
    sam = world.person("sam")
    ts = sam.say("#support", "It hangs. " * 1_000)
    sam.message_shortcut("save_feedback", "#support", ts)
    assert sam.click(None, modal_of(sam), ids.FEEDBACK_UNDO).ok
    assert "is taken back" in shown(modal_of(sam)["blocks"])
    assert saved(world).state is FeedbackState.WITHDRAWN


def test_a_bot_s_message_comes_with_the_bot_s_name_and_our_own_is_refused(world: World) -> None:
    sam = world.person("sam")
    ts = world.person("otherbot").say("#general", "Churn alert: exports")
    sam.message_shortcut("save_feedback", "#general", ts)
    values = modal_of(sam)["state"]["values"]
    assert values["said_by_name"][ids.FEEDBACK_SAID_BY_NAME]["value"] == "Standup Bot"
    assert values["said_by"][ids.FEEDBACK_SAID_BY]["selected_user"] is None
    own = world.box.person("linchpin").say("#general", "a card")
    sam.message_shortcut("save_feedback", "#general", own)
    assert "one of my own messages" in shown(modal_of(sam)["blocks"])


def test_a_deactivated_author_stands_by_name(world: World) -> None:
    sam, emil = world.person("sam"), world.person("emil")
    ts = emil.say("#support", "the export times out")
    world.box.deactivate("emil")
    world.settle()
    sam.message_shortcut("save_feedback", "#support", ts)
    assert sam.submit().ok
    assert (saved(world).said_by, saved(world).said_by_name) == (None, "Emil")


def test_the_shortcut_works_where_the_bot_is_not_and_knows_what_is_private(world: World) -> None:
    priya = world.person("priya")
    for channel in ("#engineering", "#leadership"):
        ts = priya.say(channel, f"said in {channel}")
        priya.message_shortcut("save_feedback", channel, ts)
        assert priya.submit().ok
        priya.close_modal()
    world.settle()
    public, private = saved(world, 1).source, saved(world, 2).source
    assert public is not None and not public.is_private
    assert private is not None and private.is_private and private.permalink


def test_a_message_without_words_opens_the_form_and_says_so(world: World) -> None:
    sam = world.person("sam")
    ts = sam.say("#support", "\u200b")
    sam.message_shortcut("save_feedback", "#support", ts)
    assert "no text of its own" in shown(modal_of(sam)["blocks"])
    assert sam.submit({"text": "a screenshot of a wrong total"}).ok
    source = saved(world).source
    assert source is not None and source.message_ts == ts


def test_feedback_made_an_idea_says_so_in_the_private_answer_and_stays(world: World) -> None:
    sam = world.person("sam")
    sam.command("#support", "/feedback", "the export times out")
    ts = sam.ephemerals("#support")[-1]["ts"]
    assert sam.click("#support", ts, ids.IDEA_FROM_FEEDBACK).ok
    assert sam.submit({"title": "Faster exports"}).ok
    world.settle()
    assert (saved(world).state, saved(world).idea_numbers) == (FeedbackState.LINKED, (1,))
    answer = sam.ephemerals("#support")[0]
    assert "It is evidence for *I-1*" in shown(answer["blocks"])
    assert button_ids(answer["blocks"]) == [ids.FEEDBACK_DETAILS]
