"""A wrong LINCHPIN_SECRET_KEY is a matter of the settings: it is told, and it spoils nothing."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import cli, manifest
from bot.app import Linchpin, create_app
from bot.commands.keys import check_keys
from bot.settings import Settings
from sandbox import Sandbox, SandboxClock, Team
from sandbox import Settings as Strictness
from services.ideas.actions import NewIdea
from services.votes import filing
from services.workspace import installations
from services.workspace.installations import Installation
from storage.database.engine import Database
from storage.workspace import workspaces
from tests.support.databases import sqlite_url
from tests.support.make import NOON, request
from tests.support.process import free_port

RIGHT, WRONG, NEW = "right-" * 6, "wrong-" * 6, "newer-" * 6
IDEAS = "#product-ideas"


@pytest.fixture
def box() -> Iterator[Sandbox]:
    clock = SandboxClock(NOON)
    with Sandbox(manifest.load(), clock=clock, settings=Strictness(file_scan_s=0.0)) as one:
        yield one


@pytest.fixture
def settings(
    box: Sandbox, migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """The settings of a bot with one workspace that installed it, in the environment too."""
    monkeypatch.chdir(tmp_path)
    with sqlite_url(migrated_sqlite, tmp_path) as url:
        one = Settings(
            signing_secret=box.signing_secret,
            client_id=box.client_id,
            client_secret=box.client_secret,
            secret_key=RIGHT,
            slack_api_url=box.api_url,
            database_url=url,
            port=free_port(),
        )
        bot = create_app(one, now=box.clock.now)
        bot.install(installation(box))
        bot.dispatcher.run_due()
        bot.database.dispose()
        for name, value in (
            ("SLACK_SIGNING_SECRET", one.signing_secret),
            ("SLACK_CLIENT_ID", one.client_id),
            ("SLACK_CLIENT_SECRET", one.client_secret),
            ("SLACK_API_URL", one.slack_api_url),
            ("DATABASE_URL", url),
            ("PORT", str(one.port)),
            ("LINCHPIN_SECRET_KEY", RIGHT),
        ):
            monkeypatch.setenv(name, str(value))
        yield one


def installation(team: Team) -> Installation:
    scopes = manifest.wanted_scopes()
    return Installation(
        team.team_id, team.workspace.name, team.bot_user_id, "B0", scopes, team.bot_token
    )


def bot_with(settings: Settings, box: Sandbox, keys: str) -> Linchpin:
    return create_app(replace(settings, secret_key=keys), now=box.clock.now)


def stopped_reason(database: Database) -> str | None:
    with database.reading() as session:
        query = text("SELECT stopped_reason FROM workspace")
        found: str | None = session.connection().execute(query).scalar_one()
    return found


def cards(box: Sandbox) -> int:
    return len([one for one in box.messages(IDEAS) if one.get("user") == box.bot_user_id])


def file(bot: Linchpin, box: Sandbox, title: str) -> None:
    found = installations.by_team(bot.database, box.team_id)
    assert found is not None
    asked = request(found.id, box.person("priya").id, key=title)
    filing.file(bot.database, asked, NewIdea(title), box.channel(IDEAS).id)


def test_a_wrong_key_is_found_at_the_start_and_by_the_doctor_and_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINCHPIN_SECRET_KEY", WRONG)
    for command, code in (("run", 2), ("doctor", 1)):
        assert cli.main([command]) == code
        told = capsys.readouterr().err
        assert "LINCHPIN_SECRET_KEY doesn't open the stored Slack token of Harborline." in told
        assert WRONG not in told


def test_what_had_to_wait_for_the_right_key_is_said_with_it(
    settings: Settings, box: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = bot_with(settings, box, WRONG)
    with caplog.at_level(logging.ERROR):
        for title in ("Export", "Dark mode"):
            file(wrong, box, title)
            wrong.dispatcher.run_due()
            box.clock.advance(timedelta(minutes=3))
    assert stopped_reason(wrong.database) is None
    assert cards(box) == 0
    assert len([one for one in caplog.messages if "LINCHPIN_SECRET_KEY" in one]) == 1
    wrong.database.dispose()
    right = bot_with(settings, box, RIGHT)
    while (due := right.dispatcher.next_due()) is not None:
        assert due < box.clock.now() + timedelta(minutes=2)
        box.clock.move_to(max(due, box.clock.now()))
        right.dispatcher.run_due()
    assert cards(box) == 2
    right.database.dispose()


def test_a_workspace_that_an_earlier_version_stopped_for_its_key_goes_on(
    settings: Settings, box: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    bot = bot_with(settings, box, RIGHT)
    reason = "A stored Slack token was sealed with another LINCHPIN_SECRET_KEY. Set the earlier..."
    with bot.database.transaction() as session:
        workspaces.stop(session, 1, reason, bot.now())
    assert cli.main(["doctor"]) == 0, capsys.readouterr().err
    assert stopped_reason(bot.database) is None
    bot.database.dispose()


def test_a_key_takes_anothers_place_without_an_installation(
    settings: Settings, box: Sandbox, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("LINCHPIN_SECRET_KEY", f"{NEW}, {RIGHT}")
    assert cli.main(["doctor"]) == 0, capsys.readouterr().err
    for changed in (1, 0):
        assert cli.main(["rekey"]) == 0
        told = capsys.readouterr().err
        assert f"1 token is sealed with the newest key ({changed} changed)." in told
    monkeypatch.setenv("LINCHPIN_SECRET_KEY", NEW)
    assert cli.main(["doctor"]) == 0, capsys.readouterr().err
    monkeypatch.setenv("LINCHPIN_SECRET_KEY", RIGHT)
    assert cli.main(["doctor"]) == 1
    assert cli.main(["rekey"]) == 1
    assert "Harborline" in capsys.readouterr().err
    monkeypatch.delenv("LINCHPIN_SECRET_KEY")
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.delenv(name)
    assert cli.main(["rekey"]) == 2
    assert "LINCHPIN_SECRET_KEY is missing" in capsys.readouterr().err


def test_one_workspace_with_another_key_keeps_the_others_at_work(
    settings: Settings, box: Sandbox, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    other = box.add_team("Northwind")
    newer = bot_with(settings, box, NEW)
    newer.install(installation(other))
    check_keys(newer)
    newer.database.dispose()
    monkeypatch.setenv("LINCHPIN_SECRET_KEY", NEW)
    assert cli.main(["doctor"]) == 1
    told = capsys.readouterr().err
    assert "token of Harborline." in told
