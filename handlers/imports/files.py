"""Files dropped into the direct conversation with the bot: offered, given columns, imported."""

from domain.core.changes import IMPORTING
from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.imports.fields import Field, Kind
from domain.text.slack_blocks import parts_of
from handlers.slack import modals
from handlers.slack.command_words import wordless
from handlers.slack.interaction import Interaction
from handlers.slack.part import ShownPart
from handlers.slack.router import Router
from services.imports import offers as import_offers
from views.blockkit import ids
from views.blockkit.help import HelpPart, help_page
from views.imports.form import columns_modal, field_block, form_import, typed_kind, typed_reading

_PERSONS = frozenset({None, "file_share"})


def register(router: Router) -> None:
    """Listen to dropped files, the buttons of an offered import and to the form of its columns."""
    router.message(dropped)
    router.subcommand("/linchpin", "import", wordless(answer_help))
    router.action(ids.IMPORT_BEGIN, begin, permission=Permission.RECORD)
    router.action(ids.IMPORT_CANCEL, cancel, permission=Permission.RECORD)
    router.action(ids.IMPORT_COLUMNS, choose_columns, permission=Permission.RECORD)
    router.action(ids.IMPORT_KIND, choose_reading, permission=Permission.RECORD)
    router.action(ids.IMPORT_ENCODING, choose_reading, permission=Permission.RECORD)
    router.view(ids.IMPORT_FORM, submit, permission=Permission.RECORD)


def dropped(interaction: Interaction) -> None:
    """Have the tables fetched that a person put into the direct conversation with the bot."""
    event = interaction.payload
    files = [dict(one) for one in parts_of(event, "files") if one.get("id")]
    is_persons = event.get("subtype") in _PERSONS and not event.get("bot_id")
    if files and is_persons and event.get("channel_type") == "im" and event.get("user"):
        switch = interaction.app_context.switches.get("imports")
        request = interaction.request(IMPORTING)
        import_offers.dropped(interaction.database, request, files, switch)


def answer_help(interaction: Interaction) -> None:
    """Answer with how to import a file."""
    interaction.answer(help_page("How to import", (_HOW,)))


def begin(interaction: Interaction) -> None:
    """Import the file; its message tells how far it is."""
    import_offers.begin(
        interaction.database, interaction.request(IMPORTING), int(interaction.payload["value"])
    )
    interaction.ack()


def cancel(interaction: Interaction) -> None:
    """Import nothing, or nothing more."""
    import_offers.cancel(
        interaction.database, interaction.request(IMPORTING), int(interaction.payload["value"])
    )
    interaction.ack()


def choose_columns(interaction: Interaction) -> None:
    """Open the form that says which column holds what."""
    found = import_offers.form(
        interaction.database, interaction.request(IMPORTING), int(interaction.payload["value"])
    )
    modals.show(interaction, columns_modal(*found))


def choose_reading(interaction: Interaction) -> None:
    """Show the file as rows of another kind or in another encoding, with columns guessed for it."""
    view = interaction.body["view"]
    import_id = form_import(view["private_metadata"])
    kind, encoding = typed_kind(interaction.form)
    chosen = interaction.payload["selected_option"]["value"]
    if interaction.payload["action_id"] == ids.IMPORT_ENCODING:
        encoding = chosen
    else:
        kind = Kind(chosen)
    found = import_offers.form(
        interaction.database, interaction.request(IMPORTING), import_id, kind, encoding
    )
    interaction.ack()
    modals.renew(interaction, columns_modal(*found, mark=encoding or ""))


def submit(interaction: Interaction) -> None:
    """Read the file as chosen; the message shows what that brings."""
    view = interaction.body["view"]
    import_id, reading = form_import(view["private_metadata"]), typed_reading(interaction.form)
    try:
        import_offers.choose(
            interaction.database, interaction.request(IMPORTING), import_id, reading
        )
    except InvalidInput as refused:
        field = refused.field
        if field is not None and field in list(Field):
            field = field_block(interaction.form, reading.kind, Field(field))
        raise InvalidInput(refused.message, field=field) from refused
    interaction.ack()


def command_import(interaction: Interaction) -> None:
    """Answer with how to bring in what is kept elsewhere."""
    interaction.answer(help_page("How to import", (_HOW,)))


_HOW = HelpPart(
    0,
    "Import",
    (
        "Drop a CSV into a direct message with this app (managers): feedback, ideas with their "
        "votes, or customers.",
        "You see which column is taken for what, and what would be added, before anything is. "
        "Rows that cannot be read come back as a file, and the same file twice adds nothing.",
        "Exports of Canny, Productboard and Fider are recognised.",
    ),
)

PART = ShownPart(
    help=(
        HelpPart(
            1030,
            "Linchpin itself",
            (
                "A CSV dropped into a direct message with this app  imports feedback, ideas or "
                "customers (managers)",
            ),
        ),
    ),
)
