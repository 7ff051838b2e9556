"""The parts that a timeline is laid out in: scales, spans, lanes, ticks."""

from dataclasses import dataclass

from domain.dates.days import DateConfidence
from views.roadmap.drawing.board_layout import LegendEntry
from views.roadmap.drawing.undated import Undated


@dataclass(frozen=True, slots=True)
class Scale:
    """How large the ideas are set: titles, the widest of them, bars, and from row to row."""

    title: float
    most: float
    bar: float
    pitch: float


STEPS = (
    (Scale(30, 640, 16, 74), 14),
    (Scale(28, 560, 14, 66), 22),
    (Scale(27, 460, 12, 58), 30),
    (Scale(26.5, 350, 11, 54), 32),
    (Scale(26.5, 270, 10, 51), 33),
)
"""Each scale, and how many rows of it there may be before the next smaller one is taken."""


@dataclass(frozen=True, slots=True)
class PlacedSpan:
    """An idea on the timeline: its bar from ``left`` to ``right``, and its words above the bar.

    ``is_cut_left`` and ``is_cut_right`` where it goes on beyond the days shown.
    """

    left: float
    right: float
    bar_y: float
    bar: float
    confidence: DateConfidence
    is_point: bool
    is_shipped: bool
    is_late: bool
    is_open: bool
    is_cut_left: bool
    is_cut_right: bool
    area: str | None
    key: str
    number: str
    title: str
    full_title: str
    title_size: float
    is_right_to_left: bool
    text_x: float
    title_x: float
    text_end: float
    text_y: float


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """A lane: its heading and the ideas in it; ``more`` counts those without room."""

    name: str
    count: str
    count_x: float
    area: str | None
    y: float
    end: float
    spans: tuple[PlacedSpan, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A period: its name and its edges."""

    left: float
    right: float
    title: str
    is_year_start: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """A bar below the timeline that says what its kind means."""

    kind: str
    x: float


@dataclass(frozen=True, slots=True)
class TimelineLayout:
    """The whole timeline, placed."""

    height: int
    title: str
    subtitle: str
    total: str
    legend: tuple[LegendEntry, ...]
    top: float
    ticks: tuple[Tick, ...]
    today: float | None
    today_line: tuple[tuple[float, float], ...]
    lanes: tuple[PlacedLane, ...]
    lanes_end: float
    invitation_y: float | None
    undated: Undated | None
    note: str
    note_y: float
    has_hints: bool
    samples: tuple[Sample, ...]
    late_x: float | None
