"""The forms upon the inbox: new idea, ask back, dismiss in own words, filter, what is set aside."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.feedback.model import Feedback
from domain.ideas.model import MAX_TITLE_CHARS
from domain.triage.area_suggestions import Suggestion
from domain.triage.steps import Dismissal, InboxFilter, Line
from views.blockkit import ids
from views.blockkit.blocks import (
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    text_input,
)
from views.blockkit.form_state import FormState
from views.blockkit.labels import area_select, customer_select
from views.blockkit.message import Block
from views.blockkit.text import clip, mention, slack_date
from views.feedback.messages import told, words
from views.triage.inbox import InboxPosition

DIRECT, THREAD = "direct", "thread"
_QUOTE_CHARS = 600
_LINE_CHARS = 160
_TELL: Block = {"text": plain_object("Tell who said it, by direct message"), "value": "tell"}
_MINE: Block = {"text": plain_object("Only what was given to me"), "value": "mine"}


def file_modal(
    feedback: Feedback, spot: InboxPosition, suggestion: Suggestion | None
) -> dict[str, Any]:
    """The form for a new idea out of feedback, its title begun with what was said."""
    hidden = feedback.is_withheld or feedback.gone is not None
    title = None if hidden else clip(" ".join(feedback.text.split()), MAX_TITLE_CHARS)
    area = feedback.area or (suggestion.area if suggestion else None)
    return _form(
        "New idea",
        [
            section(
                f"*{feedback.reference}* becomes its evidence\n{words(feedback, _QUOTE_CHARS)}"
            ),
            input_block(
                "title",
                "Title",
                text_input(ids.IDEA_TITLE, initial=title, max_length=MAX_TITLE_CHARS),
            ),
            input_block(
                "description",
                "Description",
                text_input(ids.IDEA_DESCRIPTION, is_multiline=True),
                optional=True,
            ),
            input_block("area", "Product area", area_select(area), optional=True),
        ],
        ids.TRIAGE_FILE_FORM,
        "File it",
        replace(spot, number=feedback.number),
    )


def ask_modal(feedback: Feedback, spot: InboxPosition, *, in_thread: bool) -> dict[str, Any]:
    """The form that asks back; ``in_thread`` says that it can be asked under the message."""
    where = [_option(DIRECT, "By direct message", "Only they read the question")]
    if in_thread:
        where.append(_option(THREAD, "In the thread", "Under the message, for all to see"))
    radio: Block = {
        "type": "radio_buttons",
        "action_id": ids.TRIAGE_WHERE,
        "options": where,
        "initial_option": where[0],
    }
    asked = mention(feedback.said_by or feedback.saved_by)
    whom = "Who said it is asked" if feedback.is_withheld else f"{asked} is asked"
    return _form(
        "Ask back",
        [
            section(f"*{feedback.reference}*\n{words(feedback, _QUOTE_CHARS)}"),
            input_block(
                "question",
                "Your question",
                text_input(
                    ids.TRIAGE_QUESTION,
                    is_multiline=True,
                    max_length=1000,
                    placeholder="Which screen does this happen on?",
                ),
            ),
            input_block("where", "Where", radio),
            context(f"{whom} in your name. The answer comes back here as a note, and I tell you."),
        ],
        ids.TRIAGE_ASK_FORM,
        "Ask",
        replace(spot, number=feedback.number),
    )


def dismiss_modal(feedback: Feedback, spot: InboxPosition) -> dict[str, Any]:
    """The form that puts feedback aside with own words, and tells the person if wished."""
    reasons = [_option(one.value, one.label) for one in Dismissal]
    radio: Block = {
        "type": "radio_buttons",
        "action_id": ids.TRIAGE_REASON,
        "options": reasons,
    }
    boxes: Block = {"type": "checkboxes", "action_id": ids.TRIAGE_TELL, "options": [_TELL]}
    return _form(
        "Dismiss",
        [
            section(f"*{feedback.reference}*\n{words(feedback, _QUOTE_CHARS)}"),
            input_block("reason", "Why", radio, optional=True),
            input_block(
                "words",
                "In your own words",
                text_input(ids.TRIAGE_QUESTION, is_multiline=True, max_length=500),
                hint="Instead of a reason above, or in addition to it.",
                optional=True,
            ),
            input_block("tell", "Tell them", boxes, optional=True),
        ],
        ids.TRIAGE_DISMISS_FORM,
        "Dismiss",
        replace(spot, number=feedback.number),
    )


def reason_words(reason: str | None, own: str) -> str:
    """The reason that a form gives, in the words that people read; empty when there is none."""
    label = Dismissal(reason).label if reason else ""
    return ". ".join(one for one in (label, own.strip()) if one)


def filter_modal(spot: InboxPosition) -> dict[str, Any]:
    """The form that chooses what the inbox shows."""
    narrow = spot.narrow
    boxes: Block = {"type": "checkboxes", "action_id": ids.TRIAGE_MINE, "options": [_MINE]}
    if narrow.is_mine:
        boxes["initial_options"] = [_MINE]
    return _form(
        "Filter the inbox",
        [
            input_block("area", "Product area", area_select(narrow.area), optional=True),
            input_block("customer", "Customer", customer_select(narrow.customer), optional=True),
            input_block("mine", "Given to", boxes, optional=True),
            context("Leave everything empty to see all of it."),
        ],
        ids.TRIAGE_FILTER_FORM,
        "Show",
        spot,
    )


def narrow_of(form: FormState) -> InboxFilter:
    """Return the filter that was chosen."""
    return InboxFilter(
        form.option("area", ids.AREA_SELECT),
        form.option("customer", ids.CUSTOMER_SELECT),
        form.is_ticked("mine", ids.TRIAGE_MINE),
    )


def aside_modal(lines: Sequence[Line], spot: InboxPosition) -> dict[str, Any]:
    """What waits for an answer or was put off, each with the way to sort it all the same."""
    blocks: list[Block] = []
    for one in lines:
        why = "put off until tomorrow"
        if one.asked_of is not None:
            why = f"waits for an answer of {mention(one.asked_of)}"
        text = (
            f"*{one.feedback.reference}*  {told(one.feedback, _LINE_CHARS)}\n"
            f"{why} · heard {slack_date(one.feedback.created_at)}"
        )
        blocks.append(section(text, button("Sort it", ids.TRIAGE_OPEN, str(one.feedback.number))))
    blocks = blocks or [section("Nothing is set aside.")]
    return modal("Set aside", blocks, metadata=spot.packed())


def _form(
    title: str, blocks: list[Block], callback_id: str, submit: str, spot: InboxPosition
) -> dict[str, Any]:
    return modal(
        title, blocks, callback_id=callback_id, submit=submit, close="Back", metadata=spot.packed()
    )


def _option(value: str, label: str, description: str | None = None) -> Block:
    option: Block = {"text": plain_object(label), "value": value}
    if description is not None:
        option["description"] = plain_object(description)
    return option
