"""The picture of value against effort: nothing covers anything, whatever there is to show."""

import math
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scoring.score_map import Point, ScoreMap
from tests.views.roadmap.boards import TROUBLE
from tests.views.scoring.maps import map_of, score_map
from views.drawing.axes import axis
from views.drawing.png import draw_png
from views.roadmap.drawing.board_layout import CANVAS
from views.scoring.score_map import MapLayout, lay_out_map, score_map_alt_text, score_map_svg

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {f"{SVG}{name}" for name in ("svg", "g", "rect", "text", "circle", "path")}
REFERENCE = Path(__file__).parent / "reference" / "score_map.svg"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
TOLERANCE_PX = 1.0


def check(layout: MapLayout) -> None:
    """Nothing covers anything, and all of it is inside."""
    for one, other in combinations(layout.placed, 2):
        apart = math.hypot(one.bubble.x - other.bubble.x, one.bubble.y - other.bubble.y)
        assert apart >= one.bubble.radius + other.bubble.radius - 0.5
    labels = [one.label.box for one in layout.placed if one.label]
    names = [one.box for one in layout.quadrants]
    for box, other in combinations([*labels, *names], 2):
        assert not box.touches(other)
    for one in layout.placed:
        assert layout.plot.holds(one.bubble.box)
        assert not any(label.touches(one.bubble.box) for label in labels)
        assert not any(name.touches(one.bubble.box) for name in names)
    assert all(layout.plot.holds(label) for label in labels)
    assert layout.plot.right <= CANVAS


@pytest.mark.parametrize("ideas", [0, 1, 2, 7, 24, 60])
def test_nothing_covers_anything(ideas: int) -> None:
    layout = lay_out_map(score_map(ideas))
    check(layout)
    assert len(layout.placed) == ideas
    named = [one for one in layout.placed if one.label]
    left = int(NUMBER.findall(layout.left_out)[0]) if layout.left_out else 0
    assert len(named) + len(layout.keys) + left == ideas
    assert layout.height <= 1.5 * CANVAS


POINTS = st.lists(
    st.builds(
        Point,
        number=st.integers(1, 9999).map(lambda n: f"I-{n}"),
        title=st.text(max_size=40),
        worth=st.floats(0, 1e12),
        cost=st.floats(0, 1000),
        votes=st.integers(0, 500),
        area=st.sampled_from([None, "Mobile", "Billing"]),
    ),
    max_size=12,
)


@given(POINTS)
@settings(max_examples=60, deadline=None)
def test_nothing_covers_anything_wherever_the_ideas_stand(points: list[Point]) -> None:
    check(lay_out_map(map_of(*points)))


def test_ideas_at_the_very_same_place_stand_beside_it_and_are_tied_to_it() -> None:
    same = [Point(f"I-{n}", "Same", 100, 3, votes=5) for n in range(1, 6)]
    layout = lay_out_map(map_of(*same))
    check(layout)
    assert sum(one.bubble.is_away for one in layout.placed) >= 4
    assert len({(one.bubble.true_x, one.bubble.true_y) for one in layout.placed}) == 1


def test_more_value_stands_higher_more_effort_further_right_and_more_votes_are_larger() -> None:
    small = Point("I-1", "Small", 10, 1, votes=1)
    large = Point("I-2", "Large", 100, 8, votes=40)
    one, other = (placed.bubble for placed in lay_out_map(map_of(small, large)).placed)
    assert one.y > other.y and one.x < other.x and one.radius < other.radius


def test_a_wide_span_is_drawn_on_a_logarithmic_scale() -> None:
    wide = axis([1, 50, 10_000])
    assert wide.is_logarithmic
    assert 0.25 < wide.place(50) < 0.6
    narrow = axis([1, 5, 10])
    assert not narrow.is_logarithmic and narrow.place(0) == 0


@given(st.lists(st.floats(0, 1e15), max_size=20))
def test_every_value_has_a_place_on_its_axis_in_its_order(values: list[float]) -> None:
    found = axis(values)
    places = [found.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= place <= 1 for place in places)
    assert 1 <= len(found.ticks) <= 40


def test_without_ideas_it_says_how_to_begin() -> None:
    assert "/score I-1" in score_map_svg(score_map(0))
    assert score_map_alt_text(score_map(0)).endswith("No idea is scored yet.")


@pytest.mark.parametrize("text", TROUBLE)
def test_no_text_becomes_markup(text: str) -> None:
    point = Point(text, text, 5, 5, votes=3, area=text or None)
    shown = ScoreMap(text, text, text, text, (point,), 1)
    svg = score_map_svg(shown, scheme="dark")
    assert {element.tag for element in ElementTree.fromstring(svg).iter()} <= DRAWN
    assert not set(svg) & {"\x00", "\x07", "\u202e", "\ufffe"}


@pytest.mark.parametrize("title", ["Export", "A long title " * 30, "标题" * 200])
def test_the_words_for_the_picture_fit(title: str) -> None:
    text = score_map_alt_text(score_map(60, title))
    assert len(text) <= 1000
    assert "I-1 " in text and text.endswith(".")


def test_the_picture_is_the_one_that_was_approved() -> None:
    """Drawn anew by writing score_map_svg(score_map(12)) to the reference, after looking at it."""
    drawn, approved = score_map_svg(score_map(12)), REFERENCE.read_text(encoding="utf-8")
    assert NUMBER.sub("#", drawn) == NUMBER.sub("#", approved)
    pairs = zip(NUMBER.findall(drawn), NUMBER.findall(approved), strict=True)
    assert max(abs(float(one) - float(other)) for one, other in pairs) <= TOLERANCE_PX


def test_sixty_ideas_become_a_png() -> None:
    picture = draw_png(score_map_svg(score_map(60)), 60.0)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
