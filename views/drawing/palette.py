"""Colours: two schemes, and one colour for each area that stays the same from board to board."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a scheme that do not depend on areas."""

    page: str
    column: str
    card: str
    edge: str
    title: str
    text: str
    quiet: str
    accent: str
    done: str
    plain: str


LIGHT = Colours(
    page="#f4f5f9",
    column="#e9ebf2",
    card="#ffffff",
    edge="#dde0ea",
    title="#171b2c",
    text="#232840",
    quiet="#666d85",
    accent="#3b5bdb",
    done="#2b8a56",
    plain="#8a90a6",
)
DARK = Colours(
    page="#12141c",
    column="#1a1d29",
    card="#242838",
    edge="#33384c",
    title="#f2f3f8",
    text="#e6e8f1",
    quiet="#9aa1b9",
    accent="#8ea6ff",
    done="#63c996",
    plain="#757c95",
)

_AREAS_LIGHT = (
    "#3b5bdb",
    "#c2410c",
    "#087f6f",
    "#9c36b5",
    "#b7791f",
    "#c2255c",
    "#1c7ed6",
    "#5c7c12",
    "#6741d9",
    "#a0522d",
)
_AREAS_DARK = (
    "#8ea6ff",
    "#ff9466",
    "#4fd1bd",
    "#dd8df0",
    "#f2c05c",
    "#ff8cb0",
    "#6fbcff",
    "#b4d455",
    "#b39dff",
    "#dba07a",
)


def colours(scheme: Scheme) -> Colours:
    """The colours of a scheme."""
    return DARK if scheme == "dark" else LIGHT


def area_colours(areas: Iterable[str], scheme: Scheme) -> dict[str, str]:
    """A colour for each area by its name.

    A name has its own place among ten hues; when two areas of one board share a place, the second
    by name takes the next free one. Areas beyond ten are grey.
    """
    hues = _AREAS_DARK if scheme == "dark" else _AREAS_LIGHT
    taken: dict[int, str] = {}
    for area in sorted(set(areas), key=str.casefold):
        wanted = crc32(area.casefold().encode()) % len(hues)
        free = (n % len(hues) for n in range(wanted, wanted + len(hues)))
        place = next((n for n in free if n not in taken), None)
        if place is None:
            break
        taken[place] = area
    found = {area: hues[place] for place, area in taken.items()}
    return {area: found.get(area, colours(scheme).plain) for area in set(areas)}
