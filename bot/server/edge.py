"""What the web server bears from clients: how long, how much, and who gives way.

Anybody can open a connection, and nothing of a request is known to be Slack's before its last byte
is there. So what is unfinished is bounded in time, in bytes and in number, and when there is too
much of it the oldest gives way: a request of Slack's is whole within milliseconds of its arrival,
whatever else is going on.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

log = logging.getLogger("linchpin.edge")

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is borne; ``unfinished_bytes`` counts what all requests together have sent so far
    that are not whole yet."""

    request_within_s: float = 5.0
    head_bytes: int = 32 * 1024
    headers: int = 100
    body_bytes: int = _MEGABYTE
    unfinished_bytes: int = 8 * _MEGABYTE
    connections: int = 1000
    waiting_behind: int = 4
    """Requests that a client may send before the first one is answered."""


class Client(Protocol):
    """A connection, as the edge sees it."""

    held_bytes: int
    """What it sent of a request that is not whole yet."""

    def too_late(self) -> None:
        """Its time is over: refuse what it is sending, or hang up."""

    def give_way(self) -> None:
        """Hang up at once: others need the room."""


class RateLimitedLog:
    """Writes a warning at most once a minute, with how often there was reason to."""

    def __init__(self, sentence: str, every_s: float = 60.0) -> None:
        """``sentence`` has a place (%s) for the reason."""
        self._sentence = sentence
        self._every_s = every_s
        self._next_s = -1.0
        self._times = 0

    def note(self, reason: str, now_s: float | None = None) -> None:
        """Count one, and write when nothing was written for a minute."""
        now_s = time.monotonic() if now_s is None else now_s
        self._times += 1
        if now_s < self._next_s:
            return
        log.warning(f"{self._sentence} (%d times since this was last said)", reason, self._times)
        self._next_s, self._times = now_s + self._every_s, 0


class Edge:
    """The connections of one server. Everything here runs in the server's loop."""

    def __init__(self, limits: Limits, refused: Callable[[str], None] = lambda _reason: None):
        """``refused`` hears a short reason for each request or connection that is refused."""
        self.limits = limits
        self.refused = refused
        self._open: set[Client] = set()
        self._unfinished: dict[Client, float] = {}
        """Oldest first, each with the moment at which it is too late."""
        self._idle: dict[Client, None] = {}
        self._bytes = 0
        self._timer: asyncio.TimerHandle | None = None
        self._crowded = RateLimitedLog(
            "Too much comes in at once, so the oldest unfinished give way: %s"
        )

    def admit(self, client: Client) -> bool:
        """Take a new connection; False when all that are open are being answered."""
        is_full = len(self._open) >= self.limits.connections
        if is_full and not self._make_room("connections", chain(self._unfinished, self._idle)):
            self.refused("connections")
            return False
        self._open.add(client)
        self.expect(client)
        return True

    def expect(self, client: Client) -> None:
        """A request begins (or an answer waits to be read): there is a time for it to end."""
        self._idle.pop(client, None)
        self._unfinished.pop(client, None)
        loop = asyncio.get_running_loop()
        self._unfinished[client] = loop.time() + self.limits.request_within_s
        if self._timer is None:
            self._timer = loop.call_later(self.limits.request_within_s, self._look)

    def is_expected(self, client: Client) -> bool:
        """Whether a time runs for this client."""
        return client in self._unfinished

    def whole(self, client: Client) -> None:
        """A request is whole: its time is over, and its bytes are the program's."""
        self._unfinished.pop(client, None)
        self.release(client)

    def rest(self, client: Client) -> None:
        """Nothing is asked or answered on a connection that stays open."""
        self._idle[client] = None

    def gone(self, client: Client) -> None:
        """A connection is closed."""
        self._open.discard(client)
        self._idle.pop(client, None)
        self.whole(client)

    def hold(self, client: Client, size: int) -> bool:
        """A client sent bytes of a request; the oldest with some gives way when it is too much.
        False when that is the client itself."""
        client.held_bytes += size
        self._bytes += size
        while self._bytes > self.limits.unfinished_bytes:
            if not self._make_room("bytes", (one for one in self._unfinished if one.held_bytes)):
                break
        return client in self._open

    def release(self, client: Client) -> None:
        """What a client sent is kept no longer."""
        self._bytes -= client.held_bytes
        client.held_bytes = 0

    def _make_room(self, reason: str, spared: Iterable[Client]) -> bool:
        """Close the first connection of those that can be spared; False when there is none."""
        oldest = next(iter(spared), None)
        if oldest is None:
            return False
        self.gone(oldest)
        self.refused(reason)
        self._crowded.note(reason)
        oldest.give_way()
        return True

    def _look(self) -> None:
        """Tell those whose time is over, and look again when that of the next one will be."""
        self._timer = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        late = [one for one, until in self._unfinished.items() if until <= now]
        for client in late:
            del self._unfinished[client]
            client.too_late()
        if self._unfinished and self._timer is None:
            soonest = next(iter(self._unfinished.values()))
            self._timer = loop.call_at(soonest, self._look)
