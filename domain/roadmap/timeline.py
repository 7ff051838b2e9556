"""The roadmap along the calendar: which days it shows, and where each idea stands in them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from domain.dates.date_parsing import format_dates
from domain.dates.days import DateConfidence
from domain.dates.periods import format_day
from domain.roadmap.board import SHIPPED, Board, BoardCard
from domain.roadmap.commands import Shape

MOST_PERIODS = {Shape.QUARTERS: 6, Shape.MONTHS: 9}
"""Periods side by side that leave each wide enough to be read on a phone."""

FEWEST_PERIODS = {Shape.QUARTERS: 4, Shape.MONTHS: 6}

_MONTHS = {Shape.QUARTERS: 3, Shape.MONTHS: 1}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter or a month: its days from ``first`` up to and without ``end``."""

    title: str
    first: date
    end: date


@dataclass(frozen=True, slots=True)
class Span:
    """An idea on the calendar: its days from ``first`` up to and without ``end``.

    ``is_point`` for a single known day; ``is_open`` where no last day is known. ``is_shipped``
    for what is done, ``is_late`` for what should have been.
    """

    card: BoardCard
    first: date
    end: date
    confidence: DateConfidence
    is_point: bool = False
    is_open: bool = False
    is_shipped: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods shown, and the day that it is."""

    periods: tuple[Period, ...]
    today: date | None

    @property
    def first(self) -> date:
        """The first day shown."""
        return self.periods[0].first

    @property
    def end(self) -> date:
        """The day after the last one shown."""
        return self.periods[-1].end

    def place(self, day: date) -> float:
        """Where a day begins, from 0 at the first day shown to 1 at the end; periods are equally
        wide, however many days they have."""
        if day <= self.first:
            return 0.0
        for index, period in enumerate(self.periods):
            if day < period.end:
                share = (day - period.first) / (period.end - period.first)
                return (index + share) / len(self.periods)
        return 1.0

    def shows(self, span: Span) -> bool:
        """True when a part of the span is shown."""
        return span.first < self.end and span.end > self.first


def period_of(day: date, shape: Shape) -> Period:
    """The quarter or month that a day is in, as by ``shape``."""
    months = _MONTHS[Shape.MONTHS if shape is Shape.MONTHS else Shape.QUARTERS]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    following = first.month + months
    end = date(first.year + (following > 12), (following - 1) % 12 + 1, 1)
    title = f"Q{(first.month + 2) // 3} {first.year}" if months == 3 else f"{first:%b %Y}"
    return Period(title, first, end)


def timeline_of(board: Board, shape: Shape) -> Timeline:
    """The calendar that shows a board: from the quarter or month it is (or the one before, when
    something is late or was shipped then) to the last date, within the most that is readable."""
    spans = spans_of(board)
    today = board.day or min((span.first for span in spans), default=date(2000, 1, 1))
    current = period_of(today, shape)
    before = period_of(current.first - _DAY, shape)
    is_needed = any(span.end <= current.first and span.end > before.first for span in spans)
    periods = [before, current] if is_needed else [current]
    last = max((span.end - _DAY for span in spans), default=today)
    while len(periods) < MOST_PERIODS[shape] and (
        len(periods) < FEWEST_PERIODS[shape] or periods[-1].end <= last
    ):
        periods.append(period_of(periods[-1].end, shape))
    return Timeline(tuple(periods), board.day)


def spans_of(board: Board) -> tuple[Span, ...]:
    """The ideas that have dates, by their first day."""
    make = partial(_span, today=board.day)
    found = [
        span
        for column, card in board.cards()
        if (span := make(card, is_shipped=column.key == SHIPPED)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.end, one.card.title)))


def _span(card: BoardCard, *, is_shipped: bool, today: date | None) -> Span | None:
    first, last = card.starts_on, card.ends_on
    sure = card.confidence or DateConfidence.ROUGH
    if is_shipped:
        done = card.shipped_on or last
        if done is None:
            return None
        begun = min(first, done) if first else done
        return Span(card, begun, done + _DAY, DateConfidence.FIRM, first is None, is_shipped=True)
    if last is None:
        if first is None:
            return None
        return Span(card, first, first + timedelta(days=45), sure, is_open=True)
    is_late = today is not None and last < today
    return Span(card, min(first or last, last), last + _DAY, sure, first is None, is_late=is_late)


def format_when(card: BoardCard) -> str:
    """When, in words: ``Q4 2026 · firm``, ``shipped 12 Nov 2026``; empty without dates."""
    if card.shipped_on is not None:
        return f"shipped {format_day(card.shipped_on)}"
    return format_dates(card.dates)
