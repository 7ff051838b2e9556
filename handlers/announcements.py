"""Announcements: /roadmap announce, its form, and what became of each post."""

from typing import Any

from domain.announcements import Announcement, Note
from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.text.words import parse_reference, straighten
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.part import ShownPart
from handlers.slack.router import Router
from services.announcements import draft, publish
from views.announcements import (
    announced_modal,
    announcement_id,
    announcement_modal,
    choices_message,
    edit_modal,
    idea_number,
    preview_modal,
)
from views.blockkit import ids
from views.blockkit.form_state import FormState
from views.blockkit.help import HelpPart


def register(router: Router) -> None:
    """Listen to the command, its form and its buttons."""
    router.subcommand("/roadmap", "announce", command_announce, example="announce I-12")
    router.view(ids.ANNOUNCE_FORM, submit, permission=Permission.RECORD)
    for action_id, listener in (
        (ids.ANNOUNCE_OPEN, open_from_list),
        (ids.ANNOUNCE_SHOW, show),
        (ids.ANNOUNCE_REFRESH, show),
        (ids.ANNOUNCE_CANCEL, cancel),
        (ids.ANNOUNCE_EDIT, edit),
        (ids.ANNOUNCE_PREVIEW, preview),
    ):
        router.action(action_id, listener, permission=Permission.RECORD)


def command_announce(interaction: Interaction, words: str) -> None:
    """Open the form for an idea; without one, offer what was shipped and not announced."""
    typed = straighten(words).strip()
    if not typed:
        found = draft.to_announce(interaction.database, interaction.request("command"))
        message = choices_message(found)
        interaction.answer(message)
        return
    reference = parse_reference(typed)
    if reference is None or reference.kind != "I":
        raise InvalidInput("Which idea? Name it by its number, such as /roadmap announce I-12")
    _open(interaction, reference.number)


def open_from_list(interaction: Interaction) -> None:
    """Open the form of the idea whose button was pressed."""
    _open(interaction, int(interaction.payload["value"]))


def submit(interaction: Interaction) -> None:
    """Announce, or change what waits, and show where it goes."""
    form, metadata = interaction.form, interaction.payload.get("private_metadata")
    places = form.channels("channels", ids.ANNOUNCE_CHANNELS)
    post_at = form.moment("post_at", ids.ANNOUNCE_TIME)
    asked, note, known = interaction.request("modal"), _note(form), announcement_id(metadata)
    if known is None:
        number = idea_number(metadata)
        made = publish.announce(interaction.database, asked, number, note, places, post_at)
    else:
        made = publish.change(interaction.database, asked, known, note, places, post_at)
    interaction.ack(response_action="update", view=_shown(interaction, made))


def preview(interaction: Interaction) -> None:
    """Show the post as the form says it now."""
    note = _note(interaction.form)
    number = int(interaction.payload["value"])
    release = draft.preview(interaction.database, interaction.request("button"), number, note)
    modals.push(interaction, preview_modal(release))


def edit(interaction: Interaction) -> None:
    """Show the form of an announcement that waits, in place of the modal that is open."""
    asked = interaction.request("button")
    desk, made = draft.to_edit(interaction.database, asked, int(interaction.payload["value"]))
    modals.replace(interaction, edit_modal(desk.idea, made, desk.zone))


def show(interaction: Interaction) -> None:
    """Show what became of an announcement, in place of the modal that is open."""
    asked = interaction.request("button")
    made = publish.standing(interaction.database, asked, int(interaction.payload["value"]))
    _replace(interaction, made)


def cancel(interaction: Interaction) -> None:
    """Call an announcement off and show it."""
    asked = interaction.request("button")
    _replace(
        interaction,
        publish.cancel(interaction.database, asked, int(interaction.payload["value"])),
    )


def _open(interaction: Interaction, number: int) -> None:
    desk = draft.draft_page(interaction.database, interaction.request("command"), number)
    view = announcement_modal(desk.idea, desk.draft, desk.before, desk.zone, interaction.channel_id)
    modals.show(interaction, view)


def _replace(interaction: Interaction, made: Announcement) -> None:
    modals.replace(interaction, _shown(interaction, made))


def _shown(interaction: Interaction, made: Announcement) -> dict[str, Any]:
    zone = draft.times_in(interaction.database, interaction.request("button"))
    return announced_modal(made, zone)


def _note(form: FormState) -> Note:
    return Note(
        headline=form.text("headline", ids.ANNOUNCE_HEADLINE),
        text=form.text("text", ids.ANNOUNCE_TEXT),
        tells_askers=form.is_ticked("askers", ids.ANNOUNCE_ASKERS),
    )


PART = ShownPart(
    help=(
        HelpPart(
            720,
            "Roadmap",
            (
                "`/roadmap announce I-12`  a release note: drafted, edited by you, posted now or "
                "later",
            ),
        ),
    ),
)
