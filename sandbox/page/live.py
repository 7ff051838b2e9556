"""Pushes what changed to the open pages."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.page import shown
from sandbox.page.host import PageHost
from sandbox.world import views
from sandbox.world.model import Json, Message, Person
from sandbox.world.workspace import Workspace

QUEUE_MAX = 1000


@dataclass(eq=False, slots=True)
class _Page:
    team: Workspace
    me: Person
    waiting: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(QUEUE_MAX))


class Live:
    """The open pages; told of changes from any thread, it writes in the server's loop."""

    def __init__(self, box: PageHost) -> None:
        self._box = box
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pages: set[_Page] = set()

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to push."""
        self._loop = loop

    def close(self) -> None:
        """Stop pushing."""
        self._loop = None
        self._pages.clear()

    async def serve(self, socket: WebSocket, team: Workspace, me: Person) -> None:
        """Hold one page's connection until it closes."""
        page = _Page(team, me)
        await socket.accept()
        self._pages.add(page)
        writer = asyncio.create_task(_write(socket, page))
        try:
            while True:
                await socket.receive_text()
        except WebSocketDisconnect:
            return
        finally:
            self._pages.discard(page)
            writer.cancel()

    def changed(self, team: Workspace, change: Json) -> None:
        """A workspace changed."""
        self._soon(team, change)

    def app_changed(self) -> None:
        """The app connected or went away."""
        self._soon(None, {"type": "app", "connected": bool(self._box.connected)})

    def clock_changed(self) -> None:
        """The clock jumped."""
        self._soon(None, {"type": "clock", "clock": shown.clock(self._box)})

    def inspected(self, entry: Json) -> None:
        """The inspector has a new entry."""
        self._soon(None, {"type": "inspector", "entry": entry})

    def _soon(self, team: Workspace | None, change: Json) -> None:
        loop = self._loop
        if loop is not None and self._pages:
            loop.call_soon_threadsafe(self._push, team, change)

    def _push(self, team: Workspace | None, change: Json) -> None:
        for page in list(self._pages):
            if team is not None and page.team is not team:
                continue
            with page.team.lock:
                note = _note(page, change)
            if note is None:
                continue
            if page.waiting.full():
                # A page that cannot follow asks for everything anew.
                while not page.waiting.empty():
                    page.waiting.get_nowait()
                note = {"type": "channels"}
            page.waiting.put_nowait(json.dumps(note, default=str))


async def _write(socket: WebSocket, page: _Page) -> None:
    try:
        while True:
            await socket.send_text(await page.waiting.get())
    except (WebSocketDisconnect, RuntimeError, OSError):
        return


def _note(page: _Page, change: Json) -> Json | None:
    """The change as this page may hear of it, None when it is not for this person."""
    kind = change["type"]
    if kind == "message":
        return _message_note(page, change)
    if kind == "message_deleted":
        for_me = change.get("only_for", page.me.id) == page.me.id
        plain = {"type": kind, "channel": change["channel"], "ts": change["ts"]}
        return plain if for_me else None
    if kind in ("modal", "home"):
        if change["user"] != page.me.id:
            return None
        return _view_note(page, kind)
    return change


def _view_note(page: _Page, kind: str) -> Json:
    if kind == "home":
        return {"type": "home", "view": views.home_json(page.team, page.me.id)}
    depth = len(page.team.modals.get(page.me.id, ()))
    return {
        "type": "modal",
        "view": views.modal_json(page.team, page.me.id),
        "stack_depth": depth,
    }


def _message_note(page: _Page, change: Json) -> Json | None:
    team = page.team
    channel = team.channels.get(change["channel"])
    if channel is None or not shown.may_read(team, channel, page.me):
        return None
    message: Message | None = channel.messages.get(change["ts"])
    message = message or channel.ephemerals.get(change["ts"])
    if message is None or message.only_for not in ("", page.me.id):
        return None
    if message.subtype in shown.HIDDEN_SUBTYPES:
        return None
    return {
        "type": "message",
        "channel": channel.id,
        "message": shown.message(team, channel, message),
        "unread": shown.unread(channel, page.me),
    }
