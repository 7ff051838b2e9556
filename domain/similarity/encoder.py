"""The arithmetic of a small sentence transformer (BERT with mean pooling): tokens in, vectors out.

Devlin and others, "BERT: Pre-training of Deep Bidirectional Transformers", 2018; the pooling is
that of sentence-transformers. Weights stay the signed bytes that they are stored as, and are
widened one table at a time while they are used: that costs no time that is seen and 32 MB less.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from domain.similarity.matrix import Floats

HEADS = 12
_TINY = 1e-12
_HALF_ROOT = np.float32(2**-0.5)


@dataclass(frozen=True, slots=True)
class Table:
    """Signed bytes, and what each row or each column of them is multiplied by."""

    bytes: npt.NDArray[np.int8]
    scale: Floats

    def rows(self, places: npt.NDArray[np.int64]) -> Floats:
        """Return some rows, each with its own scale."""
        return self.bytes[places].astype(np.float32) * self.scale[places]

    def after(self, values: Floats) -> Floats:
        """Return values multiplied by the table, of which each column has its own scale."""
        product: Floats = values @ self.bytes.astype(np.float32)
        product *= self.scale
        return product


@dataclass(frozen=True, slots=True)
class Norm:
    """What a layer norm multiplies by and adds."""

    weight: Floats
    bias: Floats

    def of(self, values: Floats) -> Floats:
        """Return the values of each row with mean 0 and spread 1, then weighted."""
        centred = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + _TINY)
        return np.asarray(centred / spread * self.weight + self.bias, np.float32)


@dataclass(frozen=True, slots=True)
class Linear:
    """A table and what is added after it."""

    table: Table
    bias: Floats

    def of(self, values: Floats) -> Floats:
        """Return values through the layer."""
        return self.table.after(values) + self.bias


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: attention between the tokens of a text, then a step for each token."""

    query: Linear
    key: Linear
    value: Linear
    mixed: Linear
    mixed_norm: Norm
    wide: Linear
    narrow: Linear
    narrow_norm: Norm


@dataclass(frozen=True, slots=True)
class Encoder:
    """A whole model; ``words`` and ``positions`` are looked up by row."""

    words: Table
    positions: Table
    kind: Floats
    first_norm: Norm
    layers: tuple[Layer, ...]

    def encode(self, texts: Sequence[Sequence[int]]) -> Floats:
        """Return one vector a text, from the numbers of its tokens (at least one): the mean."""
        lengths = [len(text) for text in texts]
        starts = np.cumsum([0, *lengths])
        tokens = np.concatenate([np.asarray(text, np.int64) for text in texts])
        places = np.concatenate([np.arange(length) for length in lengths])
        values = self.words.rows(tokens) + self.positions.rows(places) + self.kind
        values = self.first_norm.of(values)
        for layer in self.layers:
            values = _through(layer, values, starts.tolist())
        sums = np.add.reduceat(values, starts[:-1], axis=0)
        return np.asarray(sums / np.asarray(lengths, np.float32)[:, None], np.float32)


def _through(layer: Layer, values: Floats, starts: list[int]) -> Floats:
    asked, offered, told = (one.of(values) for one in (layer.query, layer.key, layer.value))
    heard = np.empty_like(values)
    for start, end in pairwise(starts):
        heard[start:end] = _attention(asked[start:end], offered[start:end], told[start:end])
    values = layer.mixed_norm.of(values + layer.mixed.of(heard))
    return layer.narrow_norm.of(values + layer.narrow.of(_gelu(layer.wide.of(values))))


def _attention(asked: Floats, offered: Floats, told: Floats) -> Floats:
    count, width = asked.shape
    by_head = (count, HEADS, width // HEADS)
    one, other, third = (
        each.reshape(by_head).transpose(1, 0, 2) for each in (asked, offered, told)
    )
    weights = one @ other.transpose(0, 2, 1) * np.float32((width // HEADS) ** -0.5)
    weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.asarray((weights @ third).transpose(1, 0, 2).reshape(count, width), np.float32)


def _gelu(values: Floats) -> Floats:
    return np.asarray(0.5 * values * (1 + _erf(values * _HALF_ROOT)), np.float32)


def _erf(values: Floats) -> Floats:
    """The error function to 1.5e-7 (Abramowitz and Stegun, 7.1.26)."""
    size = np.abs(values)
    part = 1 / (1 + np.float32(0.3275911) * size)
    series: Floats = np.full_like(part, 1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = np.asarray(series * part + np.float32(factor), np.float32)
    return np.asarray(np.sign(values) * (1 - series * part * np.exp(-size * size)), np.float32)
