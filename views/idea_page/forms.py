"""The forms of ideas: file or edit one, move it, join it with feedback."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.core.edits import Clash
from domain.dates.periods import format_day
from domain.idea_page.edits import CALLED
from domain.idea_page.page import Evidence, Filed
from domain.ideas.model import MAX_TITLE_CHARS, Horizon, Idea, Status
from domain.roadmap.plans import Caution
from domain.similarity.suggestions import Alike
from views.blockkit import ids
from views.blockkit.blocks import input_block, modal, plain_object, section, telling, text_input
from views.blockkit.labels import area_select
from views.blockkit.message import Block
from views.blockkit.text import mrkdwn
from views.feedback.messages import words
from views.idea_page.messages import filed_blocks
from views.ideas.origin import IdeaOrigin
from views.objectives.forms import clash_blocks
from views.roadmap.plan import confirm_blocks, confirmation_of
from views.roadmap.promises import confidence_select
from views.similarity import proposals_with_choice

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
    title, *others = _fields(None)
    blocks = [telling(title), *others]
    if said is not None:
        quoted = words(said.feedback, _QUOTE_CHARS)
        blocks.insert(0, section(f"*{said.feedback.reference}* becomes its evidence\n{quoted}"))
    return modal(
        "New idea",
        blocks,
        callback_id=ids.IDEA_FORM,
        submit="File it",
        close="Cancel",
        metadata=origin.packed(),
    )


def edit_idea_modal(
    idea: Idea,
    origin: IdeaOrigin,
    *,
    may_plan: bool = False,
    caution: Caution | None = None,
    clashes: Sequence[Clash] = (),
) -> dict[str, Any]:
    """The form with an idea's title, description, area and owner, with ``may_plan`` its dates.

    With ``caution`` it asks once more before promises are broken, with ``clashes`` before words
    that somebody else wrote meanwhile are replaced; ``idea`` is then as typed.
    """
    blocks = [*_fields(idea), *(_plan_fields(idea) if may_plan else [])]
    return modal(
        f"Edit {idea.reference}",
        [
            *clash_blocks([_dated(one) for one in clashes], CALLED),
            *(confirm_blocks(caution) if caution else []),
            *blocks,
        ],
        callback_id=ids.IDEA_EDIT_FORM,
        submit="Save anyway" if caution else "Save",
        close="Cancel",
        metadata=_asked(origin, idea, caution),
    )


def move_modal(
    idea: Idea,
    origin: IdeaOrigin,
    *,
    target: Status | Horizon | None = None,
    caution: Caution | None = None,
) -> dict[str, Any]:
    """The form that moves an idea, with room for a reason.

    With ``caution`` it asks once more before ``target`` breaks promises.
    """
    options = [_place(*place) for place in _PLACES]
    current = idea.horizon.value if idea.horizon and idea.status is Status.PLANNED else idea.status
    initial = next((one for one in options if one["value"] == str(target or current)), None)
    choices: Block = {
        "type": "radio_buttons",
        "action_id": ids.IDEA_TARGET,
        "options": options,
    }
    if initial is not None:
        choices["initial_option"] = initial
    return modal(
        f"Move {idea.reference}",
        [
            section(f"*{mrkdwn(idea.title, 400)}*"),
            *(confirm_blocks(caution) if caution else []),
            input_block("target", "Where does it stand?", choices),
            _reason_field(idea),
        ],
        callback_id=ids.IDEA_MOVE_FORM,
        submit="Move anyway" if caution else "Move",
        close="Cancel",
        metadata=_asked(origin, idea, caution),
    )


def evidence_modal(idea: Idea, origin: IdeaOrigin, found: Sequence[Alike] = ()) -> dict[str, Any]:
    """The form that adds feedback to an idea: some that is alike, or any."""
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
            *proposals_with_choice(found, "Does one of these speak for it?"),
            input_block(
                "feedback",
                "Or other feedback" if found else "Which feedback is evidence for it?",
                select,
                hint="Nothing saved yet? /feedback and what was said saves it.",
                optional=bool(found),
            ),
        ],
        callback_id=ids.EVIDENCE_FORM,
        submit="Add",
        close="Cancel",
        metadata=replace(origin, number=idea.number).packed(),
    )


def which_idea_modal(
    said: Evidence, origin: IdeaOrigin, found: Sequence[Alike] = ()
) -> dict[str, Any]:
    """The form that asks which idea a piece of feedback speaks for: one of those alike, or any."""
    label = "Or another idea" if found else "Which idea is it evidence for?"
    select: Block = {
        "type": "external_select",
        "action_id": ids.IDEA_SELECT,
        "min_query_length": 0,
        "placeholder": plain_object("I-12, or words of its title"),
    }
    return modal(
        "Add to an idea",
        [
            section(f"*{said.feedback.reference}*\n{words(said.feedback, _QUOTE_CHARS)}"),
            *proposals_with_choice(found),
            input_block("idea", label, select, optional=bool(found)),
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


def _reason_field(idea: Idea) -> Block:
    reason = text_input(
        ids.IDEA_REASON, initial=idea.decline_reason, is_multiline=True, max_length=1000
    )
    hint = "Those who asked for it can read this on the card."
    return input_block("reason", "Why, if you decline it", reason, hint=hint, optional=True)


def _plan_fields(idea: Idea) -> list[Block]:
    starts: Block = {"type": "datepicker", "action_id": ids.IDEA_STARTS}
    ends: Block = {"type": "datepicker", "action_id": ids.IDEA_ENDS}
    if idea.starts_on is not None:
        starts["initial_date"] = idea.starts_on.isoformat()
    if idea.ends_on is not None:
        ends["initial_date"] = idea.ends_on.isoformat()
    title = text_input(
        ids.IDEA_PUBLIC_TITLE,
        initial=idea.public_title,
        placeholder="As written above",
        max_length=MAX_TITLE_CHARS,
    )
    sure = confidence_select(ids.IDEA_SURE, idea.confidence)
    name = idea.reference
    hint = f"In words: /idea {name} Q4 firm. To take the dates away: /idea {name} no date"
    return [
        input_block("starts_on", "First day", starts, optional=True),
        input_block("ends_on", "Last day", ends, hint=hint, optional=True),
        input_block("confidence", "How sure are the dates?", sure, optional=True),
        input_block("public_title", "Title that customers may see", title, optional=True),
    ]


def _dated(clash: Clash) -> Clash:
    """A clash with a day as people read it."""
    if clash.field in ("starts_on", "ends_on") and clash.theirs:
        return replace(clash, theirs=format_day(date.fromisoformat(clash.theirs)))
    return clash


def _asked(origin: IdeaOrigin, idea: Idea, caution: Caution | None) -> str:
    confirmed = confirmation_of(caution) if caution else None
    return replace(origin, number=idea.number, confirmed=confirmed).packed()


def _place(value: str, label: str, description: str) -> Block:
    return {
        "text": plain_object(label),
        "value": value,
        "description": plain_object(description),
    }
