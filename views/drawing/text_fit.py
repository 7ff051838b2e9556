"""Text that fits: measured with the shipped font's own widths, broken into lines, clipped."""

import json
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Literal

Weight = Literal["Medium", "SemiBold", "Bold"]

_WIDE_EM = 1.0
_UNKNOWN_EM = 0.62
_EMOJI_FROM, _IDEOGRAPHS = 0x1F000, range(0x20000, 0x40000)
_SELECTORS = "\ufe0e\ufe0f"
_ELLIPSIS = "…"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def cleaned(text: str) -> str:
    """Text for a picture: one line, without control and direction characters, and without emoji,
    which few servers have a font for."""
    kept = (" " if char.isspace() else char for char in text if _may_show(char))
    return " ".join("".join(kept).split())


def width(text: str, size: float, weight: Weight) -> float:
    """The width of a line in pixels at a font size in pixels."""
    table = _widths()[weight]
    return sum(_advance_em(char, table) for char in text) * size


def wrapped(
    text: str, size: float, weight: Weight, most_width: float, most_lines: int
) -> list[str]:
    """The text in at most ``most_lines`` lines, none wider; the last one ends in an ellipsis when
    something is left. Words longer than a line are broken, and so is text without spaces."""
    lines: list[str] = []
    rest = cleaned(text)
    while rest and len(lines) < most_lines:
        line, rest = _first_line(rest, size, weight, most_width)
        lines.append(line)
    if rest:
        lines[-1] = clipped(f"{lines[-1]} {rest}", size, weight, most_width)
    return lines


def clipped(text: str, size: float, weight: Weight, most_width: float) -> str:
    """The text in one line of at most ``most_width`` pixels, with an ellipsis when cut."""
    text = cleaned(text)
    if width(text, size, weight) <= most_width:
        return text
    fits = _fitting(text, size, weight, most_width - width(_ELLIPSIS, size, weight))
    return text[:fits].rstrip(" ,.;:-–") + _ELLIPSIS


def is_right_to_left(text: str) -> bool:
    """True when the first letter with a direction runs from right to left."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction == "L":
            return False
        if direction in _RIGHT_TO_LEFT:
            return True
    return False


def _first_line(text: str, size: float, weight: Weight, most_width: float) -> tuple[str, str]:
    fits = _fitting(text, size, weight, most_width)
    if fits == len(text):
        return text, ""
    space = text.rfind(" ", 0, fits + 1)
    if space > 0:
        return text[:space], text[space + 1 :]
    cut = max(fits, 1)
    return text[:cut], text[cut:].lstrip()


def _fitting(text: str, size: float, weight: Weight, most_width: float) -> int:
    table, room = _widths()[weight], most_width / size
    for index, char in enumerate(text):
        room -= _advance_em(char, table)
        if room < 0:
            return _whole(text, index)
    return len(text)


def _whole(text: str, index: int) -> int:
    while 0 < index < len(text) and unicodedata.combining(text[index]):
        index -= 1  # an accent is not torn from its letter
    return index


def _advance_em(char: str, table: dict[int, float]) -> float:
    known = table.get(ord(char))
    if known is not None:
        return known
    if unicodedata.combining(char):
        return 0.0
    return _WIDE_EM if unicodedata.east_asian_width(char) in "WF" else _UNKNOWN_EM


def _may_show(char: str) -> bool:
    if char.isspace():
        return True
    is_hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")
    return not is_hidden and _is_text(char) and char not in _SELECTORS


def _is_text(char: str) -> bool:
    return ord(char) < _EMOJI_FROM or ord(char) in _IDEOGRAPHS


@lru_cache(maxsize=1)
def _widths() -> dict[str, dict[int, float]]:
    text = resources.files("views.drawing").joinpath("fonts/widths.json").read_text("ascii")
    return {
        weight: {int(code): units / 1000 for code, units in table.items()}
        for weight, table in json.loads(text).items()
    }
