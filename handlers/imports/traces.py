"""What is chosen of an import beside its columns: its sheet and source, its update, its undo."""

from domain.core.changes import IMPORTING
from domain.core.people import Permission
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.imports import (
    undo as import_undo,
)
from services.imports import (
    updating as import_updating,
)
from services.imports.workbooks import sheets as import_sheets
from views.blockkit import ids
from views.imports.source import source_form_import, source_modal, typed_source


def register(router: Router) -> None:
    """Listen to the buttons of imports that ended, and to the form of sheet and source."""
    router.action(ids.IMPORT_UNDO, undo, permission=Permission.RECORD)
    router.action(ids.IMPORT_UPDATE, update, permission=Permission.RECORD)
    router.action(ids.IMPORT_SOURCE, choose_source, permission=Permission.RECORD)
    router.view(ids.IMPORT_SOURCE_FORM, submit, permission=Permission.RECORD)


def undo(interaction: Interaction) -> None:
    """Take an import back; its message shows how far that is."""
    import_undo.undo(
        interaction.database, interaction.request(IMPORTING), int(interaction.payload["value"])
    )
    interaction.ack()


def update(interaction: Interaction) -> None:
    """Change what was imported before to what the file says now."""
    import_updating.begin(
        interaction.database, interaction.request(IMPORTING), int(interaction.payload["value"])
    )
    interaction.ack()


def choose_source(interaction: Interaction) -> None:
    """Open the form of the sheet and the source."""
    import_id = int(interaction.payload["value"])
    found = import_sheets.form(interaction.database, interaction.request(IMPORTING), import_id)
    modals.show(interaction, source_modal(*found))


def submit(interaction: Interaction) -> None:
    """Read the chosen sheet, its ids as those of the source; the message shows what that brings."""
    view = interaction.body["view"]
    source, place = typed_source(view["state"]["values"])
    import_id = source_form_import(view["private_metadata"])
    request = interaction.request(IMPORTING)
    import_sheets.choose(interaction.database, request, import_id, source=source, place=place)
    interaction.ack()
