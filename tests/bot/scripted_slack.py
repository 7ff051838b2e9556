"""A Slack of two methods and a WebSocket, which does what a test tells it to."""

import asyncio
import base64
import hashlib
import json
import queue
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

WAIT_S = 10.0


class Connection:
    """One WebSocket of the bot."""

    def __init__(self, websocket: WebSocket, loop: asyncio.AbstractEventLoop) -> None:
        self._websocket = websocket
        self._loop = loop
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()

    def send(self, message: dict[str, Any] | str) -> None:
        text = message if isinstance(message, str) else json.dumps(message)
        self._await(self._websocket.send_text(text))

    def close(self) -> None:
        self._await(self._websocket.close())

    def answer(self) -> dict[str, Any]:
        return self.answers.get(timeout=WAIT_S)

    def _await(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT_S)


class ScriptedSlack:
    """Answers apps.connections.open and oauth.v2.access, and accepts WebSockets."""

    def __init__(self) -> None:
        self.refusals: list[JSONResponse] = []
        self.link_url: str | None = None
        self.first_word: dict[str, Any] = {"type": "hello"}
        self.opened: queue.Queue[Connection] = queue.Queue()
        self.calls: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        self.token_answer: dict[str, Any] = {}
        self.url = ""

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def connection(self) -> Connection:
        return self.opened.get(timeout=WAIT_S)

    def refuse(self, error: str, times: int = 1) -> None:
        self.refusals += [JSONResponse({"ok": False, "error": error})] * times

    async def _method(self, request: Request) -> JSONResponse:
        method = request.path_params["method"]
        fields = dict((await request.form()).items())
        self.calls.append((method, fields, dict(request.headers)))
        if method == "oauth.v2.access":
            return JSONResponse(self.token_answer)
        if self.refusals:
            return self.refusals.pop(0)
        url = self.link_url or f"{self.url.replace('http', 'ws')}/link/?ticket=t0p-s3cret"
        return JSONResponse({"ok": True, "url": url})

    async def _link(self, websocket: WebSocket) -> None:
        await websocket.accept()
        connection = Connection(websocket, asyncio.get_running_loop())
        await websocket.send_json(self.first_word)
        self.opened.put(connection)
        with suppress(WebSocketDisconnect):
            while True:
                connection.answers.put(json.loads(await websocket.receive_text()))

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/{method}", self._method, methods=["POST"]),
                WebSocketRoute("/link/", self._link),
            ]
        )


@contextmanager
def scripted_slack() -> Iterator[ScriptedSlack]:
    """A scripted Slack that serves on a free port of the loopback."""
    slack = ScriptedSlack()
    with serving(slack.app()) as url:
        slack.url = url
        yield slack


@contextmanager
def serving(app: Any, port: int = 0) -> Iterator[str]:
    """Serve an ASGI app with uvicorn; its address."""
    listening = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=[[listening]], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(WAIT_S)


@contextmanager
def mute_peer() -> Iterator[str]:
    """A WebSocket server that greets and then never answers anything, not even a ping."""
    listening = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_mute, args=[listening], daemon=True).start()
    try:
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}/link/"
    finally:
        listening.close()


def _mute(listening: socket.socket) -> None:
    kept = []
    with suppress(OSError):
        while True:
            peer, _ = listening.accept()
            kept.append(peer)
            asked = b""
            while b"\r\n\r\n" not in asked:
                asked += peer.recv(4096)
            peer.sendall(_handshake(asked) + b"\x81\x10" + b'{"type":"hello"}')


def _handshake(asked: bytes) -> bytes:
    lines = asked.decode().split("\r\n")
    key = next(line.split(": ")[1] for line in lines if line.lower().startswith("sec-websocket-k"))
    digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
    return (
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {base64.b64encode(digest).decode()}\r\n\r\n"
    ).encode()
