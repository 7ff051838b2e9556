"""A table dropped into the direct conversation with the bot: offered to a manager, imported."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.core.changes import IMPORTING
from domain.core.errors import InvalidInput, NotAllowed, UserError
from domain.core.outbox import Kind as ErrandKind
from domain.core.outbox import NewTask, Task
from domain.core.people import Request
from domain.imports.fields import Field, Kind
from domain.imports.mapping.guess import as_kind
from domain.imports.plans import Plan, Reading
from domain.imports.reading.formats import label_by_name, not_a_table
from domain.imports.reading.records import Record
from domain.imports.runs import MOST_BYTES, NO_PREVIEW, Import, Offer, State
from domain.workspace import Switch
from services.imports.files import guessed, previewed, sample_of, unpack_file
from services.imports.runs import held, shown_errand, slice_errand
from services.imports.workbooks import sheets as import_sheets
from services.outbox import messages as outbox_messages
from services.outbox.payloads import pack
from services.workspace import people, switches
from storage.database.engine import Database, Session
from storage.imports import runs as imports
from storage.imports import traces as import_traces
from storage.outbox import queue as outbox

_DEED = "import files"
_KEPT_FOR = timedelta(days=7)
"""How long a file waits for somebody who says *Import*."""

TABLE_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_TABLE_TYPES = ("text/csv", "text/tab-separated-values")


def dropped(
    database: Database,
    request: Request,
    files: Sequence[dict[str, Any]],
    switch: Switch | None = None,
) -> None:
    """Have the tables among files fetched that somebody dropped; who may not is told so.

    ``switch`` is that of imports, which the workspace may have switched off.

    Everything else that is said to the bot passes here without a look at the database.
    """
    tables = [one for one in files if _is_table(one)]
    others = [(one, label) for one in files if not _is_table(one) and (label := _label(one))]
    if not tables and not others:
        return
    with database.transaction() as session:
        people.notice(session, request)
        try:
            if switch is not None:
                switches.require(session, request.workspace_id, switch)
            people.require_manager(session, request, _DEED)
        except NotAllowed as refused:
            if tables:
                _tell_refusal(session, request, refused.message, f"{request.key}")
            return
        for one, label in others:
            sentence = not_a_table(str(one.get("name") or "The file"), label)
            _tell_refusal(session, request, sentence, f"{request.key}:{one['id']}")
        for one in tables:
            outbox.enqueue(session, request.workspace_id, _fetch(request, one), request.at)


def too_large(name: str) -> str:
    """What is told of a file that is too large for this way."""
    return (
        f"{name} is larger than {MOST_BYTES // 1_000_000} MB, which is more than I take here. "
        "Whoever runs Linchpin can import it on the command line: linchpin import FILE"
    )


def offer(database: Database, task: Task, name: str, content: bytes, at: datetime) -> None:
    """Keep a fetched file and tell what it seems to be; one that cannot be read is told of."""
    user_id = task.payload["user"]
    request = Request(task.workspace_id, user_id, IMPORTING, at, task.payload["key"])
    try:
        tables = import_sheets.tables_in(name, content)
        file = unpack_file(tables[0].packed)
        plan = guessed(file)
        preview = previewed(file, plan, at)
    except UserError as refused:
        sentence = refused.message
        if name not in sentence:
            sentence = f"{name}: {sentence}"
        refuse(database, task, sentence, at)
        return
    with database.transaction() as session:
        if not outbox.finish(session, task, at):
            return
        run = imports.add(
            session, request, name, pack(plan), state=State.OFFERED, total_rows=preview.rows
        )
        if run is None:
            return
        run = import_sheets.keep(session, run, tables)
        key = f"import-offer:{run.id}"
        run = imports.change(session, run, message_key=key)
        sheets = tuple(one.sheet or "" for one in tables) if len(tables) > 1 else ()
        data = pack(Offer(run, plan, preview, sheets))
        told = outbox_messages.tell(user_id, "import_offer", data, key=key, at=at)
        outbox.enqueue(session, run.workspace_id, told, at)


def refuse(database: Database, task: Task, sentence: str, at: datetime) -> None:
    """Tell that a file cannot be imported, and why; settle the task that fetched it."""
    request = Request(task.workspace_id, task.payload["user"], IMPORTING, at)
    with database.transaction() as session:
        if outbox.finish(session, task, at):
            _tell_refusal(session, request, sentence, task.key)


def begin(database: Database, request: Request, import_id: int) -> Import:
    """Import an offered file; a second click changes nothing more.

    Raises NotAllowed, NotFound, and InvalidInput when no column is what every row needs.
    """
    with database.transaction() as session:
        people.require_manager(session, request, _DEED)
        run, plan = held(session, request.workspace_id, import_id)
        if run.state is not State.OFFERED:
            return run
        if not plan.is_complete:
            raise InvalidInput("Choose first which column holds what: Change columns.")
        run = imports.change(session, run, state=State.RUNNING)
        outbox.enqueue(session, run.workspace_id, slice_errand(run, request.at), request.at)
        outbox.enqueue(session, run.workspace_id, shown_errand(run, request.at), request.at)
        return run


def cancel(database: Database, request: Request, import_id: int) -> Import:
    """Import nothing of an offered file, or nothing more of one that runs."""
    with database.transaction() as session:
        people.require_manager(session, request, _DEED)
        run, _plan = held(session, request.workspace_id, import_id)
        return _cancelled(session, run, request.at)


def form(
    database: Database,
    request: Request,
    import_id: int,
    kind: Kind | None = None,
    encoding: str | None = None,
) -> tuple[Import, Plan, list[Record]]:
    """An offered file with its first records; with another ``kind`` or ``encoding``, guessed again
    for that.

    Raises NotAllowed for one that was begun, and NotFound.
    """
    with database.transaction() as session:
        people.require_manager(session, request, _DEED)
        run, plan = held(session, request.workspace_id, import_id)
        packed = imports.file(session, run.workspace_id, run.id)
    if run.state is not State.OFFERED or packed is None:
        raise NotAllowed("This import has begun or was cancelled, so its columns stay as they are.")
    file = unpack_file(packed)
    if encoding is not None and encoding != plan.encoding:
        plan = guessed(file, kind or plan.kind, encoding=encoding)
    sample = sample_of(file, plan)
    if kind is not None and kind is not plan.kind:
        plan = as_kind(plan, sample, kind)
    return run, plan, sample


def choose(database: Database, request: Request, import_id: int, reading: Reading) -> None:
    """Read an offered file in another way, and renew its message.

    Raises InvalidInput bound to a field of the form when one column is chosen twice.
    """
    seen: dict[int, Field] = {}
    for field, place in reading.columns.items():
        if place in seen:
            raise InvalidInput(
                f"This column is chosen for {seen[place].label} already.", field=field.value
            )
        seen[place] = field
    run, plan, _sample = form(database, request, import_id, reading.kind, reading.encoding)
    with database.transaction() as session:
        run, _before = held(session, request.workspace_id, import_id)
        if run.state is State.OFFERED:
            imports.change(session, run, plan=pack(reading.of(plan)))
            outbox.enqueue(session, run.workspace_id, shown_errand(run, request.at), request.at)


def shown(database: Database, task: Task, at: datetime) -> Offer | None:
    """An import as its message shows it now; None when there is no message to renew."""
    with database.reading() as session:
        found = imports.get(session, task.workspace_id, int(task.payload["import"]))
        if found is None or found[0].message_key is None:
            return None
    with database.transaction() as session:
        run, plan = held(session, task.workspace_id, found[0].id)
        packed = imports.file(session, run.workspace_id, run.id)
        sheets = import_traces.sheet_names(session, run.workspace_id, run.id)
        changed = import_traces.changed_count(session, run.workspace_id, run.id)
    if run.state is State.OFFERED and packed is not None:
        return Offer(run, plan, previewed(unpack_file(packed), plan, at), sheets)
    return Offer(run, plan, NO_PREVIEW, changed=changed)


def forget_offers(database: Database, at: datetime) -> None:
    """Cancel what was offered a week ago and never begun: its file is kept no longer."""
    with database.reading() as session:
        found = imports.forgotten_offers(session, at - _KEPT_FOR, 100)
    for workspace_id, import_id in found:
        with database.transaction() as session:
            run, _plan = held(session, workspace_id, import_id)
            _cancelled(session, run, at)


def _cancelled(session: Session, run: Import, at: datetime) -> Import:
    if run.state not in (State.OFFERED, State.RUNNING):
        return run
    run = imports.change(session, run, state=State.CANCELLED, ended_at=at)
    imports.drop_file(session, run.workspace_id, run.id)
    import_traces.drop_sheets(session, run.workspace_id, run.id)
    imports.drop_problems(session, run.workspace_id, run.id)
    outbox.enqueue(session, run.workspace_id, shown_errand(run, at), at)
    return run


def _fetch(request: Request, file: dict[str, Any]) -> NewTask:
    key = f"table:{file['id']}:{request.key}"
    payload = {"file": str(file["id"]), "user": request.user_id, "key": key}
    lane = f"table:{request.user_id}"
    return NewTask(ErrandKind.READ_TABLE, lane, key, payload, request.at, owner_id=request.user_id)


def _tell_refusal(session: Session, request: Request, sentence: str, key: str) -> None:
    told = outbox_messages.tell(
        request.user_id,
        "import_refused",
        {"sentence": sentence},
        key=f"import-refused:{key}",
        at=request.at,
    )
    outbox.enqueue(session, request.workspace_id, told, request.at)


def _is_table(file: dict[str, Any]) -> bool:
    return _name(file).endswith(TABLE_ENDINGS) or file.get("mimetype") in _TABLE_TYPES


def _label(file: dict[str, Any]) -> str | None:
    return label_by_name(_name(file), str(file.get("mimetype") or ""))


def _name(file: dict[str, Any]) -> str:
    return str(file.get("name") or "").lower()
