"""The roadmap as a file, sent to the person who asks for it."""

from dataclasses import replace

from domain.core.outbox import Kind, NewTask
from domain.core.people import Request
from domain.roadmap.board import Board
from domain.roadmap.commands import RoadmapView
from domain.roadmap.shares import Format
from services.outbox.payloads import pack
from services.roadmap import board as roadmap
from storage.database.engine import Database
from storage.outbox import queue as outbox


def send(database: Database, request: Request, form: Format, view: RoadmapView) -> Board:
    """Send a view as a file in a direct message, once for each request; the board it shows."""
    with database.transaction() as session:
        found = roadmap.read(session, request.workspace_id, request.at)
        shown = roadmap.seen_by(session, request.workspace_id, found, view.reader)
        one = new_task(request, replace(shown, withheld=()), view, form, f"export:{request.key}")
        outbox.enqueue(session, request.workspace_id, one, request.at)
        return shown


def new_task(request: Request, board: Board, view: RoadmapView, form: Format, name: str) -> NewTask:
    """The wish for a file in a direct message; ``name`` makes it unique."""
    payload = {
        "user": request.user_id,
        "template": "roadmap_file",
        "data": {
            "board": pack(board),
            "view": view.words,
            "format": form.value,
            "at": request.at.isoformat(),
        },
    }
    key = f"file:{name}"
    lane = f"dm:{request.user_id}"
    return NewTask(Kind.SEND_FILE, lane, key, payload, request.at, owner_id=request.user_id)
