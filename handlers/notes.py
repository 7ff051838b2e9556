"""What was said in the thread of feedback after it was saved."""

from handlers import modals
from handlers.switchboard import Switchboard
from handlers.visit import Visit
from services import attachments, feedback
from views import ids
from views.attached import notes_modal


def register(board: Switchboard) -> None:
    """Listen to the button that shows all notes, and to the one for older ones."""
    board.action(ids.FEEDBACK_NOTES, open_notes)


def open_notes(visit: Visit) -> None:
    """Show a page of notes: as a modal, upon the one that is open, or in place of the newer."""
    number, _, offset = str(visit.payload["value"]).partition(":")
    request = visit.request("button")
    found = feedback.look_up(visit.database, request, int(number))
    page = attachments.notes(visit.database, request, found, int(offset or 0))
    view = notes_modal(page.feedback, page.notes, page.offset)
    put = modals.show if page.offset else modals.push
    put(visit, view)
