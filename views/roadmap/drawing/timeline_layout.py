"""Where everything on the timeline stands, in pixels of a canvas 1200 wide."""

from collections.abc import Sequence
from dataclasses import replace

from domain.roadmap.board import Board
from domain.roadmap.commands import Lanes, Reader, RoadmapView
from domain.roadmap.lanes import Lane, lanes_of
from domain.roadmap.timeline import Span, Timeline, spans_of, timeline_of
from views.drawing.glyphs import is_right_to_left
from views.drawing.text_fit import clipped, width
from views.roadmap.drawing.board_layout import CANVAS, MARGIN, area_legend
from views.roadmap.drawing.timeline_parts import (
    STEPS,
    PlacedLane,
    PlacedSpan,
    Sample,
    Scale,
    Tick,
    TimelineLayout,
)
from views.roadmap.drawing.undated import NUMBER_SIZE, lay_out_undated

AXIS = 86
LANE_HEAD = 62
NOTE_SIZE = 22
KINDS = ("firm", "likely", "rough", "shipped")
SAMPLE = 88
"""Width of a bar in the note, with the gap before its word."""

_GAP = 20
_NARROWEST = 22
_LANE_PAD = 16
_FOOTER = 84
_INVITATION = 300
_SHORTEST_PIECE = 12


def lay_out_timeline(board: Board, view: RoadmapView) -> TimelineLayout:
    """Place a timeline: periods across, lanes below each other, what has no dates at the end."""
    calendar = timeline_of(board, view.shape)
    is_by_area = view.lanes is Lanes.AREA
    areas = [card.area for _column, card in board.cards()]
    legend, top = area_legend([] if is_by_area else areas)
    top += 14
    lanes = [lane for lane in lanes_of(board, view.lanes) if _shown(lane, calendar)]
    placed = _lanes(lanes, calendar, top + AXIS, is_by_area)
    end = placed[-1].end if placed else top + AXIS + _INVITATION
    undated = lay_out_undated(board, end + 34)
    outside = [span for span in spans_of(board) if not calendar.shows(span)]
    spans = {id(span.card) for span in spans_of(board)}
    today = _x(calendar.place(calendar.today)) if calendar.today else None
    room = CANVAS - 2 * MARGIN
    total = f"{len(spans):,} dated" if spans else ""
    bottom = end + (34 + undated.height if undated else 0)
    samples, late_x = _samples(placed)
    return TimelineLayout(
        height=round(bottom + _FOOTER),
        title=clipped(board.title, 56, "SemiBold", room) or "Roadmap",
        subtitle=clipped(board.subtitle, 27, "Regular", room - width(total, 27, "Regular") - 40),
        total=total,
        legend=legend,
        top=top,
        ticks=_ticks(calendar),
        today=today,
        today_line=_line_between(placed, today, top + 70, end),
        lanes=placed,
        lanes_end=end,
        invitation_y=None if placed else top + AXIS,
        undated=undated,
        note=f"+ {len(outside):,} outside these dates" if outside else "",
        note_y=bottom + 48,
        samples=samples,
        late_x=late_x,
        has_hints=view.reader is Reader.INTERNAL,
    )


def _line_between(
    lanes: Sequence[PlacedLane], x: float | None, top: float, end: float
) -> tuple[tuple[float, float], ...]:
    """The pieces of an upright line that cross no words, from top to end."""
    if x is None:
        return ()
    words = [
        (span.text_x, span.text_end, span.text_y - span.title_size, span.text_y + 6)
        for lane in lanes
        for span in lane.spans
    ]
    words += [(MARGIN, one.count_x + 40, one.y + 12, one.y + 52) for one in lanes if one.name]
    crossed = sorted(
        (above, below) for left, right, above, below in words if left - 4 <= x <= right + 4
    )
    starts = [top, *(below for _above, below in crossed)]
    ends = [*(above for above, _below in crossed), end]
    pieces = zip(starts, ends, strict=True)
    return tuple((one, other) for one, other in pieces if other - one >= _SHORTEST_PIECE)


def _samples(lanes: Sequence[PlacedLane]) -> tuple[tuple[Sample, ...], float | None]:
    """What the note has to explain, of what is drawn: kinds of bars, and lateness."""
    spans = [span for lane in lanes for span in lane.spans]
    kinds = {"shipped" if span.is_shipped else span.confidence.value for span in spans}
    samples = []
    x = float(MARGIN)
    for kind in KINDS:
        if kind in kinds:
            samples.append(Sample(kind, x))
            x += SAMPLE + width(kind, NOTE_SIZE, "Regular") + 32
    return tuple(samples), x if any(span.is_late for span in spans) else None


def _shown(lane: Lane, calendar: Timeline) -> bool:
    return any(calendar.shows(span) for span in spans_of(lane.board))


def _x(place: float) -> float:
    return MARGIN + place * (CANVAS - 2 * MARGIN)


def _ticks(calendar: Timeline) -> tuple[Tick, ...]:
    count = len(calendar.periods)
    room = (CANVAS - 2 * MARGIN) / count - 16
    is_short = any(width(one.title, 28, "SemiBold") > room for one in calendar.periods)
    return tuple(
        Tick(
            _x(index / count),
            _x((index + 1) / count),
            one.title.split()[0] if is_short and one.first.month != 1 and index else one.title,
            one.first.month == 1,
        )
        for index, one in enumerate(calendar.periods)
    )


def _lanes(
    lanes: Sequence[Lane], calendar: Timeline, top: float, is_by_area: bool
) -> tuple[PlacedLane, ...]:
    """The lanes in the largest scale in which their rows are not too many, or in the smallest."""
    packed: list[list[list[PlacedSpan]]] = []
    scale, most = STEPS[0]
    for scale, most in STEPS:
        packed = [_packed(lane, calendar, scale) for lane in lanes]
        if sum(len(rows) for rows in packed) <= most:
            break
    kept = _fair([len(rows) for rows in packed], most)
    found = []
    y = top
    for lane, rows, share in zip(lanes, packed, kept, strict=True):
        placed = _lane(lane, rows, share, y, scale, is_by_area)
        found.append(placed)
        y = placed.end
    return tuple(found)


def _fair(wanted: Sequence[int], room: int) -> list[int]:
    """How many rows each lane gets: each in turn one, while there is room."""
    given = [0] * len(wanted)
    while room > 0 and given != list(wanted):
        for index, most in enumerate(wanted):
            if given[index] < most and room > 0:
                given[index] += 1
                room -= 1
    return given


def _packed(lane: Lane, calendar: Timeline, scale: Scale) -> list[list[PlacedSpan]]:
    """The spans of a lane in rows in which nothing covers anything."""
    rows: list[list[PlacedSpan]] = []
    ends: list[float] = []
    for span in spans_of(lane.board):
        if not calendar.shows(span):
            continue
        placed = _span(span, calendar, scale)
        start = min(placed.left, placed.text_x)
        row = next((n for n, end in enumerate(ends) if end + _GAP <= start), len(rows))
        if row == len(rows):
            rows.append([])
            ends.append(0.0)
        rows[row].append(placed)
        ends[row] = max(placed.right, placed.text_end)
    return rows


def _span(span: Span, calendar: Timeline, scale: Scale) -> PlacedSpan:
    left, right = _x(calendar.place(span.first)), _x(calendar.place(span.end))
    if span.is_point:
        left = right - _NARROWEST
    elif right - left < _NARROWEST:
        right = left + _NARROWEST
    if right > CANVAS - MARGIN:
        left, right = left - (right - CANVAS + MARGIN), float(CANVAS - MARGIN)
    card = span.card
    number = clipped(card.number, NUMBER_SIZE, "Regular", 110)
    taken = width(number, NUMBER_SIZE, "Regular") + 9 if number else 0.0
    title = clipped(card.title, scale.title, "SemiBold", scale.most) or "Untitled"
    wide = taken + width(title, scale.title, "SemiBold")
    text_x = max(min(left, CANVAS - MARGIN - wide), float(MARGIN))
    return PlacedSpan(
        left=left,
        right=right,
        bar_y=0.0,
        bar=scale.bar,
        confidence=span.confidence,
        is_point=span.is_point,
        is_shipped=span.is_shipped,
        is_late=span.is_late,
        is_open=span.is_open,
        is_cut_left=span.first < calendar.first and not span.is_point,
        is_cut_right=span.end > calendar.end,
        area=card.area,
        key=card.key,
        number=number,
        title=title,
        full_title=card.title,
        title_size=scale.title,
        is_right_to_left=is_right_to_left(title),
        text_x=text_x,
        title_x=text_x + taken,
        text_end=text_x + wide,
        text_y=0.0,
    )


def _lane(
    lane: Lane,
    rows: list[list[PlacedSpan]],
    share: int,
    top: float,
    scale: Scale,
    is_by_area: bool,
) -> PlacedLane:
    y = top + (LANE_HEAD if lane.name else 20)
    spans = [
        replace(
            _widened(span, row[place + 1 :], scale),
            text_y=y + index * scale.pitch + scale.title * 0.92,
            bar_y=y + index * scale.pitch + scale.title * 1.22,
        )
        for index, row in enumerate(rows[:share])
        for place, span in enumerate(row)
    ]
    more = sum(len(row) for row in rows[share:])
    name = clipped(lane.name, 30, "SemiBold", CANVAS - 2 * MARGIN - 160)
    has_dot = is_by_area and not lane.is_rest
    return PlacedLane(
        name=name,
        count=f"{sum(len(row) for row in rows):,}" if name else "",
        count_x=MARGIN + (28 if has_dot else 0) + width(name, 30, "SemiBold") + 14,
        area=lane.name if has_dot else None,
        y=top,
        end=y + share * scale.pitch + (42 if more else 0) + _LANE_PAD,
        spans=tuple(spans),
        more=more,
    )


def _widened(span: PlacedSpan, others: Sequence[PlacedSpan], scale: Scale) -> PlacedSpan:
    """The span with as much of its title as there is room for before the next one."""
    edge = min((min(one.left, one.text_x) - _GAP for one in others), default=CANVAS - MARGIN)
    title = clipped(span.full_title, scale.title, "SemiBold", edge - span.title_x)
    if len(title) <= len(span.title):
        return span
    wide = width(title, scale.title, "SemiBold")
    return replace(span, title=title, text_end=span.title_x + wide)
