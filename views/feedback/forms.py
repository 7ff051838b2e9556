"""The forms for feedback: writing it down, saving a message, adding details."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from domain.channels import Question
from domain.core.errors import InvalidInput
from domain.core.importance import Importance
from domain.feedback.attachments import File
from domain.feedback.model import Details, Feedback, Source
from views.blockkit import ids
from views.blockkit.blocks import (
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    telling,
    text_input,
)
from views.blockkit.form_state import FormState
from views.blockkit.labels import area_select, customer_select, importance_select
from views.blockkit.message import Block
from views.blockkit.metadata import OLDER
from views.blockkit.text import link, quote
from views.channels.custom_questions import question_fields
from views.feedback.attachments import files_line
from views.feedback.messages import captured_blocks, told, where_said

MAX_TYPED_CHARS = 3000
"""What Slack takes in one field. A longer message is saved whole before its form opens."""

_QUOTED_CHARS = 600
_METADATA_CHARS = 2900
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
    files: tuple[tuple[str | int | None, ...], ...] = ()

    def packed(self) -> str:
        """The origin as a form's ``private_metadata``, with as many files as fit into it."""
        facts = {name: value for name, value in asdict(self).items() if value}
        metadata = json.dumps({"v": _VERSION, **facts})
        if len(metadata) <= _METADATA_CHARS or not self.files:
            return metadata
        return replace(self, files=self.files[:-1]).packed()

    @classmethod
    def unpacked(cls, metadata: str) -> "Origin":
        """The origin of a form that came back; raises InvalidInput for one of another version."""
        try:
            facts = json.loads(metadata or "{}")
            if facts.pop("v", None) != _VERSION:
                raise ValueError("another version")
            facts["files"] = tuple(tuple(one) for one in facts.get("files") or ())
            return cls(**facts)
        except (TypeError, ValueError, AttributeError) as error:
            raise InvalidInput(OLDER) from error


def new_feedback_modal(
    origin: Origin, known: Details | None = None, questions: Sequence[Question] = ()
) -> dict[str, Any]:
    """The empty form, or with what the channel files under and asks by itself."""
    head = [telling(_text_field(None)), *question_fields(questions, {})]
    return _form(origin, head, known or Details())


def message_modal(
    origin: Origin,
    text: str,
    known: Details,
    permalink: str | None,
    questions: Sequence[Question] = (),
) -> dict[str, Any]:
    """The form for a message: its text to keep or shorten, its author and its link."""
    hints = [context(link(permalink, "Open the message"))] if permalink else []
    if not text:
        hints.insert(0, context("The message has no text of its own. Write down what it shows."))
    if origin.files:
        count = len(origin.files)
        noun = "1 file stays" if count == 1 else f"{count} files stay"
        hints.append(context(f":paperclip: {noun} reachable from what you save."))
    head = [telling(_text_field(text)), *hints, *question_fields(questions, {})]
    return _form(origin, head, known)


def details_modal(
    feedback: Feedback,
    origin: Origin,
    *,
    is_just_saved: bool,
    questions: Sequence[Question] = (),
) -> dict[str, Any]:
    """The form filled with what is known; a text too long for a field is shown, not edited.

    The channel's own questions may stay open here: what was saved quickly is saved already.
    """
    known = Details(
        said_by=feedback.said_by,
        said_by_name=feedback.said_by_name,
        customer=feedback.customer,
        area=feedback.area,
        importance=feedback.importance,
    )
    head = _said_head(feedback, is_just_saved=is_just_saved)
    if where := where_said(feedback):
        head.append(context(" · ".join(where)))
    if feedback.attached.files:
        head.append(context(files_line(feedback.attached)))
    answered = {one.question_id: one.answer for one in feedback.attached.answers}
    head += question_fields(questions, answered, may_be_empty=True)
    return modal(
        f"Details of {feedback.reference}",
        [*head, *_fields(known)],
        callback_id=ids.FEEDBACK_DETAILS_FORM,
        submit="Save",
        close="Cancel",
        metadata=origin.packed(),
    )


def _words(feedback: Feedback) -> list[Block]:
    if feedback.gone is not None:
        return [context(told(feedback, _QUOTED_CHARS))]
    if len(feedback.text) <= MAX_TYPED_CHARS:
        return [_text_field(feedback.text)]
    return [
        section(quote(feedback.text, _QUOTED_CHARS)),
        context(f"You see the beginning. All {len(feedback.text):,} characters are kept."),
    ]


def saved_modal(feedback: Feedback, *, is_new: bool, viewer: str) -> dict[str, Any]:
    """What was saved and what comes next, in place of the form."""
    title = "Saved" if is_new else "Already saved"
    blocks = captured_blocks(feedback, is_new=is_new, viewer=viewer)
    return modal(title, blocks, close="Done")


def typed_details(form: FormState) -> Details:
    """Return what was typed and chosen in a form."""
    importance = form.option("importance", ids.FEEDBACK_IMPORTANCE)
    return Details(
        text=form.text("text", ids.FEEDBACK_TEXT) or None,
        said_by=form.user("said_by", ids.FEEDBACK_SAID_BY),
        said_by_name=form.text("said_by_name", ids.FEEDBACK_SAID_BY_NAME) or None,
        customer=form.option("customer", ids.CUSTOMER_SELECT),
        area=form.option("area", ids.AREA_SELECT),
        importance=Importance(importance) if importance else None,
    )


def packed_files(files: Sequence[File]) -> tuple[tuple[str | int | None, ...], ...]:
    """The files of a message as a form remembers them until it is sent."""
    return tuple(
        (one.slack_id, one.name[:60], one.mimetype, one.size_bytes, one.permalink, one.refused)
        for one in files
    )


def files_in(origin: Origin) -> tuple[File, ...]:
    """The files that a form remembered."""
    return tuple(
        File(
            slack_id=str(slack_id),
            name=str(name),
            mimetype=str(mimetype) if mimetype else None,
            size_bytes=int(size) if isinstance(size, int) else None,
            permalink=str(permalink) if permalink else None,
            message_ts=origin.message_ts,
            refused=str(refused) if refused else None,
        )
        for slack_id, name, mimetype, size, permalink, refused in origin.files
    )


def source_of(origin: Origin, permalink: str | None) -> Source | None:
    """Where a form was opened, as the source of what it saves."""
    if origin.channel_id is None:
        return None
    return Source(origin.channel_id, origin.message_ts, permalink, origin.is_private)


def _said_head(feedback: Feedback, *, is_just_saved: bool) -> list[Block]:
    head: list[Block] = []
    if is_just_saved:
        saved = f":inbox_tray: *Saved as {feedback.reference}.* Add what you know:"
        head.append(section(saved, button("Undo", ids.FEEDBACK_UNDO, str(feedback.number))))
    head += _words(feedback)
    return head


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
            importance_select(known.importance),
            optional=True,
        ),
    ]
