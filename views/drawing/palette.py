"""Colours: two schemes, and one colour for each area that stays the same from board to board."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a scheme that do not depend on areas. Words in ``text`` and ``quiet`` have a
    contrast of at least 4.5 on ``page``, ``card`` and ``panel`` (WCAG 2.2, 1.4.3)."""

    page: str
    panel: str
    card: str
    edge: str
    shade: str
    text: str
    quiet: str
    road: str
    face: str
    done: str
    plain: str
    late: str


LIGHT = Colours(
    page="#f7f6f2",
    panel="#eeece5",
    card="#ffffff",
    edge="#e3e0d7",
    shade="#d9d5ca",
    text="#1f1d2b",
    quiet="#66626f",
    road="#4350d6",
    face="#edebf4",
    done="#2f7d4f",
    plain="#8d8996",
    late="#b3261e",
)
DARK = Colours(
    page="#15161c",
    panel="#1b1d25",
    card="#22242e",
    edge="#323541",
    shade="#0d0e13",
    text="#eeedf3",
    quiet="#a5a3b3",
    road="#98a5ff",
    face="#353847",
    done="#6cc492",
    plain="#7d7b8b",
    late="#ff9a90",
)

_AREAS: dict[Scheme, tuple[str, ...]] = {
    "light": (
        "#4350d6",
        "#b8480f",
        "#0b7a75",
        "#9b2fae",
        "#8a6200",
        "#c2255c",
        "#1769b5",
        "#3e7a1e",
        "#6d3bd1",
        "#85543a",
    ),
    "dark": (
        "#98a5ff",
        "#ff9e70",
        "#4fd1c5",
        "#e39bf2",
        "#ebc260",
        "#ff93b5",
        "#76bdff",
        "#9ad66b",
        "#bda3ff",
        "#ddae91",
    ),
}


def colours(scheme: Scheme) -> Colours:
    """The colours of a scheme."""
    return DARK if scheme == "dark" else LIGHT


def area_colours(areas: Iterable[str], scheme: Scheme) -> dict[str, str]:
    """A colour for each area by its name; spellings that differ in case alone share it.

    A name has its own place among ten hues; when two areas of one board want the same place, the
    second by name takes the next free one. Areas beyond ten are grey.
    """
    hues = _AREAS[scheme]
    names = set(areas)
    taken: dict[int, str] = {}
    for key in sorted({name.casefold() for name in names}):
        wanted = crc32(key.encode(errors="replace"))
        free = ((wanted + step) % len(hues) for step in range(len(hues)))
        place = next((place for place in free if place not in taken), None)
        if place is not None:
            taken[place] = key
    found = {key: hues[place] for place, key in taken.items()}
    return {name: found.get(name.casefold(), colours(scheme).plain) for name in names}
