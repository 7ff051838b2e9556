"""Folding text for search: what is typed finds what was written, whatever the spelling."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_UNSPACED_SCRIPTS = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff66-\uff9f]"
)


def fold(text: str) -> str:
    """Return the words of `text` in one plain spelling, joined by single spaces.

    Case, accents, width variants and everything that is neither letter nor digit fall away.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = unicodedata.normalize("NFKD", plain)
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(_WORD.findall(kept))


def like_pattern(word: str) -> str:
    """Return the LIKE pattern that finds a folded word at the start of a word.

    The searched text is folded and begins with a space. Scripts that put no space between words,
    such as Chinese, are found anywhere. A folded word holds no character that LIKE treats
    specially.
    """
    return f"%{word}%" if _UNSPACED_SCRIPTS.search(word) else f"% {word}%"
