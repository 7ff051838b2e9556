"""Cards of ideas: how tall each is, and where its words and marks stand."""

from dataclasses import dataclass

from domain.roadmap.board import BoardCard
from views.drawing.glyphs import cleaned, is_right_to_left
from views.drawing.text_fit import clipped, width, wrapped

BAR = 7
"""Width of the coloured edge of a card."""

_CAP_EM = 0.73
_ICON_GAP = 7
_MARK_GAP = 17
_FACE = 17
"""Radius of the circle with the owner's initials."""


@dataclass(frozen=True, slots=True)
class Density:
    """How large cards are set, in pixels. ``has_top`` gives number and area a row of their own,
    and the owner a place; without it they share one row with the counts. Without ``has_row`` there
    is the title alone, the number before it."""

    title: float
    line: float
    most_lines: int
    pad: float
    small: float
    gap: float
    has_top: bool
    has_row: bool = True

    @property
    def cap(self) -> float:
        """The height of a capital of the small words."""
        return self.small * _CAP_EM

    @property
    def lines_top(self) -> float:
        """Where the title's first line begins, below the card's upper edge."""
        return self.pad + (self.cap + 14 if self.has_top else 0)

    @property
    def row(self) -> float:
        """The height of the row with the counts."""
        return 2 * _FACE if self.has_top else self.small

    @property
    def row_gap(self) -> float:
        """What stands between the title and the row with the counts."""
        return 8 if self.has_top else 9


ROOMY = Density(title=31, line=39, most_lines=3, pad=20, small=22, gap=18, has_top=True)
COSY = Density(title=29, line=36, most_lines=3, pad=17, small=22, gap=14, has_top=False)
DENSE = Density(title=27, line=33, most_lines=2, pad=13, small=21, gap=11, has_top=False)
SLIM = Density(27, 32, most_lines=2, pad=11, small=21, gap=9, has_top=False, has_row=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """An icon and what stands beside it: ``x`` is the left of the icon."""

    icon: str
    x: float
    text: str
    text_x: float


@dataclass(frozen=True, slots=True)
class Row:
    """The small words of a card; ``area`` and ``initials`` are empty where they have no place."""

    number: str
    marks: tuple[Mark, ...]
    area: str
    initials: str


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card, with baselines and left edges of all it says."""

    x: float
    y: float
    width: float
    height: float
    density: Density
    number_y: float
    row: Row
    area_key: str | None
    lines: tuple[str, ...]
    lines_y: float
    marks_y: float
    is_right_to_left: bool
    key: str

    @property
    def left(self) -> float:
        """The left edge of the words."""
        return self.x + BAR + self.density.pad

    @property
    def right(self) -> float:
        """The right edge of the words."""
        return self.x + self.width - self.density.pad


def placed_card(
    card: BoardCard, x: float, y: float, wide: float, density: Density, *, has_votes: bool = True
) -> PlacedCard:
    """A card whose upper left corner is at ``x``, ``y``; votes are told only with ``has_votes``."""
    room = wide - BAR - 2 * density.pad
    row = _row(card, x + BAR + density.pad, room, density, has_votes)
    lines = _lines(card, room, density, row)
    text_end = density.lines_top + len(lines) * density.line
    row_y = text_end + density.row_gap
    marks_y = y + row_y + (density.row + density.cap) / 2
    lines_y = y + density.lines_top + density.line / 2 + density.title * _CAP_EM / 2
    # A row of its own for counts and owner is left out where an audience is told neither.
    has_row = density.has_row and bool(not density.has_top or row.marks or row.initials)
    if density.has_top:
        number_y = y + density.pad + density.cap
    else:
        number_y = marks_y if density.has_row else lines_y
    return PlacedCard(
        x=x,
        y=y,
        width=wide,
        height=(row_y + density.row if has_row else text_end) + density.pad - 3,
        density=density,
        number_y=number_y,
        row=row,
        area_key=card.area,
        lines=lines,
        lines_y=lines_y,
        marks_y=marks_y,
        is_right_to_left=is_right_to_left(lines[0]),
        key=card.key,
    )


def _lines(card: BoardCard, room: float, density: Density, row: Row) -> tuple[str, ...]:
    """The title; without a row of small words its number stands before it, or, of a title from
    right to left, at the other end of its lines."""
    title = card.title
    if not density.has_row and row.number:
        room -= width(row.number, density.small, "Regular") + 12
    elif not density.has_row:
        title = f"{card.number} {title}"
    return wrapped(title, density.title, "SemiBold", room, density.most_lines) or ("Untitled",)


def count_text(count: int) -> str:
    """A count in at most five characters: 1,204 and 12k and 3M."""
    if count < 10_000:
        return f"{count:,}"
    return f"{count // 1000}k" if count < 1_000_000 else f"{count // 1_000_000}M"


def _row(card: BoardCard, left: float, room: float, density: Density, has_votes: bool) -> Row:
    number = clipped(card.number, density.small, "Regular", room / 3)
    if not density.has_row:
        return Row(number if is_right_to_left(card.title) else "", (), "", "")
    taken = width(number, density.small, "Regular")
    if density.has_top:
        initials = _initials(card.owner)
        end = left + room - (2 * _FACE + 12 if initials else 0)
        marks = _marks(card, left, density, end, has_votes)
    else:
        initials = ""
        start = left + (taken + _MARK_GAP if number else 0)
        marks = _marks(card, start, density, left + room, has_votes)
        taken = _end(marks, density) - left if marks else taken
    return Row(number, marks, _area(card.area, room - taken - 24, density), initials)


def _marks(
    card: BoardCard, x: float, density: Density, right: float, has_votes: bool
) -> tuple[Mark, ...]:
    icon = density.small * 0.8 + _ICON_GAP
    said = [("votes", count_text(card.votes))] if has_votes else []
    if card.customers:
        said.append(("customers", count_text(card.customers)))
    status = cleaned(card.status)
    if status and density.has_top:
        said.append(("status", status))
    marks: list[Mark] = []
    for name, text in said:
        end = x + icon + width(text, density.small, "SemiBold")
        if name == "status" and end > right:
            break  # a status is whole or not there: the list beside the picture says it too
        marks.append(Mark(name, x, text, x + icon))
        x = end + _MARK_GAP
    return tuple(marks)


def _end(marks: tuple[Mark, ...], density: Density) -> float:
    return marks[-1].text_x + width(marks[-1].text, density.small, "SemiBold")


def _area(area: str | None, room: float, density: Density) -> str:
    """The area's name, whole; in a dense row it gives way to its dot, which the legend explains."""
    name = cleaned(area or "")
    if density.has_top:
        return clipped(name, density.small, "SemiBold", room)
    return name if width(name, density.small, "SemiBold") <= room else ""


def _initials(owner: str | None) -> str:
    words = [word for word in cleaned(owner or "").split() if word[0].isalpha()]
    if not words:
        return ""
    letters = words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper() if letters.isascii() or len(letters) == 1 else letters[0]
