"""Vectors of many texts in little memory, and the nearest of them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

DIMENSIONS = 384
_CHUNK = 1024
"""Rows that are widened at a time: 1.5 MB stays in the processor's cache. Of 100,000 rows the
nearest are found in 8 ms; with 12 MB at a time it takes ten times as long."""

Floats = npt.NDArray[np.float32]


def packed(vectors: Floats) -> list[bytes]:
    """Return vectors (one a row) as one signed byte per dimension, the largest being 127.

    The direction is kept to about one part in a hundred; lengths are lost.
    """
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    return [row.tobytes() for row in np.round(vectors / largest * 127).astype(np.int8)]


def unpacked(vectors: Sequence[bytes]) -> Floats:
    """Return packed vectors as rows of length 1 (0 where nothing is known)."""
    rows = np.frombuffer(b"".join(vectors), np.int8).reshape(len(vectors), DIMENSIONS)
    return unit(rows.astype(np.float32))


class Matrix:
    """The packed vectors of one kind of thing by their row ids, the newest ``capacity`` of them.

    There is ``room`` for so many from the start, so that filling it copies nothing.
    """

    def __init__(self, capacity: int, room: int = 0) -> None:
        self._capacity = capacity
        self._vectors: npt.NDArray[np.int8] = np.empty((room, DIMENSIONS), np.int8)
        self._lengths: Floats = np.empty(room, np.float32)
        self._ids: npt.NDArray[np.int64] = np.empty(room, np.int64)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def put(self, ids: Sequence[int], vectors: Sequence[bytes]) -> None:
        """Add vectors, or replace those of ids that are known; the oldest beyond capacity go."""
        if not ids:
            return
        rows = np.frombuffer(b"".join(vectors), np.int8).reshape(len(ids), DIMENSIONS)
        new = np.asarray(ids, np.int64)
        self._forget(new)
        self._grow(len(ids))
        end = self._count + len(ids)
        self._vectors[self._count : end] = rows
        self._ids[self._count : end] = new
        squares = np.einsum("ij,ij->i", rows, rows, dtype=np.float32)
        self._lengths[self._count : end] = np.maximum(np.sqrt(squares), 1e-6)
        self._count = end
        if self._count > self._capacity:
            self._keep(np.arange(self._count - self._capacity, self._count))

    def nearest(self, vector: Floats, limit: int) -> list[tuple[int, float]]:
        """Return the ids nearest to a vector of length 1 with their cosines, nearest first."""
        if not self._count:
            return []
        cosines = np.empty(self._count, np.float32)
        for start in range(0, self._count, _CHUNK):
            end = min(start + _CHUNK, self._count)
            cosines[start:end] = self._vectors[start:end].astype(np.float32) @ vector
        cosines /= self._lengths[: self._count]
        limit = min(limit, self._count)
        best = np.argpartition(-cosines, limit - 1)[:limit]
        ordered = best[np.argsort(-cosines[best])]
        return [(int(self._ids[place]), float(cosines[place])) for place in ordered]

    def _forget(self, ids: Any) -> None:
        known = np.isin(self._ids[: self._count], ids)
        if known.any():
            self._keep(np.flatnonzero(~known))

    def _keep(self, places: Any) -> None:
        count = len(places)
        for held in (self._vectors, self._lengths, self._ids):
            held[:count] = held[places]
        self._count = count

    def _grow(self, more: int) -> None:
        size = self._count + more
        if size <= len(self._ids):
            return
        room = max(size, min(len(self._ids) * 5 // 4, self._capacity))
        self._vectors = np.resize(self._vectors, (room, DIMENSIONS))
        self._lengths = np.resize(self._lengths, room)
        self._ids = np.resize(self._ids, room)


def unit(vectors: Any) -> Floats:
    """Return vectors scaled to length 1, so that a product of two is their cosine."""
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.asarray(vectors / lengths, np.float32)
