"""`linchpin setup`: what it asks, what it checks at Slack, and what it leaves in .env."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot import manifest
from bot.cli import main
from bot.commands import env_file
from bot.settings import load_settings
from sandbox import Sandbox
from tests.support.nursery import ROOT

SECRET = "0123456789abcdef" * 2


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(manifest=manifest.load()) as one:
        yield one


class Desk:
    """Somebody at the command line, in a folder of their own."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.env = folder / ".env"
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.printed = ""
        self.said = ""

    def types(self, *lines: str, arguments: tuple[str, ...] = ()) -> int:
        """Run setup with these lines as input; its exit code."""
        typed = io.StringIO("".join(f"{line}\n" for line in lines))
        self._monkeypatch.setattr(sys, "stdin", typed)
        code = main(["setup", *arguments])
        captured = self._capsys.readouterr()
        self.printed, self.said = captured.out, captured.err
        return code

    def kept(self) -> list[str]:
        return self.env.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def desk(
    tmp_path: Path,
    box: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLACK_API_URL", box.api_url)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    return Desk(tmp_path, monkeypatch, capsys)


def test_a_workspace_is_connected_and_the_other_lines_of_the_file_stay(
    desk: Desk, box: Sandbox
) -> None:
    desk.env.write_text("# mine\nPORT=3100\nSLACK_BOT_TOKEN=\nLOG_LEVEL=DEBUG", encoding="utf-8")
    desk.env.chmod(0o644)
    assert desk.types("", "", "", box.app_token, box.bot_token) == 0
    assert desk.kept() == [
        "# mine",
        "PORT=3100",
        f"SLACK_BOT_TOKEN={box.bot_token}",
        "LOG_LEVEL=DEBUG",
        f"SLACK_APP_TOKEN={box.app_token}",
    ]
    assert env_file.is_private(desk.env)
    assert not load_settings({}, desk.env).missing()
    assert yaml.safe_load(desk.printed)["settings"]["socket_mode_enabled"] is True
    for words in ("YAML tab", "App-Level Tokens", "connections:write", "Harborline", "All set"):
        assert words in desk.said
    assert box.app_token not in desk.said and box.bot_token not in desk.said


def test_each_wrong_token_is_refused_at_once_with_what_to_do(desk: Desk, box: Sandbox) -> None:
    assert (
        desk.types(
            *("", "", ""),
            *(box.bot_token, "xapp-1-A1-wrong", f"SLACK_APP_TOKEN='{box.app_token}'"),
            *("xoxp-1-mine", box.app_token, "xoxb-1-wrong", f'"{box.bot_token}"'),
        )
        == 0
    )
    assert "This is the Bot User OAuth Token (Install App). This token must begin with" in desk.said
    assert "Slack refuses it (invalid_auth). Generate an app-level token" in desk.said
    assert "This is a user token." in desk.said
    assert "This is the app-level token" in desk.said
    assert "Slack refuses it (invalid_auth). Choose Install App, Reinstall" in desk.said
    assert f"SLACK_BOT_TOKEN={box.bot_token}" in desk.kept()


def test_what_is_skipped_is_missing_and_the_next_run_asks_only_for_that(
    desk: Desk, box: Sandbox
) -> None:
    assert desk.types("", "", "", box.app_token, "") == 1
    assert "Still missing: SLACK_BOT_TOKEN." in desk.said
    assert desk.kept() == [f"SLACK_APP_TOKEN={box.app_token}"]
    assert desk.types("", "", "", box.bot_token) == 0
    assert "The saved one: Slack accepts it, and Socket Mode is on." in desk.said
    assert desk.types("", "") == 0
    assert desk.printed == ""
    assert len(desk.kept()) == 2


def test_input_that_ends_keeps_what_was_typed(desk: Desk, box: Sandbox) -> None:
    assert desk.types("", "", "", box.app_token) == 1
    assert "No more input" in desk.said
    assert desk.kept() == [f"SLACK_APP_TOKEN={box.app_token}"]


def test_a_saved_token_that_fails_is_replaced_even_when_its_shape_stops_other_commands(
    desk: Desk, box: Sandbox
) -> None:
    desk.env.write_text(
        "SLACK_BOT_TOKEN=xoxp-old\nSLACK_APP_TOKEN=xapp-1-A1-old\nexport SLACK_BOT_TOKEN=twice\n",
        encoding="utf-8",
    )
    assert main(["doctor"]) == 2
    assert desk.types("", "", box.app_token, box.bot_token) == 0
    assert desk.kept() == [
        f"SLACK_BOT_TOKEN={box.bot_token}",
        f"SLACK_APP_TOKEN={box.app_token}",
    ]


def test_missing_permissions_are_named(
    desk: Desk, box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    reduced = manifest.load()
    reduced["oauth_config"]["scopes"]["bot"].remove("usergroups:read")
    with Sandbox(manifest=reduced) as less:
        monkeypatch.setenv("SLACK_API_URL", less.api_url)
        assert desk.types("", "", "", less.app_token, less.bot_token, "") == 1
    assert "it lacks usergroups:read. Paste the manifest" in desk.said


def test_tokens_of_two_apps_do_not_go_together(desk: Desk, box: Sandbox) -> None:
    box.workspace.people[box.bot_user_id].app_id = "A0ANOTHER"
    assert desk.types("", "", "", box.app_token, box.bot_token, "") == 1
    assert "belong to different apps" in desk.said


def test_http_asks_for_an_address_and_looks_at_the_secret(desk: Desk, box: Sandbox) -> None:
    assert (
        desk.types(
            *("2", "http://linchpin.example.com", "https://linchpin.example.com/"),
            *("app.yml", "", SECRET.upper(), "abc", SECRET, box.bot_token),
        )
        == 0
    )
    assert "The address must be an https address" in desk.said
    assert desk.said.count("A signing secret has 32 characters") == 2
    assert desk.printed == ""
    made = yaml.safe_load((desk.env.parent / "app.yml").read_text(encoding="utf-8"))
    url = made["settings"]["event_subscriptions"]["request_url"]
    assert url == "https://linchpin.example.com/slack/events"
    settings = load_settings({}, desk.env)
    assert (settings.public_url, settings.mode) == ("https://linchpin.example.com", "http")


def test_a_variable_of_the_shell_is_warned_of(
    desk: Desk, box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "not even a token")
    assert desk.types("", "", "", box.app_token, box.bot_token) == 0
    assert "SLACK_APP_TOKEN is set in this shell and wins over .env" in desk.said


def test_a_slack_out_of_reach_is_one_sentence(
    desk: Desk, box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
    assert desk.types("", "", "", box.app_token, "", "") == 1
    assert "Slack can't be reached" in desk.said
    assert not desk.env.exists()


def test_it_needs_no_terminal(tmp_path: Path, box: Sandbox) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "setup", "--mode", "socket"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "SLACK_API_URL": box.api_url},
        input=f"\n\n{box.app_token}\n{box.bot_token}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert yaml.safe_load(done.stdout) == manifest.variant(manifest.load(), "socket")
    assert "All set" in done.stderr


def test_a_value_with_odd_characters_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    env_file.write(path, {"PUBLIC_URL": 'https://x.example.com/it\'s \\ "here"'})
    settings = load_settings({}, path)
    assert settings.public_url == 'https://x.example.com/it\'s \\ "here"'


def test_the_example_file_names_every_setting_and_changes_none(tmp_path: Path) -> None:
    example = ROOT / ".env.example"
    assert not load_settings({}, example).has_tokens
    text = example.read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Settings")[2].partition("\n## ")[0]
    names = {part for part in table.replace(",", " ").split("`") if part.isupper()}
    assert len(names) > 12
    assert [
        name
        for name in sorted(names - {"DEBUG", "CRITICAL", "INFO", "SLACK_API_URL"})
        if name not in text
    ] == []
