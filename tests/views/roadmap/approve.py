"""Draws the reference pictures of the roadmap anew: ``python -m tests.views.roadmap.approve``."""

from tests.views.roadmap.test_picture import APPROVED, picture, reference

if __name__ == "__main__":
    for words in APPROVED:
        reference(words).write_text(picture(words), encoding="utf-8")
