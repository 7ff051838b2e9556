"""Kano: two answers, with the feature and without it, make a category."""

from enum import IntEnum

from domain.core.errors import InvalidInput
from domain.scoring.common import stepped
from domain.scoring.drivers import Driver
from domain.scoring.methods.base import Amounts, Method


class Category(IntEnum):
    """What a feature is to customers; the higher ones come first."""

    REVERSE = 0
    INDIFFERENT = 1
    ATTRACTIVE = 2
    PERFORMANCE = 3
    MUST_BE = 4

    @property
    def label(self) -> str:
        """The category as people read it."""
        return self.name.replace("_", "-").capitalize()


_ANSWERS = (
    (5, "I like it", "Glad about it"),
    (4, "I expect it", "It has to be so"),
    (3, "Neutral", "It makes no difference"),
    (2, "I can live with it", "Not good, not bad enough to mind"),
    (1, "I dislike it", "It would annoy me"),
)


def _question(key: str, name: str, question: str) -> Driver:
    return stepped(key, name, question, _ANSWERS, span=(1, 5), is_named=True)


FUNCTIONAL = _question(
    "functional", "With the feature", "How would customers feel if the product had it?"
)
DYSFUNCTIONAL = _question(
    "dysfunctional", "Without the feature", "How would customers feel if it did not have it?"
)

_A, _I, _M, _P, _R = (
    Category.ATTRACTIVE,
    Category.INDIFFERENT,
    Category.MUST_BE,
    Category.PERFORMANCE,
    Category.REVERSE,
)
_TABLE: dict[int, tuple[Category | None, ...]] = {
    5: (None, _A, _A, _A, _P),
    4: (_R, _I, _I, _I, _M),
    3: (_R, _I, _I, _I, _M),
    2: (_R, _I, _I, _I, _M),
    1: (_R, _R, _R, _R, None),
}
"""By the answer to the functional question, then to the dysfunctional one, both from *like* to
*dislike*; None is questionable."""


def category(functional: int, dysfunctional: int) -> Category | None:
    """The category of two answers, each from 5 (like) to 1 (dislike); None is questionable.

    The evaluation table of Berger and others, "Kano's Methods for Understanding Customer-defined
    Quality", Center for Quality of Management Journal 2(4), 1993: liking it present and disliking
    it absent is performance (one-dimensional), expecting it and disliking its absence is a must.
    """
    return _TABLE[functional][5 - dysfunctional]


def value(amounts: Amounts) -> float:
    """The category's place: must-be 4, performance 3, attractive 2, indifferent 1, reverse 0.

    Must-be before one-dimensional before attractive before indifferent is the same source's rule
    for priorities. Raises InvalidInput for answers that contradict each other.
    """
    found = category(_answer(amounts["functional"]), _answer(amounts["dysfunctional"]))
    if found is None:
        raise InvalidInput(
            "The two answers contradict each other: having it and lacking it cannot both be liked "
            "or both be disliked. Ask again in other words."
        )
    return float(found)


def label(score: float) -> str:
    """The category nearest to a score."""
    return Category(min(max(round(score), 0), max(Category))).label


def _answer(median: float) -> int:
    """The answer that a median stands for, the more positive of two."""
    return min(max(int(median + 0.5), 1), 5)


KANO = Method(
    key="kano",
    name="Kano",
    drivers=(FUNCTIONAL, DYSFUNCTIONAL),
    formula="{functional} · {dysfunctional}",
    value=value,
    worth=value,
    worth_name="Kano category",
    worth_keys=("functional", "dysfunctional"),
    label=label,
)
