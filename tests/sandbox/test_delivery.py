"""Events, commands and interactions on their way to the app: order, retries, deadlines."""

import hashlib
import hmac
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect as dial

from sandbox import Sandbox, SandboxClock
from sandbox.delivery.http import signature
from tests.sandbox.app import SILENT, HttpApp, SocketApp
from tests.sandbox.slack import Slack, actions, button

Connect = Callable[..., SocketApp]


@pytest.fixture
def connect(box: Sandbox) -> Iterator[Connect]:
    """Connects Socket Mode apps that hang up after the test."""
    opened: list[SocketApp] = []

    def one(*args: Any) -> SocketApp:
        opened.append(SocketApp(box, *args))
        return opened[-1]

    yield one
    for app in opened:
        app.close()


@pytest.fixture
def http_app() -> Iterator[HttpApp]:
    """An app that listens for HTTP deliveries."""
    app = HttpApp()
    yield app
    app.close()


def vote(box: Sandbox, name: str = "thumbsup", who: str = "sam") -> None:
    """A message by Priya and a reaction to it."""
    ts = box.person("priya").say("#support", "an idea")
    box.person(who).react("#support", ts, name)


def test_an_event_says_who_and_where(box: Sandbox, connect: Connect) -> None:
    app = connect()
    vote(box)
    box.settle()
    payload = app.events("reaction_added")[0]
    event = payload["event"]
    assert (event["user"], event["reaction"], event["item_user"]) == ("U0SAM", "+1", "U0PRIYA")
    assert event["item"]["channel"] == "C0SUPPORT"
    assert payload["team_id"] == box.team_id
    assert payload["authorizations"][0]["user_id"] == box.bot_user_id
    assert payload["event_id"].startswith("Ev")


def test_events_come_in_the_order_they_happened(box: Sandbox, connect: Connect) -> None:
    app = connect()
    said = [str(n) for n in range(30)]
    for words in said:
        box.person("sam").say("#support", words)
    box.settle()
    assert [p["event"]["text"] for p in app.events("message")] == said


def test_only_what_the_manifest_subscribes_to_and_the_app_can_see_is_told(
    box: Sandbox, connect: Connect
) -> None:
    app = connect()
    box.person("emil").say("#engineering", "not here")
    box.person("erin").say("#leadership", "nor here")
    box.person("emil").say("@priya", "nor between us")
    box.invite("#engineering", "bot")
    ts = box.person("emil").say("#engineering", "but here")
    box.person("emil").edit("#engineering", ts, "edited")
    box.person("emil").delete("#engineering", ts)
    box.settle()
    said = [p["event"] for p in app.events("message")]
    kinds = [e.get("subtype", "") for e in said]
    assert kinds == ["channel_join", "", "message_changed", "message_deleted"]
    assert said[2]["previous_message"]["text"] == "but here"
    assert said[3]["deleted_ts"] == ts


def test_an_unacknowledged_event_comes_again_at_once_then_by_the_clock(
    box: Sandbox, connect: Connect, clock: SandboxClock
) -> None:
    app = connect(lambda _e: SILENT)
    box.rename("#support", "help")
    box.settle()
    assert [e["retry_attempt"] for e in app.envelopes] == [0, 1]
    clock.advance(timedelta(seconds=59))
    box.settle()
    assert len(app.envelopes) == 2
    clock.advance(timedelta(seconds=1))
    box.settle()
    clock.advance(timedelta(minutes=5))
    box.settle()
    clock.advance(timedelta(days=1))
    box.settle()
    assert [e["retry_attempt"] for e in app.envelopes] == [0, 1, 2, 3]
    assert len({e["payload"]["event_id"] for e in app.envelopes}) == 1
    assert len({e["envelope_id"] for e in app.envelopes}) == 4
    assert [d["ok"] for d in box.deliveries("channel_rename")] == [False] * 4


def test_an_acknowledged_retry_ends_the_matter(
    box: Sandbox, connect: Connect, clock: SandboxClock
) -> None:
    app = connect()
    app.answer = lambda e: SILENT if e["retry_attempt"] == 0 else None
    box.rename("#support", "help")
    box.settle()
    clock.advance(timedelta(hours=1))
    box.settle()
    assert [e["retry_attempt"] for e in app.envelopes] == [0, 1]


def test_with_nobody_connected_an_event_waits_for_its_retry(
    box: Sandbox, connect: Connect, clock: SandboxClock
) -> None:
    vote(box)
    box.settle()
    app = connect()
    clock.advance(timedelta(minutes=1))
    box.settle()
    assert len(app.events("reaction_added")) == 1


def test_a_running_clock_releases_a_retry_by_itself(open_box: Callable[..., Sandbox]) -> None:
    box = open_box(clock=SandboxClock(), settings={"ack_deadline_s": 0.05, "retry_after_s": (0.1,)})
    came = threading.Event()
    app = SocketApp(box, lambda e: came.set() if e["retry_attempt"] else SILENT)
    box.rename("#support", "help")
    assert came.wait(5)
    app.close()


def test_ten_connections_share_the_work_and_an_eleventh_is_refused(
    box: Sandbox, connect: Connect
) -> None:
    apps = [connect() for _ in range(10)]
    for n in range(60):
        box.rename("C0SUPPORT", f"help-{n}")
    box.settle()
    assert sum(len(a.envelopes) for a in apps) == 60
    assert all(a.envelopes for a in apps)
    with Slack(box.api_url, box.app_token) as client:
        url = client.post("apps.connections.open")["url"]
    with dial(url) as eleventh:
        assert "too_many_websockets" in str(eleventh.recv(5))
    assert box.connected == 10


def test_a_ticket_opens_one_connection(box: Sandbox) -> None:
    with Slack(box.api_url, box.app_token) as client:
        url = client.post("apps.connections.open")["url"]
    with dial(url) as first:
        assert '"hello"' in str(first.recv(5))
        with pytest.raises((InvalidStatus, ConnectionClosed)), dial(url) as second:
            second.recv(5)


def test_a_refresh_closes_and_a_warning_does_not(box: Sandbox, connect: Connect) -> None:
    app = connect()
    box.disconnect("warning")
    box.person("sam").global_shortcut("new")
    assert [e["type"] for e in app.envelopes] == ["disconnect", "interactive"]
    box.disconnect("refresh_requested")
    assert app.goodbye.wait(5)
    assert app.envelopes[-1]["reason"] == "refresh_requested" and box.connected == 0


def test_a_late_command_shows_operation_timeout(box: Sandbox, connect: Connect) -> None:
    app = connect(lambda _e: SILENT)
    sam = box.person("sam")
    assert sam.command("#support", "/probe", "x").error == "operation_timeout"
    assert "operation_timeout" in sam.ephemerals("#support")[0]["text"]
    box.settle()
    assert len(app.envelopes) == 1


def test_with_nobody_connected_a_command_fails_to_dispatch(box: Sandbox) -> None:
    assert box.person("sam").command("#support", "/probe").error == "dispatch_failed"


def test_command_text_is_escaped_and_names_only_where_asked(box: Sandbox, connect: Connect) -> None:
    app = connect()
    sam = box.person("sam")
    sam.command("#support", "/probe", "a & <b> @priya")
    sam.command("#support", "/escaped", "a & <b> @priya #sales")
    texts = [e["payload"]["text"] for e in app.envelopes]
    assert texts[0] == "a &amp; &lt;b&gt; @priya"
    assert texts[1] == "a &amp; &lt;b&gt; <@U0PRIYA> <#C0SALES|sales>"
    assert all(e["accepts_response_payload"] for e in app.envelopes)


def test_a_commands_answer_is_shown_to_the_person_or_everybody(
    box: Sandbox, connect: Connect
) -> None:
    app = connect(lambda _e: {"text": "for you"})
    sam = box.person("sam")
    assert sam.command("#support", "/probe").text == "for you"
    assert [m["text"] for m in sam.ephemerals("#support")] == ["for you"]
    app.answer = lambda _e: {"text": "for all", "response_type": "in_channel"}
    sam.command("#support", "/probe")
    assert box.messages("#support")[-1]["text"] == "for all"


def test_an_answer_with_broken_blocks_is_not_shown(box: Sandbox, connect: Connect) -> None:
    connect(lambda _e: {"text": "x", "blocks": [{"type": "actions", "elements": []}]})
    reply = box.person("sam").command("#support", "/probe")
    assert (reply.ok, reply.error) == (False, "invalid_blocks")
    assert "no less than 1" in reply.errors["blocks"]
    assert box.person("sam").ephemerals("#support") == []


def test_a_message_shortcut_carries_the_whole_message(box: Sandbox, connect: Connect) -> None:
    app = connect()
    ts = box.person("priya").say("#support", "hear this")
    box.person("sam").message_shortcut("save", "#support", ts)
    payload = app.envelopes[-1]["payload"]
    assert payload["type"] == "message_action" and payload["message"]["text"] == "hear this"
    assert payload["channel"] == {"id": "C0SUPPORT", "name": "support"}


def test_a_click_names_message_channel_and_value(
    box: Sandbox, connect: Connect, slack: Slack
) -> None:
    app = connect()
    mark = {"event_type": "m", "event_payload": {"k": 1}}
    blocks = [actions(button("go", value="7"), block_id="row")]
    ts = slack.say("C0SUPPORT", "x", blocks=blocks, metadata=mark)
    box.settle()
    box.person("sam").click("#support", ts, "go")
    payload = app.envelopes[-1]["payload"]
    action = payload["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "row", "7")
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == ts
    assert payload["message"]["metadata"] == mark


def test_http_deliveries_are_signed_over_the_raw_body(
    open_box: Callable[..., Sandbox], http_app: HttpApp
) -> None:
    box = open_box(transport="http", bot_urls=[http_app.url])
    vote(box)
    box.settle()
    box.person("sam").command("#support", "/probe", "ä & b")
    box.person("sam").global_shortcut("new")
    for request in http_app.requests:
        headers = {k.lower(): v for k, v in request["headers"].items()}
        base = f"v0:{headers['x-slack-request-timestamp']}:".encode() + request["raw"]
        digest = hmac.new(box.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        assert headers["x-slack-signature"] == f"v0={digest}"
    kinds = [r["body"].get("type", r["body"].get("command")) for r in http_app.requests]
    assert kinds == ["event_callback", "event_callback", "/probe", "shortcut"]


def test_the_signature_agrees_with_slacks_own_example() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) == expected


def test_http_retries_say_number_and_reason_and_can_be_stopped(
    open_box: Callable[..., Sandbox], http_app: HttpApp, clock: SandboxClock
) -> None:
    box = open_box(transport="http", bot_urls=[http_app.url])
    http_app.answer = lambda _r: (500, {}, "")
    box.rename("#support", "help")
    box.settle()
    second = {k.lower(): v for k, v in http_app.requests[1]["headers"].items()}
    assert second["x-slack-retry-num"] == "1"
    assert second["x-slack-retry-reason"] == "http_error"
    http_app.answer = lambda _r: (500, {"X-Slack-No-Retry": "1"}, "")
    clock.advance(timedelta(minutes=1))
    box.settle()
    clock.advance(timedelta(hours=1))
    box.settle()
    assert len(http_app.requests) == 3


def test_several_urls_take_turns(open_box: Callable[..., Sandbox], http_app: HttpApp) -> None:
    other = HttpApp()
    box = open_box(transport="http", bot_urls=[http_app.url, other.url])
    for n in range(6):
        box.rename("C0SUPPORT", f"help-{n}")
    box.settle()
    assert (len(http_app.requests), len(other.requests)) == (3, 3)
    other.close()


def test_a_url_is_verified_by_its_challenge(
    open_box: Callable[..., Sandbox], http_app: HttpApp
) -> None:
    box = open_box(transport="http", bot_urls=[])
    assert not box.verify_url(http_app.url)
    http_app.answer = lambda r: (200, {}, r["body"]["challenge"])
    assert box.verify_url(http_app.url)


def test_a_redirect_is_followed_twice(open_box: Callable[..., Sandbox], http_app: HttpApp) -> None:
    box = open_box(transport="http", bot_urls=[http_app.url])
    http_app.answer = lambda _r: (307, {"Location": http_app.url}, "")
    box.rename("#support", "help")
    box.settle()
    assert box.deliveries("channel_rename")[0]["reason"] == "too_many_redirects"


def test_lifecycle_events_reach_the_app(box: Sandbox, connect: Connect) -> None:
    app = connect()
    box.archive("#support")
    box.kick("#sales", "bot")
    box.deactivate("sam")
    box.add_person("nora", in_channels=["#product"])
    new_id = box.change_channel_id("#product")
    box.uninstall()
    box.settle()
    kinds = [e["payload"]["event"]["type"] for e in app.envelopes]
    assert kinds == [
        "channel_archive",
        "channel_left",
        "user_change",
        "team_join",
        "message",
        "member_joined_channel",
        "channel_id_changed",
        "tokens_revoked",
        "app_uninstalled",
    ]
    assert box.channel("#product").id == new_id
    box.person("priya").say("#general", "after")
    box.settle()
    assert len(app.envelopes) == len(kinds)


def test_events_of_another_workspace_name_it(box: Sandbox, connect: Connect) -> None:
    app = connect()
    northwind = box.add_team("Northwind")
    northwind.person("sam").say("#support", "hello")
    box.settle()
    assert app.events("message")[0]["team_id"] == northwind.team_id
    assert northwind.messages("#support")[0]["text"] == "hello" and box.messages("#support") == []
