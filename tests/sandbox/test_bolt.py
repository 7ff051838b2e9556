"""A real Bolt app against the sandbox, over both transports."""

import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.app.app import SlackAppDevelopmentServer
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.sandbox.slack import actions, button, modal, section, text_input


def small_app(box: Sandbox) -> App:
    """An app that votes, opens a modal and answers clicks."""
    client = WebClient(token=box.bot_token, base_url=box.api_url)
    app = App(client=client, signing_secret=box.signing_secret, process_before_response=True)

    @app.command("/probe")
    def probe(ack: Any, command: Any, client: Any) -> None:
        view = modal(text_input(), callback_id="said", private_metadata=command["channel_id"])
        client.views_open(trigger_id=command["trigger_id"], view=view)
        ack(f"heard {command['text']}")

    @app.view("said")
    def said(ack: Any, view: Any, client: Any) -> None:
        text = view["state"]["values"]["said"]["text"]["value"]
        if text == "nothing":
            ack(response_action="errors", errors={"said": "Say more."})
            return
        client.chat_postMessage(channel=view["private_metadata"], text=text)
        ack()

    @app.event("reaction_added")
    def reacted(event: Any, client: Any) -> None:
        item = event["item"]
        client.chat_postMessage(
            channel=item["channel"],
            thread_ts=item["ts"],
            text=event["reaction"],
            blocks=[section("Saved."), actions(button("undo", value="7"))],
        )

    @app.action("undo")
    def undo(ack: Any, respond: Any, action: Any) -> None:
        ack()
        respond(text=f"undone {action['value']}", replace_original=False)

    @app.event("message")
    def message() -> None:
        """Heard."""

    return app


@pytest.fixture(params=["socket", "http"])
def running(request: pytest.FixtureRequest, open_box: Callable[..., Sandbox]) -> Iterator[Sandbox]:
    """A sandbox with the small app connected to it."""
    if request.param == "socket":
        box = open_box(settings={"ack_deadline_s": 3.0})
        handler = SocketModeHandler(small_app(box), box.app_token)
        handler.client.web_client.base_url = box.api_url
        handler.connect()
        yield box
        handler.close()
        return
    box = open_box(transport="http", bot_urls=[], settings={"ack_deadline_s": 3.0})
    server = SlackAppDevelopmentServer(
        0, "/slack/events", small_app(box), http_server_logger_enabled=False
    )
    http: ThreadingHTTPServer = server._server  # type: ignore[assignment]
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    box.set_bot_urls([f"http://127.0.0.1:{http.server_address[1]}/slack/events"])
    yield box
    http.shutdown()
    http.server_close()
    thread.join(5)


def test_a_command_opens_a_modal_whose_answer_is_posted(running: Sandbox) -> None:
    priya = running.person("priya")
    reply = priya.command("#support", "/probe", "the export")
    assert (reply.ok, reply.text) == (True, "heard the export")
    assert priya.submit({"said": "nothing"}).errors == {"said": "Say more."}
    assert priya.submit({"said": "The export times out"}).ok
    assert priya.modal() is None
    assert running.messages("#support")[-1]["text"] == "The export times out"


def test_a_reaction_becomes_a_reply_whose_button_answers(running: Sandbox) -> None:
    sam = running.person("sam")
    ts = sam.say("#support", "the export times out")
    sam.react("#support", ts, "thumbsup")
    running.settle()
    reply = running.thread("#support", ts)[-1]
    assert reply["text"] == "+1"
    assert sam.click("#support", reply["ts"], "undo").ok
    assert [m["text"] for m in sam.ephemerals("#support")] == ["undone 7"]
