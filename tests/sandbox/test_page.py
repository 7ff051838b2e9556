"""What the page asks for and does."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from sandbox import Sandbox, SandboxClock
from sandbox.page.assets import Assets
from tests.sandbox.app import SocketApp
from tests.sandbox.slack import Json, Slack, actions, button, home, modal, options, text_input


class Page:
    """A browser tab of one person."""

    def __init__(self, box: Sandbox, who: str = "U0SAM") -> None:
        self.http = httpx.Client(base_url=box.url, trust_env=False, verify=False)
        self.who = who
        self.live_url = f"{box.url.replace('http', 'ws')}/sandbox/live?as={who}"

    def get(self, what: str, **params: Any) -> Json:
        """Ask for something."""
        body: Json = self.http.get(f"/sandbox/{what}", params={"as": self.who, **params}).json()
        return body

    def act(self, do: str, **fields: Any) -> Json:
        """Do something."""
        body = {"as": self.who, "do": do, **fields}
        answer: Json = self.http.post("/sandbox/act", json=body).json()
        return answer


@pytest.fixture
def page(box: Sandbox) -> Iterator[Page]:
    """Sam's browser tab."""
    tab = Page(box)
    yield tab
    tab.http.close()


@pytest.fixture
def app(box: Sandbox) -> Iterator[SocketApp]:
    """A connected app that acknowledges everything."""
    connected = SocketApp(box)
    yield connected
    connected.close()


def texts(answer: Json) -> list[str]:
    """The texts of some messages."""
    return [m["text"] for m in answer["messages"]]


def test_the_state_tells_everything_but_messages(page: Page, app: SocketApp) -> None:
    state = page.get("state")
    assert (state["me"], state["team"]["name"]) == ("U0SAM", "Harborline")
    names = {c["name"]: c for c in state["channels"]}
    assert "leadership" not in names and names["engineering"]["is_member"] is False
    assert names["cust-acme"]["kind"] == "connect"
    assert state["app"] == {"user_id": "U0LINCHPIN", "name": "Probe", "connected": True}
    assert [c["command"] for c in state["commands"]] == ["/probe", "/escaped"]
    assert {"name": "+1", "char": "👍", "aliases": ["thumbsup"]} in state["emoji"]
    assert state["clock"]["frozen"] and state["modal"] is None
    sam = next(p for p in state["people"] if p["id"] == "U0SAM")
    assert (sam["initials"], sam["color"][0], sam["is_app"]) == ("SO", "#", False)


def test_messages_come_in_pages_with_ones_own_ephemerals(
    box: Sandbox, page: Page, slack: Slack
) -> None:
    for n in range(70):
        box.person("priya").say("#support", str(n))
    slack.post("chat.postEphemeral", channel="C0SUPPORT", user="U0SAM", text="psst")
    newest = page.get("messages", channel="C0SUPPORT")
    assert newest["has_more"] and texts(newest)[-2:] == ["69", "psst"]
    older = page.get("messages", channel="C0SUPPORT", before=newest["messages"][0]["ts"])
    assert not older["has_more"] and texts(older)[0] == "0"
    assert "psst" not in texts(Page(box, "U0PRIYA").get("messages", channel="C0SUPPORT"))
    assert "error" in page.get("messages", channel="C0LEADERSHIP")


def test_what_one_may_do_to_messages(box: Sandbox, page: Page) -> None:
    ts = page.act("say", channel="C0SUPPORT", text="R&amp;D <@U0PRIYA>")["ts"]
    reply = page.act("say", channel="C0SUPPORT", text="reply", thread_ts=ts)
    assert page.act("edit", channel="C0SUPPORT", ts=ts, text="R&amp;D!")["ok"]
    assert page.act("react", channel="C0SUPPORT", ts=ts, name="thumbsup::skin-tone-2")["ok"]
    shown = page.get("messages", channel="C0SUPPORT")["messages"][0]
    assert (shown["text"], shown["reply_count"]) == ("R&amp;D!", 1)
    assert shown["reactions"] == [
        {"name": "+1::skin-tone-2", "char": "👍🏻", "count": 1, "users": ["U0SAM"]}
    ]
    assert page.act("unreact", channel="C0SUPPORT", ts=ts, name="+1::skin-tone-2")["ok"]
    assert texts(page.get("thread", channel="C0SUPPORT", ts=ts)) == ["R&amp;D!", "reply"]
    assert page.act("delete", channel="C0SUPPORT", ts=reply["ts"])["ok"]
    refused = page.act("say", channel="C0ENGINEERING", text="x")
    assert refused == {"ok": False, "error": "Sam Okafor is not in C0ENGINEERING"}
    assert "cannot do" in page.act("fly")["error"]
    assert "incomplete" in page.act("say")["error"]


def test_a_command_and_shortcuts_reach_the_app(page: Page, app: SocketApp) -> None:
    app.answer = lambda _e: {"text": "heard"}
    assert page.act("command", channel="C0SUPPORT", command="/probe", text="a & b")["ok"]
    assert app.envelopes[-1]["payload"]["text"] == "a &amp; b"
    assert texts(page.get("messages", channel="C0SUPPORT")) == ["heard"]
    ts = page.act("say", channel="C0SUPPORT", text="x")["ts"]
    app.answer = lambda _e: None
    where = {"channel": "C0SUPPORT", "ts": ts}
    assert page.act("message_shortcut", callback_id="save", **where)["ok"]
    assert page.act("global_shortcut", callback_id="new")["ok"]
    kinds = [e["payload"].get("type") for e in app.envelopes if e["type"] == "interactive"]
    assert kinds == ["message_action", "shortcut"]


def test_a_form_is_filled_on_the_page(
    box: Sandbox, page: Page, app: SocketApp, slack: Slack
) -> None:
    page.act("global_shortcut", callback_id="new")
    menu = {"type": "static_select", "action_id": "pick", "options": options("a", "b")}
    view = modal(text_input(), actions(menu, button(), block_id="row"))
    trigger = app.envelopes[-1]["payload"]["trigger_id"]
    opened = slack.post("views.open", trigger_id=trigger, view=view)["view"]
    assert page.get("state")["modal"]["id"] == opened["id"]
    typed = {"said": {"text": {"type": "plain_text_input", "value": "words"}}}
    option = {"text": {"type": "plain_text", "text": "b", "emoji": True}, "value": "b"}
    clicked = page.act(
        "click",
        source={"view": {"view_id": opened["id"]}},
        block_id="row",
        action_id="pick",
        element={"type": "static_select", "selected_option": option},
        state={"values": typed},
    )
    assert clicked["ok"]
    payload = app.envelopes[-1]["payload"]
    assert payload["actions"][0]["selected_option"] == option
    assert payload["view"]["state"]["values"]["said"]["text"]["value"] == "words"
    app.answer = lambda _e: {"response_action": "errors", "errors": {"said": "More."}}
    state = {"values": typed}
    refused = page.act("submit", view_id=opened["id"], state=state)
    assert refused == {"ok": True, "errors": {"said": "More."}}
    app.answer = lambda _e: None
    assert page.act("submit", view_id=opened["id"], state=state) == {"ok": True}
    assert page.get("state")["modal"] is None
    assert "closed" in page.act("submit", view_id=opened["id"], state=state)["error"]


def test_closing_a_form_closes_that_one_and_none_that_came_after_it(
    page: Page, app: SocketApp, slack: Slack
) -> None:
    page.act("global_shortcut", callback_id="new")
    trigger = app.envelopes[-1]["payload"]["trigger_id"]
    older = slack.post("views.open", trigger_id=trigger, view=modal())["view"]["id"]
    assert page.act("close", view_id=older, clear=True)["ok"]
    page.act("global_shortcut", callback_id="new")
    trigger = app.envelopes[-1]["payload"]["trigger_id"]
    newer = slack.post("views.open", trigger_id=trigger, view=modal())["view"]["id"]
    with connect(page.live_url) as live:
        for clear in (True, False):  # late, as when the machine is busy
            assert page.act("close", view_id=older, clear=clear)["ok"]
            note = json.loads(live.recv(5))
            assert (note["type"], note["view"]["id"]) == ("modal", newer)
    assert page.act("close", view_id=newer)["ok"]
    assert page.get("state")["modal"] is None


def test_buttons_and_suggestions_of_a_message(
    box: Sandbox, page: Page, app: SocketApp, slack: Slack
) -> None:
    find = {"type": "external_select", "action_id": "find", "min_query_length": 0}
    ts = slack.say("C0SUPPORT", "x", blocks=[actions(button(value="7"), find, block_id="row")])
    source = {"message": {"channel": "C0SUPPORT", "ts": ts}}
    element = {"type": "button", "value": "forged"}
    box.settle()
    assert page.act("click", source=source, block_id="row", action_id="go", element=element)["ok"]
    assert app.envelopes[-1]["payload"]["actions"][0]["value"] == "7"
    app.answer = lambda _e: {"options": options("I-1")}
    ids = {"block_id": "row", "action_id": "find"}
    offered = page.act("suggest", source=source, value="exp", **ids)
    assert offered["options"][0]["value"] == "I-1"
    app.close()
    assert "dispatch_failed" in page.act("click", source=source, **ids, element={})["error"]


def test_home_channels_and_people(box: Sandbox, page: Page, app: SocketApp, slack: Slack) -> None:
    slack.post("views.publish", user_id="U0SAM", view=home())
    assert page.act("open_home")["view"]["type"] == "home"
    dm = page.act("open_dm", user="U0PRIYA")["channel"]
    assert page.act("say", channel=dm, text="just us")["ok"]
    assert page.act("join", channel="C0ENGINEERING")["ok"]
    assert page.act("leave", channel="C0ENGINEERING")["ok"]
    made = page.act("create_channel", name="Customer Voice", private=True)["channel"]
    assert page.act("invite", channel=made, user="U0PRIYA")["ok"]
    rows = {c["id"]: c for c in Page(box, "U0PRIYA").get("state")["channels"]}
    assert (rows[made]["name"], rows[made]["kind"]) == ("customer-voice", "private")
    assert (rows[dm]["dm_user"], rows[dm]["name"], rows[dm]["unread"]) == (
        "U0SAM",
        "Sam Okafor",
        1,
    )
    assert Page(box, "U0PRIYA").act("mark_read", channel=dm)["ok"]
    rows = {c["id"]: c for c in Page(box, "U0PRIYA").get("state")["channels"]}
    assert rows[dm]["unread"] == 0
    assert page.act("archive", channel=made)["ok"]
    assert "archived" in page.act("say", channel=made, text="late")["error"]


def test_a_file_is_uploaded_then_posted(box: Sandbox, page: Page) -> None:
    content = base64.b64encode(b"\x89PNG").decode()
    answer = page.act("upload", name="shot.png", content_base64=content, mimetype="image/png")
    file_id = answer["file"]["id"]
    assert page.act("say", channel="C0SUPPORT", text="", files=[file_id])["ok"]
    shown = page.get("messages", channel="C0SUPPORT")["messages"][0]["files"][0]
    same_site = {"Sec-Fetch-Site": "same-origin"}
    assert httpx.get(shown["url"], headers=same_site, verify=False).content == b"\x89PNG"
    assert "whole" in page.act("upload", name="x", content_base64="?")["error"]


def test_the_clock_is_moved_from_the_page(page: Page, clock: SandboxClock) -> None:
    before = clock.now()
    assert page.act("clock", to="+1d")["clock"]["frozen"]
    assert clock.now() - before == timedelta(days=1)
    assert "not a moment" in page.act("clock", to="soon")["error"]


def test_the_inspector_shows_the_newest_first(page: Page, app: SocketApp, slack: Slack) -> None:
    slack.say("C0SUPPORT", "hello")
    page.act("global_shortcut", callback_id="new")
    entries = page.get("inspector", limit=3)["entries"]
    assert [(e["direction"], e["kind"]) for e in entries[:1]] == [("to_app", "interaction")]
    post = next(e for e in page.get("inspector")["entries"] if e["name"] == "chat.postMessage")
    assert (post["direction"], post["kind"], post["summary"]) == ("from_app", "api", "hello")
    assert post["request"]["channel"] == "C0SUPPORT" and post["response"]["ok"]


def test_a_page_hears_what_its_person_may_see(box: Sandbox, page: Page, slack: Slack) -> None:
    with connect(page.live_url) as live:

        def next_note(kind: str) -> Json:
            while True:
                note: Json = json.loads(live.recv(5))
                if note["type"] == kind:
                    return note

        page.act("mark_read", channel="C0SUPPORT")
        box.person("priya").say("#leadership", "secret")
        slack.post("chat.postEphemeral", channel="C0SUPPORT", user="U0PRIYA", text="not you")
        ts = slack.say("C0SUPPORT", "hello")
        assert next_note("message")["message"]["text"] == "hello"
        box.person("priya").react("#support", ts, "tada")
        assert next_note("message")["message"]["reactions"][0]["char"] == "🎉"
        slack.post("chat.delete", channel="C0SUPPORT", ts=ts)
        assert next_note("message_deleted")["ts"] == ts
        slack.post("views.publish", user_id="U0PRIYA", view=home())
        slack.post("views.publish", user_id="U0SAM", view=home(callback_id="mine"))
        assert next_note("home")["view"]["callback_id"] == "mine"
        box.rename("#support", "help")
        assert next_note("channels") == {"type": "channels"}
        box.clock.advance(timedelta(hours=1))
        assert next_note("clock")["clock"]["frozen"]
        app = SocketApp(box)
        assert next_note("app")["connected"] is True
        page.act("global_shortcut", callback_id="new")
        trigger = app.envelopes[-1]["payload"]["trigger_id"]
        slack.post("views.open", trigger_id=trigger, view=modal())
        opened = next_note("modal")
        assert opened["stack_depth"] == 1
        page.act("close", view_id=opened["view"]["id"], clear=True)
        assert next_note("modal")["view"] is None
        app.close()


def test_other_sites_cannot_act_in_a_persons_name(box: Sandbox, page: Page) -> None:
    evil = {"Origin": "https://evil.example"}
    answer = page.http.post("/sandbox/act", json={"do": "say"}, headers=evil)
    assert answer.status_code == 403
    with (
        pytest.raises((InvalidStatus, ConnectionClosed)),
        connect(page.live_url, origin="https://evil.example") as live,
    ):
        live.recv(5)
    assert page.http.post("/sandbox/act", content="{").status_code == 400


def test_the_page_itself_is_served(page: Page) -> None:
    index = page.http.get("/")
    assert index.status_code == 200 and "<!doctype html>" in index.text.lower()
    assert page.http.get("/static/now/nothing.js").status_code == 404


def test_the_pages_files_are_kept_until_one_of_them_changes(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<script src="/static/main.js"></script>')
    (tmp_path / "main.js").write_text("let first")
    assets = Assets(tmp_path)
    http = TestClient(Starlette(routes=[assets.route()]))

    def named() -> str:
        return bytes(assets.index().body).decode().split('"')[1]

    first = named()
    assert "immutable" in http.get(first).headers["Cache-Control"]
    assert http.get(first).text == "let first" and named() == first
    (tmp_path / "main.js").write_text("let second")
    assert named() != first and http.get(named()).text == "let second"
    assert "no-store" in assets.index().headers["Cache-Control"]
