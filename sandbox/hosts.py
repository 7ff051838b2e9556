"""Who may talk to this Slack: only what addresses it by one of its own names.

A page of another site could otherwise have its name point at this machine and read and write here
as if it were this Slack's own page; the `Host` that the browser sends tells such a name.
"""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

ALWAYS = frozenset({"127.0.0.1", "localhost", "::1"})
_WILDCARDS = frozenset({"0.0.0.0", "::"})
_HOST = re.compile(r"(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9._-]{1,253}))(?::[0-9]{1,5})?", re.ASCII)


class OnlyItsHosts:
    """An app (ASGI) that is reached only under known names, and by no page of another site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._configured = ""

    def listen_on(self, host: str) -> None:
        """Answer to the address that the server listens on, too; to a wildcard it answers at the
        address that a connection came to."""
        self._configured = host.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] not in ("http", "websocket") or self._admits(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            await _refusal(scope)(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or host_name(hosts[0]) not in self._names(scope):
            return False
        return not origins or [_authority(one) for one in origins] == [hosts[0].lower()]

    def _names(self, scope: Scope) -> set[str]:
        server = scope.get("server")
        arrived_at = {server[0]} if server and self._configured in _WILDCARDS else set()
        return {*ALWAYS, self._configured, *arrived_at} - {""}


def host_name(host: str) -> str:
    """The name or address in a `Host` header, in lower case; empty when it is none."""
    found = _HOST.fullmatch(host.lower())
    return (found[1] or found[2]) if found else ""


def _authority(origin: str) -> str:
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in ("http", "https") else ""


def _refusal(scope: Scope) -> PlainTextResponse:
    port = (scope.get("server") or ("", 80))[1]
    sentence = (
        "The sandbox answers only under its own addresses, and to no page of another site. "
        f"Open http://localhost:{port}, or start it with --host and the name you want to use.\n"
    )
    return PlainTextResponse(sentence, 403)
