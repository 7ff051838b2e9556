"""Where everything on the board stands, in pixels of a canvas 1200 wide."""

from dataclasses import dataclass, field

from domain.board import SHIPPED, Board, BoardCard, BoardColumn
from views.drawing.text_fit import clipped, is_right_to_left, width, wrapped

CANVAS = 1200
MARGIN = 44
GAP = 24
HEADER = 148
_COLUMN_HEAD = 74
_COLUMN_PAD = 14
_ROOMY, _DENSE = 6, 12
"""A column of up to six cards has large ones; more are set denser, up to twelve."""


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes of a card, in pixels."""

    title: float
    line: float
    lines: int
    pad: float
    meta: float


ROOMY = Type(title=29, line=37, lines=3, pad=20, meta=22)
DENSE = Type(title=26, line=32, lines=2, pad=15, meta=20)


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card with its place and its text broken into lines."""

    x: float
    y: float
    width: float
    height: float
    card: BoardCard
    lines: tuple[str, ...]
    area: str
    type: Type
    is_right_to_left: bool

    @property
    def meta_y(self) -> float:
        """The baseline of the line with number, votes and customers."""
        return self.y + self.height - self.type.pad - 3


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column with its cards; ``more`` counts those that are not drawn."""

    x: float
    y: float
    width: float
    height: float
    column: BoardColumn
    cards: tuple[PlacedCard, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ShippedRow:
    """One shipped idea in the strip below the columns."""

    x: float
    y: float
    title: str
    number: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole board, placed."""

    height: float
    columns: tuple[PlacedColumn, ...]
    shipped: tuple[ShippedRow, ...]
    shipped_y: float
    shipped_height: float
    shipped_more: int
    areas: tuple[tuple[str, float, float], ...] = field(default=())
    legend_height: float = 0.0


def lay_out(board: Board) -> Layout:
    """Place a board: a legend of areas, columns side by side, what was shipped below them."""
    legend, legend_height = _legend(board)
    top = HEADER + legend_height
    planned = [column for column in board.columns if column.key != SHIPPED]
    columns = _columns(planned, top)
    bottom = max((column.y + column.height for column in columns), default=top) + GAP
    shipped = next((column for column in board.columns if column.key == SHIPPED), None)
    rows, strip_height, more = _shipped(shipped, bottom)
    height = bottom + (strip_height + GAP if rows else 0) + MARGIN - GAP
    return Layout(height, columns, rows, bottom, strip_height, more, legend, legend_height)


def _legend(board: Board) -> tuple[tuple[tuple[str, float, float], ...], float]:
    drawn = (card.area for column in board.columns for card in column.cards if card.area)
    areas = sorted(set(drawn), key=str.casefold)[:10]
    placed, x, y = [], float(MARGIN), 0.0
    for area in areas:
        name = clipped(area, 22, "Medium", 240)
        room = width(name, 22, "Medium") + 54
        if x + room > CANVAS - MARGIN and x > MARGIN:
            x, y = float(MARGIN), y + 36
        placed.append((area, x, HEADER + y - 14))
        x += room
    return tuple(placed), (y + 42 if placed else 0.0)


def _columns(planned: list[BoardColumn], top: float) -> tuple[PlacedColumn, ...]:
    count = max(len(planned), 1)
    wide = (CANVAS - 2 * MARGIN - (count - 1) * GAP) / count
    dense = any(column.total > _ROOMY for column in planned)
    made = [
        _column(column, MARGIN + index * (wide + GAP), top, wide, dense)
        for index, column in enumerate(planned)
    ]
    tallest = max((column.height for column in made), default=0.0)
    return tuple(
        PlacedColumn(one.x, one.y, one.width, tallest, one.column, one.cards, one.more)
        for one in made
    )


def _column(column: BoardColumn, x: float, top: float, wide: float, dense: bool) -> PlacedColumn:
    kind, most = (DENSE, _DENSE) if dense else (ROOMY, _ROOMY)
    y, cards = top + _COLUMN_HEAD, []
    for card in column.cards[:most]:
        placed = _card(card, x + _COLUMN_PAD, y, wide - 2 * _COLUMN_PAD, kind)
        cards.append(placed)
        y += placed.height + 12
    more = max(column.total - len(cards), 0)
    if not cards:
        y += 118
    if more:
        y += 40
    return PlacedColumn(x, top, wide, y - top + 4, column, tuple(cards), more)


def _card(card: BoardCard, x: float, y: float, wide: float, kind: Type) -> PlacedCard:
    room = wide - 2 * kind.pad - 6
    lines = wrapped(card.title, kind.title, "SemiBold", room, kind.lines) or ["Untitled"]
    height = 2 * kind.pad + len(lines) * kind.line + kind.meta + 10
    area = clipped(card.area or "", kind.meta, "Medium", room - _counts_width(card, kind) - 20)
    right_to_left = is_right_to_left(card.title)
    return PlacedCard(x, y, wide, height, card, tuple(lines), area, kind, right_to_left)


def _counts_width(card: BoardCard, kind: Type) -> float:
    used = width(card.number, kind.meta, "Medium") + 40
    used += width(str(card.votes), kind.meta, "SemiBold")
    if card.customers:
        used += 41 + width(str(card.customers), kind.meta, "Medium")
    return used


def _shipped(column: BoardColumn | None, top: float) -> tuple[tuple[ShippedRow, ...], float, int]:
    if column is None or not column.cards:
        return (), 0.0, 0
    half = (CANVAS - 2 * MARGIN) / 2
    rows = []
    for index, card in enumerate(column.cards[:8]):
        x = MARGIN + 24 + (index % 2) * half
        y = top + 92 + (index // 2) * 44
        number = clipped(card.number, 22, "Medium", 90)
        room = half - 80 - width(number, 22, "Medium") - 36
        rows.append(ShippedRow(x, y, clipped(card.title, 25, "Medium", room), number))
    return tuple(rows), 92 + ((len(rows) + 1) // 2) * 44 - 8, column.total - len(rows)
