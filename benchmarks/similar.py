"""How well alike requests are recognised, on labelled pairs, by what people are shown.

The pairs (``similar_pairs.tsv``: kind, one text, another) are split line by line: on every second
one the thresholds are chosen, on the others they are reported. ``fresh`` pairs were written after
the vocabulary was closed, and no word of it was added for them: they are the ones to believe.
A twin is looked for among all second texts of the file (recall at 3). *Almost the same* is judged
on every pair of a text with every other: how much of what is called so is so.

    python -m benchmarks.similar
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from domain.similarity.closeness import RELATED, SAME, closeness, ready
from domain.similarity.words import keys
from services.embedding import embed

PAIRS = Path(__file__).with_name("similar_pairs.tsv")
NOT_ALIKE = frozenset({"near_miss", "code_miss"})
_SAME_ALLOWED = 0.05
_STEPS = [step / 100 for step in range(50, 100)]


@dataclass(frozen=True)
class Pair:
    """Two texts; ``is_twin`` when a person would call them the same request."""

    kind: str
    one: str
    other: str
    half: str

    @property
    def is_twin(self) -> bool:
        """Whether they ask for the same."""
        return self.kind not in NOT_ALIKE


class Scores:
    """The score of every text with every other, by closeness and, for comparison, more simply."""

    def __init__(self, texts: list[str]) -> None:
        self.place = {text: place for place, text in enumerate(texts)}
        vectors = embed(texts)
        self.cosines = (vectors @ vectors.T).tolist()
        self.ready = [ready(text) for text in texts]
        self.keys = [keys(text) for text in texts]

    def ours(self, one: str, other: str) -> float:
        """As the product scores."""
        a, b = self.place[one], self.place[other]
        return closeness(self.ready[a], self.ready[b], self.cosines[a][b]).score

    def sameness(self, one: str, other: str) -> float:
        """As the product decides what is almost the same."""
        a, b = self.place[one], self.place[other]
        return closeness(self.ready[a], self.ready[b], self.cosines[a][b]).sameness

    def meaning(self, one: str, other: str) -> float:
        """By the vectors alone."""
        return float(self.cosines[self.place[one]][self.place[other]])


def read_pairs() -> list[Pair]:
    """The labelled pairs, split into halves; fresh ones are in neither."""
    rows = [line.split("\t") for line in PAIRS.read_text("utf-8").splitlines()]
    halves = ("chosen on", "reported on")
    return [
        Pair(kind, one, other, "fresh" if kind == "fresh" else halves[place % 2])
        for place, (kind, one, other) in enumerate(rows)
    ]


def recall(pairs: Iterable[Pair], texts: list[str], score: object) -> float:
    """The share of pairs whose twin is among the first three."""
    assert callable(score)
    found = [
        sum(
            score(pair.one, text) > score(pair.one, pair.other)
            for text in texts
            if text != pair.one
        )
        < 3
        for pair in pairs
    ]
    return sum(found) / len(found) if found else 0.0


def called_same(
    pairs: list[Pair], others: list[Pair], scores: Scores, threshold: float
) -> tuple[int, int, int]:
    """Twins rightly called the same, other texts wrongly, and the number of twins."""
    twins = {(pair.one, pair.other) for pair in others if pair.is_twin}
    right = wrong = 0
    for pair in pairs:
        for other in {one.other for one in others} - {pair.one}:
            if scores.sameness(pair.one, other) >= threshold:
                if (pair.one, other) in twins:
                    right += 1
                else:
                    wrong += 1
    return right, wrong, sum(pair.is_twin for pair in pairs)


def main() -> None:
    """Print recall and precision by kind and half, and the threshold that the first half gives."""
    pairs = read_pairs()
    texts = sorted({pair.one for pair in pairs} | {pair.other for pair in pairs})
    pool = sorted({pair.other for pair in pairs})
    scores = Scores(texts)
    print(f"{len(pairs)} pairs, {len(pool)} texts to find a twin among")
    print(f"{'recall at 3':32}{'pairs':>7}{'ours':>8}{'vectors':>9}")
    for half in ("chosen on", "reported on", "fresh"):
        for kind in sorted({pair.kind for pair in pairs if pair.is_twin and pair.half == half}):
            some = [pair for pair in pairs if (pair.half, pair.kind) == (half, kind)]
            ours, plain = recall(some, pool, scores.ours), recall(some, pool, scores.meaning)
            print(f"{half + ': ' + kind:32}{len(some):7}{ours:8.2f}{plain:9.2f}")
    by_half = {
        half: [p for p in pairs if p.half == half] for half in ("chosen on", "reported on", "fresh")
    }
    fits = [
        step
        for step in _STEPS
        if _false_share(by_half["chosen on"], pairs, scores, step) < _SAME_ALLOWED
    ]
    best = min(fits, default=1.0)
    print(f"lowest threshold with under 5 % false on the first half: {best:.2f} (in use: {SAME})")
    print(f"{'almost the same':32}{'found':>9}{'false':>8}{'share':>8}")
    for half, some in by_half.items():
        right, wrong, twins = called_same(some, pairs, scores, SAME)
        share = wrong / max(right + wrong, 1)
        print(f"{half:32}{f'{right}/{twins}':>9}{wrong:8}{share:8.3f}")
    for half, some in by_half.items():
        shown = [scores.ours(pair.one, pair.other) >= RELATED for pair in some if pair.is_twin]
        print(f"{half}: {sum(shown)} of {len(shown)} twins are at least related ({RELATED})")


def _false_share(some: list[Pair], pairs: list[Pair], scores: Scores, threshold: float) -> float:
    right, wrong, _twins = called_same(some, pairs, scores, threshold)
    return wrong / (right + wrong) if right + wrong else 0.0


if __name__ == "__main__":
    main()
