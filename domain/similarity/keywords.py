"""The words that carry what a text asks for."""

from functools import cache

from domain.similarity.synonyms import NOTIONS
from domain.text.folding import fold

_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "it",
        "its",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "within",
        "into",
        "onto",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "do",
        "does",
        "did",
        "done",
        "have",
        "has",
        "had",
        "having",
        "can",
        "cannot",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "will",
        "would",
        "want",
        "wants",
        "wanted",
        "need",
        "needs",
        "needed",
        "like",
        "please",
        "let",
        "lets",
        "us",
        "we",
        "our",
        "ours",
        "i",
        "my",
        "me",
        "mine",
        "you",
        "your",
        "he",
        "she",
        "they",
        "them",
        "their",
        "his",
        "her",
        "who",
        "what",
        "which",
        "when",
        "where",
        "why",
        "how",
        "and",
        "or",
        "but",
        "nor",
        "not",
        "no",
        "so",
        "than",
        "then",
        "there",
        "here",
        "if",
        "while",
        "also",
        "just",
        "only",
        "very",
        "too",
        "more",
        "most",
        "much",
        "less",
        "some",
        "any",
        "each",
        "every",
        "all",
        "other",
        "another",
        "such",
        "own",
        "same",
        "possible",
        "able",
        "way",
        "thing",
        "things",
        "get",
        "gets",
        "got",
        "use",
        "using",
        "used",
        "make",
        "makes",
        "made",
        "allow",
        "allows",
        "give",
        "add",
        "somebody",
        "someone",
        "something",
        "people",
        "one",
        "ones",
        "up",
        "out",
        "off",
        "over",
        "again",
        "away",
        "still",
        "because",
        "before",
        "after",
        "between",
        "during",
        "without",
        "through",
        "about",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "einen",
        "und",
        "oder",
        "fur",
        "mit",
        "nach",
        "von",
        "zu",
        "im",
        "in",
        "ist",
        "sind",
        "ich",
        "wir",
        "mein",
        "mochte",
        "bitte",
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "du",
        "de",
        "et",
        "ou",
        "pour",
        "avec",
        "sur",
        "dans",
        "est",
        "sont",
        "je",
        "nous",
        "mon",
        "ma",
        "mes",
        "est",
        "l",
        "d",
        "el",
        "los",
        "las",
        "una",
        "y",
        "o",
        "para",
        "con",
        "por",
        "en",
        "es",
        "son",
        "yo",
        "mi",
        "mis",
    ]
)
_ENDINGS = ("ings", "ing", "ies", "ied", "ers", "es", "ed", "er", "s", "e", "y")


def stem(word: str) -> str:
    """Return a folded word without a common ending, so that its forms are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def notions(text: str) -> list[str]:
    """Return what a text is about as folded words, each once and in order.

    Words that mean the same are one word, those that mean little fall away; a text of nothing
    else keeps all its words.
    """
    return list(dict.fromkeys(notion for notion, _said in _spoken(text)))


def keys(text: str) -> dict[str, str]:
    """Return the notions of a text by their stems, for comparing, each as the text says it."""
    found: dict[str, str] = {}
    for notion, said in _spoken(text):
        found.setdefault(stem(notion), said)
    return found


def _spoken(text: str) -> list[tuple[str, str]]:
    """Each notion of a text with the words that say it."""
    phrases, longest = _phrases()
    words = fold(text).split()
    stems = [stem(word) for word in words]
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(words):
        for length in range(min(longest, len(words) - place), 0, -1):
            known = phrases.get(" ".join(stems[place : place + length]))
            if known is not None:
                found.append((known, " ".join(words[place : place + length])))
                place += length
                break
        else:
            if words[place] not in _EMPTY:
                found.append((words[place], words[place]))
            place += 1
    return found or [(word, word) for word in words]


@cache
def _phrases() -> tuple[dict[str, str], int]:
    """The notion of each known phrase by its stems, and the most words that a phrase has."""
    found: dict[str, str] = {}
    for line in NOTIONS.replace("\n    ", " ").strip().splitlines():
        notion, _, others = line.partition(":")
        for phrase in (notion, *others.split("|")):
            found.setdefault(" ".join(stem(word) for word in fold(phrase).split()), notion)
    return found, max(phrase.count(" ") + 1 for phrase in found)
