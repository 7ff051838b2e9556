"""A thread as one piece of feedback, and what a mention asks for."""

import pytest

from domain.feedback.attachments import Line, files_of, line_of, once
from domain.feedback.threads import (
    MOST_CHARS,
    MOST_LINES,
    closing_line,
    read_mention,
    transcript,
    within_bounds,
)

BOT = "U0BOT"


@pytest.mark.parametrize(
    "text",
    [
        "<@U0BOT> save this",
        "<@U0BOT|linchpin>: Please save this thread!",
        "hey <@U0BOT> can you capture the whole conversation as feedback?",
        "<@U0BOT> keep it",
        "save this <@U0BOT>",
    ],
)
def test_a_wish_to_save_is_understood_in_many_words(text: str) -> None:
    wish = read_mention(text, BOT)
    assert (wish.wants_saving, wish.rest) == (True, "")


@pytest.mark.parametrize("text", ["<@U0BOT>", "<@U0BOT> hello", "<@U0BOT> saved any money?"])
def test_other_words_are_no_wish_to_save(text: str) -> None:
    assert not read_mention(text, BOT).wants_saving


@pytest.mark.parametrize(
    ("text", "rest", "customer"),
    [
        ("<@U0BOT> save: the export times out", "the export times out", None),
        ("<@U0BOT> save this, <@U0SAM> needs it", "<@U0SAM> needs it", None),
        ("<@U0BOT> save this for Acme.", "for Acme.", "Acme"),
        ("<@U0BOT> save this for Acme\nand Globex", "for Acme\nand Globex", None),
    ],
)
def test_what_follows_the_wish_is_kept(text: str, rest: str, customer: str | None) -> None:
    wish = read_mention(text, BOT)
    assert (wish.rest, wish.customer) == (rest, customer)


def test_a_transcript_names_each_speaker_and_says_what_is_missing() -> None:
    lines = [Line("1.0", "It times out", "U1", "Sam"), Line("2.0", "", "U2", "Ada")]
    closing = closing_line("1.0", 1_250)
    assert closing is not None
    text = transcript([*lines, closing])
    assert text == "Sam: It times out\n(1,250 later messages are not in here. The thread has them.)"
    assert closing_line("1.0", 0) is None


def test_a_long_thread_is_taken_as_far_as_it_is_bounded() -> None:
    many = [Line(f"{place}.0", "words") for place in range(MOST_LINES + 5)]
    assert len(within_bounds(many)) == MOST_LINES
    wide = [Line(f"{place}.0", "x" * (MOST_CHARS // 2)) for place in range(5)]
    assert len(within_bounds(wide)) == 2
    assert len(within_bounds([Line("1.0", "x" * (MOST_CHARS + 1))])) == 1


def test_files_are_read_from_a_message_whatever_stands_in_it() -> None:
    message = {
        "ts": "1.0",
        "user": "U1",
        "files": [
            {"id": "F1", "name": "a\0.png", "mimetype": "image/png", "size": 9, "permalink": "p"},
            {"id": "F2", "file_access": "check_file_info"},
            {"id": "F3", "mode": "tombstone"},
            {"name": "no id"},
            "nonsense",
        ],
    }
    files = files_of(message)
    assert [(one.slack_id, one.name, one.refused) for one in files] == [
        ("F1", "a.png", None),
        ("F2", "File", "unseen"),
    ]
    assert files[0].is_image
    assert len(once([*files, *files])) == 2


def test_a_line_names_who_spoke_also_when_nobody_knows_them() -> None:
    assert line_of({"ts": "1.0", "user": "U1", "text": "hi"}, {"U1": "Sam"}).author_name == "Sam"
    assert line_of({"ts": "1.0", "user": "U9", "text": "hi"}, {}).author_name == "Somebody"
    bot = {"ts": "1.0", "bot_id": "B1", "username": "Alerts", "text": "disk full"}
    assert line_of(bot, {}).author_name == "Alerts"
