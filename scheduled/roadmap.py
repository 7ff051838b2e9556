"""Files of the roadmap, as they are sent: made when their errand is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.roadmap.board import Board
from domain.roadmap.commands import RoadmapView, parse_view
from domain.roadmap.shares import Format
from services.outbox.payloads import unpack
from views.drawing.png import draw_png
from views.roadmap.drawing.picture import roadmap_alt_text, roadmap_svg
from views.roadmap.files import roadmap_calendar, roadmap_csv, roadmap_markdown
from views.roadmap.share_page import share_page

_DRAW_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Document:
    """A file: what is in it, its name, and the words that come with it."""

    content: bytes
    filename: str
    title: str
    comment: str
    alt_text: str = ""


def roadmap_document(board: Board, view: RoadmapView, form: Format, at: datetime) -> bytes:
    """The roadmap as a file, made at ``at``; raises DrawingError when it cannot be drawn."""
    if form is Format.PNG:
        return draw_png(roadmap_svg(board, view), timeout_s=_DRAW_TIMEOUT_S)
    make: Mapping[Format, Callable[[], str]] = {
        Format.SVG: lambda: roadmap_svg(board, view),
        Format.CSV: lambda: roadmap_csv(board, view),
        Format.MARKDOWN: lambda: roadmap_markdown(board, view),
        Format.CALENDAR: lambda: roadmap_calendar(board, at),
        Format.PAGE: lambda: share_page(board, view).html,
    }
    return make[form]().encode()


def documents() -> Mapping[str, Callable[[dict[str, Any]], Document]]:
    """The maker of every file that a service may ask for, by its name."""
    return {"roadmap_file": _roadmap_file}


def _roadmap_file(data: dict[str, Any]) -> Document:
    board, view = unpack(Board, data["board"]), parse_view(data["view"])
    form, at = Format(data["format"]), datetime.fromisoformat(data["at"])
    day = f"-{board.day.isoformat()}" if board.day else ""
    name = f"roadmap-{view.words.replace(' ', '-')}{day}.{form.value}"
    return Document(
        content=roadmap_document(board, view, form, at),
        filename=name,
        title=name,
        comment=f"{form.label} of the roadmap: `/roadmap {view.words}`",
        alt_text=roadmap_alt_text(board, view) if form is Format.PNG else "",
    )
