"""Faults to switch on: what goes wrong with the next calls and deliveries."""

import threading
from dataclasses import dataclass, field
from typing import Any

API_KINDS = (
    "drop_before",
    "drop_after",
    "ratelimited",
    "http_500",
    "internal_error",
    "slow",
    "error",
    "intercepted",
)
EVENT_KINDS = ("duplicate", "out_of_order", "lost", "delay", "ack_lost")
ALWAYS = 1_000_000_000


@dataclass(slots=True)
class Fault:
    """One fault that is on; `hits` counts how often it struck."""

    kind: str
    method: str = ""
    event: str = ""
    times: int = 1
    team: str | None = None
    channel: str | None = None
    retry_after_s: int = 1
    seconds: float = 0.0
    error: str = ""
    effect: bool = False
    status: int = 200
    page: str = "<html><body>Blocked</body></html>"
    content_type: str = "text/html"
    hits: int = field(default=0)


class Faults:
    """The faults that are on, first added first used; every method is thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._active: list[Fault] = []

    def add(self, kind: str, *, method: str = "", event: str = "", **details: Any) -> Fault:
        """Switch a fault on for the next `times` (default 1) matching calls or deliveries.

        API kinds (give `method`, "*" for any): drop_before and drop_after (the connection closes
        before or after the effect), ratelimited (`retry_after_s`), http_500 and internal_error
        (`effect=True`: it happened all the same), slow (`seconds` of real time, after the
        effect), error (`error`: Slack's string, no effect). `team` and `channel` (ids) narrow.
        intercepted (a proxy or portal answers in Slack's place with `status`, `page` and
        `content_type`; `effect=True`: Slack got the request all the same); here the method may
        also be `upload`, `download` or `respond`, and neither team nor channel counts.

        Delivery kinds (give `event`: an event type, `slash_commands` or an interaction type, "*"
        for any): duplicate, out_of_order (events; comes after the next one), lost, delay
        (events; `seconds` of the sandbox's clock), ack_lost (the app's answer never arrives).
        """
        wanted = API_KINDS if method else EVENT_KINDS
        if kind not in wanted or bool(method) == bool(event):
            raise ValueError(
                f"no fault {kind!r}: with method= {API_KINDS}, with event= {EVENT_KINDS}"
            )
        fault = Fault(kind, method, event, **details)
        with self._lock:
            self._active.append(fault)
        return fault

    def clear(self) -> None:
        """Switch every fault off."""
        with self._lock:
            self._active.clear()

    def for_call(self, method: str, team: str, channel: str) -> Fault | None:
        """The fault that strikes this API call, used up once."""
        return self._take(
            lambda f: (
                f.kind != "intercepted"
                and f.method in (method, "*")
                and f.channel in (None, channel)
            ),
            team,
        )

    def for_request(self, name: str) -> Fault | None:
        """What answers a request in Slack's place, used up once."""
        return self._take(lambda f: f.kind == "intercepted" and f.method in (name, "*"), None)

    def for_event(self, name: str, team: str) -> Fault | None:
        """The fault that strikes this delivery, used up once."""
        return self._take(lambda f: f.event in (name, "*"), team)

    def _take(self, matches: Any, team: str | None) -> Fault | None:
        with self._lock:
            for fault in self._active:
                if fault.hits < fault.times and fault.team in (None, team) and matches(fault):
                    fault.hits += 1
                    if fault.hits >= fault.times:
                        self._active.remove(fault)
                    return fault
        return None
