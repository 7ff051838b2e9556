"""What was said in the thread of feedback after it was saved."""

from domain.core.people import Permission
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.feedback import attachments
from services.feedback import pages as feedback_pages
from views.blockkit import ids
from views.feedback.attachments import notes_modal


def register(router: Router) -> None:
    """Listen to the button that shows all notes, and to the one for older ones."""
    router.action(ids.FEEDBACK_NOTES, open_notes, permission=Permission.GIVE)


def open_notes(interaction: Interaction) -> None:
    """Show a page of notes: as a modal, upon the one that is open, or in place of the newer."""
    number, _, offset = str(interaction.payload["value"]).partition(":")
    request = interaction.request("button")
    found = feedback_pages.look_up(interaction.database, request, int(number))
    page = attachments.notes(interaction.database, request, found, int(offset or 0))
    view = notes_modal(page.feedback, page.notes, page.offset)
    put = modals.show if page.offset else modals.push
    put(interaction, view)
