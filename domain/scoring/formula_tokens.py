"""A formula cut into numbers, names and signs, with refusals that point at the place."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.core.errors import InvalidInput
from domain.text.words import straighten

MAX_CHARS = 500
MARK = "▸"

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3}(?![A-Za-z0-9_]))?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign><=|>=|==|!=|[-+*/(),<>=%])"
)
_SPELLINGS = str.maketrans({"×": "*", "·": "*", "÷": "/", "\u2212": "-", "\u2013": "-"})


class Sort(StrEnum):
    """What a token is."""

    NUMBER = "number"
    NAME = "name"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token and where it begins, in characters from 0."""

    sort: Sort
    text: str
    at: int


class FormulaError(InvalidInput):
    """A formula that cannot be used: the sentence, the column, and the line with the place marked.

    The mark stands in the line itself, because a form shows it in letters of different widths.
    """

    def __init__(self, reason: str, source: str, at: int, *, field: str | None = "formula") -> None:
        self.column = at + 1
        self.pointer = _pointer(source, at)
        super().__init__(f"{reason} (Column {self.column}: {self.pointer})", field=field)


def tokens(source: str) -> list[Token]:
    """The tokens of a formula, the last one its end; raises FormulaError."""
    text = straighten(source).translate(_SPELLINGS)
    if len(text) > MAX_CHARS:
        raise FormulaError(f"A formula has at most {MAX_CHARS} characters.", text, MAX_CHARS)
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FormulaError(f"“{text[at]}” has no meaning in a formula.", text, at)
        sort = str(match.lastgroup)
        if sort != "space":
            found.append(Token(Sort(sort), match[0], at))
        at = match.end()
    found.append(Token(Sort.END, "", len(text)))
    return found


def spelled(source: str) -> str:
    """The formula as it is read: with plain signs, each at the place where it was typed."""
    return straighten(source).translate(_SPELLINGS)


_AROUND = 30


def _pointer(source: str, at: int) -> str:
    """The part of the line around a place, with a mark before that place."""
    line = " ".join(source[:at].split("\n")), " ".join(source[at:].split("\n"))
    return f"{line[0][-_AROUND:].lstrip()}{MARK}{line[1][:_AROUND].rstrip()}"
