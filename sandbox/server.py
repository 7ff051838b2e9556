"""The web server: Slack's API, Socket Mode, uploads, response URLs and the page."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

START_TIMEOUT_S = 10.0
STOP_TIMEOUT_S = 10.0
GRACE_S = 1.0

DROP = "sandbox.drop"


class _DroppableProtocol(H11Protocol):
    """HTTP whose handlers may close the connection without an answer (`scope[DROP]()`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        app = cast(ASGIApp, self.app)

        async def with_drop(scope: Scope, receive: Receive, send: Send) -> None:
            scope[DROP] = self._drop
            await app(scope, receive, send)

        self.app = cast(Any, with_drop)

    async def _drop(self) -> None:
        self.transport.abort()
        while not (self.cycle is None or self.cycle.disconnected):
            await asyncio.sleep(0)


class _Server(uvicorn.Server):
    """A uvicorn server that starts and stops at once and never touches signals or logs."""

    async def run_until(
        self, stop: asyncio.Event, ready: Callable[[], None], sock: socket.socket
    ) -> None:
        self.config.load()
        self.lifespan = self.config.lifespan_class(self.config)
        await self.startup(sockets=[sock])
        await self.on_tick(0)
        ready()
        await stop.wait()

    async def hang_up(self) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        tasks = set(self.server_state.tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=GRACE_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)


class ServerThread:
    """Serves an ASGI app in a thread of its own with its own event loop."""

    def __init__(
        self,
        app: ASGIApp,
        on_open: Callable[[asyncio.AbstractEventLoop], None],
        on_close: Callable[[], Awaitable[None]],
    ) -> None:
        self._app = app
        self._on_open = on_open
        self._on_close = on_close
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, host: str, port: int) -> int:
        """Serve on host and port (0: any free one); returns the port. OSError when taken."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # asyncio switches Nagle's algorithm off only where the protocol is named; otherwise every
        # answer on a kept connection waits 40 ms.
        sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, port))
        except OSError:
            sock.close()
            raise
        self._ready.clear()
        self._thread = threading.Thread(target=self._run, args=(sock,), name="sandbox", daemon=True)
        self._thread.start()
        if not self._ready.wait(START_TIMEOUT_S):
            raise TimeoutError("the sandbox server did not start")
        return int(sock.getsockname()[1])

    def _run(self, sock: socket.socket) -> None:
        with asyncio.Runner() as runner, sock:
            runner.run(self._serve(sock))

    async def _serve(self, sock: socket.socket) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        config = uvicorn.Config(
            self._app,
            http=_DroppableProtocol,
            ws="websockets-sansio",
            ws_ping_interval=None,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
        )
        server = _Server(config)
        self._on_open(self._loop)
        try:
            await server.run_until(self._stop, self._ready.set, sock)
        finally:
            await self._on_close()
            await server.hang_up()

    def call(self, work: Coroutine[Any, Any, Any], timeout_s: float) -> Any:
        """Run a coroutine in the server's loop and wait for its result."""
        if self._loop is None:
            work.close()
            raise RuntimeError("the sandbox is not running")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout_s)

    def stop(self) -> None:
        """Close every connection and end the thread; harmless when not running."""
        if self._thread is None or self._loop is None or self._stop is None:
            return
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(STOP_TIMEOUT_S)
        self._thread = self._loop = self._stop = None
