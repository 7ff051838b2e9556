"""What went over the wire: API calls, deliveries, and the page's inspector."""

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

from sandbox.world.model import Json

INSPECTOR_KEEPS = 400


class Journal:
    """Bounded records of calls and deliveries, newest last; thread-safe."""

    def __init__(self, keep: int) -> None:
        self._lock = threading.Lock()
        self._calls: deque[Json] = deque(maxlen=keep)
        self._deliveries: deque[Json] = deque(maxlen=keep)
        self._entries: deque[Json] = deque(maxlen=INSPECTOR_KEEPS)
        self._serial = count(1)
        self.on_entry: Callable[[Json], None] = lambda _entry: None

    def call(self, record: Json) -> None:
        """Keep one Web API call: method, args, token, answer, status, at, duration_ms."""
        answer = record["answer"]
        failed = isinstance(answer, dict) and not answer.get("ok", True)
        summary = answer["error"] if failed else _describe(record["args"])
        self._keep(
            self._calls,
            record,
            direction="from_app",
            kind="api",
            name=record["method"],
            summary=summary,
            request=record["args"],
            response=answer,
        )

    def delivery(self, record: Json) -> None:
        """Keep one delivery attempt: kind, name, team, payload, attempt, ok, status, reason,
        answer, at, duration_ms."""
        self._keep(
            self._deliveries,
            record,
            direction="to_app",
            kind=record["kind"],
            name=record["name"],
            summary=record["reason"]
            or _describe(record["payload"].get("event", record["payload"])),
            request=record["payload"],
            response=record["answer"],
        )

    def _keep(self, log: deque[Json], record: Json, **entry: object) -> None:
        at: datetime = record["at"]
        shown = {
            "id": next(self._serial),
            "at": at.isoformat(),
            "status": record["status"],
            "duration_ms": record["duration_ms"],
            **entry,
        }
        with self._lock:
            log.append(record)
            self._entries.append(shown)
        self.on_entry(shown)

    def calls(self, method: str | None = None) -> list[Json]:
        """Recorded calls, oldest first, of one method or all."""
        with self._lock:
            return [c for c in self._calls if method in (None, c["method"])]

    def deliveries(self, name: str | None = None) -> list[Json]:
        """Recorded delivery attempts, oldest first, of one name or all."""
        with self._lock:
            return [d for d in self._deliveries if name in (None, d["name"])]

    def entries(self, limit: int) -> list[Json]:
        """The inspector's newest entries, newest first."""
        with self._lock:
            return list(self._entries)[: -limit - 1 : -1]

    def clear(self) -> None:
        """Forget calls and deliveries so far."""
        with self._lock:
            self._calls.clear()
            self._deliveries.clear()


def _describe(body: Any) -> str:
    if not isinstance(body, dict):  # a test sends what Slack would not
        return ""
    for key in ("text", "command", "reaction", "callback_id", "channel", "user_id", "user"):
        value = body.get(key)
        if isinstance(value, str) and value:
            return value[:120]
    return ""
