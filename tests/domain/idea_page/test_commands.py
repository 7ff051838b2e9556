"""What people type after /idea, in all the spellings that phones and habits make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.idea_page.commands import (
    AskUsage,
    EditIdea,
    FileIdea,
    LinkFeedback,
    MoveIdea,
    ShowIdea,
    parse_idea_command,
)
from domain.ideas.commands import parse_target
from domain.ideas.model import MAX_TITLE_CHARS, Horizon, Status


@pytest.mark.parametrize("text", ["I-12", "i12", "I–12", " i-12 ", "“I-12”", "I 12", "#12", "12"])
def test_a_number_alone_opens_the_idea(text: str) -> None:
    assert parse_idea_command(text) == ShowIdea(12)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("I-12 planned", Status.PLANNED),
        ("i12 In Progress", Status.IN_PROGRESS),
        ("I-12 in-progress", Status.IN_PROGRESS),
        ("I-12 in_progress", Status.IN_PROGRESS),
        ("I-12 “shipped”", Status.SHIPPED),
        ("I-12 shipped!", Status.SHIPPED),
        ("I-12: done", Status.SHIPPED),
        ("I-12 reopen", Status.OPEN),
        ("I-12 considering", Status.CONSIDERING),
        ("I-12 now", Horizon.NOW),
        ("I-12 move to next", Horizon.NEXT),
        ("i 12 later", Horizon.LATER),
        ("#12 Next", Horizon.NEXT),
    ],
)
def test_a_place_after_the_number_moves_the_idea(text: str, target: Status | Horizon) -> None:
    assert parse_idea_command(text) == MoveIdea(12, target)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I-12 declined because nobody uses it", "nobody uses it"),
        ("I-12 Declined: “Too Costly”", "Too Costly"),
        ("I-12 declined", None),
        ("I-12 won’t do, because of GDPR", "GDPR"),
        ("I-12 rejected - out of scope", "out of scope"),
    ],
)
def test_declining_takes_the_reason_as_typed(text: str, reason: str | None) -> None:
    assert parse_idea_command(text) == MoveIdea(12, Status.DECLINED, reason)


@pytest.mark.parametrize(
    "title",
    [
        "Export to CSV",
        "3 clicks to export is too many",
        "F1 score in reports",
        "I18n support",
        "O365 login",
        "I 5 times asked for an export",
        "12% faster exports",
        "planned maintenance mode",
    ],
)
def test_a_title_may_begin_like_a_number_or_a_place(title: str) -> None:
    assert parse_idea_command(title) == FileIdea(title)


@pytest.mark.parametrize("text", ["F-3", "I-0", "I-9999999999", "o2", "00"])
def test_what_looks_like_a_number_is_not_filed_by_mistake(text: str) -> None:
    with pytest.raises(InvalidInput, match="not the number of an idea"):
        parse_idea_command(text)


def test_an_unknown_word_after_a_number_names_the_nearest_right_one() -> None:
    with pytest.raises(InvalidInput, match="Did you mean /idea I-12 planned"):
        parse_idea_command("I-12 plannd")
    with pytest.raises(InvalidInput, match="Type /idea I-12 to open it"):
        parse_idea_command("I-12 make it purple with dots")


def test_other_words_after_a_number_have_their_own_meaning() -> None:
    assert parse_idea_command("I-12 details") == ShowIdea(12)
    assert parse_idea_command("I-12 edit") == EditIdea(12)
    assert parse_idea_command("I-12 F-3") == LinkFeedback(12, 3)
    assert parse_idea_command("help") == AskUsage()
    assert parse_idea_command("  ") is None


def test_quotes_around_a_title_are_not_part_of_it() -> None:
    assert parse_idea_command("“Export to CSV”") == FileIdea("Export to CSV")
    assert parse_idea_command('"Open" and "closed" states') == FileIdea(
        '"Open" and "closed" states'
    )


def test_more_lines_than_a_title_become_the_description() -> None:
    assert parse_idea_command("Export\nas CSV\n\nand PDF") == FileIdea(
        "Export", "as CSV\n\nand PDF"
    )


def test_a_text_too_long_for_a_title_is_kept_whole_in_the_description() -> None:
    text = "customers want it " * 20
    wish = parse_idea_command(text)
    assert isinstance(wish, FileIdea)
    assert len(wish.title) <= MAX_TITLE_CHARS
    assert wish.title.endswith("…")
    assert wish.description == text.strip()


@given(st.sampled_from([*Status.settable(), *Horizon]), st.booleans())
def test_every_place_is_understood_by_its_own_label(place: Status | Horizon, shouts: bool) -> None:
    label = place.label.upper() if shouts else place.label
    assert parse_target(label) == place
    assert parse_target(place.value) == place


@given(st.text(max_size=400))
def test_whatever_is_typed_is_a_wish_or_a_refusal(text: str) -> None:
    try:
        wish = parse_idea_command(text)
    except InvalidInput as refused:
        assert refused.message
        return
    if isinstance(wish, FileIdea):
        assert len(wish.title) <= MAX_TITLE_CHARS
