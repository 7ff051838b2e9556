"""Rate limits on the sandbox's clock, and response_url limits."""

from datetime import timedelta

import httpx
import pytest

from sandbox import Sandbox, SandboxClock
from tests.sandbox.app import SocketApp
from tests.sandbox.slack import Json, Slack, actions, button


def test_posting_has_a_burst_then_one_a_second_per_channel(
    slack: Slack, clock: SandboxClock
) -> None:
    for _ in range(4):
        slack.say("C0SUPPORT")
    refused = slack.post("chat.postMessage", channel="C0SUPPORT", text="x")
    assert refused["error"] == "ratelimited"
    assert slack.last is not None
    assert (slack.last.status_code, slack.last.headers["retry-after"]) == (429, "1")
    assert slack.post("chat.postMessage", channel="C0SALES", text="x")["ok"]
    clock.advance(timedelta(seconds=1))
    assert slack.post("chat.postMessage", channel="C0SUPPORT", text="x")["ok"]
    again = slack.post("chat.postMessage", channel="C0SUPPORT", text="x")
    assert again["error"] == "ratelimited"


def test_a_workspace_takes_some_hundreds_of_posts_a_minute(box: Sandbox, slack: Slack) -> None:
    channels = [box.create_channel(f"c{n}") for n in range(76)]
    for channel in channels[:75]:
        for _ in range(4):
            slack.say(channel)
    refused = slack.post("chat.postMessage", channel=channels[75], text="x")
    assert refused["error"] == "ratelimited"
    northwind = box.add_team("Northwind")
    with Slack(box.api_url, northwind.bot_token) as other:
        assert other.post("chat.postMessage", channel="C1SUPPORT", text="x")["ok"]


def test_a_method_has_its_tier_per_minute(slack: Slack, clock: SandboxClock) -> None:
    for _ in range(20):
        assert slack.form("users.list")["ok"]
    assert slack.form("users.list")["error"] == "ratelimited"
    assert slack.last is not None and slack.last.headers["retry-after"] == "3"
    clock.advance(timedelta(seconds=3))
    assert slack.form("users.list")["ok"]


def test_limits_can_be_switched_off(box: Sandbox, slack: Slack) -> None:
    box.limits.enabled = False
    for _ in range(30):
        slack.say("C0SUPPORT")


def respond(url: str, **body: object) -> httpx.Response:
    """Use a response_url once."""
    return httpx.post(url, json=body, verify=False)


@pytest.fixture
def url(box: Sandbox) -> str:
    """The response_url of a command by Sam in #support."""
    app = SocketApp(box)
    box.person("sam").command("#support", "/probe")
    app.close()
    return str(app.envelopes[-1]["payload"]["response_url"])


def test_a_response_url_works_five_times(box: Sandbox, url: str) -> None:
    for n in range(5):
        assert respond(url, text=str(n)).status_code == 200
    sixth = respond(url, text="6")
    assert (sixth.status_code, sixth.json()["error"]) == (404, "used_url")
    shown = [m["text"] for m in box.person("sam").ephemerals("#support")]
    assert shown == ["0", "1", "2", "3", "4"]


def test_a_response_url_dies_after_half_an_hour(url: str, clock: SandboxClock) -> None:
    clock.advance(timedelta(minutes=30, seconds=1))
    late = respond(url, text="x")
    assert (late.status_code, late.json()["error"]) == (404, "expired_url")
    assert respond(url.rpartition("-")[0] + "-nonsense", text="x").status_code == 404


def test_a_response_may_be_for_everybody_and_must_say_something(box: Sandbox, url: str) -> None:
    assert respond(url, text="all", response_type="in_channel").status_code == 200
    assert box.messages("#support")[-1]["text"] == "all"
    assert respond(url).json()["error"] == "no_text"
    assert respond(url, text="x", blocks=[{"type": "nope"}]).json()["error"] == "invalid_blocks"
    assert respond(url, text="x", colour="red").json()["error"] == "invalid_arguments"


def test_a_click_can_replace_or_delete_its_message(box: Sandbox, slack: Slack) -> None:
    app = SocketApp(box)
    blocks: list[Json] = [actions(button())]
    ts = slack.say("C0SUPPORT", "ask", blocks=blocks)
    slack.post("chat.postEphemeral", channel="C0SUPPORT", user="U0SAM", text="you", blocks=blocks)
    sam = box.person("sam")
    sam.click("#support", ts, "go")
    respond(app.envelopes[-1]["payload"]["response_url"], text="done", replace_original=True)
    assert [m["text"] for m in box.messages("#support")] == ["done"]
    hidden = sam.ephemerals("#support")[0]
    sam.click("#support", hidden, "go")
    payload = app.envelopes[-1]["payload"]
    assert payload["container"]["is_ephemeral"] and "message" not in payload
    respond(payload["response_url"], text="answered", replace_original=True)
    assert [m["text"] for m in sam.ephemerals("#support")] == ["answered"]
    respond(payload["response_url"], delete_original=True)
    assert sam.ephemerals("#support") == []
    app.close()
