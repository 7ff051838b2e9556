"""/linchpin search: everything in one list, from the command, Home, and every number."""

from domain.search.query_language import named_filter
from domain.text.slack_text import unescape
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.customers import actions as customers
from services.feedback import capture as feedback
from services.search import actions as searching
from services.search import files as searching_files
from views.blockkit import ids
from views.blockkit.blocks import entered
from views.feedback.forms import saved_modal
from views.search.results import search_modal, sent_modal


def register(board: Switchboard) -> None:
    """Listen to the field, the pages and every button that leads to a search."""
    for action_id, listener in (
        (ids.SEARCH_OPEN, open_search),
        (ids.SEARCH_TYPED, type_search),
        (ids.SEARCH_PAGE, turn_page),
        (ids.SEARCH_QUOTES, open_quotes),
        (ids.SEARCH_FILE, send_file),
        (ids.SEARCH_RESULT, open_feedback),
    ):
        board.action(action_id, listener)
    board.view(ids.SEARCH_FORM, submit_search)


def command_search(visit: Visit, words: str) -> None:
    """Show what the search that was typed finds; without words, how to search."""
    typed = unescape(words)
    found = searching.search(
        visit.database, visit.request("command"), typed, channel_id=visit.channel_id
    )
    modals.show(visit, search_modal(found))


def open_search(visit: Visit) -> None:
    """Open the search; a button may bring what to search."""
    typed = str(visit.payload.get("value") or "")
    _show(visit, "" if typed == "home" else typed)


def type_search(visit: Visit) -> None:
    """Show what the search in the field finds; a refusal stands below it, and the words stay."""
    _show(visit, str(visit.payload.get("value") or ""))


def submit_search(visit: Visit) -> None:
    """The same by the button of the form."""
    typed = entered(visit.payload["state"]["values"], ids.SEARCH_TYPED)
    found = searching.attempt(visit.database, visit.request("modal"), typed)
    visit.ack(response_action="update", view=search_modal(found))


def turn_page(visit: Visit) -> None:
    """Show another part of what was found."""
    offset, _, typed = str(visit.payload["value"]).partition(" ")
    _show(visit, typed, int(offset))


def open_quotes(visit: Visit) -> None:
    """Show the words behind a number of an idea's page."""
    typed, _, row_id = str(visit.payload["selected_option"]["value"]).partition(" customer#")
    if row_id:
        found = customers.page(visit.database, visit.request("button"), int(row_id))
        typed = f"{typed} {named_filter(found.customer.name)}"
    _show(visit, typed)


def open_feedback(visit: Visit) -> None:
    """Open a piece of feedback."""
    found = feedback.look_up(visit.database, visit.request("button"), int(visit.payload["value"]))
    modals.show(visit, saved_modal(found, is_new=False, viewer=visit.user_id))


def send_file(visit: Visit) -> None:
    """Send everything that was found as a table in a direct message."""
    typed = str(visit.payload["value"])
    searching_files.send(visit.database, visit.request("button"), typed)
    modals.show(visit, sent_modal(typed))


def _show(visit: Visit, typed: str, offset: int = 0) -> None:
    found = searching.attempt(visit.database, visit.request("button"), typed, offset)
    modals.show(visit, search_modal(found))
