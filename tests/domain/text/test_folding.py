"""Folding: what is typed finds what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text.folding import fold, like_pattern


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Export to CSV", "export to csv"),
        ("  Überärger — v2.0! ", "uberarger v2 0"),
        ("ＣＳＶ export", "csv export"),
        ("Straße", "strasse"),
        ("100%_off", "100 off"),
        ("导出 CSV", "导出 csv"),
        ("…", ""),
    ],
)
def test_spelling_falls_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert not set(once) & set("%_\\")


def test_words_are_found_by_their_beginning_and_unspaced_scripts_anywhere() -> None:
    assert like_pattern("exp") == "% exp%"
    assert like_pattern("导出") == "%导出%"
