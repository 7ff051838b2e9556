"""Texts are cut into the same pieces as the model was trained with, in every language."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

import services.similarity.embedding
from domain.similarity.wordpiece import WordPieces
from tests.domain.similarity.wordpiece_texts import TEXTS, characters, random_texts

EXPECTED = [
    json.loads(line)
    for line in Path(__file__).with_name("wordpiece_expected.jsonl").read_text("utf-8").splitlines()
]
OF_CHARACTERS = "e2e5d16517408a6d0ea60f8bfde49e10ad3fde7d6e9d650f00acfeae2ae48596"
OF_RANDOM_TEXTS = "c3b1ceb3880e7365da60b38011677c8ce362941793ff9a657ad2c6c1f06575ee"
"""Digests of what `tokenizers` 0.23 makes of the same texts."""

VOCABULARY = Path(services.similarity.embedding.__file__).parent / "model" / "wordpieces.txt"


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces(VOCABULARY.read_text("utf-8").splitlines())


@pytest.mark.parametrize(("text", "numbers"), EXPECTED)
def test_a_text_is_cut_as_the_library_cuts_it(
    pieces: WordPieces, text: str, numbers: list[int]
) -> None:
    assert pieces.numbers(text) == numbers


def test_every_text_of_the_list_has_its_pieces_stored() -> None:
    assert [text for text, _ in EXPECTED] == TEXTS


def digest(pieces: WordPieces, texts: Iterable[str]) -> str:
    found = hashlib.sha256()
    for text in texts:
        found.update(json.dumps(pieces.numbers(text)).encode())
    return found.hexdigest()


def test_every_character_counts_as_it_does_for_the_library(pieces: WordPieces) -> None:
    assert digest(pieces, characters()) == OF_CHARACTERS


def test_thousands_of_texts_of_many_alphabets_are_cut_as_the_library_cuts_them(
    pieces: WordPieces,
) -> None:
    assert digest(pieces, random_texts()) == OF_RANDOM_TEXTS


def test_long_words_and_texts_take_no_longer_than_their_length(pieces: WordPieces) -> None:
    assert pieces.numbers("z" * 100_000) == [100]
    assert len(pieces.numbers("z" * 100 + " " + "ab " * 10_000)) > 10_000
