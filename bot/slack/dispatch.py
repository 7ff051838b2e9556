"""The one way from a transport into Bolt: a pool of threads, a deadline, and a count."""

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.server.metrics import Metrics
from domain.text.storable import make_storable
from handlers.slack.payloads.reading import UNREADABLE, Payload, Unreadable, Unserved, read

log = logging.getLogger("linchpin.intake")

THREADS = 16
"""Listeners at once for what people wait for. They mostly wait for Slack (``views.open``) or the
database, so there are many more than cores; and as many as the database keeps connections."""

EVENT_THREADS = 6
"""Listeners at once for events, for which nobody waits: a flood of them in a channel takes no
thread from people, and few turns at SQLite."""

STARTS_WITHIN_S = 2.5
"""A request that waited longer is not begun: Slack counts it as failed after 3 s, tells the person
so, and delivers an event again; a late run would do what the person believes was refused."""

EVENT_STARTS_WITHIN_S = 2.0
"""Sooner for events: what begins has time to end before Slack sends it a second time, so that with
more events than this process can take, what it does is not done in vain."""

UNSERVED = (
    "This version of Linchpin doesn't know {name}. Copy what you wrote, and ask your Linchpin "
    "admin to update the app in Slack."
)

_SAFE_NAME = re.compile(r"[\w./:-]{1,80}")
"""Names of ours look like this. Anything else isn't logged, as it may be what somebody typed."""

_INTERACTIONS = {
    "block_actions": "action",
    "block_suggestion": "options",
    "view_submission": "view",
    "view_closed": "closed",
    "message_action": "shortcut",
    "shortcut": "shortcut",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What Slack sent, already verified; ``arrived`` is a ``time.monotonic`` reading.

    Every command, form and event enters here, so text that no database stores is replaced here.
    """

    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    arrived: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        make_storable(self.body)

    @property
    def kind(self) -> str:
        """``event``, ``command``, ``shortcut``, ``action``, ``view``, ``options`` or ``other``."""
        if "command" in self.body:
            return "command"
        if "event" in self.body or self.body.get("type") == "event_callback":
            return "event"
        return _INTERACTIONS.get(str(self.body.get("type")), "other")

    @property
    def name(self) -> str:
        """Which command, shortcut, form, button or event it is; ids of ours, nothing typed."""
        actions = self.body.get("actions")
        first = actions[0] if isinstance(actions, list) and actions else None
        view, event = self.body.get("view"), self.body.get("event")
        for place, key in (
            (self.body, "command"),
            (event, "type"),
            (first, "action_id"),
            (self.body, "action_id"),
            (self.body, "callback_id"),
            (view, "callback_id"),
            (self.body, "type"),
        ):
            name = place.get(key) if isinstance(place, dict) else None
            if isinstance(name, str) and _SAFE_NAME.fullmatch(name):
                return name
        return "without a name"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to Slack. Only a status of 200 says that the request is done."""

    status: int
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"

    def payload(self) -> dict[str, Any] | None:
        """The body as Socket Mode carries it: an object, text as ``{"text": ...}``, or None."""
        if not self.body:
            return None
        if self.content_type.startswith("application/json"):
            value: dict[str, Any] = json.loads(self.body)
            return value
        return {"text": self.body}


class Intake:
    """Runs Bolt's listeners for both transports."""

    def __init__(
        self, bolt: App, metrics: Metrics, *, missed: Callable[[], None] = lambda: None
    ) -> None:
        """``missed`` is called for each event that was not begun."""
        self._bolt = bolt
        self._metrics = metrics
        self._missed = missed
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="slack")
        self._events = ThreadPoolExecutor(EVENT_THREADS, thread_name_prefix="events")
        self._running: set[Future[Answer]] = set()
        self._noting = threading.Lock()

    def submit(
        self, delivery: Delivery, then: Callable[[Answer], None] | None = None
    ) -> Future[Answer]:
        """Begin to handle a delivery; ``then`` gets the answer in the thread that made it."""
        pool = self._events if delivery.kind == "event" else self._pool
        with self._noting:  # what has begun is noted before anybody who stops may look
            future = pool.submit(self._run, delivery, then)
            self._running.add(future)
        future.add_done_callback(self._settled)
        return future

    def drain(self, timeout_s: float) -> bool:
        """Wait for what was submitted; True when all of it ended within ``timeout_s``."""
        with self._noting:
            running = list(self._running)
        return not wait_for(running, timeout_s).not_done

    def close(self) -> None:
        """Take nothing more, and forget what has not begun."""
        for pool in (self._pool, self._events):
            pool.shutdown(wait=False, cancel_futures=True)

    def _settled(self, future: Future[Answer]) -> None:
        self._running.discard(future)
        if not future.cancelled() and future.exception() is not None:
            log.error("A request could not be answered", exc_info=future.exception())

    def _run(self, delivery: Delivery, then: Callable[[Answer], None] | None) -> Answer:
        outcome, answer = self._answer(delivery)
        if then is not None:
            then(answer)
        self._metrics.request(delivery.kind, outcome, time.monotonic() - delivery.arrived)
        return answer

    def _answer(self, delivery: Delivery) -> tuple[str, Answer]:
        waited_s = time.monotonic() - delivery.arrived
        is_event = delivery.kind == "event"
        if waited_s > (EVENT_STARTS_WITHIN_S if is_event else STARTS_WITHIN_S):
            log.warning("A request (%s) waited %.1f s and was not begun.", delivery.kind, waited_s)
            if is_event:
                self._missed()
            return "late", Answer(503)
        if delivery.body.get("type") == "app_rate_limited":
            # It has no listener in Bolt: it is not an event but a word about events.
            log.warning("Slack holds events back: this app gets more than 30,000 an hour.")
            return "limited", Answer(200)
        if delivery.kind == "closed":
            return "ok", Answer(200)  # a form that somebody closed asks for nothing
        try:
            return self._judge(delivery, self._dispatch(read(delivery.body), delivery.headers))
        except Unreadable as unreadable:
            return "unreadable", self._unread(delivery, unreadable)
        except Unserved:
            return "unhandled", _unserved(delivery)

    def _unread(self, delivery: Delivery, reason: Unreadable) -> Answer:
        """Acknowledge what cannot be read: sent again, it would be the same."""
        self._metrics.unreadable(delivery.kind)
        log.warning(
            "Slack sent the %s %s in a form that I can't read, so it was ignored: %s",
            delivery.kind,
            delivery.name,
            reason,
        )
        return _refusal(delivery, UNREADABLE)

    def _dispatch(self, body: Payload, headers: Mapping[str, str]) -> BoltResponse:
        # Bolt's mode "socket_mode" means: the body is parsed and verified. Its own parser takes a
        # slash command for a broken form as soon as the text contains the word "payload".
        request = BoltRequest(mode="socket_mode", body=body, headers=dict(headers))
        return self._bolt.dispatch(request)

    def _judge(self, delivery: Delivery, response: BoltResponse) -> tuple[str, Answer]:
        if response.status == 404:
            return "unhandled", _unserved(delivery)
        content_type = response.headers.get("content-type", ["text/plain"])[0]
        answer = Answer(response.status, response.body or "", content_type)
        return ("ok" if response.status == 200 else "failed"), answer


def _unserved(delivery: Delivery) -> Answer:
    """Acknowledge what nobody handles: a failure would count against the app, and sent again it
    would be the same. Events that nobody handles are usual; everything else is logged."""
    if delivery.kind == "event":
        return Answer(200)
    log.warning("Nothing listens to the %s %s.", delivery.kind, delivery.name)
    return _refusal(delivery, UNSERVED.format(name=delivery.name))


def _refusal(delivery: Delivery, sentence: str) -> Answer:
    """Return what the person reads where Slack shows an answer; a form keeps what was typed."""
    shown: dict[str, Any] | None = None
    if delivery.kind == "command":
        shown = {"response_type": "ephemeral", "text": sentence}
    elif delivery.kind == "options":
        shown = {"options": []}
    elif delivery.kind == "view":
        field = _first_field(delivery.body.get("view"))
        shown = {"response_action": "errors", "errors": {field: sentence}} if field else None
    if shown is None:
        return Answer(200)
    return Answer(200, json.dumps(shown), "application/json;charset=utf-8")


def _first_field(view: Any) -> str | None:
    blocks = view.get("blocks") if isinstance(view, dict) else None
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, dict) and block.get("type") == "input" and block.get("block_id"):
            return str(block["block_id"])
    return None
