"""Text in a picture: what is kept of it, how wide it is, where it breaks."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.views.roadmap.boards import TROUBLE
from views.drawing.glyphs import cleaned, directed, is_right_to_left
from views.drawing.text_fit import clipped, width, wrapped


@pytest.mark.parametrize("text", TROUBLE)
@pytest.mark.parametrize("most_lines", [1, 2, 3])
def test_a_title_of_any_script_stays_inside_its_lines(text: str, most_lines: int) -> None:
    lines = wrapped(text, 31, "SemiBold", 300, most_lines)
    assert len(lines) <= most_lines
    assert all(width(line, 31, "SemiBold") <= 300 for line in lines)


@given(st.text(max_size=200), st.floats(min_value=60, max_value=600))
@settings(max_examples=150, deadline=None)
def test_wrapping_loses_nothing_but_spaces_until_it_says_so(text: str, room: float) -> None:
    lines = wrapped(text, 30, "SemiBold", room, 500)
    assert "".join("".join(lines).split()) == "".join(cleaned(text).split())


@given(st.text(max_size=200), st.floats(min_value=0, max_value=600))
@settings(max_examples=150, deadline=None)
def test_a_clipped_line_is_never_wider_than_its_room(text: str, room: float) -> None:
    assert width(clipped(text, 30, "Regular", room), 30, "Regular") <= room


def test_what_does_not_fit_ends_in_an_ellipsis_and_what_fits_is_whole() -> None:
    assert wrapped("Export to CSV", 29, "SemiBold", 300, 3) == ("Export to CSV",)
    assert clipped("Export every table to CSV", 29, "SemiBold", 230) == "Export every…"
    assert wrapped("one two three four", 30, "SemiBold", 120, 2) == ("one two", "three…")


def test_a_line_breaks_between_words_and_after_a_hyphen_but_not_inside_e_mail() -> None:
    assert wrapped("Weekly by e-mail", 30, "SemiBold", 190, 3) == ("Weekly by", "e-mail")
    assert wrapped("A multi-currency bill", 30, "SemiBold", 160, 3)[0] == "A multi-"


def test_chinese_breaks_anywhere_but_before_a_comma() -> None:
    text = "支持定时发送，给客户"
    for room in range(60, 330, 15):
        lines = wrapped(text, 30, "SemiBold", room, 9)
        assert "".join(lines) == text
        assert not any(line.startswith("，") for line in lines)


@pytest.mark.parametrize("word", ["שָׁלוֹם", "ผู้ที่นี่", "कि"])
def test_an_accent_is_never_torn_from_its_letter(word: str) -> None:
    for room in range(60, 130, 5):
        lines = wrapped(word * 20, 30, "SemiBold", room, 100)
        assert len(lines) > 5
        assert not any(unicodedata.category(line[0]).startswith("M") for line in lines)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\x00b\u202ec\nd\u2066e", "abc de"),
        ("👍🏽 yes ❤️", "👍 yes ❤"),
        ("👩‍💻 works", "👩 works"),
        ("go 🇩🇪", "go"),
        ("𝐁𝐨𝐥𝐝 ＣＳＶ", "Bold CSV"),
        ("e\u0301", "é"),
        ("z" + "\u0351" * 40, "z"),
        ("x" + "\u0301" * 40, "x\u0301\u0301"),
        ("می‌خواهم", "می‌خواهم"),
        ("\u200c\u200d \ufeff", ""),
    ],
)
def test_only_what_can_be_drawn_is_kept(typed: str, shown: str) -> None:
    assert cleaned(typed) == shown


def test_a_title_runs_the_way_its_first_letter_does() -> None:
    assert is_right_to_left("2.0 גרסה של API")
    assert not is_right_to_left("API של")
    assert directed("שלום Slack") == "\u202bשלום Slack\u202c"
    assert directed("Slack") == "Slack"
