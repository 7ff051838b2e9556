"""The routes of the sandbox's own page."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox.page import shown
from sandbox.page.acts import PageActs
from sandbox.page.assets import Assets
from sandbox.page.live import Live
from sandbox.people.actor import Actor
from sandbox.world.model import Channel, Json, Person
from sandbox.world.workspace import Workspace

if TYPE_CHECKING:
    from sandbox.box import Sandbox

STATIC = Path(__file__).parent.parent / "static"
INSPECTOR_DEFAULT = 100
FIRST_PERSON = "priya"


class PageRoutes:
    """Serves the page and answers its requests as the person in `as`."""

    def __init__(self, box: Sandbox, live: Live) -> None:
        self._box = box
        self._live = live
        self._acts = PageActs(box)
        self._assets = Assets(STATIC)
        self._actors: dict[str, Actor] = {}

    def routes(self) -> list[BaseRoute]:
        """The routes to mount at the server's root."""
        return [
            Route("/", self._index),
            Route("/sandbox/state", self._state),
            Route("/sandbox/messages", self._messages),
            Route("/sandbox/thread", self._thread),
            Route("/sandbox/inspector", self._inspector),
            Route("/sandbox/act", self._act, methods=["POST"]),
            WebSocketRoute("/sandbox/live", self._open_live),
            self._assets.route(),
        ]

    def _who(self, name: str) -> tuple[Workspace, Person]:
        for team in self._box.teams.values():
            if name in team.people:
                return team, team.people[name]
        return self._box.workspace, self._box.workspace.person(FIRST_PERSON)

    async def _index(self, _request: Request) -> Response:
        if self._box.is_setting_scene:
            return FileResponse(STATIC / "curtain.html", headers={"Cache-Control": "no-store"})
        return self._assets.index()

    async def _state(self, request: Request) -> Response:
        team, me = self._who(request.query_params.get("as", ""))
        return JSONResponse(shown.state(self._box, team, me))

    def _asked(self, request: Request) -> tuple[Workspace, Channel, Person] | None:
        team, me = self._who(request.query_params.get("as", ""))
        channel = team.channels.get(request.query_params.get("channel", ""))
        if channel is None or not shown.may_read(team, channel, me):
            return None
        return team, channel, me

    async def _messages(self, request: Request) -> Response:
        asked = self._asked(request)
        if asked is None:
            return _missing()
        before = request.query_params.get("before", "")
        return JSONResponse(shown.messages(*asked, before))

    async def _thread(self, request: Request) -> Response:
        asked = self._asked(request)
        if asked is None:
            return _missing()
        return JSONResponse(shown.thread(*asked, request.query_params.get("ts", "")))

    async def _inspector(self, request: Request) -> Response:
        wanted = request.query_params.get("limit", "")
        limit = int(wanted) if wanted.isdigit() else INSPECTOR_DEFAULT
        entries = self._box.journal.entries(limit)
        return Response(
            json.dumps({"entries": entries}, default=str), media_type="application/json"
        )

    async def _act(self, request: Request) -> Response:
        if not _same_origin(request):
            return JSONResponse(_error("Only the sandbox's own page may do this."), 403)
        try:
            body = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return JSONResponse(_error("The page sent something unreadable."), 400)
        team, me = self._who(str(body.get("as", "")))
        actor = self._actors.setdefault(me.id, Actor(team, me, self._box.courier))
        return JSONResponse(await asyncio.to_thread(self._acts.act, actor, body))

    async def _open_live(self, socket: WebSocket) -> None:
        if not _same_origin(socket):
            await socket.close(code=1008)
            return
        team, me = self._who(socket.query_params.get("as", ""))
        await self._live.serve(socket, team, me)


def _same_origin(connection: HTTPConnection) -> bool:
    """Whether a browser's request comes from this page: other sites must not act in it."""
    origin = connection.headers.get("origin")
    return origin is None or origin.partition("://")[2] == connection.headers.get("host")


def _error(sentence: str) -> Json:
    return {"ok": False, "error": sentence}


def _missing() -> Response:
    return JSONResponse(_error("There is no such channel, or you are not in it."), 404)
