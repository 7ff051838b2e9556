"""What an operator does about digests from the command line, against the local Slack."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import cli, manifest
from bot.app import Linchpin, create_app
from bot.settings import Settings
from domain.core.people import Request
from sandbox import Sandbox
from services.digests import subscribe as digest_changes
from services.ideas.actions import NewIdea
from services.votes import filing
from services.workspace import installations

PRODUCT = "#product"


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """A local Slack that the command line's process talks to."""
    with Sandbox(manifest.load()) as one:
        yield one


@pytest.fixture
def bot(
    box: Sandbox, tmp_path: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Linchpin]:
    """A bot that has a digest in #product and something to tell; its settings are the
    environment's."""
    settings = {
        "SLACK_BOT_TOKEN": box.bot_token,
        "SLACK_API_URL": box.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'linchpin.db'}",
    }
    shutil.copy(migrated_sqlite, tmp_path / "linchpin.db")
    monkeypatch.chdir(tmp_path)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    one = create_app(
        Settings(
            bot_token=box.bot_token,
            slack_api_url=box.api_url,
            database_url=settings["DATABASE_URL"],
        )
    )
    one.prepare()
    one.identify()
    one.dispatcher.run_due()
    [workspace] = installations.every(one.database)
    asked = Request(workspace.id, box.person("priya").id, "command", one.now(), "first")
    channel = box.channel(PRODUCT).id
    digest_changes.subscribe_in_words(one.database, asked, channel, "mon 09:00 UTC")
    filing.file(one.database, asked, NewIdea("Export to CSV"), channel)
    one.dispatcher.run_due()
    yield one
    one.database.dispose()


def digests_in(box: Sandbox) -> list[str]:
    found = [one["text"] for one in box.messages(PRODUCT)]
    return [text for text in found if text.startswith("Product digest")]


def next_week() -> str:
    return (datetime.now(UTC) + timedelta(days=8)).isoformat()


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert cli.main(["deliveries", *words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_digest_run_ahead_of_its_time_is_delivered_at_once_and_only_once(
    box: Sandbox, bot: Linchpin, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["digest", "run", "--at", next_week()]) == 0
    assert len(digests_in(box)) == 1
    said = capsys.readouterr()
    assert said.out == "" and "1 digest was due" in said.err and "1 posted" in said.err
    assert cli.main(["digest", "run", "--at", next_week()]) == 0
    assert len(digests_in(box)) == 1
    [run] = listed(capsys)
    assert run["result"] == "posted" and next(iter(run)) == "id"


def test_nothing_is_due_now_and_that_is_said(
    box: Sandbox, bot: Linchpin, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["digest", "run"]) == 0
    assert digests_in(box) == []
    assert "0 digests were due" in capsys.readouterr().err


def test_a_failed_one_is_listed_by_its_id_and_goes_out_when_retried_by_that_id(
    box: Sandbox, bot: Linchpin, capsys: pytest.CaptureFixture[str]
) -> None:
    box.faults.add("error", method="chat.postMessage", error="restricted_action")
    assert cli.main(["digest", "run", "--at", next_week()]) == 1
    assert "1 failed" in capsys.readouterr().err
    [run] = listed(capsys, "--failed")
    assert "does not let the bot post" in run["reason"]
    assert cli.main(["deliveries", "--retry", str(run["id"])]) == 0
    assert listed(capsys, "--failed") == []
    assert cli.main(["digest", "run"]) == 0
    assert len(digests_in(box)) == 1
    assert cli.main(["deliveries", "--retry", str(run["id"])]) == 1
    assert "There is no failed delivery" in capsys.readouterr().err


@pytest.mark.parametrize("named", [PRODUCT, "product"])
def test_a_preview_takes_a_channels_name_and_posts_nothing(
    box: Sandbox, bot: Linchpin, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    assert cli.main(["digest", "preview", named]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["text"].endswith("1 new idea")
    assert digests_in(box) == []
    assert cli.main(["digest", "preview", box.channel(PRODUCT).id]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == shown["text"]
    assert cli.main(["digest", "preview", "#random"]) == 1
    assert "No digest is subscribed in #random" in capsys.readouterr().err
