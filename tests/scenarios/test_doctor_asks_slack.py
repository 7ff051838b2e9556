"""What the doctor learns from Slack: each answer with its cause and a next step."""

from argparse import Namespace
from datetime import timedelta

import pytest

from bot.commands import operations
from domain.home.health import State
from services.workspace import installations
from tests.support.world import World

HERE = "#product"


def report(world: World) -> str:
    reply = world.person("priya").command(HERE, "/linchpin", "doctor")
    assert reply.ok
    return str(reply.blocks)


def from_command_line(world: World, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    code = operations.doctor(world.bot.settings, Namespace())
    return code, capsys.readouterr().err


@pytest.mark.both_worlds
def test_where_all_is_well_every_answer_is_shown_and_the_exit_code_is_0(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.person("sam").say(HERE, "hello")
    world.settle()
    told = report(world)
    assert "All is well" in told
    for words in ("Slack accepts it", "all are granted", "the last one came on", "no tight limit"):
        assert words in told
    code, said = from_command_line(world, capsys)
    assert (code, "All is well" in said) == (0, True)
    assert ("App-level token: " in said) is bool(world.bot.settings.app_token)


REFUSALS = ("invalid_auth", "token_revoked", "account_inactive", "token_expired")


@pytest.mark.parametrize("error", REFUSALS)
def test_a_token_that_slack_refuses_is_named_as_refused_with_what_to_do(
    one_world: World, capsys: pytest.CaptureFixture[str], error: str
) -> None:
    one_world.box.faults.add("error", method="auth.test", error=error, times=100)
    told = report(one_world)
    assert f"Slack refuses it ({error})" in told
    assert "Install the app in the workspace again" in told
    code, said = from_command_line(one_world, capsys)
    assert code == 1
    assert f"Slack refuses it ({error})" in said
    assert "No workspace" not in said


def test_a_workspace_that_was_stopped_for_its_token_is_no_missing_workspace(
    one_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world = one_world
    world.box.faults.add("error", method="*", error="token_revoked", times=1000)
    world.person("sam").command(HERE, "/idea", "Dark mode")
    world.settle()
    assert installations.every(world.bot.database) == []
    code, said = from_command_line(world, capsys)
    assert code == 1
    assert "token_revoked" in said
    assert "No workspace" not in said


COMMANDS = [
    ("/feedback", "It hangs"),
    ("/feedback", ""),
    ("/idea", "Dark mode"),
    ("/ideas", ""),
    ("/score", "I-1"),
    ("/roadmap", ""),
    ("/digest", ""),
    ("/linchpin", "help"),
    ("/linchpin", "settings"),
    ("/linchpin", "doctor"),
]


@pytest.mark.parametrize(("command", "text"), COMMANDS)
def test_while_slack_refuses_the_token_every_command_is_answered_by_us(
    one_world: World, caplog: pytest.LogCaptureFixture, command: str, text: str
) -> None:
    world = one_world
    world.box.faults.add("error", method="*", error="account_inactive", times=1000)
    world.person("sam").command(HERE, "/idea", "Light mode")
    world.settle()
    reply = world.person("sam").command(HERE, command, text)
    assert reply.ok
    assert reply.text
    assert not [one for one in caplog.records if one.exc_info]


def test_a_missing_scope_is_named_by_the_token_as_it_is_now(
    one_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    one_world.box.workspace.scopes.remove("users:read")
    assert "`users:read`" in report(one_world)
    code, said = from_command_line(one_world, capsys)
    assert code == 1
    assert "users:read" in said
    assert "Reinstall the app" in said


@pytest.mark.parametrize("error", ["invalid_auth", "missing_scope", "forbidden_team"])
def test_an_app_level_token_that_slack_refuses_is_named(
    one_world: World, capsys: pytest.CaptureFixture[str], error: str
) -> None:
    one_world.box.faults.add("error", method="apps.connections.open", error=error, times=2)
    assert f"Slack refuses it ({error})" in report(one_world)
    code, said = from_command_line(one_world, capsys)
    assert code == 1
    assert "connections:write" in said


def test_events_that_ceased_are_told_with_where_to_look(one_world: World) -> None:
    world = one_world
    [found] = world.bot.checks.events(installations.every(world.bot.database)[0])
    assert (found.state, "none has come yet" in found.found) == (State.NOTE, True)
    world.person("sam").say(HERE, "hello")
    world.settle()
    assert "the last one came on" in report(world)
    world.clock.advance(timedelta(days=3))
    [found] = world.bot.checks.events(installations.every(world.bot.database)[0])
    assert found.state is State.NOTE
    assert "Event Subscriptions" in found.next_step


def test_history_that_slack_limits_is_told(one_world: World) -> None:
    world = one_world
    world.box.faults.add("ratelimited", method="conversations.history", retry_after_s=60)
    assert "15 messages a minute" in report(world)


def test_history_without_a_limit_is_seen_by_a_larger_page(one_world: World) -> None:
    for number in range(20):
        one_world.person("sam").say(HERE, f"message {number}")
    one_world.settle()
    for channel in installations.some_joined(one_world.bot.database, one_world.workspace_id, 9):
        assert channel in one_world.box.workspace.channels
    assert "no tight limit" in report(one_world)


@pytest.mark.parametrize(
    ("status", "page"), [(200, "<html>portal</html>"), (403, "<html>no</html>"), (200, "[]")]
)
def test_what_answers_in_slacks_place_is_not_taken_for_slack(
    one_world: World, capsys: pytest.CaptureFixture[str], status: int, page: str
) -> None:
    one_world.box.faults.add("intercepted", method="*", times=20, status=status, page=page)
    code, said = from_command_line(one_world, capsys)
    assert code == 1
    assert "refuses" not in said
    assert "slack.com" in said


def test_a_slack_that_is_slow_is_told_before_the_person_gives_up(one_world: World) -> None:
    one_world.box.faults.add("slow", method="auth.test", seconds=2.5)
    assert "did not answer within" in report(one_world)
