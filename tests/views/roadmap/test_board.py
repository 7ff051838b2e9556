"""The board's picture: whole at every size, safe with every text, the same every time."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.roadmap.board import SHIPPED, Board, BoardColumn
from tests.views.roadmap.boards import TROUBLE, board, board_of, card
from views.roadmap.drawing.board import board_alt_text, board_svg
from views.roadmap.drawing.board_layout import CANVAS, COLUMN_HEAD, MARGIN, TALLEST, lay_out
from views.roadmap.drawing.cards import count_text

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {f"{SVG}{name}" for name in ("svg", "g", "rect", "text", "circle", "path")}


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_an_empty_board_says_how_to_fill_it() -> None:
    shown = texts(board_svg(board(0)))
    assert "A clear road ahead" in shown
    assert "/idea I-1 next" in shown
    assert board_alt_text(board(0)) == "Harborline roadmap. Nothing is planned yet."


def test_an_empty_column_beside_a_full_one_says_how_to_fill_it() -> None:
    shown = texts(board_svg(board(1)))
    assert shown.count("Nothing here yet") == 2
    assert {"/idea I-1 next", "/idea I-1 later"} <= set(shown)


def test_every_idea_of_a_small_board_is_drawn_with_its_number() -> None:
    shown = texts(board_svg(board(7, shipped=2)))
    assert [text for text in shown if text.startswith("I-")] == [
        "I-0", "I-3", "I-6", "I-1", "I-4", "I-2", "I-5", "I-900", "I-901",
    ]  # fmt: skip


def test_a_roomy_card_shows_area_votes_customers_status_and_owner() -> None:
    one = card(7, area="Mobile", votes=1204, customers=3, status="In progress", owner="Mara Klein")
    shown = texts(board_svg(board_of(one, total=1)))
    assert {"Mobile", "1,204", "3", "In progress", "MK"} <= set(shown)


def test_an_area_that_has_no_room_on_a_dense_card_is_still_in_the_legend() -> None:
    area = "Onboarding and setup"
    crowd = board_of(*(card(n, "Export to CSV " * 9, area=area, votes=12_345) for n in range(60)))
    columns = (crowd.columns[0], *board(0).columns[1:3])
    assert texts(board_svg(Board("Roadmap", "", columns))).count(area) == 1


@pytest.mark.parametrize("ideas", [0, 1, 7, 24, 60, 300])
def test_shown_and_left_out_add_up_to_all_and_nothing_leaves_the_picture(ideas: int) -> None:
    layout = lay_out(board(ideas, shipped=5))
    assert sum(len(column.cards) + column.more for column in layout.columns) == ideas
    for column in layout.columns:
        edges = [column.y, *(edge for one in column.cards for edge in (one.y, one.y + one.height))]
        assert edges == sorted(edges)
        assert edges[-1] <= column.end <= layout.height
        assert column.x >= MARGIN
        assert column.x + column.width <= CANVAS - MARGIN + 0.01


def test_a_large_board_says_how_many_more_there_are_and_stays_in_proportion() -> None:
    large = board(60, shipped=14)
    layout, shown = lay_out(large), texts(board_svg(large))
    assert [text for text in shown if text.startswith("+ ")] == [
        *(f"+ {column.more} more" for column in layout.columns if column.more),
        "+ 6 more · Last 30 days",
    ]
    assert all(column.end <= column.y + COLUMN_HEAD + TALLEST for column in layout.columns)
    assert layout.height <= 2 * CANVAS


def test_a_title_is_large_enough_to_be_read_on_a_phone() -> None:
    smallest = min(one.density.title for col in lay_out(board(300)).columns for one in col.cards)
    assert smallest * 390 / CANVAS >= 8.5


def test_ideas_that_were_not_handed_over_are_counted_too() -> None:
    assert "+ 38 more" in texts(board_svg(board_of(card(1), card(2), total=40)))


def test_the_same_board_is_the_same_picture() -> None:
    assert board_svg(board(24, 3)) == board_svg(board(24, 3))


def test_the_two_schemes_differ_in_colour_alone() -> None:
    light, dark = board_svg(board(5)), board_svg(board(5), scheme="dark")
    assert light != dark
    assert texts(light) == texts(dark)


@pytest.mark.parametrize("text", TROUBLE)
def test_no_text_becomes_markup(text: str) -> None:
    check_everywhere(text)


@given(st.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_no_text_at_all_breaks_the_picture(text: str) -> None:
    check_everywhere(text)


def check_everywhere(text: str) -> None:
    one = card(1, text, area=text or None, status=text, owner=text)
    columns = (
        BoardColumn("now", text, text, (one,), 1),
        BoardColumn("next", text, text, (), 0),
        BoardColumn(SHIPPED, text, text, (one,), 1),
    )
    svg = board_svg(Board(text, text, columns))
    assert {element.tag for element in ElementTree.fromstring(svg).iter()} <= DRAWN
    assert not set(svg) & {"\x00", "\x07", "\u202e", "\ufffe"}
    svg.encode()


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (1204, "1,204"), (12_999, "12k"), (3_400_000, "3M")]
)
def test_a_count_is_short(count: int, text: str) -> None:
    assert count_text(count) == text


@pytest.mark.parametrize("title", ["Export", "A long title " * 30, "标题" * 200])
@pytest.mark.parametrize("ideas", [3, 60, 300])
def test_the_words_for_the_picture_name_every_column_within_slacks_limit(
    title: str, ideas: int
) -> None:
    text = board_alt_text(board(ideas, shipped=12, title=title))
    assert len(text) <= 1000
    assert all(f"{name}:" in text for name in ("Now", "Next", "Later", "Recently shipped"))
    assert text.endswith(".")
