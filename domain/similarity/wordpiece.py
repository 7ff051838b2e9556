"""Cutting a text into the pieces that the model of meanings knows (BERT's WordPiece, uncased).

It does what `BertNormalizer(lowercase=True)`, `BertPreTokenizer` and `WordPiece` of the library
`tokenizers` do, for the one vocabulary that is used here.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from domain.similarity.character_classes import (
    DROPPED,
    IDEOGRAPHS,
    MARKS,
    PUNCTUATION,
    WHITESPACE,
)

_LONGEST_WORD = 100
_UNKNOWN, _GOES_ON = "[UNK]", "##"


def _ranges(written: str) -> Iterator[tuple[int, int]]:
    for one in written.split():
        first, _, last = one.partition("-")
        yield int(first, 16), int(last or first, 16)


def _one_of(written: str) -> re.Pattern[str]:
    return re.compile(f"[{_inside(written)}]")


def _inside(written: str) -> str:
    """A set of characters as the inside of a regular expression's brackets."""
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in _ranges(written))


class WordPieces:
    """A vocabulary, and how texts are cut into its pieces."""

    def __init__(self, pieces: Sequence[str]) -> None:
        """`pieces` are in the order of their numbers; `[UNK]` is one of them."""
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._unknown = self._numbers[_UNKNOWN]
        self._longest = max(map(len, pieces))
        self._space, self._dropped = _one_of(WHITESPACE), _one_of(DROPPED)
        self._marks, self._ideograph = _one_of(MARKS), _one_of(IDEOGRAPHS)
        signs = _inside(PUNCTUATION)
        self._word = re.compile(f"[{signs}]|[^ {signs}]+")

    def numbers(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, in order, without the marks of its ends."""
        found: list[int] = []
        for word in self._word.findall(self._plain(text)):
            found += self._cut(word)
        return found

    def _plain(self, text: str) -> str:
        """The text in small letters without accents, ideographs apart."""
        text = self._dropped.sub("", self._space.sub(" ", text))
        if not text.isascii():
            text = self._ideograph.sub(r" \g<0> ", text)
            text = self._marks.sub("", unicodedata.normalize("NFD", text))
            text = text.replace("Σ", "σ")  # at a word's end, lower() makes another letter of it
        return text.lower()

    def _cut(self, word: str) -> list[int]:
        """The longest piece that a word begins with, then the longest that goes on, to its end."""
        if len(word) > _LONGEST_WORD:
            return [self._unknown]
        found: list[int] = []
        start, prefix = 0, ""
        while start < len(word):
            for end in range(min(len(word), start + self._longest), start, -1):
                number = self._numbers.get(prefix + word[start:end])
                if number is not None:
                    break
            else:
                return [self._unknown]
            found.append(number)
            start, prefix = end, _GOES_ON
        return found
