"""A workspace in which the app is not installed, or no longer: what its people read, and that no
replica serves it from memory."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot import manifest
from bot.app import Linchpin, create_app
from bot.server.metrics import Metrics
from bot.settings import Settings
from bot.slack.dispatch import Answer, Delivery, Intake
from bot.store import open_store
from sandbox import Sandbox, SandboxClock
from sandbox import Settings as Strictness
from sandbox.world.model import ResponseUrl
from services.workspace import installations
from services.workspace.installations import Installation
from storage.database.engine import Database
from tests.support.make import NOON

ADDRESS = "https://linchpin.example.com/slack/install"
LATER = timedelta(seconds=90)


@dataclass
class Replicas:
    """Two processes' worth of bot on one database, at a local Slack with nobody connected."""

    box: Sandbox
    clock: SandboxClock
    bots: list[Linchpin]
    intakes: list[Intake]

    def ask(self, body: dict[str, Any], which: int = 0) -> Answer:
        return (
            self.intakes[which].submit(Delivery({"team_id": self.box.team_id, **body})).result(20)
        )

    def texts(self, body: dict[str, Any]) -> list[str]:
        """What each replica answers."""
        return [self.ask(body, which).body for which in range(len(self.bots))]

    def install(self, token: str | None = None) -> None:
        """Install the app in the first replica."""
        scopes = manifest.wanted_scopes()
        team = self.box.workspace
        token = token or self.box.bot_token
        self.bots[0].install(
            Installation(team.id, team.name, self.box.bot_user_id, "B0", scopes, token)
        )

    def tell(self, kind: str, which: int = 0, **more: Any) -> None:
        """Deliver an event of now to one replica alone."""
        event = {"type": "event_callback", "event": {"type": kind, **more}}
        happened = {"event_time": int(self.clock.now().timestamp()), "event_id": "Ev1"}
        assert self.ask(event | happened, which).status == 200


@pytest.fixture
def replicas(database: Database) -> Iterator[Replicas]:
    clock = SandboxClock(NOON)
    with Sandbox(manifest.load(), clock=clock, settings=Strictness(file_scan_s=0.0)) as box:
        url = database.engine.url.render_as_string(hide_password=False)
        settings = Settings(
            signing_secret=box.signing_secret,
            client_id=box.client_id,
            client_secret=box.client_secret,
            secret_key="k" * 32,
            public_url=ADDRESS.removesuffix("/slack/install"),
            slack_api_url=box.api_url,
            database_url=url,
        )
        bots = [create_app(settings, now=clock.now, database=open_store(url)) for _ in range(2)]
        intakes = [Intake(bot.bolt, Metrics()) for bot in bots]
        yield Replicas(box, clock, bots, intakes)
        for bot, intake in zip(bots, intakes, strict=True):
            intake.close()
            bot.database.dispose()


def command(text: str = "help") -> dict[str, Any]:
    return {"command": "/linchpin", "text": text, "user_id": "U0SAM", "channel_id": "C0SUPPORT"}


USER = {"user": {"id": "U0SAM"}, "team": {"id": "T0"}}


def pressed(**more: Any) -> dict[str, Any]:
    return {"type": "block_actions", **USER, "actions": [{"action_id": "home_search"}], **more}


def sent(*blocks: dict[str, Any]) -> dict[str, Any]:
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "feedback",
        "private_metadata": "",
        "hash": "h1",
        "state": {"values": {}},
        "blocks": list(blocks),
    }
    return {"type": "view_submission", **USER, "view": view}


def test_a_command_reads_where_to_install_the_app(
    replicas: Replicas, caplog: pytest.LogCaptureFixture
) -> None:
    for body in replicas.texts(command()):
        answer = json.loads(body)
        assert answer["response_type"] == "ephemeral"
        assert answer["text"] == (
            f"Linchpin is not installed in this workspace, so nothing was done. "
            f"Install it at {ADDRESS}"
        )
    assert "apologize" not in caplog.text
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


def test_each_kind_of_request_is_told_in_its_own_place(replicas: Replicas) -> None:
    field = {"type": "input", "block_id": "text"}
    told = json.loads(replicas.ask(sent({"type": "section"}, field)).body)
    assert told["response_action"] == "errors"
    assert ADDRESS in told["errors"]["text"]
    told = json.loads(replicas.ask(sent({"type": "section"})).body)
    assert told["response_action"] == "update"
    assert ADDRESS in json.dumps(told["view"])
    asked = {"type": "block_suggestion", "action_id": "customer_select", **USER}
    assert json.loads(replicas.ask(asked).body) == {"options": []}
    closed = {**sent(), "type": "view_closed"}
    assert replicas.ask(closed).status == 200
    # Where Slack shows no words of ours, it shows its own.
    for silent in (pressed(), {"type": "shortcut", "callback_id": "new_feedback", **USER}):
        assert replicas.ask(silent).status == 403


@pytest.mark.parametrize("kind", ["block_actions", "message_action"])
def test_a_button_in_a_message_is_answered_to_the_person_alone(
    replicas: Replicas, kind: str
) -> None:
    replicas.install()
    url = _response_url(replicas.box)
    replicas.box.uninstall()
    replicas.tell("app_uninstalled")
    where = {"channel": {"id": "C0SUPPORT"}, "message": {"ts": "1.1"}, "message_ts": "1.1"}
    body = pressed(type=kind, callback_id="save", response_url=url, **where)
    assert replicas.ask(body).status == 200
    shown = [one["text"] for one in replicas.box.person("sam").ephemerals("#support")]
    assert any(ADDRESS in text for text in shown)
    assert replicas.ask(pressed(response_url=url + "x")).status == 403


def test_events_of_a_workspace_that_is_not_installed_are_let_go_without_a_line_each(
    replicas: Replicas, caplog: pytest.LogCaptureFixture
) -> None:
    message = {"type": "message", "channel": "C1", "user": "U1", "text": "x", "ts": "1.1"}
    for number in range(50):
        event = {"type": "event_callback", "event_id": f"Ev{number}", "event": message}
        assert replicas.ask(event).status == 200
    told = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    assert len(told) == 1
    assert replicas.box.team_id in told[0]


@pytest.mark.parametrize("farewell", ["app_uninstalled", "tokens_revoked"])
def test_after_a_farewell_no_replica_serves_from_memory(replicas: Replicas, farewell: str) -> None:
    replicas.install()
    assert all("not installed" not in text for text in replicas.texts(command()))
    replicas.clock.advance(LATER)
    replicas.tell(farewell, which=1, tokens={"bot": [replicas.box.bot_user_id]})
    for text in replicas.texts(command()):
        assert "no longer works in this workspace" in text
        assert f"Install it again at {ADDRESS}" in text


def test_a_new_installation_is_used_at_once_by_all(replicas: Replicas) -> None:
    replicas.install()
    replicas.texts(command())
    replicas.clock.advance(LATER)
    replicas.box.uninstall()
    replicas.tell("app_uninstalled", which=1)
    replicas.clock.advance(LATER)
    answer = httpx.post(
        f"{replicas.box.api_url}oauth.v2.access",
        data={
            "client_id": replicas.box.client_id,
            "client_secret": replicas.box.client_secret,
            "code": replicas.box.oauth_code(),
        },
        verify=False,
    ).json()
    replicas.install(answer["access_token"])
    for bot in replicas.bots:
        found = bot.tokens.find(replicas.box.team_id)
        assert found.result.bot_token == answer["access_token"]
        assert bot.tokens.client_of(found.workspace_id).auth_test()["ok"]
    assert all("no longer" not in text for text in replicas.texts(command()))


@pytest.mark.parametrize("farewell", ["app_uninstalled", "tokens_revoked"])
def test_a_farewell_that_comes_late_leaves_the_new_installation_alone(
    replicas: Replicas, farewell: str
) -> None:
    replicas.install()
    happened = int((replicas.clock.now() + LATER).timestamp())
    replicas.clock.advance(2 * LATER)
    replicas.install()
    tokens = {"bot": [replicas.box.bot_user_id]}
    late = {"type": "event_callback", "event": {"type": farewell, "tokens": tokens}}
    assert replicas.ask({**late, "event_time": happened}).status == 200
    assert all("no longer" not in text for text in replicas.texts(command()))
    # Without a readable time it is taken for true.
    assert replicas.ask({**late, "event_time": "soon"}).status == 200
    assert all("no longer" in text for text in replicas.texts(command()))


@pytest.mark.parametrize("tokens", [None, [], "x", {}, {"bot": []}, {"oauth": ["U1"]}])
def test_a_revocation_that_names_no_bot_ends_nothing(replicas: Replicas, tokens: Any) -> None:
    replicas.install()
    replicas.clock.advance(LATER)
    replicas.tell("tokens_revoked", tokens=tokens)
    found = installations.by_team(replicas.bots[0].database, replicas.box.team_id)
    assert found is not None
    assert found.stopped_reason is None


def test_without_an_address_people_are_sent_to_whoever_runs_it(database: Database) -> None:
    for settings in (
        Settings(bot_token="xoxb-1"),
        Settings(client_id="1", client_secret="2", secret_key="k" * 32),
        Settings(
            client_id="1",
            client_secret="2",
            secret_key="k" * 32,
            public_url=ADDRESS,
            installers=("T1",),
        ),
    ):
        url = database.engine.url.render_as_string(hide_password=False)
        bot = create_app(replace(settings, database_url=url), database=database)
        intake = Intake(bot.bolt, Metrics())
        answer = intake.submit(Delivery({"team_id": "T0", **command()})).result(20)
        assert "Ask whoever runs Linchpin to install it." in answer.body
        intake.close()


def test_a_token_that_cannot_be_read_is_told_and_its_events_come_again(
    replicas: Replicas, database: Database
) -> None:
    replicas.install()
    settings = replace(replicas.bots[0].settings, secret_key="other" * 8)
    bot = create_app(settings, database=database)
    intake = Intake(bot.bolt, Metrics())
    team = {"team_id": replicas.box.team_id}
    answer = intake.submit(Delivery({**team, **command()})).result(20)
    assert "LINCHPIN_SECRET_KEY" in answer.body
    event = {"type": "event_callback", "event": {"type": "user_change", "user": {"id": "U1"}}}
    assert intake.submit(Delivery({**team, **event})).result(20).status == 503
    intake.close()


def _response_url(box: Sandbox) -> str:
    """An address at which the sandbox lets an app answer a press in a message."""
    sam = box.person("sam")
    grant = ResponseUrl(box.channel("#support").id, sam.id, box.clock.now())
    return box.url + box.workspace.new_response_url(grant)
