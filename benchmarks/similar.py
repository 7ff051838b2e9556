"""How well alike requests are recognised, on labelled pairs, by what people are shown.

The pairs (``similar_pairs.tsv``: kind, one text, another) are split line by line: on every second
one the thresholds are chosen, on the others they are reported. ``fresh1`` and ``fresh2`` were
written later, each before anything was measured with it, and nothing was fitted to them: they are
the ones to believe. ``also`` marks texts of different lines that ask for the same.
A twin is looked for among all second texts of the file (recall at 3). *Almost the same* is judged
on every text with every other: how much of what is called so is so.

    python -m benchmarks.similar
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psutil

from domain.similarity.closeness import RELATED, SAME, Closeness, closeness, ready
from services.similarity.embedding import embed, encoded, model_name

PAIRS = Path(__file__).with_name("similar_pairs.tsv")
HALVES = ("chosen on", "reported on", "fresh1", "fresh2")
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
        return not self.kind.endswith("miss")


class Labelled:
    """The labelled texts, how close the product finds them, and how close the model alone."""

    def __init__(self) -> None:
        rows = [line.split("\t") for line in PAIRS.read_text("utf-8").splitlines()]
        self.pairs = list(_pairs(rows))
        self.same = {frozenset((pair.one, pair.other)) for pair in self.pairs if pair.is_twin}
        self.also = {frozenset(texts) for kind, *texts in rows if kind == "also"}
        self.pool = sorted({pair.other for pair in self.pairs})
        self.texts = sorted({pair.one for pair in self.pairs} | set(self.pool))
        self._place = {text: place for place, text in enumerate(self.texts)}
        self._ready = [ready(text) for text in self.texts]
        self._known: dict[tuple[str, str], Closeness] = {}

    @cached_property
    def _cosines(self) -> list[list[float]]:
        vectors = embed(self.texts)
        return [list(map(float, row)) for row in vectors @ vectors.T]

    @cached_property
    def _plain(self) -> list[list[float]]:
        vectors = encoded(self.texts)
        return [list(map(float, row)) for row in vectors @ vectors.T]

    def closeness(self, one: str, other: str) -> Closeness:
        """As the product finds."""
        if (one, other) not in self._known:
            a, b = self._place[one], self._place[other]
            self._known[one, other] = closeness(self._ready[a], self._ready[b], self._cosines[a][b])
        return self._known[one, other]

    def plain(self, one: str, other: str) -> float:
        """As the model alone finds, without notions, translation and marks."""
        return self._plain[self._place[one]][self._place[other]]

    def of(self, half: str, kind: str | None = None) -> list[Pair]:
        """The pairs of a half, or those of one kind."""
        return [one for one in self.pairs if one.half == half and kind in (None, one.kind)]

    def found(self, pair: Pair, is_plain: bool) -> bool:
        """Whether the twin is among the first three."""

        def score(text: str) -> float:
            return self.plain(pair.one, text) if is_plain else self.closeness(pair.one, text).score

        others = (text for text in self.pool if text != pair.one)
        rivals = (text for text in others if frozenset((pair.one, text)) not in self.also)
        return sum(score(text) > score(pair.other) for text in rivals) < 3

    def called_same(self, half: str, threshold: float) -> tuple[int, list[tuple[str, str]]]:
        """How many texts are rightly called the same as a text of the half, and which wrongly."""
        asked = {pair.one for pair in self.of(half)}
        called = [
            (one, other)
            for one in sorted(asked)
            for other in self.pool
            if one != other and self.closeness(one, other).sameness >= threshold
        ]
        wrong = [pair for pair in called if frozenset(pair) not in self.same | self.also]
        return len(called) - len(wrong), wrong


def main() -> None:
    """Print recall, precision, what each threshold does, and what the model costs."""
    process = psutil.Process()
    before, began = process.memory_info().rss, time.perf_counter()
    embed(["load"])
    loaded, labelled = time.perf_counter() - began, Labelled()
    began = time.perf_counter()
    for text in labelled.texts:
        embed([text])
    each_ms = (time.perf_counter() - began) * 1000 / len(labelled.texts)
    grown = (process.memory_info().rss - before) / 1e6
    print(f"{model_name()}: loaded in {loaded:.2f} s, {each_ms:.1f} ms a text, {grown:.0f} MB more")
    print(f"{len(labelled.pairs)} pairs, {len(labelled.pool)} texts to find a twin among")
    _print_recall(labelled)
    _print_thresholds(labelled)


def _print_recall(labelled: Labelled) -> None:
    print(f"{'recall at 3':32}{'pairs':>7}{'ours':>8}{'model':>8}")
    for half in HALVES:
        for kind in sorted({pair.kind for pair in labelled.of(half) if pair.is_twin}):
            some = labelled.of(half, kind)
            ours, plain = (
                _share(labelled.found(pair, is_plain) for pair in some)
                for is_plain in (False, True)
            )
            print(f"{half + ': ' + kind:32}{len(some):7}{ours:8.2f}{plain:8.2f}")


def _print_thresholds(labelled: Labelled) -> None:
    fits = [step for step in _STEPS if _false_share(labelled, "chosen on", step) < _SAME_ALLOWED]
    least = min(fits, default=1.0)
    print(f"lowest threshold with under 5 % false on the first half: {least:.2f} (in use: {SAME})")
    print(f"{'almost the same':32}{'right':>7}{'wrong':>8}{'related':>9}{'others':>8}")
    for half in HALVES:
        right, wrong = labelled.called_same(half, SAME)
        twins = [pair for pair in labelled.of(half) if pair.is_twin]
        shown = _share(labelled.closeness(pair.one, pair.other).score >= RELATED for pair in twins)
        others = _share(
            labelled.closeness(pair.one, text).score >= RELATED
            for pair in labelled.of(half)
            for text in labelled.pool
            if frozenset((pair.one, text)) not in labelled.same | labelled.also
        )
        print(f"{half:32}{right:7}{len(wrong):8}{shown:9.2f}{others:8.3f}")
        for one, other in wrong:
            print(f"    wrongly: {one} | {other}")


def _false_share(labelled: Labelled, half: str, threshold: float) -> float:
    right, wrong = labelled.called_same(half, threshold)
    return len(wrong) / max(right + len(wrong), 1)


def _pairs(rows: list[list[str]]) -> Iterator[Pair]:
    for place, (name, one, other) in enumerate(rows):
        part, _, kind = name.rpartition(" ")
        if kind != "also":
            yield Pair(kind, one, other, part or HALVES[place % 2])


def _share(answers: Iterable[bool]) -> float:
    every = list(answers)
    return sum(every) / len(every) if every else 0.0


if __name__ == "__main__":
    main()
