"""The area that similar feedback suggests."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

CLOSE_ENOUGH = 0.45
"""The least cosine at which a neighbour has a say in where feedback belongs: a little above the
score from which two texts are called related (domain.similarity.closeness.RELATED)."""


_NEIGHBOURS = 5


_VOICES = 2


_NAMED = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An area for feedback without one, and the numbers of the feedback that speaks for it."""

    area: str
    like: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Sorted feedback near to another in meaning: its number, area, and cosine."""

    number: int
    area: str
    closeness: float


def suggested_area(neighbours: Iterable[Neighbour]) -> Suggestion | None:
    """The area of most of the nearest few, when at least two of them agree and most do.

    Those farther than ``CLOSE_ENOUGH`` have no say. Among areas with as many voices there is no
    majority, and so no suggestion.
    """
    near = sorted(
        (one for one in neighbours if one.closeness >= CLOSE_ENOUGH),
        key=lambda one: (-one.closeness, one.number),
    )[:_NEIGHBOURS]
    voices: dict[str, list[int]] = defaultdict(list)
    for one in near:
        voices[one.area].append(one.number)
    for area, numbers in voices.items():
        if len(numbers) >= _VOICES and 2 * len(numbers) > len(near):
            return Suggestion(area, tuple(numbers[:_NAMED]))
    return None
