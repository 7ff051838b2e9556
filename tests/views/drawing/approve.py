"""Draws the reference pictures of the roadmap anew: ``python -m tests.views.drawing.approve``."""

from domain.roadmap_words import parse_view
from tests.views.drawing.plans import roadmap
from tests.views.drawing.test_roadmap import VIEWS, reference
from views.drawing.roadmap import roadmap_svg

if __name__ == "__main__":
    for words in VIEWS:
        drawn = roadmap_svg(roadmap(12), parse_view(words))
        reference(words).write_text(drawn, encoding="utf-8")
