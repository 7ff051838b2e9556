"""The draft of a release note."""

from dataclasses import replace

from domain.announcements import MAX_HEADLINE_CHARS, MAX_TEXT_CHARS, draft
from domain.ideas.model import Idea, Status
from tests.support.make import NOON

IDEA = Idea(1, 1, 12, "Export to CSV", "", Status.SHIPPED, None, None, None, "U1", NOON, NOON)


def test_the_draft_says_what_it_is_and_how_many_asked() -> None:
    asked = replace(IDEA, description="Every table.", votes=6, evidence=1, customers=2)
    note = draft(asked)
    assert note.headline == "Export to CSV"
    assert note.text == (
        "Every table.\n\nYou asked for it: 6 votes, 1 piece of feedback and 2 customers. Thank you!"
    )


def test_an_idea_that_nobody_asked_for_still_has_words_to_begin_with() -> None:
    assert draft(IDEA).text == "It is there for everybody from today on."
    assert "1 vote." in draft(replace(IDEA, votes=1)).text


def test_the_longest_idea_fits_the_form() -> None:
    note = draft(replace(IDEA, title="x" * 300, description="y" * 5_000, votes=3))
    assert len(note.headline) == MAX_HEADLINE_CHARS
    assert len(note.text) == MAX_TEXT_CHARS
