"""Where everything on the board stands, in pixels of a canvas 1200 wide."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.roadmap.board import SHIPPED, Board, BoardColumn
from views.drawing.glyphs import cleaned
from views.drawing.text_fit import clipped, width
from views.roadmap.drawing.cards import COSY, DENSE, ROOMY, Density, PlacedCard, placed_card

CANVAS = 1200
MARGIN = 44
HEADER = 166
LEGEND_SIZE = 22
COLUMN_HEAD = 92
MORE_HEIGHT = 52
SHIPPED_SIZE = 26

COLUMN_GAP = 26
_LEGEND_LINE = 40
_LEGEND_LINES = 2
_LEGEND_NAME = 260
_INVITATION = 470
_FOOTER = 74
_SHIPPED_HEAD = 84
_SHIPPED_LINE = 48
_SHIPPED_ROWS = 8
_SHIPPED_WIDE_ROWS = 2
TALLEST = 1560
"""Slack fits a picture into a box, so a very tall one is shown narrow and its words small."""

_STEPS = (
    (ROOMY, 1250),
    (COSY, 1500),
    (replace(DENSE, most_lines=3), TALLEST),
    (DENSE, TALLEST),
)
"""Each size of card, and how tall columns of it may get before the next smaller one is taken."""


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A horizon with its cards; ``more`` counts those not drawn, ``end`` is below the last one."""

    x: float
    y: float
    width: float
    title: str
    count: str
    count_x: float
    caption: str
    key: str
    cards: tuple[PlacedCard, ...]
    more: int
    more_y: float
    end: float


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """An area's dot and name; ``area`` is None for the words about those left out."""

    x: float
    y: float
    area: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ShippedRow:
    """One shipped idea: ``y`` is its baseline, ``right`` where its number ends."""

    x: float
    y: float
    right: float
    title: str
    number: str
    key: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """The strip of what was shipped, below the columns."""

    y: float
    height: float
    title: str
    caption: str
    rows: tuple[ShippedRow, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole board, placed."""

    height: int
    title: str
    subtitle: str
    total: str
    legend: tuple[LegendEntry, ...]
    columns: tuple[PlacedColumn, ...]
    shipped: Shipped | None
    invitation_y: float | None
    has_cards: bool
    has_votes: bool


def lay_out(board: Board) -> Layout:
    """Place a board: a legend of areas, columns side by side, what was shipped below them."""
    legend, below_legend = _legend(board)
    top = below_legend + (26 if legend else 6)
    planned = [column for column in board.columns if column.key != SHIPPED]
    columns = _columns(planned, top, board.has_votes)
    has_cards = any(column.cards for column in columns)
    y = max((column.end for column in columns), default=top)
    if not has_cards:
        y = top + COLUMN_HEAD + _INVITATION
    done = next((column for column in board.columns if column.key == SHIPPED), None)
    shipped = shipped_strip(done, y + 34) if done and done.cards else None
    if shipped:
        y = shipped.y + shipped.height
    room = CANVAS - 2 * MARGIN
    total = f"{sum(column.total for column in planned):,} planned" if has_cards else ""
    return Layout(
        height=round(y + (_FOOTER if has_cards and board.has_votes else MARGIN)),
        title=clipped(board.title, 56, "SemiBold", room) or "Roadmap",
        subtitle=clipped(board.subtitle, 27, "Regular", room - width(total, 27, "Regular") - 40),
        total=total,
        legend=legend,
        columns=columns,
        shipped=shipped,
        invitation_y=None if has_cards else top + COLUMN_HEAD,
        has_cards=has_cards,
        has_votes=board.has_votes,
    )


def _legend(board: Board) -> tuple[tuple[LegendEntry, ...], float]:
    return area_legend(
        card.area for column in board.columns if column.key != SHIPPED for card in column.cards
    )


def area_legend(areas: Iterable[str | None]) -> tuple[tuple[LegendEntry, ...], float]:
    """The areas of a picture, those of most ideas first, on as many lines as there are below its
    heading; and where those lines end."""
    names = Counter(area for area in areas if area and cleaned(area))
    ranked = sorted(names, key=lambda name: (-names[name], name.casefold(), name))
    entries: list[LegendEntry] = []
    x, line = float(MARGIN), 0
    for index, area in enumerate(ranked):
        text = clipped(area, LEGEND_SIZE, "Regular", _LEGEND_NAME)
        room = 26 + width(text, LEGEND_SIZE, "Regular")
        is_last_line = line == _LEGEND_LINES - 1
        if x + room + (150 if is_last_line else 0) > CANVAS - MARGIN:
            if is_last_line:
                left = f"and {len(ranked) - index} more"
                entries.append(LegendEntry(x, HEADER + line * _LEGEND_LINE + 30, None, left))
                break
            x, line = float(MARGIN), line + 1
        entries.append(LegendEntry(x, HEADER + line * _LEGEND_LINE + 30, area, text))
        x += room + 24
    return tuple(entries), HEADER + ((line + 1) * _LEGEND_LINE if entries else 0)


def _columns(planned: list[BoardColumn], top: float, has_votes: bool) -> tuple[PlacedColumn, ...]:
    """The columns in the largest cards with which all of them fit, or in the smallest."""
    columns: tuple[PlacedColumn, ...] = ()
    for density, tallest in _STEPS:
        bottom = top + COLUMN_HEAD + tallest
        columns = _columns_of(planned, top, density, bottom, has_votes)
        if not any(column.more for column in columns):
            break
    return columns


def _columns_of(
    planned: list[BoardColumn], top: float, density: Density, bottom: float, has_votes: bool
) -> tuple[PlacedColumn, ...]:
    count = max(len(planned), 1)
    wide = (CANVAS - 2 * MARGIN - (count - 1) * COLUMN_GAP) / count
    return tuple(
        _column(
            column, MARGIN + index * (wide + COLUMN_GAP), top, wide, (density, bottom, has_votes)
        )
        for index, column in enumerate(planned)
    )


def _column(
    column: BoardColumn, x: float, top: float, wide: float, room: tuple[Density, float, bool]
) -> PlacedColumn:
    density, bottom, has_votes = room
    y = top + COLUMN_HEAD
    cards: list[PlacedCard] = []
    for index, card in enumerate(column.cards):
        placed = placed_card(card, x, y, wide, density, has_votes=has_votes)
        is_last = index + 1 == column.total
        if y + placed.height + (0 if is_last else MORE_HEIGHT) > bottom:
            break
        cards.append(placed)
        y += placed.height + density.gap
    more = max(column.total - len(cards), 0)
    title = clipped(column.title, 38, "SemiBold", wide * 0.6)
    count = f"{column.total:,}"
    count_x = x + width(title, 38, "SemiBold") + 14
    caption_room = x + wide - count_x - width(count, 27, "Regular") - 16
    return PlacedColumn(
        x=x,
        y=top,
        width=wide,
        title=title,
        count=count,
        count_x=count_x,
        caption=clipped(column.caption, 22, "Regular", caption_room),
        key=column.key,
        cards=tuple(cards),
        more=more,
        more_y=y,
        end=y + (MORE_HEIGHT if more else -density.gap if cards else 150),
    )


def shipped_strip(column: BoardColumn, top: float) -> Shipped:
    """What was shipped lately, placed from ``top`` on."""
    # A few titles have the whole width, so that they are not clipped beside an empty half.
    abreast = 1 if column.total <= _SHIPPED_WIDE_ROWS else 2
    wide = (CANVAS - 2 * MARGIN - 2 * 28 - 48 * (abreast - 1)) / abreast
    rows = []
    for index, card in enumerate(column.cards[:_SHIPPED_ROWS]):
        x = MARGIN + 28 + (index % abreast) * (wide + 48)
        number = clipped(card.number, 22, "Regular", 110)
        room = wide - 42 - width(number, 22, "Regular") - 18
        title = clipped(card.title, SHIPPED_SIZE, "Regular", room) or "Untitled"
        y = top + _SHIPPED_HEAD + (index // abreast) * _SHIPPED_LINE + 26
        rows.append(ShippedRow(x, y, x + wide, title, number, card.key))
    more = column.total - len(rows)
    caption = clipped(column.caption, 22, "Regular", 500)
    if more > 0:
        caption = f"+ {more:,} more" + (f" · {caption}" if caption else "")
    lines = -(-len(rows) // abreast)
    title = clipped(column.title, 30, "SemiBold", 520)
    return Shipped(top, _SHIPPED_HEAD + lines * _SHIPPED_LINE + 14, title, caption, tuple(rows))
