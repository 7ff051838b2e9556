"""The routes of the sandbox's own page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox.page import query, shown
from sandbox.page.acts import PageActs
from sandbox.page.assets import Assets
from sandbox.page.host import PageHost
from sandbox.page.live import Live
from sandbox.page.query import BadQuery
from sandbox.people.actor import Actor
from sandbox.world.model import Channel, Json, Person
from sandbox.world.workspace import Workspace

STATIC = Path(__file__).parent.parent / "static"
FIRST_PERSON = "priya"

Endpoint = Callable[[Request], Awaitable[Response]]


class PageRoutes:
    """Serves the page and answers its requests as the person in `as`."""

    def __init__(self, box: PageHost, live: Live) -> None:
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
            Route("/sandbox/messages", _checked(self._messages)),
            Route("/sandbox/thread", _checked(self._thread)),
            Route("/sandbox/inspector", _checked(self._inspector)),
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
        return JSONResponse(shown.messages(*asked, query.stamp(request.query_params, "before")))

    async def _thread(self, request: Request) -> Response:
        asked = self._asked(request)
        if asked is None:
            return _missing()
        return JSONResponse(shown.thread(*asked, query.stamp(request.query_params, "ts")))

    async def _inspector(self, request: Request) -> Response:
        entries = self._box.journal.entries(query.limit(request.query_params))
        return Response(
            json.dumps({"entries": entries}, default=str), media_type="application/json"
        )

    async def _act(self, request: Request) -> Response:
        try:
            body = await request.json()
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            return JSONResponse(_error("The page sent something unreadable."), 400)
        team, me = self._who(str(body.get("as", "")))
        actor = self._actors.setdefault(me.id, Actor(team, me, self._box.courier))
        return JSONResponse(await asyncio.to_thread(self._acts.act, actor, body))

    async def _open_live(self, socket: WebSocket) -> None:
        team, me = self._who(socket.query_params.get("as", ""))
        await self._live.serve(socket, team, me)


def _checked(endpoint: Endpoint) -> Endpoint:
    async def run(request: Request) -> Response:
        try:
            return await endpoint(request)
        except BadQuery as wrong:
            return JSONResponse(_error(str(wrong)), 400)

    return run


def _error(sentence: str) -> Json:
    return {"ok": False, "error": sentence}


def _missing() -> Response:
    return JSONResponse(_error("There is no such channel, or you are not in it."), 404)
