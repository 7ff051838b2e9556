"""A server with limits of a test's own, and clients that speak to it byte by byte."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from bot.server.edge import Edge, Limits
from bot.server.edge_server import EdgeServer

WAIT_S = 10.0
SIGNATURE = "X-Slack-Signature: v0=" + "0" * 64


@dataclass
class Served:
    """Where a server listens, and what it refused."""

    port: int
    server: EdgeServer
    refused: Counter[str] = field(default_factory=Counter)

    def connect(self) -> socket.socket:
        """A new connection."""
        return socket.create_connection(("127.0.0.1", self.port), WAIT_S)

    def talk(self, *pieces: bytes) -> bytes:
        """What is answered to these bytes until the server hangs up."""
        with self.connect() as one:
            return talk(one, *pieces)


def talk(one: socket.socket, *pieces: bytes) -> bytes:
    """Send pieces and read until the end; a reset is an end."""
    heard = b""
    with suppress(ConnectionError):
        for piece in pieces:
            one.sendall(piece)
    with suppress(ConnectionError):
        while more := one.recv(65536):
            heard += more
    return heard


def read_to(one: socket.socket, word: bytes) -> bytes:
    """What is answered, up to a word; everything when the word never comes."""
    heard = b""
    while word not in heard and (more := one.recv(65536)):
        heard += more
    return heard


def status(answer: bytes) -> int:
    """The status of the first answer, 0 without one."""
    words = answer.split(b" ", 2)
    return int(words[1]) if len(words) > 2 else 0


@contextmanager
def edge_serving(web: Any, kept_idle_s: float = 5, **limits: Any) -> Iterator[Served]:
    """Serve an application with these limits."""
    listening = socket.create_server(("127.0.0.1", 0))
    refused: Counter[str] = Counter()
    edge = Edge(Limits(**limits), lambda reason: refused.update([reason]))
    server = EdgeServer(web, edge, 1.0)
    server.config.timeout_keep_alive = kept_idle_s  # type: ignore[assignment]
    thread = threading.Thread(target=server.run, args=[[listening]], daemon=True)
    thread.start()
    try:
        yield Served(listening.getsockname()[1], server, refused)
    finally:
        server.should_exit = True
        thread.join(WAIT_S)
        assert not thread.is_alive()
