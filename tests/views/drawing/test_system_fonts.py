"""Fonts of the machine: found by their letters, looked for once, strong upright sans first."""

import shutil
from pathlib import Path

import pytest

from views.drawing.system_fonts import SCRIPTS, MachineFonts, fonts_for, letters_in
from views.drawing.system_fonts import scripts_without_font as lacking_here

SHIPPED = Path(__file__).parents[3] / "views" / "drawing" / "fonts" / "BoardSans-Regular.ttf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("Some-SerifItalic.ttf", "Some-Sans-Regular.ttf", "deep/Some-Sans-Bold.ttf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(SHIPPED, tmp_path / name)
    (tmp_path / "broken.otf").write_bytes(b"\x00\x01\x00\x00\x00\x09cmap")
    (tmp_path / "notes.txt").write_text("no font")
    return tmp_path


def test_a_font_says_which_letters_it_has() -> None:
    assert letters_in(SHIPPED, {"a", "ж", "ع", "א", "漢", "\U0001f980"}) == {"a", "ж", "ع", "א"}


def test_an_upright_sans_as_strong_as_titles_is_taken_before_others(folder: Path) -> None:
    bold = folder / "deep" / "Some-Sans-Bold.ttf"
    assert MachineFonts([folder]).covering(frozenset("aع")) == (bold,)


def test_a_letter_in_no_font_has_none_and_broken_files_are_passed_over(folder: Path) -> None:
    assert MachineFonts([folder, folder / "gone"]).covering(frozenset("漢")) == ()


def test_what_was_found_is_not_looked_for_again(folder: Path) -> None:
    fonts = MachineFonts([folder])
    found = fonts.covering(frozenset("a"))
    shutil.rmtree(folder)
    assert fonts.covering(frozenset("a")) == found
    assert fonts.covering(frozenset("b")) == ()


@pytest.mark.parametrize("text", ["Export — naïve ✓ 🚀", "تصدير ייצוא Отчёт", "<svg>\n</svg>", ""])
def test_the_shipped_font_needs_no_other_for_what_it_has(text: str) -> None:
    assert fonts_for(text) == ()


def test_the_scripts_that_no_font_here_can_draw_are_named() -> None:
    assert set(lacking_here()) <= SCRIPTS.keys()
    assert all(fonts_for(letter) for name, letter in SCRIPTS.items() if name not in lacking_here())
