"""Which characters a picture can show: the shipped font's table, and text made ready for it."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

Weight = Literal["Regular", "SemiBold"]

NON_JOINER, JOINER = "\u200c", "\u200d"
_RIGHT_TO_LEFT_EMBEDDING, _POP = "\u202b", "\u202c"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ADORNMENTS = (range(0xFE00, 0xFE10), range(0x1F3FB, 0x1F400), range(0x1F1E6, 0x1F200), (0x20E3,))
"""Variation selectors, skin tones, the letters that flags are made of, the keycap."""

_MARKS_IN_A_ROW = 2
"""Accents kept on one letter: enough for every script, too few to paint over the neighbours."""


@dataclass(frozen=True, slots=True)
class Font:
    """Advance widths in em of the characters that the shipped font has, by weight. Only the
    semi-bold one has emoji; a regular line with an emoji is drawn in it as a whole."""

    regular: dict[str, float]
    semi_bold: dict[str, float]

    def drawn_in(self, text: str, weight: Weight) -> Weight:
        """The weight in which a text is drawn when this one is asked for."""
        lacking = (char for char in text if char not in self.regular)
        return "SemiBold" if any(char in self.semi_bold for char in lacking) else weight

    def advances(self, text: str, weight: Weight) -> dict[str, float]:
        """The table of the weight in which a text is drawn."""
        return self.semi_bold if self.drawn_in(text, weight) == "SemiBold" else self.regular


@lru_cache(maxsize=1)
def shipped_font() -> Font:
    """The tables of the shipped font, read once."""
    table = json.loads(resources.files("views.drawing").joinpath("fonts/advances.json").read_text())
    em = table["units_per_em"]
    regular: dict[str, float] = {}
    semi_bold: dict[str, float] = {}
    for start, count, *widths in table["runs"]:
        for target, units in zip((regular, semi_bold), widths, strict=True):
            each = units if isinstance(units, list) else [units] * count
            known = ((n, unit) for n, unit in enumerate(each) if unit is not None)
            target.update((chr(start + n), unit / em) for n, unit in known)
    return Font(regular, semi_bold)


@lru_cache(maxsize=1000)
def cleaned(text: str) -> str:
    """Text for a picture, on one line and in its composed form.

    Control, direction and private characters go, and so does what only adorns an emoji (skin tone,
    variation, the rest of a joined family). A letter in a fancy dress becomes the plain letter.
    """
    spaced = "".join(" " if char.isspace() else char for char in text)
    composed = unicodedata.normalize("NFC", spaced)
    return " ".join("".join(_shown(composed)).split())


def is_right_to_left(text: str) -> bool:
    """True when the first letter with a direction runs from right to left."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction == "L":
            return False
        if direction in ("R", "AL"):
            return True
    return False


def directed(text: str) -> str:
    """Text with its own direction: a right-to-left line keeps its order between Latin words."""
    return f"{_RIGHT_TO_LEFT_EMBEDDING}{text}{_POP}" if is_right_to_left(text) else text


def _shown(text: str) -> Iterator[str]:
    marks, before, joins = 0, "", False
    for char in text:
        if char in (JOINER, NON_JOINER):
            joins = char == JOINER and _is_pictograph(before)
            if before.isalpha() or unicodedata.combining(before or " "):
                yield char
            continue
        if _is_hidden(char) or (joins and _is_pictograph(char)):
            continue
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS_IN_A_ROW:
            yield _plain(char)
        before, joins = char, False


def _is_hidden(char: str) -> bool:
    if unicodedata.category(char) in _HIDDEN or any(ord(char) in some for some in _ADORNMENTS):
        return True
    is_odd = ord(char) >= 0x1F000 and _is_pictograph(char)
    is_stray = unicodedata.name(char, "").startswith("COMBINING ")
    return (is_odd or is_stray) and char not in shipped_font().semi_bold


def _is_pictograph(char: str) -> bool:
    return char >= "\u2190" and unicodedata.category(char) in ("So", "Sm", "Sk")


def _plain(char: str) -> str:
    """The character, or the one that it is a variant of when the font has only that one."""
    known = shipped_font().semi_bold
    if char in known:
        return char
    plain = unicodedata.normalize("NFKC", char)
    is_letter = plain.isalnum() and all(part in known for part in plain)
    return plain if is_letter else char
