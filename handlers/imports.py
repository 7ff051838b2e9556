"""Files dropped into the direct conversation with the bot: offered, given columns, imported."""

from domain.core.changes import IMPORTING
from domain.core.errors import InvalidInput
from domain.imports.fields import Kind
from domain.text.slack_blocks import parts_of
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.imports import offers as import_offers
from views.blockkit import ids
from views.imports import columns_modal, form_import, typed_columns

_PERSONS = frozenset({None, "file_share"})


def register(board: Switchboard) -> None:
    """Listen to the buttons of an offered import and to the form of its columns."""
    board.action(ids.IMPORT_BEGIN, begin)
    board.action(ids.IMPORT_CANCEL, cancel)
    board.action(ids.IMPORT_COLUMNS, choose_columns)
    board.action(ids.IMPORT_KIND, choose_kind)
    board.view(ids.IMPORT_FORM, submit)


def dropped(visit: Visit) -> None:
    """Have the tables fetched that a person put into the direct conversation with the bot."""
    event = visit.payload
    files = [dict(one) for one in parts_of(event, "files") if one.get("id")]
    is_persons = event.get("subtype") in _PERSONS and not event.get("bot_id")
    if files and is_persons and event.get("channel_type") == "im" and event.get("user"):
        import_offers.dropped(visit.database, visit.request(IMPORTING), files)


def begin(visit: Visit) -> None:
    """Import the file; its message tells how far it is."""
    import_offers.begin(visit.database, visit.request(IMPORTING), int(visit.payload["value"]))
    visit.ack()


def cancel(visit: Visit) -> None:
    """Import nothing, or nothing more."""
    import_offers.cancel(visit.database, visit.request(IMPORTING), int(visit.payload["value"]))
    visit.ack()


def choose_columns(visit: Visit) -> None:
    """Open the form that says which column holds what."""
    found = import_offers.form(
        visit.database, visit.request(IMPORTING), int(visit.payload["value"])
    )
    modals.show(visit, columns_modal(*found))


def choose_kind(visit: Visit) -> None:
    """Show the fields of another kind of rows, with columns guessed for it."""
    view = visit.body["view"]
    import_id = form_import(view["private_metadata"])
    kind = Kind(visit.payload["selected_option"]["value"])
    found = import_offers.form(visit.database, visit.request(IMPORTING), import_id, kind)
    visit.ack()
    modals.renew(visit, columns_modal(*found))


def submit(visit: Visit) -> None:
    """Read the file by the chosen columns; the message shows what that brings."""
    view = visit.body["view"]
    import_id = form_import(view["private_metadata"])
    kind, columns = typed_columns(view["state"]["values"])
    try:
        import_offers.choose(visit.database, visit.request(IMPORTING), import_id, kind, columns)
    except InvalidInput as refused:
        field = f"{refused.field}:{kind.value}" if refused.field else None
        raise InvalidInput(refused.message, field=field) from refused
    visit.ack()
