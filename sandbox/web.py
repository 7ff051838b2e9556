"""The routes that the app under test talks to."""

import asyncio
import contextlib
import json

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox.api.dispatch import ApiRequest, WebApi
from sandbox.api.respond import respond
from sandbox.api.services import Services
from sandbox.delivery.socket import SocketDelivery
from sandbox.faults import Fault
from sandbox.server import DROP
from sandbox.world.model import Json, SlackError, StoredFile
from sandbox.world.render import mimetype
from sandbox.world.workspace import Workspace

_FROM_SLACK = {"X-Slack-Req-Id": "sandbox"}
"""Slack's own servers add such headers; what stands in between does not."""


class AppRoutes:
    """What an app reaches on Slack: `/api`, `/link`, `/upload`, `/files`, `/response`."""

    def __init__(self, api: WebApi, services: Services, sockets: SocketDelivery | None) -> None:
        self._api = api
        self._services = services
        self._sockets = sockets
        self._closing: asyncio.Event | None = None

    def open(self) -> None:
        """Get ready to answer; called in the server's loop."""
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Answer what was to be slow at once."""
        if self._closing is not None:
            self._closing.set()

    def routes(self) -> list[BaseRoute]:
        """The routes to mount at the server's root."""
        return [
            Route("/api/{method}", self._call, methods=["GET", "POST"]),
            Route("/upload/{team}/{file}", self._upload, methods=["POST"]),
            Route("/files/{file}/{name}", self._download, methods=["GET"]),
            Route("/response/{token}", self._respond, methods=["POST"]),
            WebSocketRoute("/link/", self._link),
            WebSocketRoute("/link", self._link),
        ]

    async def _call(self, request: Request) -> Response:
        between = self._api.faults.for_request(request.path_params["method"])
        if between is not None and not between.effect:
            return _page(between)
        answer = await self._answer(request)
        return answer if between is None else _page(between)

    async def _answer(self, request: Request) -> Response:
        wanted = ApiRequest(
            request.path_params["method"],
            request.headers.get("content-type", ""),
            request.headers.get("authorization", ""),
            request.url.query,
            await request.body(),
        )
        answer = self._api.answer(wanted)
        if answer.delay_s and self._closing is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), answer.delay_s)
        if answer.drop:
            await request.scope[DROP]()
            return Response(status_code=500)
        return _json(answer.body, answer.status, answer.headers)

    async def _link(self, socket: WebSocket) -> None:
        if self._sockets is None:
            await socket.close(code=1008)
            return
        await self._sockets.serve(socket)

    async def _upload(self, request: Request) -> Response:
        between = self._api.faults.for_request("upload")
        if between is not None:
            return _page(between)
        team = self._services.teams.get(request.path_params["team"])
        file = team.files.get(request.path_params["file"]) if team else None
        if file is None or file.completed:
            return PlainTextResponse("not found", 404)
        data = await _uploaded(request)
        if len(data) != file.length:
            return PlainTextResponse("length does not match", 400)
        file.data = data
        return PlainTextResponse(f"OK - {len(data)}")

    async def _download(self, request: Request) -> Response:
        between = self._api.faults.for_request("download")
        if between is not None:
            return _page(between)
        for team in self._services.teams.values():
            file = team.files.get(request.path_params["file"])
            if file is not None and file.data is not None:
                return self._bytes(request, team, file)
        return PlainTextResponse("not found", 404, _FROM_SLACK)

    def _bytes(self, request: Request, team: Workspace, file: StoredFile) -> Response:
        same_site = request.headers.get("sec-fetch-site") == "same-origin"
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        grant = self._services.tokens.get(token)
        may_read = grant is not None and not grant.dead and grant.team_id == team.id
        if not (same_site or (may_read and "files:read" in team.scopes)):
            return PlainTextResponse("sign in first", 403, _FROM_SLACK)
        return Response(file.data, media_type=mimetype(file.name))

    async def _respond(self, request: Request) -> Response:
        between = self._api.faults.for_request("respond")
        if between is not None:
            return _page(between)
        token = request.path_params["token"]
        team = self._services.teams.get(token.partition("-")[0])
        try:
            if team is None:
                raise SlackError("expired_url")
            respond(team, token, await request.body())
        except SlackError as error:
            status = 404 if error.error in ("expired_url", "used_url") else 400
            return _json({"ok": False, "error": error.error, **error.extra}, status)
        return PlainTextResponse("ok")


def _page(between: Fault) -> Response:
    return Response(between.page, between.status, media_type=between.content_type)


def _json(body: Json, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    raw = json.dumps(body)
    return Response(raw, status, headers, media_type="application/json; charset=utf-8")


async def _uploaded(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return await request.body()
    async with request.form() as form:
        for value in form.values():
            if isinstance(value, UploadFile):
                return await value.read()
    return b""
