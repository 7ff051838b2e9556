"""Value against effort as a picture: a bubble for each idea, the larger the more votes."""

import math
from dataclasses import dataclass

from domain.scoring.score_map import Point, ScoreMap
from views.drawing.axes import Axis, axis
from views.drawing.bubbles import Box, Bubble, Label, labelled, set_apart
from views.drawing.glyphs import cleaned
from views.drawing.palette import Scheme, area_colours, colours
from views.drawing.templating import environment
from views.drawing.text_fit import clipped, width
from views.roadmap.drawing.board import ALT_CHARS
from views.roadmap.drawing.board_layout import CANVAS, MARGIN, LegendEntry, area_legend

_PLOT_LEFT = 118.0
_PLOT_HEIGHT = 800.0
_SMALLEST = 24.0
_LARGEST = 46.0
_LARGEST_IN_CROWD = 34.0
_CROWD = 25
_NUMBER_SIZE = 17.0
_KEY_LINE = 36.0
_KEY_SIZE = 20.0
_KEY_ROWS = 11
_KEY_GAP = 26.0
_FEW_KEYS = 10
_QUADRANT_SIZE = 23.0
_BELOW_PLOT = 96.0
_NAMED_IN_ALT = 12
_TITLE_CHARS = 80


@dataclass(frozen=True, slots=True)
class Placed:
    """An idea in the picture: its bubble, the number in it, and its title where it fits."""

    bubble: Bubble
    number: str
    number_size: float
    area: str | None
    label: Label | None


@dataclass(frozen=True, slots=True)
class Key:
    """The title of an idea whose bubble has no room for it."""

    x: float
    y: float
    number: str
    number_width: float
    title: str
    area: str | None


@dataclass(frozen=True, slots=True)
class Quadrant:
    """One quarter of the plot and its name."""

    x: float
    y: float
    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class MapLayout:
    """The whole picture, placed."""

    height: int
    title: str
    subtitle: str
    total: str
    legend: tuple[LegendEntry, ...]
    plot: Box
    across: tuple[tuple[float, str], ...]
    upwards: tuple[tuple[float, str], ...]
    quadrants: tuple[Quadrant, ...]
    worth_name: str
    cost_name: str
    placed: tuple[Placed, ...]
    keys: tuple[Key, ...]
    left_out: str
    left_out_y: float


def score_map_svg(shown: ScoreMap, *, scheme: Scheme = "light") -> str:
    """The picture as SVG, 1200 pixels wide; the same for the same ideas."""
    areas = (point.area for point in shown.points if point.area)
    return (
        environment()
        .get_template("score_map.svg.j2")
        .render(
            layout=lay_out_map(shown),
            c=colours(scheme),
            hues=area_colours(areas, scheme),
            canvas=CANVAS,
            margin=MARGIN,
        )
    )


def score_map_alt_text(shown: ScoreMap) -> str:
    """The picture in words, with as many ideas as fit into 1,000 characters."""
    for named in range(_NAMED_IN_ALT, 0, -1):
        text = _in_words(shown, named)
        if len(text) <= ALT_CHARS:
            return text
    return _in_words(shown, 0)[:ALT_CHARS]


def lay_out_map(shown: ScoreMap) -> MapLayout:
    """Place a picture: axes with room around all ideas, bubbles apart, titles where they fit."""
    legend, top = area_legend(point.area for point in shown.points)
    plot = Box(_PLOT_LEFT, top + 64, CANVAS - MARGIN, top + 64 + _PLOT_HEIGHT)
    costs = axis(point.cost for point in shown.points)
    worths = axis(point.worth for point in shown.points)
    quadrants = _quadrants(plot)
    names = [one.box for one in quadrants]
    bubbles = set_apart(_bubbles(shown.points, plot, costs, worths), plot, names)
    titles = [cleaned(point.title) for point in shown.points]
    labels = labelled(titles, bubbles, plot, names)
    pairs = list(zip(shown.points, bubbles, labels, strict=True))
    hidden = [point for point, _bubble, label in pairs if label is None]
    keys = _keys(hidden, plot.bottom + _BELOW_PLOT + 40)
    more = len(hidden) - len(keys) + shown.total - len(shown.points)
    below = max((key.y for key in keys), default=plot.bottom + _BELOW_PLOT)
    room = CANVAS - 2 * MARGIN
    total = f"{shown.total:,} scored" if shown.points else ""
    return MapLayout(
        height=round(below + (74 if more else 44)),
        title=clipped(shown.title, 56, "SemiBold", room) or "Value and effort",
        subtitle=clipped(shown.subtitle, 27, "Regular", room - width(total, 27, "Regular") - 40),
        total=total,
        legend=legend,
        plot=plot,
        across=_ticks(costs, plot.left, plot.right) if shown.points else (),
        upwards=_ticks(worths, plot.bottom, plot.top) if shown.points else (),
        quadrants=quadrants,
        worth_name=clipped(shown.worth_name, 24, "SemiBold", 700),
        cost_name=clipped(shown.cost_name, 24, "SemiBold", 700),
        placed=tuple(_placed(*pair) for pair in pairs),
        keys=keys,
        left_out=f"and {more:,} more" if more else "",
        left_out_y=below + 40,
    )


def _ticks(scale: Axis, start: float, end: float) -> tuple[tuple[float, str], ...]:
    """Where the ticks of a scale stand between two edges of the plot, in pixels."""
    return tuple((start + scale.place(value) * (end - start), text) for value, text in scale.ticks)


def _bubbles(points: tuple[Point, ...], plot: Box, costs: Axis, worths: Axis) -> list[Bubble]:
    most = max((point.votes for point in points), default=0)
    largest = _LARGEST if len(points) <= _CROWD else _LARGEST_IN_CROWD
    found = []
    for point in points:
        share = math.sqrt(max(point.votes, 0) / most) if most > 0 else 0.3
        x = plot.left + costs.place(point.cost) * (plot.right - plot.left)
        y = plot.bottom - worths.place(point.worth) * (plot.bottom - plot.top)
        found.append(Bubble(x, y, _SMALLEST + (largest - _SMALLEST) * share, x, y))
    return found


def _placed(point: Point, bubble: Bubble, label: Label | None) -> Placed:
    number = cleaned(point.number)
    room = 2 * bubble.radius - 8
    size = min(_NUMBER_SIZE, room / max(width(number, 1, "SemiBold"), 0.1))
    return Placed(bubble, number, size, point.area, label)


def _quadrants(plot: Box) -> tuple[Quadrant, ...]:
    found = []
    for name, is_left, is_top in (
        ("Quick wins", True, True),
        ("Big bets", False, True),
        ("Fill-ins", True, False),
        ("Think twice", False, False),
    ):
        wide = width(name, _QUADRANT_SIZE, "SemiBold")
        left = plot.left + 18 if is_left else plot.right - 18 - wide
        y = plot.top + 36 if is_top else plot.bottom - 20
        box = Box(left - 8, y - 24, left + wide + 8, y + 10)
        found.append(Quadrant(left, y, name, box))
    return tuple(found)


def _keys(hidden: list[Point], top: float) -> tuple[Key, ...]:
    """The titles that have no room in the plot, in two or three columns below it."""
    columns = 2 if len(hidden) <= _FEW_KEYS else 3
    shown = hidden[: columns * _KEY_ROWS]
    rows = math.ceil(len(shown) / columns)
    wide = (CANVAS - 2 * MARGIN - (columns - 1) * _KEY_GAP) / columns
    found = []
    for index, point in enumerate(shown):
        x = MARGIN + (index // rows) * (wide + _KEY_GAP)
        number = clipped(point.number, _KEY_SIZE, "SemiBold", 120)
        taken = max(width(number, _KEY_SIZE, "SemiBold") + 12, 58)
        title = clipped(point.title, _KEY_SIZE, "Regular", wide - taken - 26)
        y = top + (index % rows) * _KEY_LINE
        found.append(Key(x, y, number, taken, title or "Untitled", point.area))
    return tuple(found)


def _in_words(shown: ScoreMap, named: int) -> str:
    said = [
        f"{cleaned(point.number)} {cleaned(point.title)[:_TITLE_CHARS]}"
        for point in shown.points[:named]
    ]
    more = shown.total - len(said)
    if more > 0:
        said.append(f"and {more:,} more" if said else f"{more:,} ideas")
    title = cleaned(shown.title)[:_TITLE_CHARS] or "Value and effort"
    axes = f"{cleaned(shown.worth_name)[:60]} against {cleaned(shown.cost_name)[:60]}"
    return f"{title}. {axes}. " + (
        f"Highest scores first: {'; '.join(said)}." if said else "No idea is scored yet."
    )
