"""The meaning of texts as vectors, by the model that the wordllama wheel carries.

Only its two files are used, read where the wheel put them: nothing can be downloaded. Its own
loader widens the whole table to 32-bit numbers and imports an HTTP client, which takes 50 MB more;
the vectors are the same (a test compares them).
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from domain.similarity.words import notions

if TYPE_CHECKING:
    from domain.similarity.matrix import Floats

_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENS = "tokenizers/l2_supercat_tokenizer_config.json"
_TENSOR = "embedding.weight"
_VOCABULARY = 1
"""Counted up when the notions change so that vectors kept before no longer fit."""

_MAX_CHARS = 2000
_loading = Lock()


@cache
def model_name() -> str:
    """What the vectors are made by: another name means that they have to be made anew."""
    return f"wordllama-{version('wordllama')}-l2_supercat_256-v{_VOCABULARY}"


def embed(texts: Sequence[str]) -> "Floats":
    """The vectors of texts, one a row of 256, each of length 1.

    What a text is about counts, not how it says so: words that mean the same are made one first.
    The model is loaded on first use (0.1 s, about 40 MB).
    """
    return pooled([" ".join(notions(text[:_MAX_CHARS])) for text in texts])


def pooled(texts: Sequence[str]) -> "Floats":
    """The model's own vectors of texts: the mean of their tokens' vectors, scaled to length 1."""
    import numpy as np

    from domain.similarity.matrix import DIMENSIONS, unit

    with _loading:
        tokenizer, weights = _model()
    found = np.zeros((len(texts), DIMENSIONS), np.float32)
    for place, text in enumerate(texts):
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        if ids:
            found[place] = weights[ids].astype(np.float32).mean(axis=0)
    return unit(found)


@cache
def _model() -> tuple[Any, Any]:
    """The tokenizer, and the table of vectors as a file that the system maps into memory."""
    import numpy as np
    from tokenizers import Tokenizer

    spec = find_spec("wordllama")
    assert spec is not None and spec.origin is not None
    folder = Path(spec.origin).parent
    path = folder / _WEIGHTS
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        facts = json.loads(file.read(length))[_TENSOR]
    kind = {"F16": np.float16, "F32": np.float32}[facts["dtype"]]
    start = 8 + length + facts["data_offsets"][0]
    weights = np.memmap(path, dtype=kind, mode="r", offset=start, shape=tuple(facts["shape"]))
    return Tokenizer.from_file(str(folder / _TOKENS)), weights
