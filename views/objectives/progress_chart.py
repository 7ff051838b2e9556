"""The history of an objective as a picture: its reports on the way from start to target."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from domain.dates.periods import format_day, format_period
from domain.objectives.forms import format_value, sign_of
from domain.objectives.model import Confidence, Measure, Objective
from domain.objectives.pages import Course
from views.drawing.bubbles import Box
from views.drawing.glyphs import cleaned
from views.drawing.palette import Scheme, colours
from views.drawing.templating import environment
from views.drawing.text_fit import clipped, width
from views.roadmap.drawing.board import ALT_CHARS
from views.roadmap.drawing.board_layout import CANVAS, MARGIN

HEIGHT = 760
_PLOT = Box(170.0, 252.0, float(CANVAS - MARGIN), 620.0)
_TITLE_SIZE = 46.0
_TICKS = 5
_ROOM = 0.12
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_DOTS_UP_TO = 60
_TOLD_IN_ALT = 8
_HUES = {
    "light": {
        Confidence.ON_TRACK: "#2f7d4f",
        Confidence.AT_RISK: "#9a6700",
        Confidence.OFF_TRACK: "#c2255c",
    },
    "dark": {
        Confidence.ON_TRACK: "#6cc492",
        Confidence.AT_RISK: "#ebc260",
        Confidence.OFF_TRACK: "#ff93b5",
    },
}


@dataclass(frozen=True, slots=True)
class Dot:
    """A report in the picture."""

    x: float
    y: float
    confidence: Confidence | None


@dataclass(frozen=True, slots=True)
class CourseLayout:
    """The whole picture, placed. ``plan`` is the straight way from start to target; ``today`` is
    None outside of the picture."""

    title: str
    subtitle: str
    share: str
    measure: str
    plot: Box
    upwards: tuple[tuple[float, str], ...]
    days: tuple[tuple[float, str, str], ...]
    plan: tuple[float, float, float, float]
    target_y: float
    target: str
    dots: tuple[Dot, ...]
    shows_dots: bool
    today: float | None
    keys: tuple[tuple[float, Confidence], ...]


def course_svg(course: Course, *, scheme: Scheme = "light") -> str:
    """The picture as SVG, 1200 pixels wide; the same for the same reports."""
    layout = lay_out_course(course)
    return (
        environment()
        .get_template("course.svg.j2")
        .render(
            layout=layout,
            c=colours(scheme),
            hues=_HUES[scheme],
            canvas=CANVAS,
            height=HEIGHT,
            margin=MARGIN,
        )
    )


def course_alt_text(course: Course) -> str:
    """The picture in words, with the latest reports, in at most 1,000 characters."""
    objective, measure = course.objective, course.objective.measure
    now, start, target = (
        format_value(value, measure.unit)
        for value in (measure.current, measure.start, measure.target)
    )
    head = (
        f"{objective.reference} {cleaned(objective.title)[:150]}: {objective.progress:.0%} of the "
        f"way. {cleaned(measure.name)[:80]} is {now}, from {start} to {target} by "
        f"{format_day(objective.ends_on)}."
    )
    said = [
        f"{format_day(one.given_at.date())} {format_value(one.value, measure.unit)}"
        for one in course.reports[-_TOLD_IN_ALT:]
    ]
    reports = f" Reports: {'; '.join(said)}." if said else " Nobody has reported yet."
    return (head + reports)[:ALT_CHARS]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where days and values stand in the plot; days are counted since the epoch."""

    first: float
    last: float
    low: float
    high: float

    def x(self, day: float) -> float:
        """How far to the right a day stands."""
        part = (day - self.first) / (self.last - self.first)
        return _PLOT.left + part * (_PLOT.right - _PLOT.left)

    def y(self, value: float) -> float:
        """How far down a value stands."""
        part = (value - self.low) / (self.high - self.low)
        return _PLOT.bottom - part * (_PLOT.bottom - _PLOT.top)


def lay_out_course(course: Course) -> CourseLayout:
    """Place everything: time from left to right, the measure upwards."""
    objective, measure = course.objective, course.objective.measure
    values = [measure.start, measure.target, *(one.value for one in course.reports)]
    ticks = _ticks(min(values), max(values))
    frame = Frame(*_days(course), *_edges(ticks, values))
    start, end = _moment(objective.starts_on), _moment(objective.ends_on) + 1
    dots = _dots(course, frame)
    now = _at(course.at)
    share = f"{objective.progress:.0%}"
    room = CANVAS - 2 * MARGIN - width(share, 72, "SemiBold") - 40
    target = f"Target {format_value(measure.target, measure.unit)}"
    return CourseLayout(
        title=clipped(objective.title, _TITLE_SIZE, "SemiBold", room) or objective.reference,
        subtitle=clipped(_subtitle(course), 26, "Regular", room),
        share=share,
        measure=clipped(_measure_line(objective), 24, "SemiBold", CANVAS - 2 * MARGIN),
        plot=_PLOT,
        upwards=tuple((frame.y(tick), _tick_text(tick, measure)) for tick in ticks),
        days=(
            (frame.x(start), format_day(objective.starts_on), "start"),
            (frame.x(end), format_day(objective.ends_on), "end"),
        ),
        plan=(frame.x(start), frame.y(measure.start), frame.x(end), frame.y(measure.target)),
        target_y=frame.y(measure.target),
        target=clipped(target, 21, "SemiBold", 320),
        dots=dots,
        shows_dots=len(dots) <= _DOTS_UP_TO,
        today=frame.x(now) if frame.first <= now <= frame.last else None,
        keys=_keys(dots),
    )


def _dots(course: Course, frame: Frame) -> tuple[Dot, ...]:
    """The start and every report, in the order of time."""
    objective = course.objective
    start = Dot(frame.x(_moment(objective.starts_on)), frame.y(objective.measure.start), None)
    reports = [
        Dot(frame.x(_at(one.given_at)), frame.y(one.value), one.confidence)
        for one in course.reports
    ]
    return tuple(sorted([start, *reports], key=lambda dot: dot.x))


def _tick_text(tick: float, measure: Measure) -> str:
    return clipped(format_value(tick, sign_of(measure.unit)), 21, "Regular", 110)


def _subtitle(course: Course) -> str:
    objective = course.objective
    parts = [objective.reference, format_period(objective.starts_on, objective.ends_on)]
    if objective.state.is_closed:
        parts.append(objective.state.label)
    elif objective.confidence is not None:
        parts.append(objective.confidence.label)
    if course.owner:
        parts.append(course.owner)
    return " · ".join(parts)


def _measure_line(objective: Objective) -> str:
    measure = objective.measure
    now = format_value(measure.current, measure.unit)
    return f"{measure.name}: {now} now"


def _days(course: Course) -> tuple[float, float]:
    """The first and the last day of the picture, which holds the period and every report."""
    objective = course.objective
    given = [_at(one.given_at) for one in course.reports]
    first = min([_moment(objective.starts_on), *given])
    last = max([_moment(objective.ends_on) + 1, *given])
    return first, last


def _keys(dots: tuple[Dot, ...]) -> tuple[tuple[float, Confidence], ...]:
    """The confidences that occur and where their names stand in the legend."""
    found, left = [], float(_PLOT.left)
    for one in Confidence:
        if any(dot.confidence is one for dot in dots):
            found.append((left, one))
            left += width(one.label, 21, "Regular") + 64
    return tuple(found)


def _ticks(low: float, high: float) -> list[float]:
    """Round values from below the lowest to above the highest, about five of them."""
    span = max(high - low, abs(high) * 1e-6, 1e-9)
    rough = span * (1 + 2 * _ROOM) / _TICKS
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * size for nice in _NICE if nice * size >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(number * step, 12) for number in range(first, last + 1)]


def _edges(ticks: list[float], values: list[float]) -> tuple[float, float]:
    low, high = min(ticks[0], *values), max(ticks[-1], *values)
    room = (high - low) * _ROOM
    return low - room, high + room


def _moment(day: date) -> float:
    return _at(datetime.combine(day, time(0), tzinfo=UTC))


def _at(moment: datetime) -> float:
    return moment.timestamp() / 86_400
