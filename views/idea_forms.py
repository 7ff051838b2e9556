"""The forms of ideas: file or edit one, move it, join it with feedback."""

from dataclasses import replace
from typing import Any

from domain.idea_commands import MAX_TITLE_CHARS
from domain.idea_pages import Evidence, Filed
from domain.ideas import Idea, Status
from views import ids
from views.blocks import input_block, modal, plain_object, section, text_input
from views.idea_origin import IdeaOrigin
from views.ideas import filed_blocks
from views.labels import area_select
from views.message import Block
from views.text import mrkdwn, plain, quote

_QUOTE_CHARS = 400
_MAX_INITIAL_CHARS = 3000

_PLACES = (
    (Status.OPEN.value, "Open", "Collecting votes and feedback"),
    (Status.CONSIDERING.value, "Considering", "We are looking into it"),
    ("later", "Roadmap: Later", "Planned, some time"),
    ("next", "Roadmap: Next", "Planned, after what is under way"),
    ("now", "Roadmap: Now", "Planned, or being built, at present"),
    (Status.IN_PROGRESS.value, "In progress", "Being built"),
    (Status.SHIPPED.value, "Shipped", "People have it"),
    (Status.DECLINED.value, "Declined", "We will not do it"),
)


def new_idea_modal(origin: IdeaOrigin, said: Evidence | None = None) -> dict[str, Any]:
    """The form for a new idea; from feedback, what was said stands above it."""
    blocks = _fields(None)
    if said is not None:
        words = (
            "said in a private channel"
            if said.is_withheld
            else quote(said.feedback.text, _QUOTE_CHARS)
        )
        blocks.insert(0, section(f"*{said.feedback.reference}* becomes its evidence\n{words}"))
    return modal(
        "New idea",
        blocks,
        callback_id=ids.IDEA_FORM,
        submit="File it",
        close="Cancel",
        metadata=origin.packed(),
    )


def edit_idea_modal(idea: Idea, origin: IdeaOrigin) -> dict[str, Any]:
    """The form with an idea's title, description, area and owner."""
    return modal(
        f"Edit {idea.reference}",
        _fields(idea),
        callback_id=ids.IDEA_EDIT_FORM,
        submit="Save",
        close="Cancel",
        metadata=replace(origin, number=idea.number).packed(),
    )


def move_modal(idea: Idea, origin: IdeaOrigin) -> dict[str, Any]:
    """The form that moves an idea, with room for a reason."""
    options = [_place(*place) for place in _PLACES]
    current = idea.horizon.value if idea.horizon and idea.status is Status.PLANNED else idea.status
    initial = next((one for one in options if one["value"] == str(current)), None)
    choices: Block = {
        "type": "radio_buttons",
        "action_id": ids.IDEA_TARGET,
        "options": options,
    }
    if initial is not None:
        choices["initial_option"] = initial
    reason = text_input(
        ids.IDEA_REASON, initial=idea.decline_reason, is_multiline=True, max_length=1000
    )
    return modal(
        f"Move {idea.reference}",
        [
            section(f"*{mrkdwn(idea.title, 400)}*"),
            input_block("target", "Where does it stand?", choices),
            input_block(
                "reason",
                "Why, if you decline it",
                reason,
                hint="Those who asked for it can read this on the card.",
                optional=True,
            ),
        ],
        callback_id=ids.IDEA_MOVE_FORM,
        submit="Move",
        close="Cancel",
        metadata=replace(origin, number=idea.number).packed(),
    )


def evidence_modal(idea: Idea, origin: IdeaOrigin) -> dict[str, Any]:
    """The form that adds feedback to an idea."""
    select: Block = {
        "type": "external_select",
        "action_id": ids.FEEDBACK_SELECT,
        "min_query_length": 0,
        "placeholder": plain_object("F-12, or words that were said"),
    }
    return modal(
        "Add evidence",
        [
            section(f"*{idea.reference}*  {mrkdwn(idea.title, 400)}"),
            input_block(
                "feedback",
                "Which feedback is evidence for it?",
                select,
                hint="Nothing saved yet? /feedback and what was said saves it.",
            ),
        ],
        callback_id=ids.EVIDENCE_FORM,
        submit="Add",
        close="Cancel",
        metadata=replace(origin, number=idea.number).packed(),
    )


def which_idea_modal(said: Evidence, origin: IdeaOrigin) -> dict[str, Any]:
    """The form that asks which idea a piece of feedback speaks for."""
    words = (
        "said in a private channel" if said.is_withheld else quote(said.feedback.text, _QUOTE_CHARS)
    )
    select: Block = {
        "type": "external_select",
        "action_id": ids.IDEA_SELECT,
        "min_query_length": 0,
        "placeholder": plain_object("I-12, or words of its title"),
    }
    return modal(
        "Add to an idea",
        [
            section(f"*{said.feedback.reference}*\n{words}"),
            input_block("idea", "Which idea is it evidence for?", select),
        ],
        callback_id=ids.EVIDENCE_IDEA_FORM,
        submit="Add",
        close="Cancel",
        metadata=replace(origin, feedback_number=said.feedback.number).packed(),
    )


def filed_modal(filed: Filed, origin: IdeaOrigin) -> dict[str, Any]:
    """What stands in place of the form once an idea is filed."""
    metadata = replace(origin, number=filed.idea.number).packed()
    return modal("Thank you", filed_blocks(filed), close="Done", metadata=metadata)


def idea_option(idea: Idea) -> Block:
    """An idea as an option of a select."""
    label = plain(f"{idea.reference} {idea.title}", 75)
    return {"text": plain_object(label), "value": str(idea.number)}


def feedback_option(one: Evidence) -> Block:
    """Feedback as an option of a select."""
    words = "(said in a private channel)" if one.is_withheld else one.feedback.text
    label = plain(f"{one.feedback.reference} {words}", 75)
    return {"text": plain_object(label), "value": str(one.feedback.number)}


def _fields(idea: Idea | None) -> list[Block]:
    owner: Block = {
        "type": "users_select",
        "action_id": ids.IDEA_OWNER,
        "placeholder": plain_object("Nobody yet"),
    }
    if idea is not None and idea.owner_id:
        owner["initial_user"] = idea.owner_id
    title = text_input(
        ids.IDEA_TITLE,
        initial=idea.title if idea else None,
        placeholder="Export to CSV",
        max_length=MAX_TITLE_CHARS,
    )
    description = text_input(
        ids.IDEA_DESCRIPTION,
        initial=idea.description[:_MAX_INITIAL_CHARS] if idea else None,
        placeholder="Who needs it, and what for?",
        is_multiline=True,
    )
    return [
        input_block("title", "Title", title),
        input_block("description", "Description", description, optional=True),
        input_block("area", "Area", area_select(idea.area if idea else None), optional=True),
        input_block("owner", "Owner", owner, optional=True),
    ]


def _place(value: str, label: str, description: str) -> Block:
    return {
        "text": plain_object(label),
        "value": value,
        "description": plain_object(description),
    }
