"""Cells of tables as values: amounts, counts and lists of names, in the ways people write them."""

import re
import unicodedata

from domain.core.amounts import _FACTORS
from domain.core.errors import InvalidInput

_FACTORS |= {"mrd": 1_000_000_000, "bn": 1_000_000_000, "b": 1_000_000_000}

_GROUPS = ".,'\u2019 \u00a0\u202f\u2009\u066c_\u00b7"
_COUNT = re.compile(rf"([+-]?)(\d{{1,3}}(?:([{re.escape(_GROUPS)}])(?:\d{{2,3}}\3)*\d{{3}})?|\d+)")
_DECIMALS = re.compile(r"[.,]0{1,2}$")
_EMPTY = frozenset(
    {
        *(
            "n/a",
            "na",
            "n.a.",
            "n.a",
            "-",
            "--",
            "---",
            "\u2013",
            "\u2014",
            "\u2212",
            "none",
            "null",
        ),
        *("nil", "nan", "?", "??", "(empty)", "(none)", "(blank)", "#n/a", "k.a.", "k. a.", "./."),
        *("keine", "\u7121\u3057", "\u306a\u3057", "\u65e0", "\uc5c6\uc74c", "\u043d\u0435\u0442"),
    }
)
_SEPARATED = re.compile(r"[;|\n]+")


def is_empty(cell: str) -> bool:
    """Return whether a cell holds nothing, or what people and programs write for nothing."""
    bare = cell.strip()
    return not bare or bare.lower() in _EMPTY


def count(cell: str) -> int:
    """Return the whole number of a cell, below 0 too, with any separator of groups.

    Raises InvalidInput for what is no such number.
    """
    typed = unicodedata.normalize("NFKC", cell).replace("\u2212", "-").strip()
    match = _COUNT.fullmatch(typed) or _COUNT.fullmatch(_DECIMALS.sub("", typed))
    digits = re.sub(r"\D", "", match[2]) if match else ""
    if match is None or len(digits) > 9:
        raise InvalidInput(f"{cell.strip()[:40]!r} isn't a number of votes.")
    return -int(digits) if match[1] == "-" else int(digits)


def names(cell: str) -> tuple[str, ...]:
    """Return the people that a cell lists, each once.

    Semicolons, bars and line breaks part them; commas too, but for ``Meyer, Anna``: two single
    words are one name.
    """
    found: list[str] = []
    for part in _SEPARATED.split(cell):
        pieces = [" ".join(one.split()) for one in part.split(",")]
        is_one = len(pieces) == 2 and not any(" " in one or "@" in one for one in pieces)
        found += [" ".join(part.split())] if is_one else pieces
    return tuple(dict.fromkeys(one for one in found if one))
