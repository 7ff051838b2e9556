"""A small Slack with a scripted app in it, for tests of the page alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from queue import Queue
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.server.metrics import Metrics
from bot.settings import Settings
from bot.slack.dispatch import Intake
from bot.slack.socket import SocketRunner
from sandbox import Sandbox

Json = dict[str, Any]
HEARD_TIMEOUT_S = 5.0
CONNECTED_WITHIN_S = 20.0
CUSTOMERS = ("Acme", "Albatros", "Nordwind")

MANIFEST: Json = {
    "display_information": {"name": "Notes"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Notes"},
        "shortcuts": [
            {"name": "Keep this", "type": "message", "callback_id": "keep", "description": "Keep"},
            {"name": "New note", "type": "global", "callback_id": "new", "description": "Write"},
        ],
        "slash_commands": [
            {"command": "/note", "description": "Write a note", "usage_hint": "what to note"},
            {"command": "/notes", "description": "List notes", "usage_hint": "words to find"},
            {"command": "/say", "description": "Answer", "usage_hint": ""},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "reactions:read", "files:read"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "reaction_added"]}},
}


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str) -> Json:
    """An option whose value is its text in lower case."""
    return {"text": plain(text), "value": text.lower()}


def question(block_id: str, label: str, element: Json, *, optional: bool = False) -> Json:
    """An input block; the element's action id is the block's id."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": block_id, **element},
        "optional": optional,
    }


NOTE_FORM: Json = {
    "type": "modal",
    "callback_id": "note",
    "title": plain("New note"),
    "submit": plain("Save"),
    "close": plain("Cancel"),
    "blocks": [
        question("words", "Words", {"type": "plain_text_input", "multiline": True}),
        question("who", "Customer", {"type": "external_select", "min_query_length": 2}),
        question(
            "areas",
            "Areas",
            {"type": "multi_static_select", "options": [option("Export"), option("Login")]},
            optional=True,
        ),
        question("day", "Needed by", {"type": "datepicker"}, optional=True),
    ],
}
SECOND_FORM: Json = {
    "type": "modal",
    "callback_id": "second",
    "title": plain("Looks the same"),
    "submit": plain("Keep both"),
    "close": plain("Back"),
    "blocks": [{"type": "section", "text": mrkdwn("There is a note like this already.")}],
}


class Stage:
    """The running sandbox, its app, and what the app heard."""

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        self.heard: Queue[tuple[str, Json]] = Queue()
        self.client = WebClient(token=box.bot_token, base_url=box.api_url)

    def next(self, kind: str) -> Json:
        """The next payload of this kind that the app hears; others are passed over."""
        while True:
            name, payload = self.heard.get(timeout=HEARD_TIMEOUT_S)
            if name == kind:
                return payload

    def post(self, blocks: list[Json], channel: str = "#product-ideas") -> str:
        """Let the app post blocks; the message's ts."""
        where = self.box.channel(channel).id
        answer = self.client.chat_postMessage(channel=where, text="blocks", blocks=blocks)
        return str(answer["ts"])


def _register(app: App, stage: Stage) -> None:
    def note(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=NOTE_FORM)

    def say(ack: Any, body: Json) -> None:
        stage.heard.put(("command", body))
        ack(f"You said: {body['text']}")

    def keep(ack: Any, body: Json) -> None:
        stage.heard.put(("message_shortcut", body))
        ack()

    def save(ack: Any, body: Json) -> None:
        words = body["view"]["state"]["values"]["words"]["words"]["value"]
        stage.heard.put(("submission", body))
        if words == "short":
            ack(response_action="errors", errors={"words": "Say a little more."})
        elif words == "twin":
            ack(response_action="push", view=SECOND_FORM)
        else:
            ack()

    def suggest(ack: Any, payload: Json) -> None:
        ack(options=[option(c) for c in CUSTOMERS if payload["value"].lower() in c.lower()])

    def clicked(ack: Any, action: Json) -> None:
        stage.heard.put(("click", action))
        ack()

    def home(event: Json, client: WebClient) -> None:
        blocks = [{"type": "header", "text": plain(f"Notes of {event['user']}")}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    app.command("/note")(note)
    app.command("/say")(say)
    app.shortcut("keep")(keep)
    app.shortcut("new")(note)
    app.view("note")(save)
    app.view("second")(lambda ack: ack(response_action="clear"))
    app.options("who")(suggest)
    app.action(re.compile(".*"))(clicked)
    app.event("app_home_opened")(home)
    app.event("reaction_added")(lambda event: stage.heard.put(("reaction", event)))


@contextmanager
def open_stage(port: int) -> Iterator[Stage]:
    """A sandbox with the scripted app connected over Socket Mode; both end with the block."""
    with ExitStack() as ending:
        box = Sandbox(MANIFEST)
        box.start(port=port)
        ending.callback(box.stop)
        stage = Stage(box)
        app = App(
            client=stage.client, token_verification_enabled=False, process_before_response=True
        )
        _register(app, stage)
        intake = Intake(app, Metrics())
        settings = Settings(
            bot_token=box.bot_token, app_token=box.app_token, slack_api_url=box.api_url
        )
        runner = SocketRunner(settings, intake)
        ending.callback(intake.close)
        ending.callback(runner.stop, 1.0)
        runner.start()
        assert runner.wait_until_connected(CONNECTED_WITHIN_S)
        yield stage
