"""The transports against the local Slack, which is as strict as the real one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot import manifest
from bot.api.routes import Api
from bot.server.metrics import Metrics
from bot.server.serve import listen
from bot.server.web import create_web
from bot.settings import Settings
from bot.slack.dispatch import Intake
from bot.slack.oauth import OAuth, Page
from bot.slack.socket import SocketRunner
from sandbox import Hooks, Sandbox
from sandbox import Settings as Strictness
from tests.bot.scripted_slack import WAIT_S, serving
from tests.bot.slack.test_socket import PATIENT, soon
from tests.bot.small_bot import SmallBot


@contextmanager
def connected(bot: SmallBot, **strictness: Any) -> Iterator[tuple[Sandbox, SocketRunner]]:
    """A local Slack and the bot connected to it over Socket Mode."""
    with Sandbox(manifest.load(), settings=Strictness(**strictness)) as box:
        settings = replace(bot.settings, app_token=box.app_token, slack_api_url=box.api_url)
        runner = SocketRunner(settings, Intake(bot.bolt, Metrics()), timings=PATIENT)
        runner.start()
        try:
            assert soon(lambda: runner.is_connected and box.connected > 0)
            yield box, runner
        finally:
            runner.stop(2.0)


def test_a_command_and_a_reaction_arrive_over_socket_mode(http_bot: SmallBot) -> None:
    with connected(http_bot) as (box, _):
        priya = box.person("priya")
        reply = priya.command("#support", "/feedback", "the export times out")
        assert (reply.ok, reply.text) == (True, "Saved: the export times out")
        ts = priya.say("#support", "hello")
        priya.react("#support", ts, "+1")
        box.settle()
        assert [one["ok"] for one in box.deliveries("reaction_added")] == [True]


def test_an_event_that_failed_is_delivered_again(http_bot: SmallBot) -> None:
    tries: list[str] = []

    @http_bot.bolt.event("message")
    def once_broken(body: dict[str, Any]) -> None:
        tries.append(body["event_id"])
        if len(tries) == 1:
            raise RuntimeError("the first time fails")

    with connected(http_bot, ack_deadline_s=0.2, retry_after_s=(0, 0, 0)) as (box, _):
        box.person("priya").say("#support", "hello")
        box.settle()
    assert len(tries) == 2
    assert len(set(tries)) == 1


def test_a_refresh_loses_no_command(http_bot: SmallBot) -> None:
    with connected(http_bot) as (box, runner):
        healed = threading.Event()
        runner.on_reconnect(healed.set)
        box.disconnect("refresh_requested")
        assert healed.wait(WAIT_S)
        assert soon(lambda: box.connected > 0)
        assert box.person("priya").command("#support", "/feedback", "after").ok


def test_a_warning_is_answered_with_a_second_connection_first(http_bot: SmallBot) -> None:
    with connected(http_bot) as (box, _):
        box.disconnect("warning")
        assert soon(lambda: box.connected == 2)
        for _number in range(6):  # they are routed to either connection
            assert box.person("priya").command("#support", "/feedback", "x").ok


def test_link_disabled_ends_with_a_sentence_and_no_further_try(http_bot: SmallBot) -> None:
    with connected(http_bot) as (box, runner):
        box.disconnect("link_disabled")
        assert runner.wait(WAIT_S)
        assert "Socket Mode was turned off" in str(runner.failure)
        assert len(box.calls("apps.connections.open")) == 1


def test_a_wrong_app_token_ends_with_a_sentence(http_bot: SmallBot) -> None:
    with Sandbox(manifest.load()) as box:
        settings = replace(http_bot.settings, app_token="xapp-0", slack_api_url=box.api_url)
        runner = SocketRunner(settings, Intake(http_bot.bolt, Metrics()), timings=PATIENT)
        runner.start()
        assert runner.wait(WAIT_S)
        assert "SLACK_APP_TOKEN (invalid_auth)" in str(runner.failure)


def test_the_same_arrives_signed_over_http(http_bot: SmallBot) -> None:
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}{manifest.EVENTS_PATH}"
    with Sandbox(manifest.load(), transport="http", bot_urls=[url]) as box:
        http_bot.settings = replace(http_bot.settings, signing_secret=box.signing_secret)
        with serving(create_web(http_bot), port):
            assert box.verify_url(url)
            reply = box.person("sam").command("#support", "/feedback", "the payload & more")
            assert reply.ok
            assert http_bot.heard[0]["text"] == "the payload &amp; more"


@pytest.fixture
def install_box() -> Iterator[Sandbox]:
    """A local Slack to install the app in."""
    with Sandbox(manifest.load()) as box:
        yield box


def _install(bot: SmallBot, box: Sandbox, code: str, **wrong: str) -> Page:
    settings = Settings(
        client_id=wrong.get("client_id", box.client_id),
        client_secret=wrong.get("client_secret", box.client_secret),
        secret_key="k" * 32,
        slack_api_url=box.api_url,
    )
    one = OAuth(settings, manifest.wanted_scopes(), bot.install)
    address, cookie = one.begin()
    state = parse_qs(urlsplit(address).query)["state"][0]
    return one.finish(code, state, "", cookie)


def test_a_second_workspace_installs_the_app(http_bot: SmallBot, install_box: Sandbox) -> None:
    northwind = install_box.add_team("Northwind", installed=False)
    page = _install(http_bot, install_box, northwind.oauth_code())
    assert (page.status, page.title) == (200, "Linchpin is installed in Northwind")
    installed = http_bot.installed[0]
    assert installed.team_id == northwind.team_id
    assert set(installed.scopes) == set(manifest.wanted_scopes())
    answer = httpx.post(
        f"{install_box.api_url}auth.test",
        headers={"authorization": f"Bearer {installed.bot_token}"},
        verify=False,
    )
    assert answer.json()["user_id"] == installed.bot_user_id


def test_a_code_works_once(http_bot: SmallBot, install_box: Sandbox) -> None:
    code = install_box.add_team("Northwind", installed=False).oauth_code()
    assert _install(http_bot, install_box, code).status == 200
    again = _install(http_bot, install_box, code)
    assert again.status == 400
    assert "took too long" in again.text


def test_a_wrong_client_secret_is_named(http_bot: SmallBot, install_box: Sandbox) -> None:
    code = install_box.add_team("Northwind", installed=False).oauth_code()
    page = _install(http_bot, install_box, code, client_secret="other")
    assert "SLACK_CLIENT_SECRET" in page.text
    assert http_bot.installed == []


def test_the_sandbox_serves_the_api_beside_slacks_own_methods(http_bot: SmallBot) -> None:
    api = Api(Metrics())
    hooks = Hooks(routes=api.routes(only_known=True))
    with (
        Sandbox(manifest.load(), hooks=hooks) as box,
        httpx.Client(base_url=box.url, verify=False) as client,
    ):
        assert client.get("/api/openapi.json").json()["openapi"] == "3.1.0"
        assert client.get("/api/ideas").status_code == 503  # nobody serves it yet
        api.serve(http_bot)
        assert client.get("/api/ideas").status_code == 401
        assert client.post("/api/api.test").json()["ok"] is True
