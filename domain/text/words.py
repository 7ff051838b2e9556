"""Reading the short things people type: references, verbs, names that are nearly right."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from domain.core.errors import InvalidInput

ReferenceKind = Literal["F", "I", "O", "D", "T", "R"]

_STRAIGHT = str.maketrans(
    {
        **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)},
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‘’‚‛′＇", "'"),
        **dict.fromkeys("\u00a0\u2007\u202f\u3000", " "),
        "￥": "¥",
        "￡": "£",
        "￠": "¢",
        "￦": "₩",
    }
)
"""One character for one, so that a place in the plain text is the same place in the typed one."""

_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_DASHES = "\\-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
_REFERENCE = re.compile(rf"([FIODTR])\s*[{_DASHES}]?\s*0*([1-9][0-9]{{0,8}})", re.IGNORECASE)
_MOST_REFERENCE_CHARS = 60
# Letters by category, yet drawn as nothing: the Hangul fillers and the empty braille cell.
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


@dataclass(frozen=True, slots=True)
class Reference:
    """A short number that people see: kind F feedback, I idea, O objective, D decision, T tool,
    R scoring round; `number` counts from 1 per workspace."""

    kind: ReferenceKind
    number: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"


def parse_reference(text: str) -> Reference | None:
    """Return the reference that the whole of `text` names, or None when it names none.

    Case, the kind of dash and a missing dash do not matter (`i12`, `I–12`); a bare number or
    `#12` does not say which kind it is and gives None.
    """
    match = _REFERENCE.fullmatch(straighten(text[:_MOST_REFERENCE_CHARS]).strip())
    if match is None:
        return None
    return Reference(cast(ReferenceKind, match[1].upper()), int(match[2]))


def straighten(text: str) -> str:
    """Return `text` with curly quotes and wide or foreign digits as the plain keys, for commands.

    Phones and macOS write curly quotes by themselves, and keyboards for Chinese, Japanese and
    Korean write full-width letters, digits and punctuation. Each character stays in its place;
    what people say is stored as typed.
    """
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(_plain_digit, text.translate(_STRAIGHT))


def _plain_digit(found: re.Match[str]) -> str:
    return str(unicodedata.digit(found[0]))


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice most like `word` regardless of case, or None when none is close."""
    by_folded = {choice.casefold(): choice for choice in choices}
    found = difflib.get_close_matches(word.strip().casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def check_text(text: str, *, what: str, field: str | None = None) -> str:
    """Return `text` without white space at its ends; everything between stays as typed.

    `what` is a noun for the sentence, such as `title`. Raises InvalidInput, bound to `field`,
    when nothing visible is left, or for characters no database stores (U+0000 and halves of
    surrogate pairs).
    """
    if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text):
        raise InvalidInput(
            f"The {what} contains a character that cannot be stored. "
            "Type it again instead of pasting it.",
            field=field,
        )
    if is_blank(text):
        raise InvalidInput(f"The {what} is empty. Write something and try again.", field=field)
    return text.strip()


def check_length(text: str, most: int, example: str) -> None:
    """Return when what was typed after a command is no longer than ``most`` characters.

    Raises InvalidInput with an example of the command otherwise: nothing that long means anything
    there, and reading it would take long.
    """
    if len(text) > most:
        raise InvalidInput(
            f"That's {len(text):,} characters, and I read {most:,} at most here. "
            f"For example: {example}"
        )


def is_blank(text: str) -> bool:
    """Return whether `text` shows nothing: empty, white space, or invisible characters only."""
    return not any(_is_visible(char) for char in text)


def split_command(text: str) -> tuple[str, str]:
    """Return the first word of a command in lower case, and the rest as typed.

    Both are empty for an empty command. Only the verb is straightened.
    """
    words = text.split(maxsplit=1)
    verb = straighten(words[0]).strip("\"'").lower() if words else ""
    return verb, words[1].strip() if len(words) > 1 else ""


def _is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] not in "CZ" and char not in _INVISIBLE_LETTERS


def asks_for_help(text: str) -> bool:
    """Whether somebody who typed this after a command wants to know how it is used."""
    typed = straighten(text).strip()
    return bool(typed) and typed.strip("\"'? ").casefold() in ("", "help")
