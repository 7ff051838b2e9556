"""Files of the roadmap, as they are sent: made when their task is done."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.roadmap.board import Board
from domain.roadmap.commands import RoadmapView, parse_view
from domain.roadmap.promises import Breach
from domain.roadmap.shares import Format
from domain.roadmap.time_travel.travel import Past
from scheduled.delivery.document import Document
from scheduled.delivery.part import ScheduledPart
from scheduled.delivery.template import Post
from services.outbox.payloads import unpack
from views.blockkit.message import Message
from views.drawing.png import draw_png
from views.roadmap.drawing.picture import roadmap_alt_text, roadmap_svg
from views.roadmap.files import roadmap_calendar, roadmap_csv, roadmap_markdown
from views.roadmap.messages import picture_answer, posted_answer, roadmap_message, roadmap_post
from views.roadmap.plan import breach_words
from views.roadmap.promises import broken_message
from views.roadmap.share_page import share_page
from views.roadmap.time_travel import past_message

_DRAW_TIMEOUT_S = 20.0


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
        alt_text=roadmap_alt_text(board, view) if form in (Format.PNG, Format.SVG) else "",
    )


def _roadmap(data: dict[str, Any]) -> Post:
    view = _view(data)
    past = {name: data.get(name, "") for name in ("as_of", "moment")}
    message = roadmap_post(unpack(Board, data["board"]), data["posted_by"], view, **past)
    return Post(message) if view.is_list else with_board(message, data["board"], 1, view)


def _roadmap_posted(data: dict[str, Any]) -> Post:
    return Post(posted_answer(unpack(Board, data["board"]), _view(data)))


def _roadmap_pictured(data: dict[str, Any]) -> Post:
    return Post(picture_answer(unpack(Board, data["board"]), _view(data)))


def _roadmap_turned(data: dict[str, Any]) -> Post:
    place = {"is_outside": data["is_outside"], "may_post": data["may_post"]}
    return Post(roadmap_message(unpack(Board, data["board"]), _view(data), **place))


def _past_turned(data: dict[str, Any]) -> Post:
    return Post(past_message(unpack(Past, data["past"]), may_post=data["may_post"]))


def _view(data: dict[str, Any]) -> RoadmapView:
    return parse_view(data.get("view", ""))


def _promise_broken(data: dict[str, Any]) -> Post:
    breach = unpack(Breach, data["breach"])
    sentence = breach_words(breach, knows_customers=True)
    return Post(broken_message(breach.idea, sentence, data["by"]))


def with_board(
    message: Message, data: dict[str, Any], place: int, view: RoadmapView | None = None
) -> Post:
    """Return a message with the picture of a packed board before the block at ``place``."""
    board, view = unpack(Board, data), view or RoadmapView()
    if board.is_empty:
        return Post(message)
    return Post(message, roadmap_svg(board, view), roadmap_alt_text(board, view), place)


PART = ScheduledPart(
    templates={
        "roadmap": _roadmap,
        "roadmap_posted": _roadmap_posted,
        "roadmap_pictured": _roadmap_pictured,
        "roadmap_turned": _roadmap_turned,
        "past_turned": _past_turned,
        "promise_broken": _promise_broken,
    },
    documents={"roadmap_file": _roadmap_file},
)
