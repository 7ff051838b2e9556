"""The web server: uvicorn with the limits of the edge, and files enough for its connections."""

import asyncio
import logging
import math
import socket
import sys
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp

from bot.server.edge import Edge, RateLimitedLog
from bot.server.edge_protocol import protocol_of

log = logging.getLogger("linchpin.edge")

WANTED_FILES = 8192
_OTHER_FILES = 256
"""What a process opens besides connections of clients: the database, Slack, what it draws."""

_ACCEPTED_AT_ONCE = 100
_QUEUED = 4096
"""Connections that the system keeps until they are accepted, where it allows so many."""

_KEPT_IDLE_S = 5


def raise_file_limit(wanted: int = WANTED_FILES) -> int:
    """Let this process open as many files as it may, up to ``wanted``; how many that is now."""
    if sys.platform == "win32":
        return wanted
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    new = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (new, hard))
    except (OSError, ValueError):
        return soft
    return new


def connections_for(files: int, wanted: int) -> int:
    """How many connections there may be at once in a process that may open so many files."""
    return min(wanted, max(files - _OTHER_FILES, files // 4))


class EdgeServer(uvicorn.Server):
    """A server for one application."""

    def __init__(self, web: ASGIApp, edge: Edge, patience_s: float) -> None:
        """When stopped it waits ``patience_s`` for open requests."""
        super().__init__(
            uvicorn.Config(
                web,
                http=cast(Any, protocol_of(edge)),
                loop="asyncio",
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                server_header=False,
                proxy_headers=False,
                backlog=_ACCEPTED_AT_ONCE,
                timeout_keep_alive=_KEPT_IDLE_S,
                timeout_graceful_shutdown=math.ceil(patience_s),
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept: few at once, so that a rush of connections holds nobody else up, while
        the rest of it waits in the system's queue."""
        asyncio.get_running_loop().set_exception_handler(LoopErrors())
        await super().startup(sockets)
        for listening in sockets or ():
            listening.listen(_QUEUED)


class LoopErrors:
    """What the server's loop does with errors that nobody else hears of."""

    def __init__(self) -> None:
        self._refused = RateLimitedLog("New connections cannot be taken at the moment: %s")

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Write those of accepting once a minute: with no file left there are thousands."""
        message, error = str(context.get("message", "")), context.get("exception")
        is_accepting = "accept" in message or "transport creation" in message
        if isinstance(error, OSError) and is_accepting:
            self._refused.note(error.strerror or type(error).__name__)
        else:
            loop.default_exception_handler(context)
