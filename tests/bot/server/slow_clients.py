"""Thousands of clients that never finish what they begin, and begin anew when they are cut off."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

from bot.server.edge_server import raise_file_limit

_PACE_S = 1.0

_HEAD = "POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n"


def _signed() -> str:
    """What a request of Slack has in its head, with a signature that cannot be right."""
    stamp = int(time.time())
    fake = "0" * 64
    return f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={fake}\r\n"


KINDS = ("silent", "half line", "half head", "half body", "huge head", "unsigned body")


def _beginning(kind: str) -> bytes:
    return {
        "silent": b"",
        "half line": b"POST /sla",
        "half head": (_HEAD + _signed()).encode(),
        "half body": (_HEAD + _signed() + "\r\n").encode() + b"x" * 200_000,
        "huge head": b"GET / HTTP/1.1\r\nX-A: " + b"a" * 60_000,
        "unsigned body": (_HEAD + "\r\n").encode() + b"x" * 60_000,
    }[kind]


class SlowClients:
    """So many clients, of all kinds alike, at one port of this machine."""

    def __init__(self, port: int, count: int) -> None:
        self._port = port
        self._count = count
        self._stopped = asyncio.Event()
        self._connected: set[int] = set()
        """The clients that reached the server at least once."""

    async def run(self, all_connected: Callable[[], object]) -> None:
        """Go on until SIGTERM."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._stopped.set)
        clients = [self._one(number, all_connected) for number in range(self._count)]
        await asyncio.gather(*clients)

    async def _one(self, number: int, all_connected: Callable[[], object]) -> None:
        kind = KINDS[number % len(KINDS)]
        await self._pause(_PACE_S * number / self._count)
        while not self._stopped.is_set():
            with suppress(OSError):
                await self._hold(number, kind, all_connected)
            await self._pause(_PACE_S)

    async def _hold(self, number: int, kind: str, all_connected: Callable[[], object]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            if number not in self._connected:
                self._connected.add(number)
                if len(self._connected) == self._count:
                    all_connected()
            writer.write(_beginning(kind))
            while not self._stopped.is_set():
                with suppress(TimeoutError):
                    if not await asyncio.wait_for(reader.read(4096), _PACE_S):
                        return
                writer.write(b"x")
        finally:
            writer.transport.abort()

    async def _pause(self, duration_s: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), duration_s)


def main(port: int, count: int) -> int:
    """Hold a server until SIGTERM; a line on stdout says that every client reached it."""
    raise_file_limit()
    asyncio.run(SlowClients(port, count).run(lambda: os.write(1, b"all\n")))
    return 0
