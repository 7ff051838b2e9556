"""Slack organisations: what is said where Linchpin is not installed."""

from typing import Any

import pytest
from slack_bolt import BoltRequest

from bot.slack.grid import ORGANISATION, sentence_for
from domain.core.errors import Unavailable
from services.feedback import pages as feedback_pages
from services.workspace.installations import Installation
from tests.support.world import World


def command(world: World, **payload: Any) -> str:
    """What a command with these parts is answered."""
    body = {
        "command": "/feedback",
        "text": "It hangs",
        "user_id": "U0SAM",
        "channel_id": "C1",
        "trigger_id": "1.2.3",
        "response_url": "https://hooks.slack.com/commands/1/2/3",
        **payload,
    }
    answer = world.bot.bolt.dispatch(BoltRequest(mode="socket_mode", body=body))
    assert answer.status == 200
    return answer.body


@pytest.fixture
def grid_world(one_world: World) -> World:
    team = one_world.box.team_id
    one_world.bot.install(
        Installation(
            team, "Acme Product", one_world.box.workspace.bot_user_id, "B1", (), None, "E1"
        )
    )
    return one_world


def test_a_command_from_another_workspace_of_the_organisation_is_told_where_to_go(
    grid_world: World,
) -> None:
    told = command(grid_world, team_id="T0OTHER", enterprise_id="E1")
    assert "installed in Acme Product, not in this workspace of your organisation" in told
    assert feedback_pages.mine(grid_world.bot.database, grid_world.workspace_id, "U0SAM", 9) == []


@pytest.mark.parametrize(
    "payload",
    [{"team_id": "", "enterprise_id": "E1"}, {"team_id": None, "enterprise_id": "E1"}, {}],
)
def test_a_command_without_a_workspace_is_answered_by_us(
    grid_world: World, payload: dict[str, Any]
) -> None:
    told = command(grid_world, **payload)
    assert "Slack did not say which workspace" in told
    assert ("Acme Product" in told) is ("enterprise_id" in payload)


@pytest.mark.parametrize("flag", [True, "true"])
def test_a_command_of_an_installation_for_the_organisation_is_answered_by_us(
    grid_world: World, flag: object
) -> None:
    told = command(grid_world, team_id="T0OTHER", enterprise_id="E2", is_enterprise_install=flag)
    assert ORGANISATION in told


def test_events_from_there_are_acknowledged_and_buttons_are_not_taken_for_done(
    grid_world: World,
) -> None:
    for body in (
        {
            "type": "event_callback",
            "team_id": "T0OTHER",
            "enterprise_id": "E1",
            "event": {"type": "reaction_added", "user": "U1"},
        },
        {
            "type": "block_actions",
            "team": {"id": "T0OTHER", "enterprise_id": "E1"},
            "enterprise": {"id": "E1"},
            "user": {"id": "U1", "team_id": "T0OTHER"},
            "actions": [{"action_id": "x", "block_id": "b", "type": "button"}],
        },
    ):
        answer = grid_world.bot.bolt.dispatch(BoltRequest(mode="socket_mode", body=body))
        # Where no words can be shown, Slack says itself that a press had no effect.
        assert answer.status == (403 if "actions" in body else 200)


def test_a_workspace_in_no_organisation_of_ours_is_no_matter_of_this() -> None:
    assert sentence_for("T1", [], is_for_organisation=False, install_address=None) is None


def test_the_address_to_install_is_told_where_there_is_one() -> None:
    address = "https://linchpin.example.com/slack/install"
    told = sentence_for("T1", ["Acme"], is_for_organisation=False, install_address=address)
    assert told is not None
    assert told.endswith(address)


def test_many_workspaces_are_counted() -> None:
    names = [f"Team {number}" for number in range(8)]
    told = sentence_for("T1", names, is_for_organisation=False, install_address=None)
    assert told is not None
    assert "Team 4 and 3 more" in told


def test_a_bot_token_of_a_whole_organisation_is_refused_at_the_start(one_world: World) -> None:
    page = '{"ok": true, "team_id": "E1", "user_id": "U1", "is_enterprise_install": true}'
    one_world.box.faults.add(
        "intercepted", method="auth.test", page=page, content_type="application/json"
    )
    with pytest.raises(Unavailable, match="whole organisation"):
        one_world.bot.identify()
