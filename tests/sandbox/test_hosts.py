"""The sandbox answers under its own names alone, and what is asked of its page is read strictly."""

import socket
from collections.abc import Callable
from itertools import product

import httpx
import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from sandbox import Sandbox
from sandbox.hosts import OnlyItsHosts, host_name
from tests.sandbox.slack import Slack

PATHS = (
    "/",
    "/sandbox/state",
    "/sandbox/messages",
    "/sandbox/thread",
    "/sandbox/inspector",
    "/static/now/js/main.js",
    "/files/F1/x.png",
)
STRANGE = ("²", "٣", "-1", "9" * 5000, "1e5", "0x1", "%00", "%FF", "%ED%A0%80", "null", "[]", "'")
FOREIGN = (
    "evil.example",
    "evil.example:80",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "127.0.0.2",
    "localhost@evil.example",
    "[::2]",
    "localhost:80:80",
    "",
)


@pytest.fixture
def web(box: Sandbox) -> httpx.Client:
    return httpx.Client(base_url=box.url, trust_env=False, verify=False)


@pytest.mark.parametrize("path", [*PATHS, "/sandbox/act", "/api/auth.test", "/response/T-1"])
def test_a_request_for_another_name_is_refused_wherever_it_goes(
    web: httpx.Client, path: str
) -> None:
    for host in FOREIGN:
        answer = web.post(path, headers={"Host": host})
        assert answer.status_code in (400, 403), host
        assert "Priya" not in answer.text
    assert "--host" in web.get(path, headers={"Host": "evil.example"}).text


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_it_answers_under_each_of_its_names_on_any_port(web: httpx.Client, name: str) -> None:
    for host in (name, f"{name}:8080"):
        same = {"Host": host, "Origin": f"http://{host}"}
        assert web.get("/sandbox/state", headers={"Host": host}).status_code == 200
        assert web.get("/sandbox/state", headers=same).status_code == 200
        other = {"Host": host, "Origin": f"http://{name}:9999"}
        assert web.get("/sandbox/state", headers=other).status_code == 403


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "file://", "http://[", ""])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_of_another_site_reads_or_acts(web: httpx.Client, path: str, origin: str) -> None:
    assert web.get(path, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("path", ["/sandbox/live?as=U0SAM", "/link/?ticket={ticket}"])
def test_a_websocket_is_held_to_the_same(box: Sandbox, path: str) -> None:
    with Slack(box.api_url, box.app_token) as app:
        url = app.post("apps.connections.open")["url"]
    address = box.url.replace("http", "ws", 1) + path
    if "ticket" in path:
        address = url
    here = box.url.removeprefix("http://")
    for host, origin in ((here, "https://evil.example"), ("evil.example", None)):
        with (
            socket.create_connection(("127.0.0.1", int(here.partition(":")[2]))) as peer,
            pytest.raises((InvalidStatus, ConnectionClosed)),
            connect(address.replace(here, host), sock=peer, origin=origin) as live,  # type: ignore[arg-type]
        ):
            live.recv(5)
    with connect(address, origin=f"http://{here}"):  # type: ignore[arg-type]
        pass


def test_the_host_that_was_asked_for_is_one_of_its_names() -> None:
    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def status(listening: str, asked: str) -> int:
        only = OnlyItsHosts(page)
        only.listen_on(listening)
        # The test client says that the connection came to the host of this address.
        client = TestClient(only, base_url="http://192.0.2.7:3000")
        return client.get("/", headers={"Host": asked}).status_code

    assert status("demo.internal", "Demo.Internal:3000") == 200
    assert status("demo.internal", "192.0.2.7:3000") == 403
    assert status("0.0.0.0", "192.0.2.7:3000") == 200
    assert status("0.0.0.0", "demo.internal:3000") == 403


def test_a_name_is_read_as_browsers_send_it() -> None:
    assert [host_name(one) for one in ("A.b:1", "[::1]:80", "[::1]", "x_y")] == [
        "a.b",
        "::1",
        "::1",
        "x_y",
    ]
    assert [host_name(one) for one in ("a:b", "a/b", "é", "[x]", ":80", "a b", "::1")] == [""] * 7


@pytest.mark.parametrize("path", PATHS)
def test_no_parameter_of_the_page_makes_it_stumble(web: httpx.Client, path: str) -> None:
    names = ("as", "channel", "before", "ts", "limit", "ticket")
    for name, value in product(names, STRANGE):
        rest = "&".join(("as=U0SAM", "channel=C0SUPPORT", "ts=1.1"))
        answer = web.get(f"{path}?{name}={value}&{rest}")
        assert answer.status_code < 500, f"{name}={value}"


@pytest.mark.parametrize("path", ["/static/now/{}", "/static/{}/x", "/files/{}/{}", "/{}"])
def test_no_address_below_the_page_makes_it_stumble(web: httpx.Client, path: str) -> None:
    for value in (*STRANGE, "..%2f..%2fbox.py", "a" * 300):
        assert web.get(path.replace("{}", value)).status_code == 404, value


def test_a_number_or_timestamp_that_is_none_is_a_400_with_a_sentence(web: httpx.Client) -> None:
    for value in STRANGE[:6]:
        refused = web.get(f"/sandbox/inspector?limit={value}")
        assert (refused.status_code, "whole number" in refused.json()["error"]) == (400, True)
        for path in ("messages?before", "thread?ts"):
            refused = web.get(f"/sandbox/{path}={value}&as=U0SAM&channel=C0SUPPORT")
            if value != STRANGE[3]:
                assert refused.status_code == 400, value
    for good in ("", "0", "7", "999999"):
        assert web.get(f"/sandbox/inspector?limit={good}").status_code == 200


def test_what_the_page_sends_may_be_any_rubbish(web: httpx.Client) -> None:
    for body in (b"[" * 100_000, b"\xff", b"", b'"x"', b"[]"):
        assert web.post("/sandbox/act", content=body).status_code == 400


@pytest.mark.parametrize("stamp", ["²", "1.²", "٣", "1.1.1", "-1"])
def test_a_timestamp_of_other_digits_is_refused_by_the_api(
    open_box: Callable[..., Sandbox], stamp: str
) -> None:
    box = open_box()
    with Slack(box.api_url, box.bot_token) as slack:
        box.invite("#support", "bot")
        told = slack.form("conversations.history", channel="C0SUPPORT", oldest=stamp)
        assert told["error"] == "invalid_ts_oldest"
        told = slack.form("reactions.get", channel="C0SUPPORT", timestamp=stamp)
        assert told["error"] == "bad_timestamp"
