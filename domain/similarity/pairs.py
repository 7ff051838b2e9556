"""Which of many packed vectors lie nearest to each other."""

from collections.abc import Sequence

import numpy as np

from domain.similarity.matrix import unpacked

_ROWS = 256
"""Rows compared with all others at a time: with 2,000 vectors 2 MB."""


def nearest_pairs(
    vectors: Sequence[bytes], least: float, most: int
) -> list[tuple[int, int, float]]:
    """Return the pairs of places with a cosine of ``least`` or more, nearest first.

    At most ``most`` pairs; ``vectors`` are packed as in domain.similarity.matrix, all as long.
    """
    if len(vectors) < 2:
        return []
    rows = unpacked(vectors)
    found: list[tuple[int, int, float]] = []
    for start in range(0, len(rows), _ROWS):
        cosines = rows[start : start + _ROWS] @ rows.T
        ones, others = np.nonzero(np.triu(cosines, k=start + 1) >= least)
        near = cosines[ones, others]
        best = np.argsort(-near, kind="stable")[:most]
        found += [(int(ones[at]) + start, int(others[at]), float(near[at])) for at in best]
    return sorted(found, key=lambda pair: (-pair[2], pair[:2]))[:most]
