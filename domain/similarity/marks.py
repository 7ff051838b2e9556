"""What tells two texts apart that look the same: codes, numbers, names, opposites."""

import re
from dataclasses import dataclass

from domain.text.folding import fold

_CODE = re.compile(r"(?=[\w./:+-]*\d)\w[\w./:+-]*\w|\d")
_NAME = re.compile(r"\b(?:[A-Z]{2,6}\b|\w+[A-Z]\w*|(?<=[^.!?:\s]\s)[A-Z]\w+)")
_OPPOSITES = (
    ("add", "remove"),
    ("add", "delete"),
    ("create", "delete"),
    ("won", "lost"),
    ("open", "close"),
    ("opened", "closed"),
    ("start", "stop"),
    ("lock", "unlock"),
    ("show", "hide"),
    ("enable", "disable"),
    ("more", "fewer"),
    ("more", "less"),
    ("faster", "slower"),
    ("import", "export"),
    ("restore", "delete"),
    ("upload", "download"),
    ("incoming", "outgoing"),
    ("before", "after"),
    ("first", "last"),
    ("read", "write"),
    ("monthly", "yearly"),
    ("on", "off"),
)
_NOT = re.compile(r"\b(?:do not|don.?t|stop|never)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marks:
    """Codes with a digit (``E-1042``), names (``SSO``, ``iPhone``, ``French``), words that have an
    opposite, and whether the text asks that something does not happen."""

    codes: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]
    is_negative: bool

    def keep_apart(self, other: "Marks") -> bool:
        """True when both have codes or names and each has others, or when one asks for the
        opposite."""
        if self.is_negative != other.is_negative:
            return True
        if self.codes - other.codes and other.codes - self.codes:
            return True
        if self.names and other.names and not self.names & other.names:
            return True
        return any(
            (one in self.words and two in other.words) or (two in self.words and one in other.words)
            for one, two in _OPPOSITES
            if not {one, two} <= self.words and not {one, two} <= other.words
        )


def marks(text: str) -> Marks:
    """Return what tells a text apart from one that looks the same."""
    return Marks(
        codes=frozenset("".join(fold(one).split()) for one in _CODE.findall(text)),
        names=frozenset(fold(one) for one in _NAME.findall(text)),
        words=frozenset(fold(text).split()) & _ALL_OPPOSITES,
        is_negative=_NOT.search(text) is not None,
    )


_ALL_OPPOSITES = frozenset(word for pair in _OPPOSITES for word in pair)
