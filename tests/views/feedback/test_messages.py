"""The private answer, the list line and the refusals, at their extremes."""

from dataclasses import replace
from typing import Any

import pytest

from domain.core.importance import Importance
from domain.feedback.model import Feedback, FeedbackState, Source
from tests.support.make import NOON
from views.blockkit import ids
from views.blockkit.limits import check_message
from views.blockkit.message import Message
from views.feedback.messages import captured_message, feedback_line, refused_message, usage_message

PLAIN = Feedback(
    id=1,
    workspace_id=1,
    number=12,
    text="the export times out",
    said_by=None,
    said_by_name=None,
    saved_by="USAM",
    customer=None,
    area=None,
    importance=None,
    state=FeedbackState.NEW,
    source=None,
    door="command",
    created_at=NOON,
)
RICH = replace(
    PLAIN,
    said_by="UADA",
    said_by_name="Ada <!here> " * 12,
    customer="Acme & *Sons*" * 4,
    area="إدارة",
    importance=Importance.BLOCKER,
    source=Source("C1", "1700000000.000100", "https://x.slack.com/archives/C1/p1", True),
)
NASTY = (
    "<!channel> <@U1> <https://x.example|click>",
    "*bold* _it_ ~no~ `code`",
    "> quoted\n>>> all",
    "שלום עולם " * 500,
    "🎉👩‍👩‍👧‍👦" * 3_000,
    "line\n" * 5_000,
    "&<>" * 9_000,
    "x" * 40_000,
)


def answer(feedback: Feedback, *, is_new: bool = True, viewer: str = "USAM") -> Message:
    return check_message(captured_message(feedback, is_new=is_new, viewer=viewer))


def shown(message: Message) -> str:
    return str(message.blocks) + message.text


def labels(message: Message) -> list[str]:
    rows: list[Any] = [one["elements"] for one in message.blocks if one["type"] == "actions"]
    return [button["text"]["text"] for row in rows for button in row]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("is_new", [True, False])
def test_any_text_fits_and_is_harmless(text: str, is_new: bool) -> None:
    message = answer(replace(RICH, text=text), is_new=is_new)
    for token in ("<!channel>", "<!here>", "<@U1>", "<https://x.example|", "*bold*", "_it_"):
        assert token not in shown(message)


def test_the_saver_gets_every_button_and_another_person_no_undo() -> None:
    assert labels(answer(PLAIN)) == [
        "Add details",
        "Make it an idea",
        "Add to an idea",
        "Undo",
    ]
    assert "Undo" not in labels(answer(PLAIN, is_new=False, viewer="UEMIL"))


def test_evidence_names_its_ideas_and_cannot_be_undone() -> None:
    linked = replace(PLAIN, state=FeedbackState.LINKED, idea_numbers=(4, 9))
    message = answer(linked)
    assert "It is evidence for *I-4*, *I-9*." in shown(message)
    assert labels(message) == ["Add details"]


def test_what_was_taken_back_keeps_its_words_and_has_no_buttons() -> None:
    message = answer(replace(PLAIN, state=FeedbackState.WITHDRAWN))
    assert "F-12 is taken back" in shown(message)
    assert "the export times out" in shown(message)
    assert labels(message) == []


def test_a_second_try_names_who_saved_it_and_when() -> None:
    message = answer(PLAIN, is_new=False, viewer="UEMIL")
    assert "Already saved as F-12" in shown(message)
    assert "<@USAM>" in shown(message)
    assert f"<!date^{int(NOON.timestamp())}" in shown(message)


def test_only_a_cut_text_says_that_all_of_it_is_kept() -> None:
    assert "characters are kept" not in shown(answer(replace(PLAIN, text="x" * 500 + "…")))
    assert "All 40,000 characters are kept" in shown(answer(replace(PLAIN, text="x" * 40_000)))


def test_the_facts_read_as_one_line() -> None:
    known = replace(
        PLAIN,
        said_by="UADA",
        said_by_name="Ada",
        customer="Acme",
        area="Exports",
        importance=Importance.NICE_TO_HAVE,
    )
    assert "Said by Ada (via <@UADA>) · Acme · Exports · Nice to have" in shown(answer(known))


def test_a_line_for_everyone_withholds_the_words_of_a_private_channel() -> None:
    private = replace(RICH, customer="Acme")
    assert "export" in feedback_line(private, to_everyone=False)
    line = feedback_line(private, to_everyone=True)
    assert "export" not in line
    assert line.startswith("*F-12*  _said in a private conversation_ · Acme")
    assert "<@" not in line


@pytest.mark.parametrize("text", NASTY)
def test_a_line_is_short_and_on_one_line(text: str) -> None:
    line = feedback_line(replace(PLAIN, text=text), to_everyone=True)
    assert "\n" not in line
    assert len(line) < 200


@pytest.mark.parametrize(
    "refusal", ["gone", "outside", "no_text", "own", "no_permission", "unreadable"]
)
def test_every_refusal_is_a_sentence_with_something_to_do(refusal: str) -> None:
    message = check_message(refused_message(refusal, "C1"))
    assert message.text.endswith(".")
    assert "{" not in message.text


def test_help_fits_a_message() -> None:
    assert "/feedback" in check_message(usage_message()).text


def test_buttons_carry_the_number_only() -> None:
    row: Any = answer(RICH).blocks[-1]
    assert {one["value"] for one in row["elements"]} == {"12"}
    assert row["elements"][0]["action_id"] == ids.FEEDBACK_DETAILS
