"""Where everything stands on a board with lanes, in pixels of a canvas 1200 wide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.roadmap.board import Board, BoardCard
from domain.roadmap.commands import Lanes, Reader, RoadmapView
from domain.roadmap.lanes import Lane, lanes_of
from views.drawing.text_fit import clipped, width
from views.roadmap.drawing.board_layout import (
    CANVAS,
    COLUMN_GAP,
    MARGIN,
    LegendEntry,
    Shipped,
    area_legend,
    shipped_strip,
)
from views.roadmap.drawing.cards import COSY, SLIM, Density, PlacedCard, placed_card

HEAD = 84
LANE_HEAD = 62
_MORE = 40
_LANE_PAD = 18
_EMPTY_CELL = 26
_FOOTER = 44

_STEPS = (
    (replace(COSY, most_lines=2), 1300),
    (replace(SLIM, most_lines=3), 1500),
    (SLIM, 2150),
    (replace(SLIM, most_lines=1), 2150),
)
"""Each size of card, and how tall all lanes may get before the next smaller one is taken."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a column above all lanes."""

    x: float
    end: float
    title: str
    count: str
    count_x: float


@dataclass(frozen=True, slots=True)
class Cell:
    """The cards of one lane in one column; ``more`` counts those without room."""

    x: float
    width: float
    cards: tuple[PlacedCard, ...]
    more: int
    more_y: float
    end: float


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """A lane: its heading and its cells."""

    name: str
    area: str | None
    count: str
    count_x: float
    y: float
    end: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class LaneLayout:
    """The whole board, placed."""

    height: int
    title: str
    subtitle: str
    total: str
    legend: tuple[LegendEntry, ...]
    top: float
    headings: tuple[Heading, ...]
    lanes: tuple[PlacedLane, ...]
    lanes_end: float
    shipped: Shipped | None


def lay_out_lanes(board: Board, view: RoadmapView) -> LaneLayout:
    """Place a board with lanes: columns across, lanes below each other, what was shipped last."""
    is_by_area = view.lanes is Lanes.AREA
    areas = (card.area for column in board.planned for card in column.cards)
    legend, top = area_legend([] if is_by_area else areas)
    top += 26 if legend else 6
    lanes = [one for one in lanes_of(board, view.lanes) if _planned(one)]
    placed = _fitting(lanes, top + HEAD, is_by_area, view.reader is not Reader.INTERNAL)
    end = placed[-1].end if placed else top + HEAD
    done = board.shipped
    shipped = shipped_strip(done, end + 30) if done and done.cards else None
    bottom = shipped.y + shipped.height if shipped else end
    room = CANVAS - 2 * MARGIN
    total = f"{sum(column.total for column in board.planned):,} planned"
    return LaneLayout(
        height=round(bottom + _FOOTER),
        title=clipped(board.title, 56, "SemiBold", room) or "Roadmap",
        subtitle=clipped(board.subtitle, 27, "Regular", room - width(total, 27, "Regular") - 40),
        total=total,
        legend=legend,
        top=top,
        headings=_headings(board),
        lanes=placed,
        lanes_end=end,
        shipped=shipped,
    )


def _planned(lane: Lane) -> int:
    return sum(len(column.cards) for column in lane.board.planned)


def _columns(count: int) -> list[tuple[float, float]]:
    wide = (CANVAS - 2 * MARGIN - (count - 1) * COLUMN_GAP) / max(count, 1)
    return [(MARGIN + n * (wide + COLUMN_GAP), wide) for n in range(count)]


def _headings(board: Board) -> tuple[Heading, ...]:
    found = []
    places = _columns(len(board.planned))
    for (x, wide), column in zip(places, board.planned, strict=True):
        title = clipped(column.title, 38, "SemiBold", wide - 90)
        count_x = x + width(title, 38, "SemiBold") + 14
        found.append(Heading(x, x + wide, title, f"{column.total:,}", count_x))
    return tuple(found)


def _fitting(
    lanes: Sequence[Lane], top: float, is_by_area: bool, hides_votes: bool
) -> tuple[PlacedLane, ...]:
    """The lanes in the largest cards with which they fit; in the smallest, with what has room."""
    tallest = 0
    density = SLIM
    for density, tallest in _STEPS:
        placed = _stacked(lanes, top, is_by_area, (density, None, hides_votes))
        if not placed or placed[-1].end - top <= tallest:
            return placed
    each = density.lines_top + density.line + density.pad - 3 + density.gap
    room = (tallest - len(lanes) * (LANE_HEAD + _LANE_PAD + _MORE)) / len(lanes)
    return _stacked(lanes, top, is_by_area, (density, max(int(room / each), 1), hides_votes))


def _stacked(
    lanes: Sequence[Lane], top: float, is_by_area: bool, how: tuple[Density, int | None, bool]
) -> tuple[PlacedLane, ...]:
    found = []
    y = top
    for lane in lanes:
        planned = lane.board.planned
        cells = tuple(
            _cell(column.cards, place, y + LANE_HEAD, how)
            for place, column in zip(_columns(len(planned)), planned, strict=True)
        )
        has_dot = is_by_area and not lane.is_rest
        name = clipped(lane.name, 30, "SemiBold", CANVAS - 2 * MARGIN - 160)
        count_x = MARGIN + (28 if has_dot else 0) + width(name, 30, "SemiBold") + 14
        end = max(cell.end for cell in cells) + _LANE_PAD
        area = lane.name if has_dot else None
        found.append(PlacedLane(name, area, f"{_planned(lane):,}", count_x, y, end, cells))
        y = end
    return tuple(found)


def _cell(
    cards: Sequence[BoardCard],
    place: tuple[float, float],
    top: float,
    how: tuple[Density, int | None, bool],
) -> Cell:
    (x, wide), (density, most, hides_votes) = place, how
    shown = cards if most is None or len(cards) <= most else cards[:most]
    y = top
    placed = []
    for card in shown:
        one = placed_card(card, x, y, wide, density, has_votes=not hides_votes)
        placed.append(one)
        y += one.height + density.gap
    more = len(cards) - len(placed)
    end = y + (_MORE if more else 0) if placed else top + _EMPTY_CELL
    return Cell(x, wide, tuple(placed), more, y, end)
