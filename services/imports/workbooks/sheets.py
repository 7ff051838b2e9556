"""The tables in a file that was handed in: one of a text file, one for each sheet of a workbook."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from domain.core.errors import InvalidInput, NotAllowed
from domain.core.people import Request
from domain.imports.reading.formats import Nature, checked_format
from domain.imports.runs import Import, State
from domain.imports.sources import clean_source, source_named
from services.imports.files import guessed, pack_file, previewed, unpack_file
from services.imports.runs import held, shown_errand
from services.imports.workbooks.reader import sheets_of
from services.outbox.payloads import pack
from services.workspace import people
from storage.database.engine import Database, Session
from storage.imports import runs as imports
from storage.imports import traces as import_traces
from storage.outbox import queue as outbox

_MOST_SHEET_BYTES = 60_000_000
_MOST_SHEETS = 100
_TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its text as a file, packed, and the sheet that it was in."""

    packed: bytes
    sheet: str | None = None


def tables_in(name: str, content: bytes) -> list[Table]:
    """The tables in a file. Raises InvalidInput that names one that holds none as what it is."""
    file = io.BytesIO(content)
    if checked_format(file, name).nature is Nature.TEXT:
        return [Table(pack_file(content))]
    limits = {"most_bytes": _MOST_SHEET_BYTES, "timeout_s": _TIMEOUT_S}
    with sheets_of(file, name, **limits) as sheets:  # type: ignore[arg-type]
        return [Table(pack_file(one.path.read_bytes()), one.name) for one in sheets[:_MOST_SHEETS]]


def keep(session: Session, run: Import, tables: Sequence[Table]) -> Import:
    """Keep the tables of an offered file, the first of them as the one that is read (part of a
    transaction)."""
    first = tables[0]
    imports.keep_file(session, run.workspace_id, run.id, first.packed)
    if len(tables) > 1:
        named = [(one.sheet or "", one.packed) for one in tables]
        import_traces.keep_sheets(session, run.workspace_id, run.id, named)
    sheet = first.sheet if len(tables) > 1 else None
    source = source_named(run.name, sheet)
    return imports.change(session, run, source=source, sheet=sheet)


def form(database: Database, request: Request, import_id: int) -> tuple[Import, tuple[str, ...]]:
    """An offered file and the sheets that can be chosen. Raises NotAllowed and NotFound."""
    with database.transaction() as session:
        run = _offered(session, request, import_id)
        return run, import_traces.sheet_names(session, run.workspace_id, run.id)


def choose(
    database: Database, request: Request, import_id: int, *, source: str, place: int | None
) -> None:
    """Read another sheet, or ids as those of another source, and renew the offer.

    Raises NotAllowed, NotFound, and InvalidInput for a sheet or a source that cannot be taken.
    """
    named = clean_source(source)
    with database.transaction() as session:
        run = _offered(session, request, import_id)
        sheets = import_traces.sheet_names(session, run.workspace_id, run.id)
        packed = None
        if place is not None and place < len(sheets) and sheets[place] != run.sheet:
            packed = import_traces.sheet(session, run.workspace_id, run.id, place)
    if packed is None:
        _store(database, request, run, source=named)
        return
    file = unpack_file(packed)
    try:
        plan = guessed(file)
    except InvalidInput as refused:
        raise InvalidInput(refused.message, field="sheet") from refused
    rows = previewed(file, plan, request.at).rows
    sheet = sheets[place or 0]
    if named == run.source:
        named = source_named(run.name, sheet)
    facts = {"plan": pack(plan), "sheet": sheet, "total_rows": rows, "source": named}
    _store(database, request, run, packed=packed, **facts)


def _store(
    database: Database,
    request: Request,
    run: Import,
    *,
    packed: bytes | None = None,
    **facts: object,
) -> None:
    with database.transaction() as session:
        run = _offered(session, request, run.id)
        if packed is not None:
            imports.drop_file(session, run.workspace_id, run.id)
            imports.keep_file(session, run.workspace_id, run.id, packed)
        run = imports.change(session, run, **facts)
        outbox.enqueue(session, run.workspace_id, shown_errand(run, request.at), request.at)


def _offered(session: Session, request: Request, import_id: int) -> Import:
    people.require_manager(session, request, "import files")
    run, _plan = held(session, request.workspace_id, import_id)
    if run.state is not State.OFFERED:
        raise NotAllowed("This import has begun or was cancelled, so nothing can be chosen now.")
    return run
