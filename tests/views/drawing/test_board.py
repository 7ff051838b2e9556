"""The board's picture: whole at every size, safe with every text, the same every time."""

import struct
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.board import Board, BoardCard, BoardColumn
from views.drawing.board import board_alt_text, board_svg
from views.drawing.palette import area_colours
from views.drawing.png import DrawingError, draw_png
from views.drawing.text_fit import cleaned, clipped, width, wrapped

SVG = "{http://www.w3.org/2000/svg}"


def board(ideas: int, shipped: int = 0, title: str = "Export to CSV") -> Board:
    cards = [BoardCard(f"I-{n}", f"{title} {n}", "Reporting", n, n % 4) for n in range(ideas)]
    columns = [
        BoardColumn(key, key.title(), "soon", tuple(cards[index::3]), len(cards[index::3]))
        for index, key in enumerate(("now", "next", "later"))
    ]
    done = tuple(BoardCard(f"I-9{n}", f"Done {n}") for n in range(shipped))
    columns.append(BoardColumn("shipped", "Recently shipped", "", done, shipped))
    return Board("Roadmap", "Harborline", tuple(columns))


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_an_empty_board_says_how_to_fill_it() -> None:
    shown = texts(board_svg(board(0)))
    assert shown.count("Nothing here yet") == 3
    assert "/idea I-12 next" in shown
    assert board_alt_text(board(0)) == "Roadmap. Nothing is planned yet."


def test_every_idea_of_a_small_board_is_drawn_with_its_number_and_votes() -> None:
    shown = texts(board_svg(board(7, shipped=2)))
    assert [text for text in shown if text.startswith("I-")] == [
        "I-0", "I-3", "I-6", "I-1", "I-4", "I-2", "I-5", "I-90", "I-91",
    ]  # fmt: skip


def test_a_large_board_says_how_many_more_there_are() -> None:
    shown = texts(board_svg(board(60, shipped=9)))
    assert shown.count("and 8 more") == 3
    assert "and 1 more" in shown


def test_the_same_board_is_the_same_picture() -> None:
    assert board_svg(board(24, 3)) == board_svg(board(24, 3))


def test_the_two_schemes_differ_in_colour_alone() -> None:
    light, dark = board_svg(board(5)), board_svg(board(5), scheme="dark")
    assert light != dark
    assert texts(light) == texts(dark)


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_picture(title: str) -> None:
    one = Board(title, title, (BoardColumn("now", title, title, (
        BoardCard("I-1", title, title or None, 3, 2),
    ), 1),))  # fmt: skip
    svg = board_svg(one)
    allowed = {f"{SVG}{name}" for name in ("svg", "rect", "text", "circle", "path")}
    assert {element.tag for element in ElementTree.fromstring(svg).iter()} <= allowed


@pytest.mark.parametrize(
    "title",
    ["A" * 500, "الفواتير والتقارير " * 20, "発票とレポートの日本語対応" * 9, "x" * 5 + " " * 400],
)
def test_a_title_of_any_script_stays_inside_its_lines(title: str) -> None:
    lines = wrapped(title, 29, "SemiBold", 300, 3)
    assert 1 <= len(lines) <= 3
    assert all(width(line, 29, "SemiBold") <= 300 for line in lines)


def test_what_does_not_fit_ends_in_an_ellipsis_and_what_fits_is_whole() -> None:
    assert wrapped("Export to CSV", 29, "SemiBold", 300, 3) == ["Export to CSV"]
    assert clipped("Export every table to CSV", 29, "SemiBold", 200).endswith("…")


def test_control_and_direction_characters_do_not_reach_the_picture() -> None:
    assert cleaned("a\x00b\u202ec\nd 🚀") == "abc d"


def test_areas_of_one_board_have_different_colours() -> None:
    colours = area_colours([f"Area {n}" for n in range(10)], "light")
    assert len(set(colours.values())) == 10


def test_the_words_for_the_picture_stay_within_slacks_2000_characters() -> None:
    assert len(board_alt_text(board(60, title="A long title " * 12))) <= 2000


def test_a_board_becomes_a_png_of_its_size() -> None:
    png = draw_png(board_svg(board(60, 9)), timeout_s=30)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    wide, tall = struct.unpack(">II", png[16:24])
    assert (wide, tall > 1200) == (1200, True)
    assert len(png) > 50_000  # a blank picture compresses to almost nothing


def test_a_broken_svg_is_a_drawing_error() -> None:
    with pytest.raises(DrawingError):
        draw_png("<svg", timeout_s=30)
