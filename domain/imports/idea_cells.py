"""Cells that name ideas: one by its number or title, or a list of several."""

import re

_WAYS = (r"[\n;|]+", r"[\n;|,]+")
_MOST = 20


def idea_lists(cell: str) -> list[tuple[str, ...]]:
    """Return the ways to read a cell: as one name, and as lists of several.

    A title may hold a comma, so what the cell means is the first way in which all names are known.
    """
    ways: list[tuple[str, ...]] = [(cell.strip(),)]
    for separators in _WAYS:
        names = [" ".join(one.split()) for one in re.split(separators, cell)]
        way = tuple(dict.fromkeys(one for one in names if one))[:_MOST]
        if len(way) > 1 and way not in ways:
            ways.append(way)
    return ways


def idea_names(cell: str) -> tuple[str, ...]:
    """Return every name that a cell may hold."""
    return tuple(dict.fromkeys(name for way in idea_lists(cell) for name in way))
