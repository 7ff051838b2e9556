"""Text that no database stores is replaced where it enters; all other text stays as it is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text.storable import make_storable, storable

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Sam", "Sam"),
        ("Sam \ud83d", "Sam \ufffd"),
        ("\ude00 Sam", "\ufffd Sam"),
        ("one\0two", "one\ufffdtwo"),
        ("\ud83d\ude00", "😀"),
        ("😀 e\u0301 \ufffe \x01 שלום", "😀 e\u0301 \ufffe \x01 שלום"),
    ],
)
def test_only_what_cannot_be_stored_is_replaced(text: str, stored: str) -> None:
    assert storable(text) == stored


@given(ANY_TEXT)
def test_every_text_can_be_stored_and_a_storable_one_stays(text: str) -> None:
    clean = storable(text)
    assert "\0" not in clean
    assert clean.encode().decode() == clean == storable(clean)


@given(JSON)
def test_everything_in_json_can_be_stored(value: object) -> None:
    clean = json.dumps(make_storable(value), ensure_ascii=False)
    assert "\\u0000" not in clean.replace("\\\\", "")
    clean.encode()


def test_json_that_is_nested_deeper_than_calls_can_be_is_read() -> None:
    deep: list[object] = ["\ud83d"]
    for _ in range(100_000):
        deep = [deep]
    inner: object = make_storable(deep)
    while isinstance(inner, list):
        inner = inner[0]
    assert inner == "\ufffd"
