"""One connection of Socket Mode: what Slack says over it, and whether it still lives."""

import json
import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

log = logging.getLogger("linchpin.socket")

Message = dict[str, Any]

_SURPRISES = (RuntimeError, ValueError, LookupError, TypeError, AttributeError)
"""What a defect of ours or a message of an unforeseen shape may raise."""


class Link:
    """An open WebSocket to Slack, read in a thread of its own.

    ``heard`` gets each envelope; ``changed`` is called when the state may have changed.
    """

    def __init__(
        self,
        connection: ClientConnection,
        heard: Callable[["Link", Message], None],
        changed: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._heard = heard
        self._changed = changed
        self._closed = threading.Event()
        self._pong: threading.Event | None = None
        self._pinged_at = 0.0
        self.opened_at = self._pong_at = time.monotonic()
        self._greeted = False
        self._spoken = threading.Event()
        self.disconnect_reason: str | None = None

    def start(self) -> None:
        """Begin to listen."""
        threading.Thread(target=self._listen, name="slack-link", daemon=True).start()

    @property
    def is_open(self) -> bool:
        """True from Slack's greeting until the connection ends."""
        return self._greeted and not self._closed.is_set()

    def wait_for_greeting(self, timeout_s: float) -> bool:
        """Wait for Slack's first word; True when it was the greeting."""
        self._spoken.wait(timeout_s)
        return self.is_open

    @property
    def pong_age_s(self) -> float:
        """Seconds since Slack last answered a ping, or since the connection was made."""
        return time.monotonic() - self._pong_at

    @property
    def has_answered(self) -> bool:
        """True once Slack has answered a ping."""
        return self._pong_at > self.opened_at

    def ping(self, every_s: float) -> None:
        """Send a ping when the last one was answered and is ``every_s`` old; note an answer."""
        now = time.monotonic()
        if self._pong is not None and self._pong.is_set():
            self._pong, self._pong_at = None, now
        if self._pong is None and now - self._pinged_at >= every_s:
            try:
                self._pong, self._pinged_at = self._connection.ping(), now
            except ConnectionClosed:
                self._closed.set()

    def answer(self, envelope_id: str, payload: Message | None) -> None:
        """Acknowledge an envelope; when the connection is gone Slack will deliver it again."""
        envelope: Message = {"envelope_id": envelope_id}
        if payload is not None:
            envelope["payload"] = payload
        try:
            self._connection.send(json.dumps(envelope, ensure_ascii=False))
        except ConnectionClosed:
            log.warning("The connection ended before an answer was sent; Slack delivers it again.")

    def close(self) -> None:
        """End the connection."""
        self._closed.set()
        self._connection.close()

    def _listen(self) -> None:
        try:
            for text in self._connection:
                self._take(text)
        except ConnectionClosed as ended:
            log.info("Slack's connection ended: %s", ended)
        except _SURPRISES as surprise:
            log.error("Reading Slack's connection failed; opening another.", exc_info=surprise)
        finally:
            self._closed.set()
            self._spoken.set()
            self._changed()
            # Whatever ended the reading: Slack would go on sending to a connection that is open.
            self._connection.close()

    def _take(self, text: str | bytes) -> None:
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            log.warning("Slack sent something that cannot be read; it was ignored.")
            return
        kind = message.get("type") if isinstance(message, dict) else None
        if kind == "hello":
            self._greeted = True
            self._spoken.set()
        elif kind == "disconnect":
            self.disconnect_reason = str(message.get("reason"))
            self._spoken.set()
            self._changed()
        elif kind is not None:
            self._heard(self, message)


MESSAGE_LIMIT_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Timings:
    """How patient the runner is, in seconds."""

    ping_every_s: float = 5.0
    stale_after_s: float = 20.0
    greeting_within_s: float = 10.0
    first_wait_s: float = 1.0
    longest_wait_s: float = 30.0
    steady_after_s: float = 30.0
    lost_after_s: float = 300.0
    retire_after_s: float = 15.0
    tick_s: float = 0.5


def open_connection(address: str) -> ClientConnection:
    """Open the WebSocket at the address that Slack gave."""
    opening = connect(
        address,
        open_timeout=10,
        close_timeout=1,
        ping_interval=None,  # the runner pings, so that it can tell the age of the last answer
        max_size=MESSAGE_LIMIT_BYTES,
        proxy=None if is_loopback(address) else True,
    )
    # Newer versions of the library want it entered; the link closes it.
    return ExitStack().enter_context(opening)


def is_loopback(address: str) -> bool:
    """True for an address of this machine, such as the sandbox."""
    return urlsplit(address).hostname in ("127.0.0.1", "::1", "localhost")


def retry_headers(envelope: Message) -> dict[str, str]:
    """Return the headers with which Slack would say over HTTP that it tries again."""
    headers = {}
    if envelope.get("retry_attempt"):
        headers["x-slack-retry-num"] = str(envelope["retry_attempt"])
        headers["x-slack-retry-reason"] = str(envelope.get("retry_reason") or "")
    return headers
