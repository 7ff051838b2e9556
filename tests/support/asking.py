"""Anybody who uses any command, button, form or list of options, without Slack in between."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient
from sqlmodel import select

from bot import features
from bot.features import FEATURES
from domain.core.outbox import Kind
from domain.core.people import Permission
from handlers.slack.context import AppContext
from handlers.slack.interaction import Interaction, Listener
from handlers.slack.router import Answerer, Router
from handlers.slack.router import Kind as Door
from sandbox.world import forms
from storage.database.engine import Database
from storage.schema import OutboxRow
from tests.support.databases import opened
from tests.support.make import NOON

Json = dict[str, Any]

HERE = "C1"
_TOLD = (Kind.RESPOND, Kind.TELL, Kind.WHISPER)
_serial = count(1)


@dataclass(frozen=True)
class Ask:
    """One use of something: what is used, and the fields that its payload has beside the common
    ones. ``view`` is the modal that it is in."""

    door: Door
    name: str
    given: Json
    view: Json | None = None

    @property
    def label(self) -> str:
        """What it is called in a failing test."""
        value = self.given.get("value") or self.given.get("text") or ""
        return f"{self.door} {self.name} {value}".strip()[:80]


@dataclass
class Answers:
    """What somebody is shown because of one use: the answer, modals, and private messages."""

    shown: list[Json] = field(default_factory=list)
    has_failed: bool = False

    @property
    def text(self) -> str:
        """All of it, as one text."""
        return json.dumps(self.shown, ensure_ascii=False)


class Slack(WebClient):
    """A client whose calls reach nobody: it takes every view and remembers it."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-nobody")
        self.views: list[Json] = []

    def api_call(self, api_method: str, **given: Any) -> Any:
        """Take a view as Slack does."""
        assert api_method.startswith("views."), api_method
        view = (given.get("json") or given.get("params") or {})["view"]
        self.views.append(json.loads(view) if isinstance(view, str) else view)
        return SimpleNamespace(data={"ok": True, "view": {"id": "V2", "hash": "h2"}})


class Counter(Router):
    """The router, with the listeners at hand."""

    def answerer(self, door: Door, name: str) -> Answerer:
        """Who answers at a door."""
        return self._listeners[door][name]

    def all(self) -> Iterator[tuple[Door, str]]:
        """Every command, shortcut, button, form and list of options."""
        for door, names in self._listeners.items():
            if door != "event":
                yield from ((door, name) for name in names)


class Gate(Counter):
    """The router with a listener that only notes that somebody was let through."""

    def __init__(self, app_context: AppContext) -> None:
        super().__init__(app_context)
        self.passed: list[str] = []

    def _guard(
        self, kind: Door, name: str, surface: Any, listener: Listener, permission: Permission
    ) -> None:
        def passed(_interaction: Interaction) -> None:
            self.passed.append(name)

        super()._guard(kind, name, surface, passed, permission)


def counter(database: Database, kind: type[Counter] = Counter) -> Counter:
    """The router of all features on a database."""
    context = AppContext(
        database, lambda: NOON, switches=features.switches(), shown=features.shown()
    )
    board = kind(context)
    for register in (one for feature in FEATURES for one in feature.listeners):
        register(board)
    return board


def use(router: Counter, ask: Ask, place: int, user: str) -> Answers:
    """Let somebody use something in a channel, and return what they are shown."""
    before = _newest(router.app_context.database)
    ack, client = Ack(), Slack()
    body = _body(ask, user)
    payload = _payload(ask, body)
    context = BoltContext({"workspace_id": place, "user_id": user, "channel_id": HERE})
    router.answerer(ask.door, ask.name)(ack, body, payload, context, client)
    answers = Answers(list(client.views))
    if ack.response is not None and ack.response.body:
        answers.shown.append(_parsed(ack.response.body))
    answers.shown += _messages(router.app_context.database, before, user)
    answers.has_failed = "Something went wrong on our side" in answers.text
    return answers


@contextmanager
def copy_of(path: Path, folder: Path) -> Iterator[Database]:
    """An own copy of an SQLite database."""
    own = folder / f"{next(_serial)}.db"
    shutil.copy(path, own)
    database = opened(f"sqlite:///{own}")
    try:
        yield database
    finally:
        database.dispose()
        for one in folder.glob(f"{own.name}*"):
            one.unlink()


def used(shown: Json) -> Iterator[Ask]:
    """Everything that can be used in a view or message: its elements, and the form itself."""
    view = _opened(shown) if shown.get("type") in ("modal", "home") else None
    for one in forms.elements(shown.get("blocks") or []):
        if one.body.get("url") or not one.action_id:
            continue
        name = one.action_id.partition(":")[0]
        if one.kind in ("external_select", "multi_external_select"):
            yield Ask("options", name, {"value": "", "action_id": one.action_id}, view)
        is_told = one.block["type"] != "input" or one.block.get("dispatch_action")
        for value in _values(one) if is_told else ():
            given = {"type": one.kind, "action_id": one.action_id, "block_id": one.block_id}
            yield Ask("action", name, given | value, view)
    if view is not None and shown.get("submit"):
        yield Ask("view", str(shown["callback_id"]), {}, view)


def _values(one: forms.Element) -> list[Json]:
    """What a button or select may send: its value, or each of its options."""
    if one.kind == "button":
        return [{"value": one.body.get("value")}]
    if one.kind in ("external_select", "multi_external_select"):
        return []
    if one.kind in ("static_select", "overflow", "radio_buttons"):
        return [{"selected_option": option} for option in forms.all_options(one.body)]
    return [_filled(one)]


def _opened(shown: Json) -> Json:
    """A view as Slack sends it back, with every field filled in."""
    state = forms.initial_state(shown["blocks"])
    for one in forms.elements(shown["blocks"]):
        if forms.holds_state(one.kind):
            entry = state[one.block_id][one.action_id]
            if not any(value for key, value in entry.items() if key != "type"):
                state[one.block_id][one.action_id] = _filled(one)
    whole = {"id": "V1", "hash": "h1", "previous_view_id": None, "root_view_id": "V1"}
    return (
        {"private_metadata": "", "callback_id": ""} | shown | whole | {"state": {"values": state}}
    )


_ENTERED: dict[str, Any] = {
    "users_select": "UADMIN",
    "multi_users_select": ["UADMIN"],
    "conversations_select": HERE,
    "multi_conversations_select": [HERE],
    "channels_select": HERE,
    "multi_channels_select": [HERE],
    "datepicker": "2026-12-24",
    "timepicker": "09:00",
    "datetimepicker": int(NOON.timestamp()) + 86_400,
    "number_input": "3",
    "plain_text_input": "3",
}


def _filled(one: forms.Element) -> Json:
    if one.kind in ("external_select", "multi_external_select"):
        chosen = None if one.kind == "external_select" else []
    elif one.kind in ("static_select", "radio_buttons"):
        chosen = forms.all_options(one.body)[0]
    elif one.kind in ("checkboxes", "multi_static_select"):
        chosen = forms.all_options(one.body)[:1]
    else:
        chosen = _ENTERED[one.kind]
    return forms.entered(one, chosen)


def _body(ask: Ask, user: str) -> Json:
    trigger = f"{next(_serial)}.trigger"
    body: Json = {
        "team": {"id": "T1", "domain": "harborline"},
        "user": {"id": user},
        "user_id": user,
        "trigger_id": trigger,
        "response_url": f"https://hooks.slack.com/{trigger}",
    }
    place = {"channel": {"id": HERE, "name": "team"}}
    if ask.door == "command":
        return body | {"command": ask.name, "channel_id": HERE, "channel_name": "team"} | ask.given
    if ask.view is not None:
        body |= {"view": ask.view, "container": {"type": "view", "view_id": "V1"}}
        del body["response_url"]
    else:
        message = {"type": "message", "message_ts": "1700000000.000200", "channel_id": HERE}
        body |= place | {"container": message | {"is_ephemeral": True}}
    if ask.door == "action":
        return body | {"type": "block_actions", "actions": [ask.given]}
    if ask.door == "view":
        return body | {"type": "view_submission"}
    if ask.door == "options":
        return body | {"type": "block_suggestion"} | ask.given
    is_global = "message" not in ask.given
    kind = "shortcut" if is_global else "message_action"
    return body | {"type": kind, "callback_id": ask.name} | ask.given


def _payload(ask: Ask, body: Json) -> Json:
    if ask.door == "action":
        return cast(Json, body["actions"][0])
    return cast(Json, body["view"]) if ask.door == "view" else body


def _parsed(body: str) -> Json:
    try:
        found: Json = json.loads(body)
    except ValueError:
        return {"text": body}
    return cast(Json, found.get("view") or found)


def _newest(database: Database) -> int:
    with database.reading() as session:
        return max(session.exec(select(OutboxRow.id)).all(), default=0) or 0


def _messages(database: Database, since: int, user: str) -> list[Json]:
    """The private messages that wait to be sent because of it, as they will be."""
    with database.reading() as session:
        rows = session.exec(select(OutboxRow).where(OutboxRow.id > since)).all()  # type: ignore[operator]
        found = [
            row.payload
            for row in rows
            if row.kind in _TOLD and row.payload.get("user") in (None, user)
        ]
    return [_rendered(one) for one in found]


def _rendered(payload: Json) -> Json:
    drawn = {name: draw for one in FEATURES for name, draw in one.scheduled.templates.items()}
    message = drawn[str(payload["template"])](payload["data"]).message
    return {"text": message.text, "blocks": list(message.blocks)}


def explore(
    path: Path, folder: Path, asks: Sequence[Ask], user: str, most: int
) -> list[tuple[Ask, Answers]]:
    """What somebody comes upon who uses some things, and whatever these show, and so on.

    Each thing is used in an own copy of the database, so that nothing is spent; ``most`` are the
    uses of one thing that are kept, with different values.
    """
    found: list[tuple[Ask, Answers]] = []
    seen: dict[tuple[str, str], set[str]] = {}
    waiting = [*asks]
    while waiting:
        ask = waiting.pop(0)
        known = seen.setdefault((ask.door, ask.name), set())
        if ask.label in known or (ask.door != "command" and len(known) >= most):
            continue
        known.add(ask.label)
        with copy_of(path, folder) as database:
            answers = use(counter(database), ask, 1, user)
        found.append((ask, answers))
        for shown in answers.shown:
            waiting += used(shown)
    return found


def posted(path: Path) -> list[Ask]:
    """What can be used in the messages that wait to be said."""
    database = opened(f"sqlite:///{path}")
    with database.reading() as session:
        rows = session.exec(select(OutboxRow)).all()
        said = [row.payload for row in rows if "template" in row.payload]
    database.dispose()
    return [ask for one in said for ask in used(_rendered(one))]


def without(ask: Ask, *words: str) -> Ask:
    """The same use, without some words in what it carries."""
    carried = json.dumps([ask.given, ask.view], ensure_ascii=False)
    for one in words:
        carried = carried.replace(one, "Nobody")
    given, view = json.loads(carried)
    return Ask(ask.door, ask.name, given, view)
