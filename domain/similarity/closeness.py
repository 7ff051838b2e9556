"""How alike two requests are, and why, in words that a person understands."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from domain.similarity.keywords import keys, stem
from domain.similarity.marks import Marks, marks
from domain.text.folding import fold

SAME = 0.85
"""From this sameness on two texts are called almost the same. On the first half of the labelled set
(``python -m benchmarks.similar``) 0.80 is the lowest with under 5 % false ones; 0.05 are put on top
because the ten pairs that it rests on prove little."""

RELATED = 0.38
"""Below this score a text is not worth a person's look: nineteen of twenty twins of the same half,
and three of two hundred other texts, are above."""

_CLOSE = 0.65
_BY_WORDS = 0.6
_TYPED_ALIKE = 0.92
_OTHERWISE = 0.60
_TYPO_CHARS = 2
_MOST_SHARED = 3


class Degree(StrEnum):
    """How alike, as people read it."""

    SAME = "almost the same"
    CLOSE = "very close"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Text:
    """A text made ready for comparing with many others."""

    folded: str
    keys: Mapping[str, str]
    marks: Marks


@dataclass(frozen=True, slots=True)
class Closeness:
    """How alike two texts are, from 0 to 1, and the words that both speak of (``csv``), or with
    which each says the same (``download ≈ export``).

    ``score`` is for ranking: a long story may hold a short request. ``sameness`` asks whether the
    one says no more than the other.
    """

    score: float
    sameness: float
    shared: tuple[str, ...]

    @property
    def degree(self) -> Degree:
        """The figures in words."""
        if self.sameness >= SAME:
            return Degree.SAME
        return Degree.CLOSE if self.score >= _CLOSE else Degree.RELATED


def ready(text: str) -> Text:
    """Return a text ready for comparing."""
    return Text(fold(text), keys(text), marks(text))


def closeness(one: Text, other: Text, cosine: float) -> Closeness:
    """Return how alike two texts are.

    Meaning (the cosine of their vectors) ranks; words alone make related at most, as in a language
    that the model does not know. To be the same they have to share the notions too. Names, numbers
    and opposites keep apart what only looks the same.
    """
    both = one.keys.keys() & other.keys.keys()
    common = 2 * len(both) / max(len(one.keys) + len(other.keys), 1)
    score, sameness = max(cosine, _BY_WORDS * common), (max(cosine, 0.0) + common) / 2
    typed = _typed_alike(one.folded, other.folded)
    score, sameness = max(score, typed), max(sameness, typed)
    if one.folded != other.folded and one.marks.keep_apart(other.marks):
        score, sameness = min(score, _OTHERWISE), min(sameness, _OTHERWISE)
    elif one.marks.codes & other.marks.codes:
        score = min(1.0, score + 0.1)
    words = [_told(said, other.keys[key]) for key, said in one.keys.items() if key in both]
    return Closeness(score, sameness, tuple(words[:_MOST_SHARED]))


def _told(said: str, other: str) -> str:
    return other if stem(said) == stem(other) else f"{said} ≈ {other}"


def _typed_alike(one: str, other: str) -> float:
    """How alike two spellings are when they are nearly the same, such as with a typo; else 0."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < _TYPED_ALIKE or matcher.quick_ratio() < _TYPED_ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= _TYPED_ALIKE and abs(len(one) - len(other)) <= _TYPO_CHARS else 0.0
