"""What sends: sixteen people at once, by signed HTTP requests or down a Socket Mode connection."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.server.serve import listen

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SENDERS = 16
PEOPLE = 200
TEAM = "T0BENCH"

Send = Callable[[int], Coroutine[Any, Any, str]]
"""Sends one numbered command and returns what was answered."""


@dataclass
class Result:
    """The times of the answers in milliseconds, and the numbers of what was acknowledged."""

    times_ms: list[float] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)
    took_s: float = 0.0
    cpu_s: float = 0.0

    def percentile(self, share: float) -> float:
        """The time that ``share`` of the answers did not exceed."""
        ordered = sorted(self.times_ms)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def command(number: int) -> dict[str, str]:
    """A `/feedback` of one of 200 people, whom the bot knows."""
    return {
        "command": "/feedback",
        "text": f"the export times out {number}",
        "team_id": TEAM,
        "channel_id": "C0SUPPORT",
        "channel_name": "support",
        "user_id": f"U0BENCH{number % PEOPLE}",
        "trigger_id": f"{number}.1.0a",
        "response_url": "https://hooks.slack.com/commands/x",
    }


async def storm(senders: list[Send], first: int, count: int) -> Result:
    """Every sender sends its next command as soon as its last one is answered."""
    result = Result()

    async def one(send: Send, numbers: range) -> None:
        for number in numbers:
            began = time.perf_counter()
            answer = await send(number)
            result.times_ms.append((time.perf_counter() - began) * 1000)
            if "Saved" in answer:
                result.acknowledged.append(number)

    began = time.perf_counter()
    shares = [range(first + start, first + count, len(senders)) for start in range(len(senders))]
    await asyncio.gather(*(one(*pair) for pair in zip(senders, shares, strict=True)))
    result.took_s = time.perf_counter() - began
    return result


def _signed(body: bytes) -> dict[str, str]:
    at = str(int(time.time()))
    base = b"v0:" + at.encode() + b":" + body
    digest = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    return {
        "host": "bench",
        "content-type": "application/x-www-form-urlencoded",
        "content-length": str(len(body)),
        "x-slack-request-timestamp": at,
        "x-slack-signature": f"v0={digest}",
    }


async def http_sender(port: int) -> Send:
    """A sender with a connection of its own to the bot's web server."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def send(number: int) -> str:
        body = urlencode(command(number)).encode()
        lines = "".join(f"{name}: {value}\r\n" for name, value in _signed(body).items())
        writer.write(f"POST /slack/events HTTP/1.1\r\n{lines}\r\n".encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        answer = (await reader.readexactly(length)).decode()
        return answer if head.startswith("http/1.1 200") else ""

    return send


class SocketSide:
    """The least of Slack that Socket Mode needs: it opens a connection and sends envelopes."""

    def __init__(self) -> None:
        self._listening = listen("127.0.0.1", 0)
        self._socket: WebSocket | None = None
        self._answers: dict[str, asyncio.Future[str]] = {}
        self.connected = asyncio.Event()

    @property
    def api_url(self) -> str:
        """Where ``apps.connections.open`` is asked for."""
        return f"http://{self._address}/api/"

    @property
    def _address(self) -> str:
        return f"127.0.0.1:{self._listening.getsockname()[1]}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen until the block ends."""
        routes = [
            Route("/api/{method}", self._call, methods=["POST"]),
            WebSocketRoute("/link", self._link),
        ]
        server = uvicorn.Server(
            uvicorn.Config(Starlette(routes=routes), log_config=None, lifespan="off")
        )
        serving = asyncio.create_task(server.serve(sockets=[self._listening]))
        try:
            yield
        finally:
            server.should_exit = server.force_exit = True
            await serving

    async def send(self, number: int) -> str:
        """Send a command's envelope and return the answer's payload."""
        assert self._socket is not None
        name = f"e{number}"
        answer = self._answers[name] = asyncio.get_running_loop().create_future()
        envelope = {
            "envelope_id": name,
            "type": "slash_commands",
            "accepts_response_payload": True,
            "payload": command(number),
        }
        await self._socket.send_text(json.dumps(envelope))
        return await answer

    async def _call(self, _request: Request) -> JSONResponse:
        return JSONResponse({"ok": True, "url": f"ws://{self._address}/link"})

    async def _link(self, socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(json.dumps({"type": "hello", "num_connections": 1}))
        self._socket = socket
        self.connected.set()
        try:
            while True:
                text = await socket.receive_text()
                self._answers.pop(json.loads(text)["envelope_id"]).set_result(text)
        except WebSocketDisconnect:
            return
