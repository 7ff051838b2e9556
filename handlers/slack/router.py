"""Who listens to what Slack sends, looked up by name.

Bolt asks its listeners one after the other whether a request is theirs. With hundreds of them that
takes longer than most answers, so Bolt gets one listener for each kind of request, and that one
looks here.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, TypeVar

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from domain.core.people import Permission
from handlers.slack import switches
from handlers.slack.command_words import CommandWords, Opener, Subcommand
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
from handlers.slack.interaction import Interaction, Listener, Payload
from handlers.slack.pages import Builder
from handlers.slack.switches import feature_of

Kind = Literal["command", "shortcut", "action", "view", "options", "event"]
Answerer = Callable[..., None]
"""A listener as Bolt calls it: ``ack, body, payload, context, client``."""

_Wish = TypeVar("_Wish")
ParsedListener = Callable[[Interaction, _Wish], None]
"""Listens to what a command read from its text."""

_EVERYTHING = re.compile("")
_VARIANT = ":"
"""Between an action's id and what tells such buttons of one message apart: Slack wants ids to
differ within a message. They ring at the same listener."""


class Router:
    """The listeners of all features, by kind and name. A name is given once, except an event's.

    What a person uses is registered with the least that they must be allowed to do; what only
    managers or owners may do is decided by the services, beyond this.
    """

    def __init__(self, app_context: AppContext) -> None:
        self.app_context = app_context
        self._permissions: dict[tuple[Kind, str], Permission] = {}
        self._words: dict[str, CommandWords] = {}
        self._event_listeners: dict[str, list[Listener]] = {}
        self._listeners: dict[Kind, dict[str, Answerer]] = {
            "command": {},
            "shortcut": {},
            "action": {},
            "view": {},
            "options": {},
            "event": {},
        }

    def command(
        self, name: str, listener: Listener | None = None, *, permission: Permission
    ) -> None:
        """Listen to a slash command; a refusal is its private answer.

        The listener gets what no subcommand listens to. Without a listener that is refused.
        """
        words = self.words(name)
        own = listener or words.refuse

        def run(interaction: Interaction) -> None:
            found = words.find(str(interaction.payload.get("text") or ""))
            if found is None:
                switches.check(interaction, own)
            (found or own)(interaction)

        run.__name__ = getattr(own, "__name__", "listener")
        self._guard("command", name, as_answer, run, permission)

    def subcommand(
        self,
        command: str,
        words: str | Sequence[str],
        listener: Subcommand,
        *,
        alone: bool = False,
        example: str | None = None,
    ) -> None:
        """Listen to words after a command, whose permission holds for them.

        With ``alone`` the word is the command's own when something follows it. ``example`` is
        what is proposed when something like the word is typed.
        """
        named = (words,) if isinstance(words, str) else words
        self.words(command).add(named, listener, alone=alone, example=example)

    def matching(self, command: str, applies: Callable[[str], bool], listener: Subcommand) -> None:
        """Listen to a command with text of a shape; the listener gets the whole text."""
        self.words(command).add_matching(applies, listener)

    def parsed(self, command: str, kind: type[_Wish], listener: ParsedListener[_Wish]) -> None:
        """Listen to one class of what a command reads from its text."""
        self.words(command).add_parsed(kind, listener)

    def reference(self, letter: str, opener: Opener, command: str = "/linchpin") -> None:
        """Open what a number such as ``O-2`` after a command names."""
        self.words(command).add_opener(letter, opener)

    def words(self, command: str) -> CommandWords:
        """Return what is listened to after a command, now and from now on."""
        return self._words.setdefault(command, CommandWords(command))

    def page(self, name: str, builder: Builder) -> None:
        """Draw a page that other features show."""
        self.app_context.pages.add(name, builder)

    def shortcut(self, callback_id: str, listener: Listener, *, permission: Permission) -> None:
        """Listen to a shortcut; a refusal is a modal."""
        self._guard("shortcut", callback_id, as_modal, listener, permission)

    def action(
        self,
        action_id: str,
        listener: Listener,
        surface: Surface = as_modal,
        *,
        permission: Permission,
    ) -> None:
        """Listen to a button or select; a refusal is shown on ``surface``."""
        self._guard("action", action_id, surface, listener, permission)

    def view(self, callback_id: str, listener: Listener, *, permission: Permission) -> None:
        """Listen to a form that is sent; a refusal stands beside the field."""
        self._guard("view", callback_id, as_field_error, listener, permission)

    def options(self, action_id: str, listener: Listener, *, permission: Permission) -> None:
        """Suggest what can be chosen in a select; a refusal is an empty list."""
        self._guard("options", action_id, as_no_options, listener, permission)

    def event(self, name: str, listener: Listener) -> None:
        """Listen to an event; one that fails is delivered again by Slack, to all its listeners.

        What is registered last hears it first: features are registered from the top down, and
        what a lower one keeps of an event is there when those above look.
        """
        listeners = self._event_listeners.setdefault(name, [])
        if not listeners:
            self._add("event", name, guarded_event(self.app_context, _each_of(name, listeners)))
        listeners.insert(0, listener)

    def message(self, listener: Listener) -> None:
        """Listen to every message that the bot can see: new, edited and deleted ones."""
        self.event("message", listener)

    def field(self, action_id: str, feature: str) -> None:
        """Leave a field out of every form where ``feature`` is off, whoever listens to it."""
        self.app_context.owners[action_id] = feature

    def farewell(self, name: str, listener: Callable[[Payload], None]) -> None:
        """Listen to an event that comes when the authorisation is gone: there is only a body."""

        def run(ack: Ack, body: Payload, *_: object) -> None:
            listener(body)
            ack()

        self._add("event", name, run)

    def names(self, kind: Kind) -> Collection[str]:
        """What is listened to, in the order of its registration."""
        return self._listeners[kind].keys()

    @property
    def permissions(self) -> Mapping[tuple[Kind, str], Permission]:
        """The least that a person must be allowed to do, by kind and name of what they use."""
        return self._permissions

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

    def _guard(
        self,
        kind: Kind,
        name: str,
        surface: Surface,
        listener: Listener,
        permission: Permission,
    ) -> None:
        self.app_context.owners.setdefault(name, feature_of(listener))
        self._add(kind, name, guarded(self.app_context, surface, listener, permission))
        self._permissions[kind, name] = permission

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


def _each_of(name: str, listeners: Sequence[Listener]) -> Listener:
    def run(interaction: Interaction) -> None:
        for listener in listeners:
            listener(interaction)

    run.__name__ = name
    return run
