"""Imports as they wait, run and end; what is told of them before and after."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.imports.fields import PROBLEM_COLUMN
from domain.imports.plans import Plan
from domain.imports.rows import CustomerItem, FeedbackItem, IdeaItem, Item, Problem
from domain.imports.seen import NOTHING_SEEN, Seen
from domain.text.spreadsheets import inert

MOST_BYTES = 20_000_000
"""A larger file does not go through Slack but through the command line."""

MOST_PROBLEMS = 20_000
"""So many refused rows of an import are kept; more are only counted."""

_SHOWN = 3


class State(StrEnum):
    """Where an import stands."""

    OFFERED = "offered"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows so far; ``votes`` counts votes that are new, ``remarks`` rows that
    were imported with something changed."""

    added: int = 0
    known: int = 0
    votes: int = 0
    problems: int = 0
    remarks: int = 0

    def plus(self, added: int, known: int, votes: int, problems: int, remarks: int = 0) -> "Counts":
        """The counts with what became of some more rows."""
        return Counts(
            self.added + added,
            self.known + known,
            self.votes + votes,
            self.problems + problems,
            self.remarks + remarks,
        )


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back, and what it left because somebody had built on it meanwhile."""

    removed: int = 0
    kept: int = 0
    built: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was handed in, how it is read, and how far it has come.

    ``source`` is whose ids the ids in it are; with ``is_update`` it changes rows imported before.
    """

    id: int
    workspace_id: int
    name: str
    asked_by: str
    state: State
    counts: Counts
    total_rows: int
    done_rows: int
    message_key: str | None = None
    source: str = ""
    sheet: str | None = None
    is_update: bool = False
    undone: Undone | None = None

    @property
    def percent(self) -> int:
        """How much of it is done, from 0 to 100."""
        return min(100 * self.done_rows // max(self.total_rows, 1), 100)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring: how many rows it has and cannot be read, and the first of both.

    ``remarked`` counts rows that come with something changed, and ``remarks`` are the first of
    these. ``seen`` is what the columns hold.
    """

    rows: int
    refused: int
    first: tuple[str, ...]
    problems: tuple[tuple[int, str], ...]
    remarked: int = 0
    remarks: tuple[tuple[int, str], ...] = ()
    seen: Seen = NOTHING_SEEN


NO_PREVIEW = Preview(0, 0, (), ())
"""For an import that has begun: its counts tell more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An import with how it is read and what it would bring, as it is offered."""

    run: Import
    plan: Plan
    preview: Preview
    sheets: tuple[str, ...] = ()
    changed: int = 0


def preview(rows: Iterable[Item | Problem]) -> Preview:
    """Return what rows would bring, read to the end and kept only in part."""
    count = refused = remarked = 0
    first: list[str] = []
    problems: list[tuple[int, str]] = []
    remarks: list[tuple[int, str]] = []
    for row in rows:
        count += 1
        if isinstance(row, Problem):
            refused += 1
            problems += [(row.line, row.reason)] if len(problems) < _SHOWN else []
            continue
        if len(first) < _SHOWN:
            first.append(_told(row))
        if row.remarks:
            remarked += 1
            remarks += [(row.line, row.remarks[0])] if len(remarks) < _SHOWN else []
    return Preview(count, refused, tuple(first), tuple(problems), remarked, remarks=tuple(remarks))


def problem_table(
    headers: Sequence[str], rows: Iterable[Problem], delimiter: str = ","
) -> Iterable[str]:
    """Yield a CSV file of refused rows piece by piece: the same columns, and last what is wrong.

    It begins with a byte order mark, by which spreadsheets know UTF-8, and can be handed in again
    once it is corrected.
    """
    kept = [name for name in headers if name != PROBLEM_COLUMN]
    places = [place for place, name in enumerate(headers) if name != PROBLEM_COLUMN]
    yield "\ufeff" + _line([*kept, PROBLEM_COLUMN], delimiter)
    for row in rows:
        cells = [row.cells[place] if place < len(row.cells) else "" for place in places]
        yield _line([*cells, f"Line {row.line}: {row.reason}"], delimiter)


def _line(cells: Sequence[str], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(map(inert, cells))
    return out.getvalue()


def _told(row: Item) -> str:
    if isinstance(row, FeedbackItem):
        facts = [row.customer, row.said_by_name, row.area, _day(row.said_at)]
        return _joined(row.text, facts)
    if isinstance(row, IdeaItem):
        votes = f"{row.votes} {'vote' if row.votes == 1 else 'votes'}" if row.votes else None
        return _joined(row.title, [row.status.label, row.area, votes])
    assert isinstance(row, CustomerItem)
    money = f"{row.revenue:,} {row.currency or ''}".strip() if row.revenue is not None else None
    return _joined(row.name, [row.tier, money, row.owner])


def _day(at: datetime | None) -> str | None:
    return at.date().isoformat() if at else None


def _joined(main: str, facts: Iterable[str | None]) -> str:
    words = " ".join(main.split())
    short = f"{words[:117]}…" if len(words) > 118 else words
    return " · ".join([short, *(one for one in facts if one)])
