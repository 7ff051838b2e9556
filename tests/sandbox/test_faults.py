"""Faults that tests switch on."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from sandbox import Sandbox, SandboxClock
from tests.sandbox.app import SocketApp
from tests.sandbox.slack import Slack

POST = "chat.postMessage"


@pytest.fixture
def app(box: Sandbox) -> Iterator[SocketApp]:
    """A connected app that acknowledges everything."""
    connected = SocketApp(box)
    yield connected
    connected.close()


@pytest.mark.parametrize(("kind", "posted"), [("drop_before", 0), ("drop_after", 1)])
def test_a_dropped_connection_before_or_after_the_effect(
    box: Sandbox, slack: Slack, kind: str, posted: int
) -> None:
    fault = box.faults.add(kind, method=POST)
    with pytest.raises(httpx.TransportError):
        slack.post(POST, channel="C0SUPPORT", text="x")
    assert fault.hits == 1 and len(box.messages("#support")) == posted
    assert slack.post(POST, channel="C0SUPPORT", text="x")["ok"]
    assert [c["status"] for c in box.calls(POST)] == [0, 200]


@pytest.mark.parametrize("effect", [False, True])
@pytest.mark.parametrize("kind", ["http_500", "internal_error"])
def test_an_ambiguous_failure_with_and_without_effect(
    box: Sandbox, slack: Slack, kind: str, effect: bool
) -> None:
    box.faults.add(kind, method=POST, effect=effect)
    assert not slack.post(POST, channel="C0SUPPORT", text="x")["ok"]
    assert slack.last is not None
    assert slack.last.status_code == (500 if kind == "http_500" else 200)
    assert len(box.messages("#support")) == int(effect)


def test_a_rate_limit_names_the_wait(box: Sandbox, slack: Slack) -> None:
    box.faults.add("ratelimited", method=POST, retry_after_s=30)
    assert slack.post(POST, channel="C0SUPPORT", text="x")["error"] == "ratelimited"
    assert slack.last is not None and slack.last.status_code == 429
    assert slack.last.headers["retry-after"] == "30"


def test_any_error_of_slack_and_a_narrowed_one(box: Sandbox, slack: Slack) -> None:
    box.faults.add("error", method=POST, channel="C0SALES", error="restricted_action", times=2)
    assert slack.post(POST, channel="C0SUPPORT", text="x")["ok"]
    for _ in range(2):
        refused = slack.post(POST, channel="C0SALES", text="x")
        assert refused["error"] == "restricted_action"
    assert slack.post(POST, channel="C0SALES", text="x")["ok"]


def test_a_slow_answer_comes_after_the_effect(box: Sandbox, slack: Slack) -> None:
    box.faults.add("slow", method=POST, seconds=5.0)
    with pytest.raises(httpx.ReadTimeout):
        slack.http.post(
            POST,
            json={"channel": "C0SUPPORT", "text": "x"},
            headers={"Authorization": f"Bearer {box.bot_token}"},
            timeout=0.2,
        )
    assert len(box.messages("#support")) == 1


def test_an_unknown_fault_is_refused(box: Sandbox) -> None:
    with pytest.raises(ValueError, match="drop_before"):
        box.faults.add("explode", method=POST)
    with pytest.raises(ValueError, match="duplicate"):
        box.faults.add("drop_after", event="message")


def test_a_duplicate_event_has_the_same_id(box: Sandbox, app: SocketApp) -> None:
    box.faults.add("duplicate", event="channel_rename")
    box.rename("#support", "help")
    box.settle()
    ids = [p["event_id"] for p in app.events("channel_rename")]
    assert len(ids) == 2 and ids[0] == ids[1]
    assert [e["retry_attempt"] for e in app.envelopes] == [0, 0]


def test_an_event_out_of_order_comes_after_the_next(box: Sandbox, app: SocketApp) -> None:
    box.faults.add("out_of_order", event="channel_rename")
    for name in ("a", "b", "c"):
        box.rename("C0SUPPORT", name)
    box.settle()
    names = [p["event"]["channel"]["name"] for p in app.events("channel_rename")]
    assert names == ["b", "a", "c"]


def test_a_held_back_event_comes_at_the_latest_when_all_settles(
    box: Sandbox, app: SocketApp
) -> None:
    box.faults.add("out_of_order", event="channel_rename")
    box.rename("#support", "a")
    box.settle()
    assert len(app.envelopes) == 1


def test_a_lost_event_never_comes(box: Sandbox, app: SocketApp, clock: SandboxClock) -> None:
    box.faults.add("lost", event="channel_rename")
    box.rename("#support", "a")
    clock.advance(timedelta(hours=1))
    box.settle()
    assert app.envelopes == [] and box.deliveries("channel_rename")[0]["reason"] == "lost"


def test_a_delayed_event_waits_for_the_clock(
    box: Sandbox, app: SocketApp, clock: SandboxClock
) -> None:
    box.faults.add("delay", event="channel_rename", seconds=90)
    box.rename("#support", "a")
    box.settle()
    assert app.envelopes == []
    clock.advance(timedelta(seconds=90))
    box.settle()
    assert len(app.envelopes) == 1


def test_a_lost_acknowledgement_brings_the_event_again(box: Sandbox, app: SocketApp) -> None:
    box.faults.add("ack_lost", event="channel_rename")
    box.rename("#support", "a")
    box.settle()
    assert [e["retry_attempt"] for e in app.envelopes] == [0, 1]
    assert len({e["payload"]["event_id"] for e in app.envelopes}) == 1


def test_a_command_can_come_twice_or_its_answer_get_lost(box: Sandbox, app: SocketApp) -> None:
    box.faults.add("duplicate", event="slash_commands")
    box.faults.add("ack_lost", event="slash_commands")
    sam = box.person("sam")
    assert sam.command("#support", "/probe", "x").ok
    assert sam.command("#support", "/probe", "y").error == "operation_timeout"
    assert [e["payload"]["text"] for e in app.envelopes] == ["x", "x", "y"]
