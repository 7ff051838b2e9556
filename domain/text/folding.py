"""Folding text for search: what is typed finds what was written, whatever the spelling."""

import re
import unicodedata

MAX_WORD_CHARS = 64
"""Longer words are cut; PostgreSQL refuses a lexeme above 2,046 bytes."""

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff66-\uff9f"
_UNSPACED_SCRIPTS = re.compile(f"[{_UNSPACED}]")
_RUNS = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")


def fold(text: str) -> str:
    """Return the words of `text` in one plain spelling, joined by single spaces.

    Case, accents, width variants and everything that is neither letter nor digit fall away.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = unicodedata.normalize("NFKD", plain)
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(_WORD.findall(kept))


def index_words(text: str) -> str:
    """Return what full text keeps of `text`: its folded words, joined by single spaces.

    Scripts that put no space between words, such as Chinese, are kept as every two neighbouring
    characters and the last one, so that any part of them is found.
    """
    words: list[str] = []
    for word in fold(text).split():
        for run in _RUNS.findall(word):
            words += _pairs(run) if _UNSPACED_SCRIPTS.match(run) else [run[:MAX_WORD_CHARS]]
    return " ".join(words)


def query_words(text: str, limit: int = 12) -> list[str]:
    """Return the beginnings of indexed words that all have to be there for `text` to be found.

    The words are letters and digits only, so none means anything to a database's query language.
    """
    words: list[str] = []
    for word in fold(text).split():
        for run in _RUNS.findall(word):
            if _UNSPACED_SCRIPTS.match(run) and len(run) > 1:
                words += _pairs(run)[:-1]
            else:
                words.append(run[:MAX_WORD_CHARS])
    return list(dict.fromkeys(words))[:limit]


def like_pattern(word: str) -> str:
    """Return the LIKE pattern that finds a folded word at the start of a word.

    The searched text is folded and begins with a space. Scripts that put no space between words,
    such as Chinese, are found anywhere. A folded word holds no character that LIKE treats
    specially.
    """
    return f"%{word}%" if _UNSPACED_SCRIPTS.search(word) else f"% {word}%"


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run))]
