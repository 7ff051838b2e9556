"""Drawing in a process of its own: real pictures, within a time, with failures in a sentence."""

import ast
import os
import struct
import zlib
from pathlib import Path
from time import monotonic

import pytest

from tests.views.roadmap.boards import TROUBLE, board, board_of, card
from views.drawing import worker
from views.drawing.png import DrawingError, draw_png
from views.roadmap.drawing.board import board_svg
from views.roadmap.drawing.board_layout import CANVAS, lay_out

TIMEOUT_S = 60.0
GENEROUS_S = 20.0
"""The drawing itself takes a fraction of a second; the machine may be busy."""


def size(picture: bytes) -> tuple[int, int]:
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    wide, tall = struct.unpack(">II", picture[16:24])
    return wide, tall


def pixels(picture: bytes) -> bytes:
    """The filtered pixel data: equal exactly when the pictures are equal."""
    data, at = b"", 8
    while at < len(picture):
        length, kind = struct.unpack(">I4s", picture[at : at + 8])
        data += picture[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    return zlib.decompress(data)


@pytest.mark.parametrize("ideas", [0, 1, 20])
def test_a_board_becomes_a_png_of_its_size_with_something_on_it(ideas: int) -> None:
    picture = draw_png(board_svg(board(ideas, 9)), TIMEOUT_S)
    assert size(picture) == (CANVAS, lay_out(board(ideas, 9)).height)
    assert len(set(pixels(picture))) > 100


def test_a_tall_picture_keeps_its_shape_with_fewer_pixels() -> None:
    tall = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="4800"></svg>'
    width, height = size(draw_png(tall, TIMEOUT_S))
    assert width < 1200 and width * height <= 2_300_000
    assert height / width == pytest.approx(4.0, abs=0.01)


def test_sixty_cards_are_drawn_in_good_time() -> None:
    svg, start = board_svg(board(60, 9)), monotonic()
    draw_png(svg, TIMEOUT_S)
    assert monotonic() - start < GENEROUS_S


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_troublesome_text_is_drawn(scheme: str) -> None:
    ideas = board_of(*(card(n, text, area=text) for n, text in enumerate(TROUBLE)))
    svg = board_svg(ideas, scheme="dark" if scheme == "dark" else "light")
    assert size(draw_png(svg, TIMEOUT_S))[0] > 1_000


@pytest.mark.parametrize("text", ["Export", "تصدير", "ייצוא", "Отчёт", "🚀"])
def test_the_shipped_font_has_a_shape_of_its_own_for_each_script(text: str) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="80" font-family="Board Sans">'
        '<text x="20" y="50" font-size="40" font-weight="600">{}</text></svg>'
    )
    missing = "\uf8ff" * len(text)
    shown, nothing, boxes = (
        pixels(draw_png(svg.format(some), TIMEOUT_S)) for some in (text, "", missing)
    )
    assert shown not in (nothing, boxes)


def test_the_same_board_is_the_same_picture_from_any_folder(tmp_path: Path) -> None:
    svg, home = board_svg(board(7, 2)), Path.cwd()
    here = draw_png(svg, TIMEOUT_S)
    os.chdir(tmp_path)
    try:
        assert draw_png(svg, TIMEOUT_S) == here
    finally:
        os.chdir(home)


def test_the_worker_imports_nothing_but_what_draws() -> None:
    """A good part of drawing a picture is the start of its process."""
    found: set[str | None] = set()
    for node in ast.walk(ast.parse(Path(worker.__file__).read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)
    assert found == {"resvg_py", "sys"}


def test_a_broken_svg_is_a_drawing_error_that_says_why() -> None:
    with pytest.raises(DrawingError, match=r"^The picture could not be drawn: .+"):
        draw_png("<svg", TIMEOUT_S)


def test_a_drawing_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(DrawingError, match=r"^Drawing took longer than 0\.001 s\.$"):
        draw_png(board_svg(board(60)), timeout_s=0.001)
