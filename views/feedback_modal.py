"""The forms for feedback: writing it down, saving a message, adding details."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from domain.errors import InvalidInput
from domain.feedback import Details, Feedback, Importance, Source
from views import ids
from views.blocks import (
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    telling,
    text_input,
)
from views.feedback import captured_blocks
from views.labels import area_select, customer_select
from views.message import Block
from views.text import link, plain, quote

MAX_TYPED_CHARS = 3000
"""What Slack takes in one field. A longer message is saved whole before its form opens."""

_QUOTED_CHARS = 600
_VERSION = 1
_TITLE = "Save feedback"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a form must remember until it is sent: ids only, as the client can see it."""

    number: int | None = None
    channel_id: str | None = None
    message_ts: str | None = None
    thread_ts: str | None = None
    is_private: bool = False
    answer_url: str | None = None

    def packed(self) -> str:
        """The origin as a form's ``private_metadata``."""
        facts = {name: value for name, value in asdict(self).items() if value}
        return json.dumps({"v": _VERSION, **facts})

    @classmethod
    def unpacked(cls, metadata: str) -> "Origin":
        """The origin of a form that came back; raises InvalidInput for one of another version."""
        try:
            facts = json.loads(metadata or "{}")
            if facts.pop("v", None) != _VERSION:
                raise ValueError("another version")
            return cls(**facts)
        except (TypeError, ValueError, AttributeError) as error:
            raise InvalidInput(
                "This form is from an older version of Linchpin. Copy your text, close the form "
                "and open it again."
            ) from error


def new_feedback_modal(origin: Origin) -> dict[str, Any]:
    """The empty form."""
    return _form(origin, [telling(_text_field(None))], Details())


def message_modal(
    origin: Origin, text: str, known: Details, permalink: str | None
) -> dict[str, Any]:
    """The form for a message: its text to keep or shorten, its author and its link."""
    hints = [context(link(permalink, "Open the message"))] if permalink else []
    if not text:
        hints.insert(0, context("The message has no text of its own. Write down what it shows."))
    return _form(origin, [telling(_text_field(text)), *hints], known)


def details_modal(feedback: Feedback, origin: Origin, *, is_just_saved: bool) -> dict[str, Any]:
    """The form filled with what is known; a text too long for a field is shown, not edited."""
    known = Details(
        said_by=feedback.said_by,
        said_by_name=feedback.said_by_name,
        customer=feedback.customer,
        area=feedback.area,
        importance=feedback.importance,
    )
    head: list[Block] = []
    if is_just_saved:
        saved = f":inbox_tray: *Saved as {feedback.reference}.* Add what you know:"
        head.append(section(saved, button("Undo", ids.FEEDBACK_UNDO, str(feedback.number))))
    if len(feedback.text) <= MAX_TYPED_CHARS:
        head.append(_text_field(feedback.text))
    else:
        head += [
            section(quote(feedback.text, _QUOTED_CHARS)),
            context(f"You see the beginning. All {len(feedback.text):,} characters are kept."),
        ]
    if feedback.source and feedback.source.permalink:
        head.append(context(link(feedback.source.permalink, "Open the message")))
    return modal(
        f"Details of {feedback.reference}",
        [*head, *_fields(known)],
        callback_id=ids.FEEDBACK_DETAILS_FORM,
        submit="Save",
        close="Cancel",
        metadata=origin.packed(),
    )


def saved_modal(feedback: Feedback, *, is_new: bool, viewer: str) -> dict[str, Any]:
    """What was saved and what comes next, in place of the form."""
    title = "Saved" if is_new else "Already saved"
    blocks = captured_blocks(feedback, is_new=is_new, viewer=viewer)
    return modal(title, blocks, close="Done")


def typed_details(values: dict[str, Any]) -> Details:
    """What was typed and chosen in a form, from the view's ``state.values``."""

    def entry(block_id: str, action_id: str) -> dict[str, Any]:
        return (values.get(block_id) or {}).get(action_id) or {}

    def chosen(block_id: str, action_id: str) -> str | None:
        option = entry(block_id, action_id).get("selected_option") or {}
        return option.get("value")

    importance = chosen("importance", ids.FEEDBACK_IMPORTANCE)
    return Details(
        text=entry("text", ids.FEEDBACK_TEXT).get("value"),
        said_by=entry("said_by", ids.FEEDBACK_SAID_BY).get("selected_user"),
        said_by_name=entry("said_by_name", ids.FEEDBACK_SAID_BY_NAME).get("value"),
        customer=chosen("customer", ids.CUSTOMER_SELECT),
        area=chosen("area", ids.AREA_SELECT),
        importance=Importance(importance) if importance else None,
    )


def source_of(origin: Origin, permalink: str | None) -> Source | None:
    """Where a form was opened, as the source of what it saves."""
    if origin.channel_id is None:
        return None
    return Source(origin.channel_id, origin.message_ts, permalink, origin.is_private)


def _form(origin: Origin, head: list[Block], known: Details) -> dict[str, Any]:
    return modal(
        _TITLE,
        [*head, *_fields(known)],
        callback_id=ids.FEEDBACK_FORM,
        submit="Save",
        close="Cancel",
        metadata=origin.packed(),
    )


def _text_field(text: str | None) -> Block:
    element = text_input(
        ids.FEEDBACK_TEXT,
        initial=text,
        placeholder="In their words, as far as you can",
        is_multiline=True,
        max_length=MAX_TYPED_CHARS,
    )
    if not text:
        element["focus_on_load"] = True
    return input_block("text", "What was said?", element)


def _fields(known: Details) -> list[Block]:
    person: Block = {
        "type": "users_select",
        "action_id": ids.FEEDBACK_SAID_BY,
        "placeholder": plain_object("Somebody in Slack"),
    }
    if known.said_by:
        person["initial_user"] = known.said_by
    name = text_input(
        ids.FEEDBACK_SAID_BY_NAME,
        initial=known.said_by_name,
        placeholder="Ada, head of finance",
        max_length=150,
    )
    return [
        input_block("said_by", "Who said it?", person, optional=True),
        input_block(
            "said_by_name",
            "… or their name, when they are not in Slack",
            name,
            hint="With both, the person above passed it on.",
            optional=True,
        ),
        input_block("customer", "Customer", customer_select(known.customer), optional=True),
        input_block("area", "Product area", area_select(known.area), optional=True),
        input_block(
            "importance",
            "How important is it to them?",
            _importance_select(known.importance),
            optional=True,
        ),
    ]


def _importance_select(known: Importance | None) -> Block:
    options = {
        one: {"text": plain_object(plain(one.label, 75)), "value": one.value} for one in Importance
    }
    block: Block = {
        "type": "static_select",
        "action_id": ids.FEEDBACK_IMPORTANCE,
        "placeholder": plain_object("From nice to have to blocker"),
        "options": list(options.values()),
    }
    return block if known is None else {**block, "initial_option": options[known]}
