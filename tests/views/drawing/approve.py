"""Draws the reference pictures of the roadmap anew: ``python -m tests.views.drawing.approve``."""

from tests.views.drawing.test_roadmap import APPROVED, picture, reference

if __name__ == "__main__":
    for words in APPROVED:
        reference(words).write_text(picture(words), encoding="utf-8")
