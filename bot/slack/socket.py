"""Socket Mode: a connection to Slack that is kept, watched, renewed, and given up with a reason.

It uses the ``websockets`` library below Bolt instead of slack_sdk's own client, because that one
cannot send an answer above 64 kB, loses its place in the stream when a read times out inside a
frame, leaves a renewed connection unread for up to 3 s, never notices a peer that has not answered
a single ping, and goes on for ever with a token that Slack refuses.
"""

import http.client
import logging
import random
import threading
import time
from collections.abc import Callable

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.exceptions import WebSocketException

from bot.settings import Settings
from bot.slack.dispatch import Answer, Delivery, Intake
from bot.slack.socket_link import (
    Link,
    Message,
    Timings,
    is_loopback,
    open_connection,
    retry_headers,
)
from domain.core.errors import UserError
from domain.core.slack_errors import ErrorKind, code_of, fate_of, refusal
from scheduled.delivery.api_errors import UNREADABLE, Verdict, diagnose

log = logging.getLogger("linchpin.socket")


_NO_WAY_BACK = frozenset({ErrorKind.TOKEN_REFUSED, ErrorKind.PERMANENT})
"""What apps.connections.open is refused with when no waiting cures it."""

_LINK_DISABLED = (
    "Socket Mode was turned off for this app. Turn it on again in the app's settings at Slack, "
    "or run with SLACK_SIGNING_SECRET in HTTP mode."
)


class _Lost(Exception):
    """There is no way back; the message says why."""


class SocketRunner:
    """Keeps one connection to Slack and hands what comes over it to the intake."""

    def __init__(
        self, settings: Settings, intake: Intake, *, timings: Timings | None = None
    ) -> None:
        self._settings = settings
        self._intake = intake
        self._timings = timings or Timings()
        self._link: Link | None = None
        self._retired: list[tuple[float, Link]] = []
        self._connections = 0
        self._failed_tries = 0
        self._next_try_at = 0.0
        self._answered_at = 0.0
        self._stopping = threading.Event()
        self._closing = threading.Event()
        self._wake = threading.Event()
        self._ended = threading.Event()
        self._settled = threading.Event()
        self._on_reconnect: list[Callable[[], None]] = []
        self._on_failure: list[Callable[[], None]] = []
        self.failure: str | None = None

    @property
    def is_connected(self) -> bool:
        """True while a greeted connection answers its pings."""
        link = self._link
        return (
            link is not None
            and link.is_open
            and link.pong_age_s <= self._timings.stale_after_s
            and not self._ended.is_set()
        )

    @property
    def last_pong_age_s(self) -> float | None:
        """Seconds since Slack last answered a ping; None without a connection."""
        link = self._link
        return link.pong_age_s if link is not None and link.is_open else None

    def on_reconnect(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` in a thread after each new connection but the first: what happened
        in between was not told to this process. A UserError of it is logged."""
        self._on_reconnect.append(callback)

    def on_failure(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` when the connection is lost for good; ``failure`` says why."""
        self._on_failure.append(callback)

    def start(self) -> None:
        """Begin to connect, in the background."""
        self._answered_at = time.monotonic()
        threading.Thread(target=self._run, name="slack-socket", daemon=True).start()

    def wait_until_connected(self, timeout_s: float) -> bool:
        """Wait for the first connection; False when there is none after ``timeout_s``."""
        self._settled.wait(timeout_s)
        return self.is_connected

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until the runner has ended; False when ``timeout_s`` ran out before."""
        return self._ended.wait(timeout_s)

    def stop(self, timeout_s: float) -> None:
        """Take nothing new, let what runs answer, and close, all within ``timeout_s``."""
        self._stopping.set()
        self._wake.set()
        self._intake.drain(timeout_s / 2)
        self._closing.set()
        self._close_links()
        self._ended.wait(timeout_s / 2)

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._tend()
                self._wake.wait(self._timings.tick_s)
                self._wake.clear()
        except _Lost as lost:
            self.failure = str(lost)
        finally:
            if not self._stopping.is_set() and self.failure is None:
                self.failure = "The connection to Slack was given up; the log above says why."
            self._ended.set()
            self._settled.set()
            if self.failure is not None:
                self._close_links()
                for callback in self._on_failure:
                    callback()

    def _tend(self) -> None:
        now = time.monotonic()
        self._retire(now)
        link = self._link
        if link is not None:
            if self._is_sound(link, now):
                return
            # Only now: a reason that came while this looked would else never be read.
            self._check_reason(link)
        if now >= self._next_try_at:
            self._try_to_connect(now)
        if now - self._answered_at > self._timings.lost_after_s:
            raise _Lost(
                f"Slack could not be reached for {self._timings.lost_after_s:.0f} seconds. "
                "Check the network and status.slack.com; the log above says what failed."
            )

    def _is_sound(self, link: Link, now: float) -> bool:
        link.ping(self._timings.ping_every_s)
        if link.is_open and link.pong_age_s > self._timings.stale_after_s:
            log.warning("Slack has not answered for %.0f s; connecting anew.", link.pong_age_s)
            link.close()
        if not link.is_open:
            return False
        if link.has_answered:
            self._answered_at = now
        if now - link.opened_at > self._timings.steady_after_s:
            self._failed_tries = 0
        return link.disconnect_reason is None

    def _check_reason(self, link: Link) -> None:
        if link.disconnect_reason == "link_disabled":
            raise _Lost(_LINK_DISABLED)
        if link.disconnect_reason == "too_many_websockets":
            log.warning("The app has its ten connections already; stop another process of it.")
            link.close()
            link.disconnect_reason = None
            self._put_off(self._timings.longest_wait_s)

    def _try_to_connect(self, now: float) -> None:
        wait_s = min(
            self._timings.first_wait_s * 2**self._failed_tries, self._timings.longest_wait_s
        )
        self._failed_tries = min(self._failed_tries + 1, 10)
        self._next_try_at = now + wait_s * random.uniform(0.8, 1.2)
        try:
            self._connect()
        except SlackApiError as refused:
            self._judge(refused)
        except (OSError, http.client.HTTPException, WebSocketException) as error:
            log.warning("Slack could not be reached (%s: %s).", type(error).__name__, error)

    def _connect(self) -> None:
        address = self._address()
        link = Link(open_connection(address), self._heard, self._wake.set)
        link.start()
        if not link.wait_for_greeting(self._timings.greeting_within_s):
            link.close()
            self._check_reason(link)
            raise TimeoutError("Slack did not greet the connection")
        self._adopt(link)

    def _adopt(self, link: Link) -> None:
        if self._link is not None and self._link.is_open:
            # Slack may still deliver over the old one until it closes it itself.
            self._retired.append((time.monotonic(), self._link))
        self._link = link
        if self._stopping.is_set():
            # What came over it already may still be answered until the links are closed.
            if self._closing.is_set():
                link.close()
            return
        self._connections += 1
        self._settled.set()
        log.info("Connected to Slack (connection %d)", self._connections)
        if self._connections > 1:
            for callback in self._on_reconnect:
                threading.Thread(
                    target=_reported, args=[callback], name="reconnected", daemon=True
                ).start()

    def _address(self) -> str:
        client = WebClient(base_url=self._settings.slack_api_url, timeout=10, retry_handlers=[])
        if is_loopback(self._settings.slack_api_url):
            client.proxy = None  # slack_sdk ignores NO_PROXY
        try:
            answer = client.apps_connections_open(app_token=self._settings.app_token or "")
            return str(answer["url"])
        except UNREADABLE as error:
            raise ConnectionError("what answered was not Slack") from error

    def _judge(self, refused: SlackApiError) -> None:
        code = code_of(refused)
        if fate_of(code) in _NO_WAY_BACK:
            raise _Lost(
                f"Slack refuses SLACK_APP_TOKEN ({code}). Make an app-level token with the scope "
                "connections:write in the app's settings at Slack, and set it."
            )
        problem = diagnose(refused)
        if problem.verdict is Verdict.RATE_LIMITED:
            self._put_off(problem.retry_after_s)
        log.warning("Slack did not open a connection (%s).", refusal(refused))

    def _put_off(self, wait_s: float) -> None:
        self._next_try_at = max(self._next_try_at, time.monotonic() + wait_s)

    def _retire(self, now: float) -> None:
        for retired_at, link in list(self._retired):
            if not link.is_open or now - retired_at > self._timings.retire_after_s:
                link.close()
                self._retired.remove((retired_at, link))

    def _close_links(self) -> None:
        for link in [self._link, *(link for _, link in self._retired)]:
            if link is not None:
                link.close()

    def _heard(self, link: Link, envelope: Message) -> None:
        envelope_id, body = envelope.get("envelope_id"), envelope.get("payload")
        if self._stopping.is_set() or not envelope_id:
            return

        def answer(made: Answer) -> None:
            if made.status == 200:
                takes_payload = envelope.get("accepts_response_payload")
                link.answer(str(envelope_id), made.payload() if takes_payload else None)

        # Without an object inside it is acknowledged all the same, as unreadable.
        given = body if isinstance(body, dict) else {}
        self._intake.submit(Delivery(given, retry_headers(envelope)), answer)


def _reported(callback: Callable[[], None]) -> None:
    try:
        callback()
    except UserError as refused:
        log.warning("After the reconnection: %s", refused.message)
