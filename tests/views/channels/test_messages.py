"""The rules of channels, own questions, files and notes: within Slack's limits at the extremes."""

from dataclasses import replace

import pytest

from domain.channels import CaptureMethod, ChannelRule, Confirm, Question, RuleForm, TypedQuestion
from domain.core.importance import Importance
from domain.feedback.attachments import Answer, Attached, File, Note
from domain.feedback.model import Details, FeedbackState
from tests.support.make import NOON
from tests.views.feedback.test_messages import NASTY, RICH
from views.blockkit import ids
from views.blockkit.form_state import FormState
from views.blockkit.limits import check_message, check_view
from views.channels.custom_questions import typed_answers
from views.channels.forms import (
    rule_message,
    rule_modal,
    rules_modal,
    saved_rule_modal,
    typed_rule,
    wish_of,
)
from views.channels.messages import DOOR_MESSAGES
from views.feedback.attachments import notes_modal
from views.feedback.forms import (
    Origin,
    details_modal,
    files_in,
    message_modal,
    new_feedback_modal,
    packed_files,
)
from views.feedback.messages import captured_message

WIDE = "<!channel> & ‮שלום *bold* "
RULE = ChannelRule(
    7,
    "C1",
    frozenset(CaptureMethod),
    customer=WIDE[:60],
    area="Area " * 10,
    importance=Importance.BLOCKER,
    confirm=Confirm.THREAD,
    connected_name=WIDE,
    set_by="U1",
)
QUESTIONS = tuple(
    Question(place, (f"{place} {WIDE}" * 10)[:150], tuple(f"{one} {WIDE}" for one in range(20)))
    for place in range(1, 6)
)
FILES = tuple(
    File(f"F{one}", WIDE * 5, "image/png", 2_400_000, f"https://x.slack.com/files/U1/F{one}/a.png")
    for one in range(18)
)
ATTACHED = Attached(
    answers=tuple(Answer(one.id, one.text, WIDE * 30) for one in QUESTIONS),
    files=(File("F90", "no.png", refused="file_not_found"), *FILES),
    file_count=40,
    notes=tuple(Note(one, WIDE * 200, NOON, "U1", "Sam") for one in range(5)),
    note_count=1_000,
)


def test_the_form_of_a_rule_holds_everything_and_comes_back_as_it_was_filled_in() -> None:
    wish = wish_of(RULE, QUESTIONS)
    view = check_view(rule_modal(RULE, wish, is_outside=True, room=9), "modal")
    assert "/invite @Linchpin" in str(view)
    assert ids.RULE_MORE not in str(view)
    values = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        entry = {
            "value": element.get("initial_value"),
            "selected_option": element.get("initial_option"),
            "selected_options": element.get("initial_options"),
        }
        values[block["block_id"]] = {element["action_id"]: entry}
    assert typed_rule(FormState(values)) == wish


def test_the_form_makes_room_for_one_question_more() -> None:
    wish = RuleForm(frozenset({CaptureMethod.EMOJI}), questions=(TypedQuestion("Plan?"),))
    rule = ChannelRule(1, "C1", connected_problem="missing_scope")
    view = check_view(rule_modal(rule, wish, is_outside=False, room=2), "modal")
    named = [one.get("block_id") for one in view["blocks"]]
    assert "question_2" in named
    assert "question_3" not in named
    assert "may not ask for its name" in str(view)


@pytest.mark.parametrize("count", [0, 20, 500])
def test_the_list_of_channels_with_rules_fits(count: int) -> None:
    rules = [replace(RULE, channel_id=f"C{one}") for one in range(min(count, 20))]
    view = check_view(rules_modal(rules, count, 0, may_change=True), "modal")
    assert str(view).count(f"'{ids.RULE_EDIT}'") == len(rules)
    assert (ids.RULES_PAGE in str(view)) == (count > 20)
    assert ids.RULE_EDIT not in str(rules_modal(rules, count, 0, may_change=False))


def test_a_rule_can_be_read_by_those_who_may_not_change_it() -> None:
    message = check_message(rule_message(RULE, QUESTIONS, is_outside=True))
    assert "<!channel>" not in str(message)
    check_view(saved_rule_modal(RULE, QUESTIONS, is_outside=True), "modal")


@pytest.mark.parametrize("text", NASTY)
def test_answers_files_and_notes_stand_below_any_words(text: str) -> None:
    one = replace(RICH, text=text, attached=ATTACHED)
    message = check_message(captured_message(one, is_new=True, viewer="U1"))
    said = str(message)
    assert "<!channel>" not in said
    assert "and 35 more" not in said
    assert "and 34 more" in said
    assert "Slack does not show it to me" in said
    assert "*1,000 notes*" in said
    assert ids.FEEDBACK_NOTES in said


def test_what_nobody_was_asked_is_said_until_something_was_made_of_it() -> None:
    new = replace(RICH, idea_numbers=(), state=FeedbackState.NEW)
    for asks, said in ((0, "Next: make it an idea"), (1, "a question"), (3, "3 questions")):
        assert said in str(captured_message(new, is_new=True, viewer="U1", asks=asks))
    linked = replace(new, idea_numbers=(7,))
    assert "question" not in str(captured_message(linked, is_new=True, viewer="U1", asks=3))


def test_notes_have_pages_and_an_empty_state() -> None:
    one = replace(RICH, attached=ATTACHED)
    notes = tuple(Note(place, WIDE * 1000, NOON, None, WIDE) for place in range(20))
    view = check_view(notes_modal(one, notes, 40), "modal")
    assert f"{one.number}:60" in str(view)
    empty = check_view(notes_modal(replace(RICH, attached=Attached()), (), 0), "modal")
    assert "There are no notes" in str(empty)


def test_own_questions_stand_in_the_forms_and_their_answers_are_read_back() -> None:
    view = check_view(new_feedback_modal(Origin(), Details(customer="Acme"), QUESTIONS), "modal")
    fields = [one for one in view["blocks"] if ids.OWN_QUESTION in str(one)]
    assert len(fields) == 5
    given = {fields[0]["block_id"]: {ids.OWN_QUESTION: {"value": " Team "}}, "text": {}}
    assert typed_answers(FormState(given)) == {1: "Team"}
    known = replace(RICH, attached=replace(ATTACHED, answers=(Answer(1, "Plan?", "Free"),)))
    asked = (Question(1, "Plan?", ("Free", "Team"), is_required=True),)
    form = check_view(
        details_modal(known, Origin(number=1), is_just_saved=False, questions=asked), "modal"
    )
    field = next(one for one in form["blocks"] if ids.OWN_QUESTION in str(one))
    assert field["element"]["initial_option"]["value"] == "Free"
    assert field["optional"]


def test_a_form_remembers_as_many_files_as_slack_lets_it() -> None:
    origin = Origin(channel_id="C1", message_ts="1.0", files=packed_files(FILES * 3))
    view = check_view(message_modal(origin, "words", Details(), None), "modal")
    back = files_in(Origin.unpacked(view["private_metadata"]))
    assert 8 < len(back) < 54
    assert back[0].permalink == FILES[0].permalink
    assert back[0].message_ts == "1.0"


def test_every_short_answer_about_a_door_can_be_sent() -> None:
    data = {"first": 1, "count": 214, "sentence": WIDE, "number": 3, "added": 1_000}
    data |= {"channel": "C1", "reason": "The channel was archived."}
    for draw in DOOR_MESSAGES.values():
        assert "<!channel>" not in str(check_message(draw(data)))
    assert "214" in str(DOOR_MESSAGES["feedback_confirmed"](data))
