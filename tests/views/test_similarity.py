"""What is alike, as blocks: within Slack's limits, harmless, and without touching the rest."""

from dataclasses import replace

from domain.similarity.closeness import Degree
from domain.similarity.suggestions import Alike, Question
from tests.views.feedback.test_messages import PLAIN as FEEDBACK
from tests.views.idea_page.test_messages import IDEA
from views.blockkit import ids
from views.blockkit.form_state import FormState
from views.blockkit.limits import check_message, check_view
from views.feedback.forms import Origin, new_feedback_modal
from views.similarity import (
    already_there_message,
    chosen_proposal,
    question_message,
    shows_the_same,
    with_proposals,
)

HOSTILE = "<!channel> *bold* " * 200
FOUND = [
    Alike(Degree.SAME, ("export", "csv"), idea=replace(IDEA, title=HOSTILE)),
    Alike(Degree.CLOSE, (HOSTILE,), feedback=replace(FEEDBACK, text=HOSTILE)),
    Alike(Degree.SAME, (), feedback=replace(FEEDBACK, text=HOSTILE), is_repeat=True),
]


def test_proposals_at_the_extremes_fit_and_ping_nobody() -> None:
    form = check_view(with_proposals(new_feedback_modal(Origin()), FOUND, "text"), "modal")
    asked = check_message(question_message(Question(FEEDBACK, tuple(FOUND))))
    there = check_message(already_there_message(FOUND[0], HOSTILE, "{}"))
    mrkdwn = [
        text["text"]
        for block in [*form["blocks"], *asked.blocks, *there.blocks]
        for text in [block.get("text") or {}, *block.get("elements", [])]
        if text.get("type") == "mrkdwn"
    ]
    assert mrkdwn and "<!channel>" not in str(mrkdwn)


def test_proposals_are_replaced_and_nothing_else_changes() -> None:
    bare = new_feedback_modal(Origin(channel_id="C1"))
    full = with_proposals(bare, FOUND, "text")
    assert not shows_the_same(bare, full)
    assert shows_the_same(full, with_proposals(full, FOUND, "text"))
    assert with_proposals(full, [], "text") == bare


def test_the_choice_is_read_and_none_of_these_is_no_choice() -> None:
    def chosen(value: str | None) -> str | None:
        option = {"value": value} if value else None
        values = {"alike:I-12": {ids.ALIKE_CHOICE: {"selected_option": option}}}
        return chosen_proposal(FormState(values))

    assert chosen("I-12") == "I-12"
    assert chosen("none") is chosen(None) is chosen_proposal(FormState({})) is None


def test_the_reason_names_shared_words_or_says_that_there_are_none() -> None:
    def why(*shared: str) -> str:
        found = [Alike(Degree.CLOSE, shared, idea=IDEA)]
        block = with_proposals(new_feedback_modal(Origin()), found, "text")["blocks"]
        option = next(one for one in block if one["block_id"].startswith("alike"))
        return str(option["element"]["options"][0]["description"]["text"])

    assert why("bill ≈ invoices", "csv").startswith("Very close: bill ≈ invoices, csv · ")
    assert why().startswith("Very close, in other words · ")
    assert why("csv", "spreadsheet ≈ google sheets", "every week ≈ periodically").endswith(
        "Very close: csv, spreadsheet ≈ google sheets · Open, 14 votes"
    )
