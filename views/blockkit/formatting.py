"""Where Slack would format a person's text, and the look-alikes that keep it from doing so.

Slack formats between two of the same character in a line: the first stands after no letter or
digit and before no space, the second after no space and before no letter or digit. So `SELECT *`,
`2 * 3`, `a*b`, `*args` and snake_case stay as they are, and can be copied. Nothing formats within
`code`, which is kept as code.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Slack reads the full-width forms as formatting too.
_FAMILY = {**dict.fromkeys("*＊", "*"), **dict.fromkeys("_＿", "_"), "~": "~"}
_FAMILY |= dict.fromkeys("`｀", "`")
_LOOKALIKES = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
_LETTER = r"[^\W_]"
# An address stays as it is, up to its last character that cannot close a format. Backticks in a row
# open a block wherever they stand.
_PART = re.compile(
    rf"(?P<address>https?://[^\s<>*`|]*{_LETTER})"
    rf"|(?P<code>(?<![\w`｀*＊~])`[^\s`｀](?:[^`｀\n]*[^\s`｀])?`(?![\w`｀*＊~]))"
    r"|(?P<block>[`｀]{2,})"
    r"|(?P<sign>[*＊]+|[_＿]+|~+|[`｀])"
)


class _Sign(NamedTuple):
    """One of the characters, or several of a kind in a row, which open and close together."""

    place: int
    length: int
    family: str
    opens: bool
    closes: bool


def defused(text: str, *, stands_alone: bool = False) -> str:
    """Return `text` with look-alikes for the characters that Slack would format by.

    `stands_alone` is for lines that hold nothing but this text. Elsewhere formatting of ours may
    stand beside it, and one character that could open or close a format is enough to break that.
    The length stays the same.
    """
    return "\n".join(_defused_line(line, stands_alone) for line in text.split("\n"))


def _defused_line(line: str, stands_alone: bool) -> str:
    shown = list(line)
    signs = []
    for found in _PART.finditer(line):
        if found["block"]:
            shown[found.start() : found.end()] = _LOOKALIKES["`"] * len(found["block"])
        elif found["sign"]:
            signs.append(_sign(line, *found.span()))
    for sign in _paired(signs) if stands_alone else signs:
        if sign.opens or sign.closes:
            shown[sign.place : sign.place + sign.length] = _LOOKALIKES[sign.family] * sign.length
    return "".join(shown)


def _sign(line: str, start: int, end: int) -> _Sign:
    before, after = line[start - 1 : start] if start else "", line[end : end + 1]
    is_row = end - start > 1
    return _Sign(
        start,
        end - start,
        _FAMILY[line[start]],
        opens=bool(after.strip()) and (is_row or not before.isalnum()),
        closes=bool(before.strip()) and (is_row or not after.isalnum()),
    )


def _paired(signs: list[_Sign]) -> Iterator[_Sign]:
    """The signs that have a partner in their line: one that opens before one that closes."""
    opened: dict[str, int] = {}
    closed: dict[str, int] = {}
    for sign in signs:
        if sign.opens:
            opened.setdefault(sign.family, sign.place)
        if sign.closes:
            closed[sign.family] = sign.place
    for sign in signs:
        has_closing = sign.opens and closed.get(sign.family, -1) > sign.place
        has_opening = sign.closes and opened.get(sign.family, sign.place) < sign.place
        if has_closing or has_opening:
            yield sign
