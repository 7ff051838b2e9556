"""The first message: who gets it, what its buttons set up, and that it comes once."""

from datetime import timedelta
from typing import Any

import pytest

from services import welcome
from services.digests import pages as digests
from services.workspace import installations
from services.workspace.installations import Installation
from tests.support.make import request
from tests.support.world import World
from views.blockkit import ids

IDEAS = "C0PRODUCTIDEAS"


def message_of(world: World, name: str = "priya") -> dict[str, Any]:
    """The one first message that somebody has."""
    [found] = [
        one
        for one in world.box.messages(world.person(name).dm_with_app().id)
        if "Linchpin is" in one["text"]
    ]
    return found


def press(world: World, action_id: str, value: object = None) -> Any:
    message = message_of(world)
    reply = world.person("priya").click(
        world.person("priya").dm_with_app().id, message, action_id, value
    )
    world.settle()
    return reply


def welcomed(world: World) -> None:
    world.bot.welcome()
    world.settle()


@pytest.mark.both_worlds
def test_four_presses_set_up_a_workspace(world: World) -> None:
    welcomed(world)
    first = message_of(world)
    assert "0 of 4 done" in str(first["blocks"])
    assert "How about <#C0PRODUCTIDEAS>?" in str(first["blocks"])
    assert press(world, ids.WELCOME_CHANNEL).ok
    assert "1 of 4 done" in str(message_of(world)["blocks"])
    assert press(world, ids.WELCOME_EMOJI).ok
    assert press(world, ids.WELCOME_DIGEST).ok
    assert press(world, f"{ids.WELCOME_MANAGERS}:admins").ok
    last = message_of(world)
    assert (last["ts"], last["text"]) == (first["ts"], "Linchpin is set up.")
    for words in (f"<#{IDEAS}>", ":inbox_tray:", "Monday", "09:00", "workspace admins"):
        assert words in str(last["blocks"])
    kept = installations.get(world.bot.database, world.workspace_id)
    assert (kept.ideas_channel_id, kept.managers) == (IDEAS, ())
    [digest] = digests.subscriptions(world.bot.database, world.workspace_id)
    assert digest.subscription.channel_id == IDEAS


def test_it_comes_once_also_after_another_start(world: World) -> None:
    welcomed(world)
    world.clock.advance(timedelta(days=1))
    world.bot.identify()
    welcomed(world)
    message_of(world)
    for other in ("sam", "erin"):
        assert world.box.messages(world.person(other).dm_with_app().id) == []


def test_a_workspace_that_is_set_up_already_hears_nothing(world: World) -> None:
    priya = world.person("priya")
    priya.command("#product", "/linchpin", "settings")
    assert priya.submit({"ideas_channel": world.box.channel("#product-ideas").id}).ok
    welcomed(world)
    assert world.box.messages(priya.dm_with_app().id) == []


def test_over_oauth_the_person_who_installed_it_is_welcomed_if_they_may_configure(
    world: World,
) -> None:
    world.box.person("erin").person.is_admin = True
    for installer, reader in (("erin", "erin"), ("sam", "erin")):
        installed_by(world, installer)
        message_of(world, reader)
    assert world.box.messages(world.person("sam").dm_with_app().id) == []


def test_over_oauth_a_member_who_cannot_configure_leaves_it_to_an_admin(world: World) -> None:
    installed_by(world, "sam")
    message_of(world, "priya")
    assert world.box.messages(world.person("sam").dm_with_app().id) == []


def installed_by(world: World, name: str) -> None:
    world.clock.advance(timedelta(minutes=1))
    known = installations.get(world.bot.database, world.workspace_id)
    installation = Installation(
        team_id=known.team_id,
        name=known.name,
        bot_user_id=world.box.bot_user_id,
        bot_id="",
        scopes=(),
        installer_id=world.person(name).id,
    )
    world.bot.install(installation)
    world.settle()


def test_before_the_bot_is_in_a_channel_it_says_how_to_invite_it(world: World) -> None:
    for channel in world.box.workspace.channels.values():
        channel.members.pop(world.box.bot_user_id, None)
    world.clock.advance(timedelta(minutes=1))
    world.bot.identify()
    welcomed(world)
    assert "/invite @Linchpin" in str(message_of(world)["blocks"])
    priya = world.person("priya")
    press(world, ids.WELCOME_CHANNEL_SELECT, IDEAS)
    assert "not in that channel. Type /invite" in str(priya.modal())
    priya.close_modal(clear=True)
    world.box.workspace.channels[IDEAS].members[world.box.bot_user_id] = None
    world.clock.advance(timedelta(minutes=1))
    world.bot.identify()
    world.settle()
    press(world, ids.WELCOME_LOOK)
    assert f"How about <#{IDEAS}>?" in str(message_of(world)["blocks"])


def test_the_digest_waits_for_the_channel_and_says_so(world: World) -> None:
    welcomed(world)
    press(world, ids.WELCOME_DIGEST)
    assert "Choose the ideas channel first" in str(world.person("priya").modal())


def test_only_me_makes_the_reader_the_manager(world: World) -> None:
    welcomed(world)
    press(world, f"{ids.WELCOME_MANAGERS}:me")
    assert f"<@{world.person('priya').id}>" in str(message_of(world)["blocks"])
    kept = installations.get(world.bot.database, world.workspace_id)
    assert kept.managers == (world.person("priya").id,)


def test_a_digest_that_the_channel_has_is_not_changed(world: World) -> None:
    priya = world.person("priya")
    welcomed(world)
    priya.command("#product-ideas", "/digest", "fri 16:00 Europe/Berlin")
    press(world, ids.WELCOME_CHANNEL)
    assert "Friday" in str(message_of(world)["blocks"])
    asked = request(world.workspace_id, priya.id, "again", at=world.clock.now())
    welcome.start_digest(world.bot.database, asked, None)
    [kept] = digests.subscriptions(world.bot.database, world.workspace_id)
    assert kept.subscription.schedule.weekdays == (4,)
