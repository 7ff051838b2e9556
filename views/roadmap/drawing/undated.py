"""Where the ideas without dates stand below a timeline."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.roadmap.board import Board, BoardCard, BoardColumn
from views.drawing.glyphs import cleaned
from views.drawing.text_fit import clipped, width
from views.roadmap.drawing.board_layout import CANVAS, MARGIN

NUMBER_SIZE = 21
_TITLE = 25
_HEADING = 26
_INSET = 28
_GAP = 36
_HEAD = 86
_FOOT = 22
_LINE = 40
_BETWEEN = 12
_NAMES = 160
"""Width of the names of the columns, left of their ideas."""

_ABREAST = 2
_LINES = {1: 6, 2: 4}
_FEWEST_LINES = 3
"""How many lines a column has at most, by the number of columns there are."""


@dataclass(frozen=True, slots=True)
class UndatedRow:
    """An idea without dates."""

    x: float
    y: float
    number: str
    title_x: float
    title: str
    area: str | None
    key: str


@dataclass(frozen=True, slots=True)
class UndatedColumn:
    """The ideas of a column that have no dates yet; ``more`` counts those without room."""

    x: float
    y: float
    title: str
    count: str
    count_x: float
    rows: tuple[UndatedRow, ...]
    more: int
    more_y: float
    end: float


@dataclass(frozen=True, slots=True)
class Undated:
    """All of them, in a panel as wide as the timeline."""

    y: float
    height: float
    columns: tuple[UndatedColumn, ...]


def lay_out_undated(board: Board, top: float) -> Undated | None:
    """The ideas without dates, those of each column beside its name; None when all have some."""
    wanted = [
        (column, cards)
        for column in board.planned
        if (cards := [card for card in column.cards if not card.dates.are_set])
    ]
    if not wanted:
        return None
    most = _LINES.get(len(wanted), _FEWEST_LINES)
    columns: list[UndatedColumn] = []
    y = top + _HEAD
    for column, cards in wanted:
        columns.append(_column(column, cards, y, most))
        y = columns[-1].end + _BETWEEN
    return Undated(top, y - _BETWEEN + _FOOT - top, tuple(columns))


def _column(
    column: BoardColumn, cards: Sequence[BoardCard], top: float, most: int
) -> UndatedColumn:
    x = MARGIN + _INSET
    wide = (CANVAS - MARGIN - _INSET - x - _NAMES - (_ABREAST - 1) * _GAP) / _ABREAST
    shown = cards[: most * _ABREAST]
    rows = tuple(
        _row(
            card,
            x + _NAMES + n % _ABREAST * (wide + _GAP),
            top + n // _ABREAST * _LINE + 26,
            # The last one has the whole line when nothing stands beside it.
            wide if n % _ABREAST or n + 1 < len(shown) else 2 * wide + _GAP,
        )
        for n, card in enumerate(shown)
    )
    title = clipped(column.title, _HEADING, "SemiBold", _NAMES - 60)
    total = column.total - len(column.cards) + len(cards)
    return UndatedColumn(
        x=x,
        y=top + 26,
        title=title,
        count=f"{total:,}",
        count_x=x + width(title, _HEADING, "SemiBold") + 12,
        rows=rows,
        more=total - len(rows),
        more_y=rows[-1].y,
        end=top + -(-len(rows) // _ABREAST) * _LINE,
    )


def _row(card: BoardCard, x: float, y: float, wide: float) -> UndatedRow:
    number = clipped(card.number, NUMBER_SIZE, "Regular", 90)
    taken = 24 + (width(number, NUMBER_SIZE, "Regular") + 9 if number else 0)
    title = clipped(card.title, _TITLE, "Regular", wide - taken) or "Untitled"
    return UndatedRow(x, y, number, x + taken, cleaned(title), card.area, card.key)
