"""The roadmap as a table, as text, and as a calendar."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

from domain.dates.days import DateConfidence
from domain.roadmap.board import Board, BoardCard
from domain.roadmap.commands import Reader, RoadmapView
from domain.roadmap.lanes import groups_of
from domain.roadmap.timeline import format_when
from domain.text.spreadsheets import inert

_COLUMNS = (
    ("Idea", "Title", "Column", "Status", "Area"),
    ("Owner", "Objectives", "Votes", "Customers"),
    ("Starts", "Ends", "Confidence", "Shipped"),
)
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&]|^[#+=-]|(?<=^\d)[.)])")
_LINE_BYTES = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def roadmap_csv(board: Board, view: RoadmapView) -> str:
    """The ideas as a table with a line for each (RFC 4180), as spreadsheets read it.

    A cell that a spreadsheet would run as a formula begins with an apostrophe. Columns that the
    readers may not see are not there.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_kept(view, board, [name for part in _COLUMNS for name in part]))
    for column, card in board.cards():
        cells = [card.number, card.title, column.title, card.status, card.area or ""]
        cells += [card.owner or "", "; ".join(card.objectives)]
        cells += [str(card.votes), str(card.customers)]
        cells += [_iso(card.starts_on), _iso(card.ends_on), str(card.confidence or "")]
        cells.append(_iso(card.shipped_on))
        writer.writerow([inert(cell) for cell in _kept(view, board, cells)])
    return "\ufeff" + out.getvalue()


def roadmap_markdown(board: Board, view: RoadmapView) -> str:
    """The ideas as headed lists in Markdown; no text of anybody's formats or links."""
    lines = [f"# {_literal(board.title)}", "", _literal(board.subtitle), ""]
    for group in groups_of(board, view):
        caption = f" ({_literal(group.caption)})" if group.caption else ""
        lines += [f"## {_literal(group.title)}{caption}", ""]
        lines += [_item(card) for _column, card in group.entries] or ["Nothing yet."]
        left = group.total - len(group.entries)
        lines += [f"- … and {left:,} more"] if left > 0 else []
        lines.append("")
    return "\n".join(lines)


def roadmap_calendar(board: Board, at: datetime) -> str:
    """The dated ideas as whole-day events in iCalendar (RFC 5545), made at ``at``.

    An event keeps its name from one export to the next, and its end is the day after its last
    day. An idea of which one day is known is an event of that day.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Linchpin//Roadmap//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(board.title)}",
    ]
    for column, card in board.cards():
        first = card.starts_on or card.ends_on or card.shipped_on
        last = card.shipped_on or card.ends_on or card.starts_on
        if first is not None and last is not None:
            lines += _event(card, column.title, (min(first, last), last), at)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines)


def _event(card: BoardCard, column: str, days: tuple[date, date], at: datetime) -> list[str]:
    first, last = days
    name = f"{card.number} {card.title}" if card.number else card.title
    told = [column, format_when(card), card.area or "", card.owner or ""]
    is_sure = card.confidence in (None, DateConfidence.FIRM)
    return [
        "BEGIN:VEVENT",
        f"UID:{card.key or card.number}@roadmap.linchpin",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(name)}",
        f"DESCRIPTION:{_escaped(' · '.join(part for part in told if part))}",
        f"STATUS:{'CONFIRMED' if is_sure else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _kept(view: RoadmapView, board: Board, cells: list[str]) -> list[str]:
    """The cells that the readers may see."""
    if view.reader is Reader.CUSTOMERS:
        return [*cells[1:5], *cells[9:]]
    return cells if board.has_votes else [*cells[:7], *cells[8:]]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _literal(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _item(card: BoardCard) -> str:
    number = f"**{card.number}** " if card.number else ""
    parts = [f"- {number}{_literal(card.title)}", _literal(card.area or ""), card.status.lower()]
    return " · ".join(part for part in (*parts, format_when(card)) if part)


def _escaped(text: str) -> str:
    shown = "".join(char for char in text if char in "\n\t" or char.isprintable() or char == " ")
    return shown.translate(_ESCAPES)


def _folded(line: str) -> str:
    """A content line in pieces of at most 75 bytes, none of which tears a character."""
    pieces: list[str] = []
    piece = ""
    for char in line:
        room = _LINE_BYTES if not pieces else _LINE_BYTES - 1
        if len((piece + char).encode()) > room:
            pieces.append(piece)
            piece = ""
        piece += char
    return "\r\n ".join([*pieces, piece]) + "\r\n"
