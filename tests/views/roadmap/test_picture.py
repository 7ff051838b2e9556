"""The pictures of every view: whole at every size, safe with every text, and as approved."""

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from domain.roadmap.audiences import for_reader
from domain.roadmap.commands import parse_view
from tests.views.roadmap.boards import TROUBLE
from tests.views.roadmap.plans import roadmap
from views.drawing.palette import LIGHT
from views.drawing.png import draw_png
from views.roadmap.drawing.board_layout import CANVAS, MARGIN
from views.roadmap.drawing.lane_layout import lay_out_lanes
from views.roadmap.drawing.picture import roadmap_alt_text, roadmap_svg
from views.roadmap.drawing.timeline_layout import lay_out_timeline

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {
    f"{SVG}{name}"
    for name in ("svg", "g", "rect", "text", "circle", "path", "defs", "linearGradient", "stop")
}
REFERENCES = Path(__file__).parent / "reference"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
TOLERANCE_PX = 1.0
VIEWS = ("timeline", "months", "timeline by area", "by area", "by owner", "by objective")
APPROVED = ("board", *VIEWS, "board for customers", "timeline for customers")
PHONE_PX = 390


@pytest.mark.parametrize("words", ["timeline", "months by objective", "timeline by area"])
@pytest.mark.parametrize("ideas", [0, 1, 12, 60, 300])
def test_nothing_on_a_timeline_covers_anything_or_leaves_the_picture(
    words: str, ideas: int
) -> None:
    layout = lay_out_timeline(roadmap(ideas), parse_view(words))
    for lane in layout.lanes:
        rows: dict[float, list[tuple[float, float]]] = {}
        for span in lane.spans:
            extent = (min(span.left, span.text_x), max(span.right, span.text_end))
            rows.setdefault(span.text_y, []).append(extent)
            assert extent[0] >= MARGIN - 0.5 and extent[1] <= CANVAS - MARGIN + 0.5
            assert lane.y < span.text_y < span.bar_y + span.bar <= lane.end <= layout.height
            assert span.title_size * PHONE_PX / CANVAS >= 8.5
        for row in rows.values():
            for one, other in pairwise(sorted(row)):
                assert one[1] <= other[0]
    assert layout.height <= 2.6 * CANVAS


@pytest.mark.parametrize("words", ["timeline", "months by area"])
def test_the_line_of_today_runs_through_no_words(words: str) -> None:
    layout = lay_out_timeline(roadmap(60), parse_view(words))
    assert layout.today is not None and len(layout.today_line) > 1
    spans = [span for lane in layout.lanes for span in lane.spans]
    under = [one for one in spans if one.text_x <= layout.today <= one.text_end]
    for start, end in layout.today_line:
        assert not any(start < span.text_y < end for span in under)


@pytest.mark.parametrize("ideas", [60, 300])
def test_what_has_no_room_on_a_timeline_is_counted(ideas: int) -> None:
    layout = lay_out_timeline(roadmap(ideas, shipped=0), parse_view("timeline by area"))
    shown = sum(len(lane.spans) + lane.more for lane in layout.lanes)
    columns = layout.undated.columns if layout.undated else ()
    undated = sum(len(one.rows) + one.more for one in columns)
    outside = int(NUMBER.findall(layout.note)[0]) if layout.note else 0
    assert shown + undated + outside == ideas


@pytest.mark.parametrize("words", ["by area", "by owner", "by objective for stakeholders"])
@pytest.mark.parametrize("ideas", [1, 12, 60, 300])
def test_lanes_keep_their_cards_apart_and_count_what_has_no_room(words: str, ideas: int) -> None:
    layout = lay_out_lanes(roadmap(ideas), parse_view(words))
    for lane in layout.lanes:
        for cell in lane.cells:
            edges = [edge for card in cell.cards for edge in (card.y, card.y + card.height)]
            assert edges == sorted(edges)
            assert not edges or (lane.y < edges[0] and edges[-1] <= lane.end)
    cells = [cell for lane in layout.lanes for cell in lane.cells]
    assert sum(len(cell.cards) + cell.more for cell in cells) >= ideas
    assert layout.height <= 2.6 * CANVAS


@pytest.mark.parametrize("words", ["timeline", "timeline by area", "by area", "by owner"])
def test_sixty_ideas_are_all_drawn_in_every_view(words: str) -> None:
    svg = roadmap_svg(roadmap(60), parse_view(words))
    keys = set(re.findall(r'data-key="(k\d+)"', svg))
    planned = [card for column in roadmap(60).planned for card in column.cards]
    dated = {card.key for card in planned if card.dates.are_set}
    wanted = dated if "timeline" in words else {f"k{n}" for n in range(60)}
    assert wanted - keys == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("words", VIEWS)
@pytest.mark.parametrize("text", [TROUBLE[0], *TROUBLE[8:]])
def test_no_text_becomes_markup(text: str, words: str, scheme: str) -> None:
    board = roadmap(12, title=text)
    svg = roadmap_svg(board, parse_view(words), scheme="dark" if scheme == "dark" else "light")
    assert {element.tag for element in ElementTree.fromstring(svg).iter()} <= DRAWN
    assert not set(svg) & {"\x00", "\x07", "\u202e", "\ufffe"}


@pytest.mark.parametrize("words", VIEWS)
def test_the_words_for_the_picture_fit_and_name_every_group(words: str) -> None:
    for ideas, title in ((0, "Export"), (60, None), (300, "标题" * 90)):
        text = roadmap_alt_text(roadmap(ideas, title=title), parse_view(words))
        assert text.startswith("Harborline roadmap. ") and len(text) <= 1000


@pytest.mark.parametrize(
    ("sure", "mark"), [("likely", 'stroke-width="2.5"'), ("rough", "url(#fade")]
)
def test_each_confidence_is_drawn_in_a_way_of_its_own_and_explained(sure: str, mark: str) -> None:
    svg = roadmap_svg(roadmap(12), parse_view("timeline"))
    assert f">{sure}</text>" in svg and mark in svg


def test_a_late_idea_is_marked_for_the_team_alone() -> None:
    board = roadmap(12)
    assert LIGHT.late in roadmap_svg(board, parse_view("timeline"))
    view = parse_view("timeline for customers")
    assert LIGHT.late not in roadmap_svg(for_reader(board, view.reader), view)


def test_an_empty_timeline_says_how_to_fill_it() -> None:
    assert "/idea I-1 Q1 2027 likely" in roadmap_svg(roadmap(0), parse_view("timeline"))
    customers = parse_view("timeline for customers")
    assert "/idea" not in roadmap_svg(roadmap(0), customers)


@pytest.mark.parametrize("words", APPROVED)
def test_the_picture_is_the_one_that_was_approved(words: str) -> None:
    """Drawn anew by ``python -m tests.views.drawing.approve``, after looking at it."""
    drawn = picture(words)
    approved = reference(words).read_text(encoding="utf-8")
    assert NUMBER.sub("#", drawn) == NUMBER.sub("#", approved)
    pairs = zip(NUMBER.findall(drawn), NUMBER.findall(approved), strict=True)
    assert max(abs(float(one) - float(other)) for one, other in pairs) <= TOLERANCE_PX


def picture(words: str) -> str:
    view = parse_view(words)
    return roadmap_svg(for_reader(roadmap(12), view.reader), view)


def reference(words: str) -> Path:
    return REFERENCES / f"{words.replace(' ', '_')}.svg"


@pytest.mark.parametrize("words", ["timeline by area", "by objective"])
def test_sixty_ideas_become_a_png(words: str) -> None:
    assert draw_png(roadmap_svg(roadmap(60), parse_view(words)), 60.0)[:4] == b"\x89PNG"
