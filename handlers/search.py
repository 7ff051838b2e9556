"""/linchpin search: everything in one list, from the command, Home, and every number."""

from domain.core.people import Permission
from domain.search.query_language import has_filters, named_filter
from domain.text.slack_text import unescape
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.part import HomeButton, ShownPart
from handlers.slack.router import Router
from services.customers import actions as customers
from services.feedback import pages as feedback_pages
from services.search import actions as searching
from services.search import files as searching_files
from views.blockkit import ids
from views.blockkit.help import HelpPart
from views.feedback.forms import saved_modal
from views.search.results import HOME_BUTTON, search_modal, sent_modal


def register(router: Router) -> None:
    """Listen to the commands, the field, the pages and every button that leads to a search."""
    router.subcommand("/linchpin", ("search", "find"), command_search)
    router.matching("/ideas", has_filters, search_ideas)
    for action_id, listener in (
        (ids.SEARCH_OPEN, open_search),
        (ids.SEARCH_TYPED, type_search),
        (ids.SEARCH_PAGE, turn_page),
        (ids.SEARCH_QUOTES, open_quotes),
        (ids.SEARCH_FILE, send_file),
        (ids.SEARCH_RESULT, open_feedback),
    ):
        router.action(action_id, listener, permission=Permission.TAKE_PART)
    router.view(ids.SEARCH_FORM, submit_search, permission=Permission.TAKE_PART)


def command_search(interaction: Interaction, words: str) -> None:
    """Show what the search that was typed finds; without words, how to search."""
    typed = unescape(words)
    found = searching.search(
        interaction.database,
        interaction.request("command"),
        typed,
        channel_id=interaction.channel_id,
    )
    modals.show(interaction, search_modal(found))


def search_ideas(interaction: Interaction, words: str) -> None:
    """Show the ideas that filters typed after /ideas find."""
    command_search(interaction, f"kind:idea {words.strip()}")


def open_search(interaction: Interaction) -> None:
    """Open the search; a button may bring what to search."""
    typed = str(interaction.payload.get("value") or "")
    _show(interaction, "" if typed == "home" else typed)


def type_search(interaction: Interaction) -> None:
    """Show what the search in the field finds; a refusal stands below it, and the words stay."""
    _show(interaction, str(interaction.payload.get("value") or ""))


def submit_search(interaction: Interaction) -> None:
    """The same by the button of the form."""
    typed = interaction.form.text_of(ids.SEARCH_TYPED)
    found = searching.attempt(interaction.database, interaction.request("modal"), typed)
    interaction.ack(response_action="update", view=search_modal(found))


def turn_page(interaction: Interaction) -> None:
    """Show another part of what was found."""
    offset, _, typed = str(interaction.payload["value"]).partition(" ")
    _show(interaction, typed, int(offset))


def open_quotes(interaction: Interaction) -> None:
    """Show the words behind a number of an idea's page."""
    typed, _, row_id = str(interaction.payload["selected_option"]["value"]).partition(" customer#")
    if row_id:
        found = customers.page(interaction.database, interaction.request("button"), int(row_id))
        typed = f"{typed} {named_filter(found.customer.name)}"
    _show(interaction, typed)


def open_feedback(interaction: Interaction) -> None:
    """Open a piece of feedback."""
    found = feedback_pages.look_up(
        interaction.database, interaction.request("button"), int(interaction.payload["value"])
    )
    modals.show(interaction, saved_modal(found, is_new=False, viewer=interaction.user_id))


def send_file(interaction: Interaction) -> None:
    """Send everything that was found as a table in a direct message."""
    typed = str(interaction.payload["value"])
    searching_files.send(interaction.database, interaction.request("button"), typed)
    modals.show(interaction, sent_modal(typed))


def _show(interaction: Interaction, typed: str, offset: int = 0) -> None:
    found = searching.attempt(interaction.database, interaction.request("button"), typed, offset)
    modals.show(interaction, search_modal(found))


PART = ShownPart(
    help=(
        HelpPart(
            500,
            "Customers, and finding things again",
            ("`/linchpin search export customer:Acme is:untriaged`  anything; alone it says how",),
        ),
    ),
    buttons=(HomeButton(800, HOME_BUTTON),),
)
