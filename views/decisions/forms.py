"""The form of a decision: recorded from a message or from nothing, and edited."""

from collections.abc import Sequence
from typing import Any

from domain.core.edits import Clash
from domain.decisions import MAX_TEXT_CHARS, MAX_TITLE_CHARS, MOST_IDEAS, TypedDecision
from domain.ideas.model import Idea
from views.blockkit import ids
from views.blockkit.blocks import context, input_block, modal, plain_object, text_input
from views.blockkit.form_state import FormState
from views.blockkit.message import Block
from views.blockkit.metadata import FormOrigin
from views.blockkit.text import link, mention, mrkdwn
from views.decisions.pages import CALLED
from views.ideas.options import idea_option
from views.objectives.forms import clash_blocks


def decision_form(
    typed: TypedDecision,
    origin: FormOrigin,
    ideas: Sequence[Idea] = (),
    *,
    address: str | None = None,
    is_clipped: bool = False,
    has_quote: bool = False,
    clashes: Sequence[Clash] = (),
) -> dict[str, Any]:
    """The form of a decision, new without a number.

    ``ideas`` are those that ``typed`` names. With ``has_quote`` there is a field for what was
    said; ``address`` leads to the message, of which ``is_clipped`` says that the form shows only
    the beginning.
    """
    is_new = origin.number is None
    blocks = [
        *clash_blocks(clashes, CALLED),
        input_block("title", "What was decided?", _title(typed)),
        *(_quote(typed, origin, address, is_clipped=is_clipped) if has_quote else []),
        *_texts(typed),
        input_block("decided_by", "Who decided?", _people(typed.decided_by)),
        input_block("disagreed", "Who disagreed?", _people(typed.disagreed), optional=True),
        input_block("ideas", "Which ideas is it about?", _ideas(ideas), optional=True),
        *_review(typed),
    ]
    return modal(
        "Record decision" if is_new else f"Edit D-{origin.number}",
        blocks,
        callback_id=ids.DECISION_FORM if is_new else ids.DECISION_EDIT_FORM,
        submit="Record" if is_new else "Save",
        close="Cancel",
        metadata=origin.packed(),
    )


def typed_decision(form: FormState) -> TypedDecision:
    """Return what was typed and chosen in the form."""
    return TypedDecision(
        title=form.text("title", ids.DECISION_TEXT),
        context=form.text("context", ids.DECISION_TEXT),
        options=form.text("options", ids.DECISION_TEXT),
        outcome=form.text("outcome", ids.DECISION_TEXT),
        quote=form.text("quote", ids.DECISION_TEXT),
        decided_by=form.users("decided_by", ids.DECISION_PEOPLE),
        disagreed=form.users("disagreed", ids.DECISION_PEOPLE),
        idea_numbers=form.numbers("ideas", ids.IDEA_SELECT),
        owner_id=form.user("owner", ids.DECISION_OWNER),
        review_on=form.date("review_on", ids.DECISION_REVIEW),
    )


def _title(typed: TypedDecision) -> Block:
    return text_input(
        ids.DECISION_TEXT,
        initial=typed.title,
        placeholder="We drop IE11 in March",
        max_length=MAX_TITLE_CHARS,
    )


def _quote(
    typed: TypedDecision, origin: FormOrigin, address: str | None, *, is_clipped: bool
) -> list[Block]:
    field = input_block("quote", "What was said", _text(typed.quote), optional=True)
    notes = []
    if origin.said_by or origin.said_by_name:
        who = mention(origin.said_by) if origin.said_by else mrkdwn(origin.said_by_name or "", 100)
        notes.append(f"said by {who}")
    if address:
        notes.append(link(address, "Open the message"))
    if is_clipped:
        notes.append("this is its beginning; the link leads to all of it")
    if origin.is_private:
        notes.append(
            "said in a private channel: the quote is shown only to who said it and to you, all "
            "the rest to everybody"
        )
    return [field, context(" · ".join(notes))] if notes else [field]


def _texts(typed: TypedDecision) -> list[Block]:
    return [
        input_block(name, label, _text(getattr(typed, name)), optional=True)
        for name, label in (
            ("context", "Why, and what is the situation?"),
            ("options", "Which options were considered?"),
            ("outcome", "What follows from it?"),
        )
    ]


def _text(known: str) -> Block:
    return text_input(
        ids.DECISION_TEXT, initial=known, is_multiline=True, max_length=MAX_TEXT_CHARS
    )


def _people(known: Sequence[str]) -> Block:
    select: Block = {
        "type": "multi_users_select",
        "action_id": ids.DECISION_PEOPLE,
        "placeholder": plain_object("Choose people"),
    }
    return {**select, "initial_users": list(known)} if known else select


def _ideas(known: Sequence[Idea]) -> Block:
    select: Block = {
        "type": "multi_external_select",
        "action_id": ids.IDEA_SELECT,
        "min_query_length": 0,
        "max_selected_items": MOST_IDEAS,
        "placeholder": plain_object("I-12, or words of a title"),
    }
    return {**select, "initial_options": [idea_option(one) for one in known]} if known else select


def _review(typed: TypedDecision) -> list[Block]:
    picker: Block = {"type": "datepicker", "action_id": ids.DECISION_REVIEW}
    if typed.review_on:
        picker["initial_date"] = typed.review_on
    owner: Block = {"type": "users_select", "action_id": ids.DECISION_OWNER}
    if typed.owner_id:
        owner["initial_user"] = typed.owner_id
    return [
        input_block(
            "review_on",
            "When is it looked at again?",
            picker,
            hint="On that day its owner is asked whether it still holds. Empty: never.",
            optional=True,
        ),
        input_block("owner", "Owner", owner, optional=True),
    ]
