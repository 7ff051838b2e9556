"""Feedback: /feedback, the two shortcuts, and the buttons of the private answer."""

from dataclasses import replace
from typing import Any

from domain.channels import CaptureMethod, Defaults
from domain.core.errors import InvalidInput
from domain.core.people import Permission, Person
from domain.feedback.attachments import files_of
from domain.feedback.model import Details, Draft, Source
from domain.text.slack_message import author_of, readable_text
from domain.text.slack_text import unescape
from domain.text.words import asks_for_help, parse_reference
from handlers.feedback import forms as feedback_modal
from handlers.feedback.suggestions import proposed
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.channels import rules as channel_rules
from services.feedback import capture as feedback
from services.feedback import mentions
from services.feedback import pages as feedback_pages
from services.similarity.follow_up import Saved
from services.workspace import installations, people
from views.blockkit import ids
from views.feedback.forms import (
    MAX_TYPED_CHARS,
    Origin,
    details_modal,
    files_in,
    message_modal,
    new_feedback_modal,
    packed_files,
    saved_modal,
)
from views.feedback.messages import captured_message, usage_message

_PRIVATE_NAMES = ("directmessage", "privategroup")


def register(router: Router) -> None:
    """Listen to everything that saves feedback, except reactions."""
    router.command("/feedback", command_feedback, permission=Permission.GIVE)
    router.shortcut(ids.NEW_FEEDBACK, shortcut_new_feedback, permission=Permission.GIVE)
    router.action(ids.HOME_FEEDBACK, shortcut_new_feedback, permission=Permission.GIVE)
    router.shortcut(ids.SAVE_FEEDBACK, shortcut_save_feedback, permission=Permission.GIVE)
    router.action(ids.FEEDBACK_DETAILS, open_details, permission=Permission.GIVE)
    router.action(ids.FEEDBACK_UNDO, undo, permission=Permission.GIVE)
    feedback_modal.register(router)


def command_feedback(interaction: Interaction) -> None:
    """Save what was typed; nothing typed opens the form, a number shows that feedback."""
    text = unescape(str(interaction.payload.get("text") or "")).strip()
    if not text:
        _open_form(interaction)
        return
    if asks_for_help(text):
        interaction.answer(usage_message())
        return
    reference = parse_reference(text)
    if reference is not None and reference.kind == "F":
        found = feedback_pages.look_up(
            interaction.database, interaction.request("command"), reference.number
        )
        interaction.answer(captured_message(found, is_new=False, viewer=interaction.user_id))
        return
    here = _here(interaction)
    source = Source(here.channel_id, is_private=here.is_private) if here.channel_id else None
    draft = Draft(text, source=source)
    captured = feedback.capture(interaction.database, interaction.request("command"), draft)
    viewer, asks = interaction.user_id, captured.asks
    new = captured.is_new
    interaction.answer(captured_message(captured.feedback, is_new=new, viewer=viewer, asks=asks))
    if interaction.response_url is not None:
        number = captured.feedback.number
        interaction.app_context.ask_follow_up(
            Saved(interaction.workspace_id, interaction.user_id, number, interaction.response_url)
        )


def _open_form(interaction: Interaction) -> None:
    """Open the form as the channel wants it: filled in, and with its own questions."""
    here, request = _here(interaction), interaction.request("command")
    channel_rules.require_open(
        interaction.database, request, here.channel_id, CaptureMethod.COMMAND
    )
    facts = channel_rules.form_facts(interaction.database, request, here.channel_id)
    modals.show(
        interaction, new_feedback_modal(here, _filed(Details(), facts.defaults), facts.questions)
    )


def shortcut_new_feedback(interaction: Interaction) -> None:
    """Open the empty form."""
    modals.show(interaction, new_feedback_modal(Origin()))


def shortcut_save_feedback(interaction: Interaction) -> None:
    """Open the form with a message's words, author and link, or show what it was saved as.

    A message too long for a form is saved whole at once, and the form adds details to it.
    """
    message: dict[str, Any] = interaction.payload["message"]
    origin = _origin_of(interaction, message)
    known = feedback_pages.of_message(
        interaction.database,
        interaction.request("shortcut"),
        origin.channel_id or "",
        origin.message_ts or "",
    )
    if known is not None:
        modals.show(interaction, saved_modal(known, is_new=False, viewer=interaction.user_id))
        return
    request = interaction.request("shortcut")
    channel_rules.require_open(
        interaction.database, request, origin.channel_id, CaptureMethod.SHORTCUT
    )
    facts = channel_rules.form_facts(interaction.database, request, origin.channel_id)
    workspace = installations.get(interaction.database, interaction.workspace_id)
    if message.get("user") == workspace.bot_user_id:
        raise InvalidInput("That is one of my own messages. Save what a person wrote instead.")
    cast = people.among(interaction.database, interaction.workspace_id, {str(message.get("user"))})
    names = mentions.names_of(
        interaction.database, interaction.workspace_id, [message], interaction.at
    )
    text = readable_text(message, names)
    said = _filed(_said(message, cast), facts.defaults)
    address = feedback_modal.link_of(interaction, origin)
    if len(text) > MAX_TYPED_CHARS:
        _save_whole(interaction, origin, text, said, address)
        return
    interaction.ack()
    view = message_modal(origin, text, said, address, facts.questions)
    modals.show(interaction, proposed(interaction, view, text, "text"))


def open_details(interaction: Interaction) -> None:
    """Open the form filled with what is known."""
    number = int(interaction.payload["value"])
    known = feedback_pages.to_change(interaction.database, interaction.request("button"), number)
    channel_id = known.source.channel_id if known.source else None
    asked = channel_rules.form_facts(
        interaction.database, interaction.request("button"), channel_id
    ).questions
    interaction.ack()
    origin = Origin(number=number, answer_url=interaction.response_url)
    modals.show(interaction, details_modal(known, origin, is_just_saved=False, questions=asked))


def undo(interaction: Interaction) -> None:
    """Take feedback back; the answer the button sits in says so."""
    number = int(interaction.payload["value"])
    taken_back = feedback.undo(
        interaction.database,
        interaction.request("button"),
        number,
        answer_url=interaction.response_url,
    )
    interaction.ack()
    if modals.is_in_modal(interaction):
        modals.show(interaction, saved_modal(taken_back, is_new=True, viewer=interaction.user_id))


def _save_whole(
    interaction: Interaction, origin: Origin, text: str, said: Details, address: str | None
) -> None:
    source = Source(
        origin.channel_id or "", origin.message_ts, address, is_private=origin.is_private
    )
    draft = Draft(
        text,
        said.said_by,
        said.said_by_name,
        customer=said.customer,
        area=said.area,
        importance=said.importance,
        source=source,
        files=files_in(origin),
    )
    request = interaction.request("shortcut")
    saved = feedback.capture(interaction.database, request, draft).feedback
    asked = channel_rules.form_facts(interaction.database, request, origin.channel_id).questions
    interaction.ack()
    form = Origin(number=saved.number)
    modals.show(interaction, details_modal(saved, form, is_just_saved=True, questions=asked))


def _filed(known: Details, under: Defaults) -> Details:
    """What is known, filed as the channel files."""
    return replace(known, customer=under.customer, area=under.area, importance=under.importance)


def _said(message: dict[str, Any], cast: dict[str, Person]) -> Details:
    """Who said it; a deactivated account cannot be chosen in Slack, so its name stands in."""
    author = author_of(message)
    person = cast.get(author.user_id or "")
    if person is not None and person.is_deleted:
        return Details(said_by_name=person.name or None)
    return Details(said_by=author.user_id, said_by_name=author.name)


def _here(interaction: Interaction) -> Origin:
    channel_id, name = interaction.channel_id, interaction.channel_name or ""
    is_private = (
        name in _PRIVATE_NAMES or name.startswith("mpdm-") or (channel_id or "").startswith("D")
    )
    return Origin(channel_id=channel_id, is_private=is_private)


def _origin_of(interaction: Interaction, message: dict[str, Any]) -> Origin:
    here = _here(interaction)
    return Origin(
        channel_id=here.channel_id,
        message_ts=str(interaction.payload.get("message_ts") or message["ts"]),
        thread_ts=message.get("thread_ts"),
        is_private=here.is_private,
        files=packed_files(files_of(message)),
    )
