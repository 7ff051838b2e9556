"""The routes of the HTTP door."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from bot.api import openapi
from bot.api.auth import Gate
from bot.api.operations import OPERATIONS, Call, Operation
from bot.api.problems import MEDIA_TYPE, Problem, of_field
from bot.server.metrics import Metrics
from bot.server.probes import Program
from bot.slack import signature as web_edge
from domain.api import Token
from domain.core.errors import Unavailable
from domain.text.storable import storable

log = logging.getLogger("linchpin.api")

T = TypeVar("T")

BODY_LIMIT_BYTES = 128 * 1024
"""The longest text, 20,000 characters, still fits when each is written as \\uXXXX."""

THREADS = 4
"""Slack's requests have 16 of their own; a busy help desk takes none of those, and no connection
to the database beyond what the pool may open for a moment."""

MOST_AT_ONCE = 64
"""Requests that are read or wait for a thread; what comes on top is told to come back."""

_BODY_WITHIN_S = 4.0
"""Below the edge's time for a whole request, whose refusal has no form that programs read."""

_COME_BACK_S = 5
_LONGEST_QUERY = 2_000
_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


class Api:
    """Answers every request below ``/api``."""

    def __init__(self, metrics: Metrics, *, at_once: int = MOST_AT_ONCE) -> None:
        self._metrics = metrics
        self._gate = Gate()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="api")
        self._at_once = at_once
        self._running = 0
        self._program: Program | None = None

    def serve(self, program: Program) -> None:
        """Answer for this program from now on; until then everything is told to come back."""
        self._program = program

    def routes(self, *, only_known: bool = False) -> list[BaseRoute]:
        """The routes, and a sentence for every other path below ``/api`` unless ``only_known``."""
        paths = dict.fromkeys(one.path for one in OPERATIONS)
        known = [*paths, openapi.PATH]
        return [
            Route(path, self) for path in (known if only_known else [*known, "/api/{rest:path}"])
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        request = Request(scope, receive)
        try:
            name, response = await self._answer(request)
        except ClientDisconnect:
            return
        self._metrics.api(name, response.status_code)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> tuple[str, Response]:
        name = "unknown"
        try:
            if request.url.path == openapi.PATH:
                name = "openapi"
                return name, _document(request)
            operation, path = _operation(request)
            name = operation.name
            return name, await self._run(request, operation, path)
        except Problem as refused:
            return name, _problem(refused)
        except web_edge.Refused as refused:
            return name, _problem(Problem(refused.status, _too_large(), headers=_CLOSE))

    async def _run(
        self, request: Request, operation: Operation, path: Mapping[str, str]
    ) -> Response:
        program = self._program
        if program is None or self._running >= self._at_once:
            raise _later("Too much is going on at once. Nothing was saved; try again.")
        self._running += 1
        try:
            now = program.now()
            self._gate.check_pace(request.headers, now)
            token = await self._in_thread(
                operation,
                partial(self._gate.admit, program.database, request.headers, operation.right, now),
            )
            call = await _call(request, operation, path, program, token)
            reply = await self._in_thread(operation, partial(operation.run, call))
        finally:
            self._running -= 1
        content = reply.content.model_dump_json().encode()
        headers = {**_HEADERS, **reply.headers}
        return Response(content, reply.status, headers, "application/json")

    async def _in_thread(self, operation: Operation, deed: Callable[[], T]) -> T:
        """What a deed returns that may wait for the database; a surprise is logged and told by
        its reference."""
        done = asyncio.get_running_loop().run_in_executor(self._pool, deed)
        await asyncio.wait([done])
        error = done.exception()
        if isinstance(error, Unavailable):
            raise _later(error.message)
        if error is not None and not isinstance(error, Problem):
            mark = secrets.token_hex(4)
            log.error("The API's %s failed (%s)", operation.name, mark, exc_info=error)
            raise Problem(
                500,
                "Something went wrong on our side and nothing was saved. If it stays like this, "
                f"tell whoever runs Linchpin: reference {mark}.",
            )
        return done.result()


def _operation(request: Request) -> tuple[Operation, Mapping[str, str]]:
    """Which operation a request is for; raises 404 and 405."""
    method = "GET" if request.method == "HEAD" else request.method
    path = request.scope.get("path_params", {})
    route = request.scope["path"]
    found = [one for one in OPERATIONS if _matches(one.path, route)]
    if not found:
        raise Problem(404, f"There is nothing here. See {openapi.PATH} for what there is.")
    for one in found:
        if one.method == method:
            return one, {name: str(value) for name, value in path.items()}
    raise _not_allowed([one.method for one in found])


def _matches(pattern: str, path: str) -> bool:
    wanted, given = pattern.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        (one == other) or (one.startswith("{") and other)
        for one, other in zip(wanted, given, strict=True)
    )


async def _call(
    request: Request,
    operation: Operation,
    path: Mapping[str, str],
    program: Program,
    token: Token,
) -> Call:
    body = b""
    if operation.body is not None:
        _check_type(request)
        try:
            reading = web_edge.read_body(request, BODY_LIMIT_BYTES)
            body = await asyncio.wait_for(reading, _BODY_WITHIN_S)
        except TimeoutError as error:
            sentence = f"The body did not arrive within {_BODY_WITHIN_S:.0f} seconds."
            raise Problem(408, sentence, headers=_CLOSE) from error
    return Call(
        database=program.database,
        token=token,
        at=program.now(),
        headers=request.headers,
        path=path,
        query=_query(request),
        body=body,
    )


def _check_type(request: Request) -> None:
    given = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if given != "application/json":
        raise Problem(415, "Send JSON, with the header Content-Type: application/json.")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem(415, "Send the body as it is, without compressing it.")


def _query(request: Request) -> dict[str, str]:
    raw = request.scope.get("query_string", b"")
    if len(raw) > _LONGEST_QUERY:
        raise Problem(422, "The parameters after the question mark are too long.")
    pairs = parse_qsl(raw.decode("latin-1"), keep_blank_values=True)
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise of_field(name[:60], "Send this once.")
    return {name: storable(value) for name, value in pairs}


def _document(request: Request) -> Response:
    if request.method not in ("GET", "HEAD"):
        raise _not_allowed(["GET"])
    headers = {"cache-control": "max-age=300", "x-content-type-options": "nosniff"}
    return Response(openapi.document(), 200, headers, "application/json")


def _problem(refused: Problem) -> Response:
    return Response(refused.body(), refused.status, {**_HEADERS, **refused.headers}, MEDIA_TYPE)


def _not_allowed(methods: list[str]) -> Problem:
    allowed = [*methods, *(["HEAD"] if "GET" in methods else [])]
    named = " or ".join(methods)
    return Problem(405, f"Use {named} here.", headers={"allow": ", ".join(allowed)})


def _later(sentence: str) -> Problem:
    return Problem(503, sentence, headers={"retry-after": str(_COME_BACK_S)})


def _too_large() -> str:
    return f"The body is larger than {BODY_LIMIT_BYTES // 1024} kB. Nothing was saved."


_CLOSE = {"connection": "close"}
"""What of the body was not read would be taken for the next request."""
