"""One request from Slack, in the words of this program."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from domain.core.people import Request
from handlers.slack.context import AppContext
from services.workspace import command_repeats
from storage.database.engine import Database
from views.blockkit.form_state import FormState
from views.blockkit.message import Message

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Interaction:
    """A request as a listener sees it.

    ``body`` is everything Slack sent, ``payload`` the part that the listener is for (the command,
    the action, the view, the event). ``client`` may be used for ``views.*`` only.
    """

    app_context: AppContext
    workspace_id: int
    user_id: str
    body: Payload
    payload: Payload
    ack: Ack
    client: WebClient
    at: datetime

    @property
    def database(self) -> Database:
        """The database."""
        return self.app_context.database

    @property
    def trigger_id(self) -> str:
        """Slack's permission to open one modal, valid for 3 s."""
        return str(self.body.get("trigger_id", ""))

    @property
    def form(self) -> FormState:
        """What is filled in in the form that was sent, or that a button or select is part of."""
        return FormState.of(self.body.get("view"))

    @property
    def is_command(self) -> bool:
        """Whether it is a slash command, whose answer is a message."""
        return "command" in self.body

    @property
    def channel_id(self) -> str | None:
        """The channel that the request came from, when it came from one."""
        channel = self.body.get("channel")
        if isinstance(channel, dict):
            return str(channel["id"])
        container = self.body.get("container") or {}
        found = self.body.get("channel_id") or container.get("channel_id")
        return str(found) if found else None

    @property
    def channel_name(self) -> str | None:
        """The channel's name as the request tells it, such as ``directmessage``."""
        channel = self.body.get("channel")
        name = channel.get("name") if isinstance(channel, dict) else self.body.get("channel_name")
        return str(name) if name else None

    @property
    def response_url(self) -> str | None:
        """Where the private answer that a button sits in can be replaced, for 30 minutes."""
        url = self.body.get("response_url")
        return str(url) if url else None

    def acknowledge(self) -> None:
        """Tell Slack that the request has come, unless it was told or answered already."""
        if self.ack.response is None:
            self.ack()

    def answer(self, message: Message) -> None:
        """Answer a command with a message that only the person sees."""
        blocks = list(message.blocks) or None
        self.ack(response_type="ephemeral", text=message.text, blocks=blocks)

    def request(self, door: str) -> Request:
        """Who asks, when, through ``door``; the same delivery twice has the same key."""
        return Request(self.workspace_id, self.user_id, door, self.at, self._key())

    def _key(self) -> str | None:
        view = self.body.get("view") or {}
        if self.body.get("type") == "view_submission":
            return f"view:{view.get('id')}:{view.get('hash')}"
        event_id = self.body.get("event_id")
        if event_id:
            return f"event:{event_id}"
        if self.trigger_id:
            return f"trigger:{self.trigger_id}"
        return self._key_of_command() if "command" in self.body else None

    def _key_of_command(self) -> str:
        """The key of a command that Slack sent without a trigger id."""
        told = ("user_id", "channel_id", "command", "text")
        said = [str(self.body.get(key, "")) for key in told]
        return command_repeats.key_of(self.database, self.workspace_id, said, self.at)


Listener = Callable[[Interaction], None]
