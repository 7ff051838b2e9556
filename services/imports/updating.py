"""Taking over what a file says now of rows that were imported before: an import of its own."""

import csv
import io
from dataclasses import replace

from domain.core.errors import NotAllowed
from domain.core.people import Request
from domain.imports.plans import Plan
from domain.imports.runs import NO_PREVIEW, Import, Offer, State
from services.imports.files import pack_file
from services.imports.runs import held, slice_errand
from services.outbox import messages as outbox_messages
from services.outbox.payloads import pack
from services.workspace import people
from storage.database.engine import Database
from storage.imports import runs as imports
from storage.imports import traces as import_traces
from storage.outbox import queue as outbox

_DELIMITER = ","


def begin(database: Database, request: Request, import_id: int) -> Import:
    """Begin to update the rows of an import that read otherwise than before; a second click
    changes nothing more.

    Raises NotAllowed for those who do not manage and where there is nothing to update, NotFound.
    """
    with database.transaction() as session:
        people.require_manager(session, request, "import files")
        run, plan = held(session, request.workspace_id, import_id)
        rows = import_traces.changed_rows(session, run.workspace_id, run.id)
        if run.state is not State.DONE or not rows:
            raise NotAllowed("There is nothing left to update. Drop the file here again to check.")
        import_traces.drop_changed(session, run.workspace_id, run.id)
        update = imports.add(
            session,
            replace(request, key=None),
            run.name,
            pack(_plan_of(plan)),
            state=State.RUNNING,
            total_rows=len(rows),
            source=run.source,
            sheet=run.sheet,
            is_update=True,
        )
        assert update is not None  # a request without a key is new each time
        content = pack_file(_table(rows))
        imports.keep_file(session, update.workspace_id, update.id, content)
        key = f"import-offer:{update.id}"
        update = imports.change(session, update, message_key=key)
        data = pack(Offer(update, plan, NO_PREVIEW))
        told = outbox_messages.tell(request.user_id, "import_offer", data, key=key, at=request.at)
        outbox.enqueue(session, update.workspace_id, told, request.at)
        new_task = replace(slice_errand(update, request.at), lane=told.lane)  # its message first
        outbox.enqueue(session, update.workspace_id, new_task, request.at)
        return update


def _plan_of(plan: Plan) -> Plan:
    """The same columns, for rows alone that are written in UTF-8."""
    return replace(plan.without_header(), encoding="utf-8", delimiter=_DELIMITER)


def _table(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=_DELIMITER, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(errors="replace")
