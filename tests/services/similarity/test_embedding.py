"""The model of meanings: the same vectors as its makers', read only when it is the right file."""

import logging
from pathlib import Path

import numpy as np
import pytest

from services.similarity.embedding import embed, encoded, is_expected

_REFERENCE = {
    "export csv": [0.02265, 0.03666, -0.13534, 0.05205, 0.05321],
    "Größe ändern": [-0.03833, 0.08365, -0.03883, -0.02346, -0.07029],
    "The invoice is wrong, again: 导出 E-1042!": [-0.08318, 0.09335, 0.06519, -0.07855, -0.0695],
}
"""The first of 384 numbers, as onnxruntime 1.32 computes them from the same file."""


@pytest.mark.parametrize("text", _REFERENCE)
def test_a_text_has_the_vector_that_the_reference_runtime_gives(text: str) -> None:
    assert np.allclose(encoded([text])[0, :5], _REFERENCE[text], atol=2e-5)


def test_a_text_means_the_same_alone_and_among_others_longer_and_shorter() -> None:
    texts = ["csv", "the invoice was sent twice " * 40, "", "Größe ändern"]
    together = embed(texts)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, row in zip(texts, together, strict=True):
        assert np.allclose(embed([text])[0], row, atol=1e-5)
    assert embed([]).shape == (0, 384)


def test_a_request_is_near_one_in_other_words_or_another_language_and_far_from_any_other() -> None:
    asked, paraphrase, german, other = embed(
        [
            "Print the invoice",
            "Get the bill on paper",
            "Rechnungen ausdrucken",
            "Dark mode for the phone",
        ]
    )
    assert min(asked @ paraphrase, asked @ german) > asked @ other + 0.2


def test_another_file_in_the_place_of_the_weights_is_not_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = tmp_path / "model.onnx"
    other.write_bytes(b"something else")
    with caplog.at_level(logging.WARNING):
        assert not is_expected(other)
        assert not is_expected(tmp_path / "missing.onnx")
    assert "not the one expected" in caplog.text
    assert "found by words only" in caplog.text
