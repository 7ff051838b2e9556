"""/linchpin settings and help: what is saved, what is refused, and who may."""

from typing import Any

import pytest

from sandbox import Actor
from services.idea_page import page as idea_pages
from services.workspace import installations
from tests.support.make import request
from tests.support.world import World
from views.blockkit import ids
from views.blockkit.limits import check_message
from views.blockkit.message import Message

IDEAS = "#product-ideas"


def opened(who: Actor) -> dict[str, Any]:
    who.close_modal(clear=True)
    assert who.command("#product", "/linchpin", "settings").ok
    view = who.modal()
    assert view is not None
    return view


def typed(view: dict[str, Any] | None, block_id: str, action_id: str) -> Any:
    assert view is not None
    return view["state"]["values"][block_id][action_id]


@pytest.mark.both_worlds
def test_settings_are_saved_and_shown_again(world: World) -> None:
    priya, emil = world.person("priya"), world.person("emil")
    opened(priya)
    priya.suggest(ids.SETTINGS_ZONE, "berl")
    reply = priya.submit(
        {
            "ideas_channel": world.box.channel(IDEAS).id,
            "capture_emoji": "memo",
            "vote_emoji": ":thumbsup:",
            "zone": "Europe/Berlin",
            "managers": [emil.id],
        }
    )
    assert reply.ok, reply
    assert "Saved" in str(priya.modal())
    kept = installations.get(world.bot.database, world.workspace_id)
    assert (kept.ideas_channel_id, kept.zone) == ("C0PRODUCTIDEAS", "Europe/Berlin")
    assert (kept.capture_emoji, kept.vote_emoji) == ("memo", "+1")
    assert kept.managers == (emil.id,)
    view = opened(emil)
    assert typed(view, "capture_emoji", ids.SETTINGS_CAPTURE)["value"] == ":memo:"
    assert typed(view, "zone", ids.SETTINGS_ZONE)["selected_option"]["value"] == "Europe/Berlin"
    assert typed(view, "managers", ids.SETTINGS_MANAGERS)["selected_users"] == [emil.id]


@pytest.mark.both_worlds
def test_the_order_of_day_and_month_is_chosen_and_said_where_it_matters(world: World) -> None:
    priya = world.person("priya")
    reply = priya.command("#product", "/roadmap", "as of 03/04/2026")
    assert "I read 03/04/2026 as 3 April 2026" in str(reply.blocks)
    opened(priya)
    assert priya.submit({"day_order": "month_first"}).ok
    assert "Month first: 12/31/2026" in str(priya.modal())
    priya.close_modal(clear=True)
    for command, words in (
        ("/roadmap", "as of 03/04/2026"),
        ("/roadmap", "changes since 3/4/2026"),
    ):
        reply = priya.command("#product", command, words)
        assert "as 4 March 2026" in str(reply.blocks), reply.blocks
    priya.command("#product", "/linchpin", "search since:03/04/2026")
    assert "I read 03/04/2026 as 4 March 2026" in str(priya.modal())
    priya.close_modal(clear=True)
    priya.command(IDEAS, "/idea", "Dark mode")
    world.settle()
    reply = priya.command(IDEAS, "/idea", "I-1 by 05/06/2027")
    assert "by 6 May 2027" in str(reply.blocks)
    assert "I read 05/06/2027 as 6 May 2027" in str(reply.blocks)
    assert "I read" not in str(priya.command(IDEAS, "/idea", "I-1 by 6 May 2027").blocks)
    view = opened(priya)
    chosen = typed(view, "day_order", ids.SETTINGS_DAY_ORDER)["selected_option"]["value"]
    assert chosen == "month_first"


def test_the_new_capture_emoji_saves_and_the_old_one_does_not(world: World) -> None:
    priya, sam = world.person("priya"), world.person("sam")
    opened(priya)
    priya.submit({"capture_emoji": "memo"})
    ts = sam.say("#support", "it hangs")
    sam.react("#support", ts, "inbox_tray")
    world.settle()
    assert sam.ephemerals("#support") == []
    sam.react("#support", ts, "memo")
    world.settle()
    assert "F-1" in str(sam.ephemerals("#support"))


def test_those_who_may_not_change_settings_read_them(world: World) -> None:
    view = opened(world.person("sam"))
    assert "submit" not in view or view["submit"] is None
    assert "Managers and workspace admins can change" in str(view["blocks"])
    assert not [block for block in view["blocks"] if block["type"] == "input"]


def test_somebody_who_stopped_being_a_manager_is_refused_and_keeps_what_was_typed(
    world: World,
) -> None:
    priya, emil = world.person("priya"), world.person("emil")
    opened(priya)
    priya.submit({"managers": [emil.id]})
    opened(emil)
    opened(priya)
    priya.submit({"managers": [world.person("sofia").id]})
    reply = emil.submit({"capture_emoji": "memo"})
    assert not reply.ok
    assert "Only managers and workspace admins" in str(reply.errors)
    assert typed(emil.modal(), "capture_emoji", ids.SETTINGS_CAPTURE)["value"] == "memo"
    kept = installations.get(world.bot.database, world.workspace_id)
    assert kept.capture_emoji == "inbox_tray"


def test_what_cannot_be_used_is_refused_beside_its_field(world: World) -> None:
    priya = world.person("priya")
    view = opened(priya)
    for entered, field in (
        ({"vote_emoji": "two words"}, "vote_emoji"),
        ({"vote_emoji": ":inbox_tray:"}, "vote_emoji"),
        ({"vote_emoji": ":+1:", "capture_emoji": "thumbsup"}, "vote_emoji"),
        (
            {
                "vote_emoji": "+1",
                "capture_emoji": "memo",
                "ideas_channel": world.box.channel("#engineering").id,
            },
            "ideas_channel",
        ),
    ):
        reply = priya.submit(entered)
        assert set(reply.errors) == {field}, (entered, reply)
    assert "/invite @Linchpin" in reply.errors["ideas_channel"]
    assert (priya.modal() or {})["id"] == view["id"]
    assert installations.get(world.bot.database, world.workspace_id).capture_emoji == "inbox_tray"


@pytest.mark.both_worlds
def test_another_vote_emoji_counts_anew_what_stands_on_the_cards(world: World) -> None:
    sam, emil, erin, priya = (world.person(one) for one in ("sam", "emil", "erin", "priya"))
    sam.command(IDEAS, "/idea", "Dark mode")
    world.settle()
    [card] = world.posts(IDEAS)
    for who, emoji in ((sam, "+1"), (emil, "rocket"), (erin, "rocket")):
        who.react(IDEAS, card["ts"], emoji)
    world.settle()
    assert votes_of(world) == 1
    opened(priya)
    assert priya.submit({"vote_emoji": "rocket"}).ok
    world.settle()
    assert votes_of(world) == 2
    assert "2 votes" in str(world.posts(IDEAS)[0]["blocks"])
    sam.react(IDEAS, card["ts"], "rocket")
    world.settle()
    assert votes_of(world) == 3


def votes_of(world: World) -> int:
    asked = request(world.workspace_id)
    return idea_pages.get(world.bot.database, asked, 1).idea.votes


def test_a_setting_that_changes_while_a_form_is_open_is_not_lost_by_its_redelivery(
    world: World,
) -> None:
    priya = world.person("priya")
    opened(priya)
    world.box.faults.add("duplicate", event="view_submission")
    assert priya.submit({"capture_emoji": "memo"}).ok
    assert installations.get(world.bot.database, world.workspace_id).capture_emoji == "memo"


def test_import_says_how_and_rota_opens_triage(one_world: World) -> None:
    priya = one_world.person("priya")
    assert "Drop a CSV" in str(priya.command("#product", "/linchpin", "import").blocks)
    priya.command("#product", "/linchpin", "rota")
    assert "taking turns" in str(priya.modal())


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("/feedback", "/feedback F-12"),
        ("/idea", "/idea I-12 promised"),
        ("/ideas", "/ideas doubles"),
        ("/roadmap", "/roadmap share customers"),
        ("/digest", "/digest me fri 15:00"),
        ("/score", "/score I-12"),
    ],
)
def test_every_command_says_how_it_is_used(one_world: World, command: str, line: str) -> None:
    reply = one_world.person("sam").command("#product", command, "help")
    assert line in f"{reply.text} {reply.blocks}"
    check_message(Message(reply.text or "", tuple(reply.blocks)))


def test_help_names_every_command_and_the_emoji_in_use_and_fits(world: World) -> None:
    priya, sam = world.person("priya"), world.person("sam")
    opened(priya)
    priya.submit({"capture_emoji": "memo", "vote_emoji": "rocket"})
    for words in ("", "help", "HELP"):
        reply = sam.command("#product", "/linchpin", words)
        shown = str(reply.blocks)
        for command in ("/feedback", "/idea", "/ideas", "/roadmap", "/digest", "/linchpin"):
            assert f"`{command}" in shown
        assert ":memo:" in shown
        assert ":rocket:" in shown
        assert len(reply.blocks) <= 50
        check_message(Message(reply.text or "", tuple(reply.blocks)))


def test_who_chose_a_vote_emoji_that_slack_does_not_know_is_told_once(one_world: World) -> None:
    priya, sam = one_world.person("priya"), one_world.person("sam")
    priya.command("#product", "/linchpin", "settings")
    assert priya.submit({"vote_emoji": ":harbour_seal:"}).ok
    for title in ("Export to CSV", "Dark mode"):
        sam.command("#product", "/idea", title)
    one_world.settle()
    notes = [one["text"] for one in one_world.box.dm_messages("priya")]
    assert len([one for one in notes if ":harbour_seal:" in one]) == 1
    priya.command("#product", "/linchpin", "doctor")
    assert "harbour_seal" not in str(priya.ephemerals("#product")[-1])
