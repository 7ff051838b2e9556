"""Who listens to what Slack sends, looked up by name.

Bolt asks its listeners one after the other whether a request is theirs. With hundreds of them that
takes longer than most answers, so Bolt gets one listener for each kind of request, and that one
looks here.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Literal

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from domain.core.people import Permission
from handlers.slack.context import AppContext
from handlers.slack.errors import (
    Surface,
    as_answer,
    as_field_error,
    as_modal,
    as_no_options,
    guarded,
    guarded_event,
)
from handlers.slack.interaction import Listener, Payload
from handlers.slack.permissions import PERMISSIONS

Kind = Literal["command", "shortcut", "action", "view", "options", "event"]
Answerer = Callable[..., None]
"""A listener as Bolt calls it: ``ack, body, payload, context, client``."""

_EVERYTHING = re.compile("")
_VARIANT = ":"
"""Between an action's id and what tells such buttons of one message apart: Slack wants ids to
differ within a message. They ring at the same listener."""


class Router:
    """The listeners of all features, by kind and name. A name is given once."""

    def __init__(
        self, app_context: AppContext, deeds: Mapping[tuple[str, str], Permission] = PERMISSIONS
    ) -> None:
        self.app_context = app_context
        self._deeds = deeds
        self._listeners: dict[Kind, dict[str, Answerer]] = {
            "command": {},
            "shortcut": {},
            "action": {},
            "view": {},
            "options": {},
            "event": {},
        }

    def command(self, name: str, listener: Listener) -> None:
        """Listen to a slash command; a refusal is its private answer."""
        self._guard("command", name, as_answer, listener)

    def shortcut(self, callback_id: str, listener: Listener) -> None:
        """Listen to a shortcut; a refusal is a modal."""
        self._guard("shortcut", callback_id, as_modal, listener)

    def action(self, action_id: str, listener: Listener, surface: Surface = as_modal) -> None:
        """Listen to a button or select; a refusal is shown on ``surface``."""
        self._guard("action", action_id, surface, listener)

    def view(self, callback_id: str, listener: Listener) -> None:
        """Listen to a form that is sent; a refusal stands beside the field."""
        self._guard("view", callback_id, as_field_error, listener)

    def options(self, action_id: str, listener: Listener) -> None:
        """Suggest what can be chosen in a select; a refusal is an empty list."""
        self._guard("options", action_id, as_no_options, listener)

    def event(self, name: str, listener: Listener) -> None:
        """Listen to an event; one that fails is delivered again by Slack."""
        self._add("event", name, guarded_event(self.app_context, listener))

    def farewell(self, name: str, listener: Callable[[Payload], None]) -> None:
        """Listen to an event that comes when the authorisation is gone: there is only a body."""

        def run(ack: Ack, body: Payload, *_: object) -> None:
            listener(body)
            ack()

        self._add("event", name, run)

    def names(self, kind: Kind) -> Collection[str]:
        """What is listened to, in the order of its registration."""
        return self._listeners[kind].keys()

    def connect(self, app: App) -> None:
        """Take every request from ``app`` that somebody listens to, and what can be let pass.

        Events and buttons of which nobody knows are acknowledged: a refusal would make Slack
        deliver an event again and count a failure against the app. Everything else that nobody
        listens to is left to Bolt, which answers 404.
        """
        app.command(self._any("command"))(self._listener("command"))
        app.shortcut(self._any("shortcut"))(self._listener("shortcut"))
        app.view(self._any("view"))(self._listener("view"))
        app.options(self._any("options"))(self._listener("options"))
        app.action(_EVERYTHING)(self._listener("action"))
        app.event(_EVERYTHING)(self._listener("event"))
        app.view_closed(_EVERYTHING)(_let_pass)

    def _guard(self, kind: Kind, name: str, surface: Surface, listener: Listener) -> None:
        deed = self._deeds.get((kind, name))
        if deed is None:
            raise ValueError(
                f"handlers/slack/permissions.py does not say who may use the {kind} {name}."
            )
        self._add(kind, name, guarded(self.app_context, surface, listener, deed))

    def _add(self, kind: Kind, name: str, answerer: Answerer) -> None:
        if name in self._listeners[kind]:
            raise ValueError(f"Two listeners for the {kind} {name}.")
        self._listeners[kind][name] = answerer

    def _any(self, kind: Kind) -> re.Pattern[str]:
        names = "|".join(map(re.escape, self.names(kind)))
        return re.compile(rf"\A(?:{names})(?:{_VARIANT}.*)?\Z")

    def _listener(self, kind: Kind) -> Answerer:
        listeners, name_of = self._listeners[kind], _NAME[kind]

        def run(
            ack: Ack, body: Payload, payload: Payload, context: BoltContext, client: WebClient
        ) -> None:
            name = name_of(body, payload)
            found = listeners.get(name) or listeners.get(name.partition(_VARIANT)[0])
            (found or _let_pass)(ack, body, payload, context, client)

        return run


_NAME: dict[Kind, Callable[[Payload, Payload], str]] = {
    "command": lambda body, _: str(body["command"]),
    "shortcut": lambda body, _: str(body["callback_id"]),
    "action": lambda _, payload: str(payload["action_id"]),
    "view": lambda body, _: str(body["view"]["callback_id"]),
    "options": lambda body, _: str(body["action_id"]),
    "event": lambda _, payload: str(payload["type"]),
}


def _let_pass(ack: Ack, *_: object) -> None:
    ack()
