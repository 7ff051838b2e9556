"""A channel's own questions: written by managers, asked in the form, and what is answered."""

from collections.abc import Mapping, Sequence

from domain.channels import MOST_QUESTION_CHARS, MOST_QUESTIONS, Question, TypedQuestion
from views.blockkit import ids
from views.blockkit.blocks import actions, button, input_block, plain_object, section, text_input
from views.blockkit.form_state import FormState
from views.blockkit.message import Block
from views.blockkit.text import plain

_PREFIX = "own_question_"
_MOST_ANSWER_CHARS = 1_000


def question_fields(
    questions: Sequence[Question], known: Mapping[int, str], *, may_be_empty: bool = False
) -> list[Block]:
    """A field for each question; ``known`` are answers by question, from an earlier time."""
    return [
        input_block(
            f"{_PREFIX}{one.id}",
            plain(one.text, 2000),
            _element(one, known.get(one.id)),
            optional=may_be_empty or not one.is_required,
        )
        for one in questions
    ]


def typed_answers(form: FormState) -> dict[int, str]:
    """Return what was answered, by question; empty for nothing."""
    found: dict[int, str] = {}
    for block in form:
        number = block.removeprefix(_PREFIX)
        if block.startswith(_PREFIX) and number.isdigit():
            found[int(number)] = form.answer(block, ids.OWN_QUESTION).strip()
    return found


def question_editor(questions: Sequence[TypedQuestion], room: int) -> list[Block]:
    """The fields in which a manager writes the questions, with ``room`` for as many."""
    blocks: list[Block] = [
        {"type": "divider"},
        section("*Own questions*\nThe form asks them when it is opened from this channel."),
    ]
    shown = min(max(room, 1), MOST_QUESTIONS)
    for place in range(1, shown + 1):
        known = questions[place - 1] if place <= len(questions) else TypedQuestion("")
        blocks += _written(place, known)
    if shown < MOST_QUESTIONS:
        blocks.append(actions([button("One more question", ids.RULE_MORE, str(shown + 1))]))
    return blocks


def _written(place: int, known: TypedQuestion) -> list[Block]:
    required = {"text": plain_object("Must be answered"), "value": "required"}
    boxes: Block = {"type": "checkboxes", "action_id": ids.RULE_REQUIRED, "options": [required]}
    if known.is_required:
        boxes["initial_options"] = [required]
    text = text_input(
        ids.RULE_QUESTION,
        initial=known.text,
        placeholder="Which plan are they on?",
        max_length=MOST_QUESTION_CHARS,
    )
    choices = text_input(
        ids.RULE_CHOICES,
        initial=known.choices,
        placeholder="Free\nTeam\nEnterprise",
        is_multiline=True,
        max_length=2000,
    )
    return [
        input_block(f"question_{place}", f"Question {place}", text, optional=True),
        input_block(
            f"choices_{place}",
            "Answers to choose from",
            choices,
            hint="Each on a line of its own. Empty: answered in words.",
            optional=True,
        ),
        input_block(f"required_{place}", "Needed?", boxes, optional=True),
    ]


def _element(question: Question, known: str | None) -> Block:
    if not question.choices:
        return text_input(
            ids.OWN_QUESTION, initial=known, is_multiline=True, max_length=_MOST_ANSWER_CHARS
        )
    options = {
        one: {"text": plain_object(plain(one, 75)), "value": one} for one in question.choices
    }
    block: Block = {
        "type": "static_select",
        "action_id": ids.OWN_QUESTION,
        "placeholder": plain_object("Choose an answer"),
        "options": list(options.values()),
    }
    return {**block, "initial_option": options[known]} if known in options else block
