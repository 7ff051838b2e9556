"""Delivery over Socket Mode connections."""

import asyncio
import contextlib
import json
import random
import uuid
from collections.abc import Callable

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.delivery.parcel import Attempt, Parcel

MAX_CONNECTIONS = 10
CONNECTION_LIFE_S = 3600


class _Connection:
    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.waiting: dict[str, asyncio.Future[object]] = {}


class SocketDelivery:
    """Sends each envelope to any one open connection and waits for its acknowledgement."""

    def __init__(self, app_id: str, ack_deadline_s: float, on_change: Callable[[], None]) -> None:
        self.ack_deadline_s = ack_deadline_s
        self._app_id = app_id
        self._on_change = on_change
        self._random = random.Random(app_id)
        self._open: list[_Connection] = []
        self._tickets: set[str] = set()

    @property
    def connected(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def new_ticket(self) -> str:
        """A one-time secret for the next connection."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def attempt(self, parcel: Parcel) -> Attempt:
        """One delivery; a missing acknowledgement is `http_timeout`."""
        if not self._open:
            return Attempt(False, reason="connection_failed")
        connection = self._random.choice(self._open)
        envelope_id = str(uuid.uuid4())
        answered = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = answered
        try:
            await connection.socket.send_text(parcel.envelope(envelope_id))
            async with asyncio.timeout(self.ack_deadline_s):
                return Attempt(True, await answered, status=200)
        except TimeoutError:
            return Attempt(False, reason="http_timeout")
        except (WebSocketDisconnect, RuntimeError, OSError):
            return Attempt(False, reason="connection_failed")
        finally:
            connection.waiting.pop(envelope_id, None)

    async def serve(self, socket: WebSocket) -> None:
        """Hold one `/link` connection until it closes."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._open) >= MAX_CONNECTIONS:
            await socket.send_text(_disconnect("too_many_websockets"))
            await socket.close()
            return
        connection = _Connection(socket)
        await socket.send_text(self._hello(len(self._open) + 1))
        self._open.append(connection)
        self._on_change()
        try:
            await self._listen(connection)
        finally:
            self._forget(connection)

    async def _listen(self, connection: _Connection) -> None:
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                self._acknowledge(connection, await connection.socket.receive_text())

    def _acknowledge(self, connection: _Connection, raw: str) -> None:
        try:
            message = json.loads(raw)
        except ValueError:
            return
        if not isinstance(message, dict):
            return
        waiting = connection.waiting.get(message.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload"))

    def _forget(self, connection: _Connection) -> None:
        if connection in self._open:
            self._open.remove(connection)
        for waiting in connection.waiting.values():
            if not waiting.done():
                waiting.set_exception(WebSocketDisconnect(1006))
        self._on_change()

    async def disconnect(self, reason: str) -> None:
        """Send every connection `{type: disconnect}` (warning, refresh_requested, link_disabled);
        all but a warning also close."""
        for connection in list(self._open):
            with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
                await connection.socket.send_text(_disconnect(reason))
                if reason != "warning":
                    self._forget(connection)
                    await connection.socket.close()

    async def close(self) -> None:
        """Drop every connection."""
        for connection in list(self._open):
            with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
                await connection.socket.close(code=1001)

    def _hello(self, count: int) -> str:
        return json.dumps(
            {
                "type": "hello",
                "connection_info": {"app_id": self._app_id},
                "num_connections": count,
                "debug_info": {
                    "host": "sandbox",
                    "started": "",
                    "build_number": 1,
                    "approximate_connection_time": CONNECTION_LIFE_S,
                },
            }
        )


def _disconnect(reason: str) -> str:
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
