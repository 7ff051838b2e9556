"""Text that fits: measured with the shipped font's own widths, broken into lines, clipped."""

import unicodedata

from views.drawing.glyphs import Weight, cleaned, shipped_font

_WIDE_EM = 1.0
_OTHER_EM = 0.62
_MARK_EM = 0.2
"""Widths of what the shipped font lacks: ideographs fill a square, other scripts are near this."""

_ELLIPSIS = "…"
_DANGLING = " ,.;:-–—/(["
_NEVER_FIRST = frozenset(
    "、。，．！？：；）」』】》〉〕｝ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…%)]}!?,.:;"
)
_NEVER_LAST = frozenset("（「『【《〈〔｛([{")
_HANGUL = range(0xAC00, 0xD7A4)
_STUB = 2
_WORD_NEAR = 9
"""How many characters a clipped line gives up so as to end with a whole word."""


def width(text: str, size: float, weight: Weight) -> float:
    """The width of a line in pixels at a font size in pixels."""
    table = shipped_font().advances(text, weight)
    return sum(_advance_em(char, table) for char in text) * size


def wrapped(
    text: str, size: float, weight: Weight, most_width: float, most_lines: int
) -> tuple[str, ...]:
    """The text in at most ``most_lines`` lines, none wider; the last one ends in an ellipsis when
    something is left. Words longer than a line are broken, and so is text without spaces."""
    lines: list[str] = []
    rest = cleaned(text)
    while rest and len(lines) < most_lines - 1:
        line, rest = _first_line(rest, size, weight, most_width)
        lines.append(line)
    if rest:
        lines.append(clipped(rest, size, weight, most_width))
    return tuple(lines)


def clipped(text: str, size: float, weight: Weight, most_width: float) -> str:
    """The text in one line of at most ``most_width`` pixels, with an ellipsis when cut; empty when
    there is no room at all."""
    text = cleaned(text)
    fits = _fitting(text, size, weight, most_width)
    if fits == len(text):
        return text
    fits = _fitting(text, size, weight, most_width - width(_ELLIPSIS, size, weight))
    space = text.rfind(" ", 0, fits + 1)
    end = space if space > 0 and fits - space < _WORD_NEAR else fits
    kept = text[:end].rstrip(_DANGLING)
    return kept + _ELLIPSIS if kept else ""


def _first_line(text: str, size: float, weight: Weight, most_width: float) -> tuple[str, str]:
    fits = _fitting(text, size, weight, most_width)
    if fits == len(text):
        return text, ""
    places = (end for end in range(fits, 0, -1) if _may_break(text, end))
    end = next(places, 0) or _whole_letter(text, max(fits, 1))
    return text[:end].rstrip(), text[end:].lstrip()


def _fitting(text: str, size: float, weight: Weight, most_width: float) -> int:
    table, room = shipped_font().advances(text, weight), most_width / size
    for index, char in enumerate(text):
        room -= _advance_em(char, table)
        if room < 0:
            return _whole_letter(text, index)
    return len(text)


def _may_break(text: str, end: int) -> bool:
    before, after = text[end - 1], text[end]
    if after == " ":
        return True
    if _is_ideograph(before) or _is_ideograph(after):
        return after not in _NEVER_FIRST and before not in _NEVER_LAST and not _joins(after)
    return before in "-–—/" and text[max(end - 3, 0) : end - 1].isalnum() and end > _STUB


def _is_ideograph(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and ord(char) not in _HANGUL


def _joins(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf")


def _whole_letter(text: str, end: int) -> int:
    """The nearest end at or before ``end`` that tears no accent from its letter, if any."""
    start = end
    while 0 < start < len(text) and _joins(text[start]):
        start -= 1
    return start or end


def _advance_em(char: str, table: dict[str, float]) -> float:
    known = table.get(char)
    if known is not None:
        return known
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return _MARK_EM
    return _WIDE_EM if unicodedata.east_asian_width(char) in "WF" else _OTHER_EM
