"""What the cells of a column look like, which tells what it can mean and what it cannot."""

import re
from collections.abc import Sequence
from enum import Enum

from domain.imports.fields import Field
from domain.imports.reading.moments import looks_like_moment
from domain.imports.reading.values import is_empty

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_NUMBER = re.compile(r"[-+]?\d[\d.,' \u00a0\u202f]*")
_MOST_OF = 0.8


class Shape(Enum):
    """What most filled cells of a column are."""

    EMPTY = "empty"
    LINKS = "links"
    ADDRESSES = "addresses"
    NUMBERS = "numbers"
    DATES = "dates"
    WORDS = "words"


_READS: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    (Shape.LINKS, _LINK),
    (Shape.ADDRESSES, _ADDRESS),
    (Shape.NUMBERS, _NUMBER),
)
_CANNOT: dict[Field, frozenset[Shape]] = {
    **dict.fromkeys(
        (Field.TEXT, Field.TITLE, Field.DESCRIPTION),
        frozenset({Shape.LINKS, Shape.ADDRESSES, Shape.DATES}),
    ),
    Field.NAME: frozenset({Shape.LINKS, Shape.NUMBERS, Shape.DATES}),
    Field.CUSTOMER: frozenset({Shape.LINKS, Shape.DATES}),
    Field.SAID_BY: frozenset({Shape.LINKS, Shape.NUMBERS, Shape.DATES}),
    Field.AREA: frozenset({Shape.LINKS, Shape.ADDRESSES, Shape.DATES, Shape.NUMBERS}),
    Field.TAGS: frozenset({Shape.LINKS, Shape.ADDRESSES, Shape.DATES}),
    Field.IDEA: frozenset({Shape.LINKS, Shape.ADDRESSES, Shape.DATES}),
    Field.STATUS: frozenset({Shape.LINKS, Shape.ADDRESSES, Shape.DATES, Shape.NUMBERS}),
    Field.RESOLUTION: frozenset({Shape.LINKS, Shape.ADDRESSES, Shape.DATES, Shape.NUMBERS}),
    Field.EMAIL: frozenset({Shape.LINKS, Shape.NUMBERS, Shape.DATES}),
    Field.VOTES: frozenset({Shape.LINKS, Shape.ADDRESSES, Shape.DATES, Shape.WORDS}),
    Field.VOTERS: frozenset({Shape.LINKS, Shape.NUMBERS, Shape.DATES}),
    Field.DONE_ON: frozenset({Shape.LINKS, Shape.ADDRESSES, Shape.WORDS}),
    Field.OWNER: frozenset({Shape.LINKS, Shape.NUMBERS, Shape.DATES}),
}


def shape_of(cells: Sequence[str]) -> Shape:
    """Return what at least four of five filled cells are; words when they differ."""
    filled = [cell.strip() for cell in cells if not is_empty(cell)]
    if not filled:
        return Shape.EMPTY
    for shape, pattern in _READS:
        matching = sum(bool(pattern.fullmatch(cell)) for cell in filled)
        if matching >= _MOST_OF * len(filled) and not _are_dates(filled):
            return shape
    return Shape.DATES if _are_dates(filled) else Shape.WORDS


def fits(field: Field, shape: Shape) -> bool:
    """Return whether a column of that shape can hold a field."""
    return shape not in _CANNOT.get(field, ())


def _are_dates(filled: Sequence[str]) -> bool:
    return sum(map(looks_like_moment, filled)) >= _MOST_OF * len(filled)
