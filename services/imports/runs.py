"""Imports: begun, run in slices, ended.

A slice is some transactions of a few hundred rows, each of which also notes how far it has come:
what is cut off anywhere goes on from there.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from domain.core.changes import IMPORTING
from domain.core.errors import NotAllowed, NotFound
from domain.core.outbox import Kind, NewTask, Task
from domain.core.people import Request
from domain.imports.plans import Plan
from domain.imports.rows import Item, Problem
from domain.imports.runs import MOST_PROBLEMS, Counts, Import, State
from services.imports.files import rows_of, unpack_file
from services.imports.rows import BATCHES, Result, grown, put
from services.outbox.payloads import pack, unpack
from storage.database.engine import Database, Session
from storage.imports import runs as imports
from storage.imports import traces as import_traces
from storage.imports.traces import Trace
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox

_SLICE = 4_000
"""Rows of one task: about a second of work, after which other tasks have their turn."""


class _Undone(Exception):
    """Leaves a transaction so that nothing of it stays."""


def begin(
    database: Database,
    request: Request,
    name: str,
    plan: Plan,
    *,
    source: str = "",
    is_update: bool = False,
) -> Import:
    """Note that a file is imported from now on; with ``is_update`` it changes what it brought."""
    with database.transaction() as session:
        more = {"source": source, "is_update": is_update}
        run = imports.add(
            session, request, name, pack(plan), state=State.RUNNING, total_rows=0, **more
        )
        assert run is not None  # a request without a key is new each time
        return run


def store(
    database: Database, request: Request, run: Import, plan: Plan, rows: Sequence[Item | Problem]
) -> tuple[Import, Result]:
    """Store some more rows of an import, a batch of them, and count what became of it."""
    with database.transaction() as session:
        if held(session, run.workspace_id, run.id)[0].state is not State.RUNNING:
            raise NotAllowed("This import is being undone, so it stores nothing more.")
        done = put(session, request, plan.kind, rows, Trace(run.id, run.is_update))
        counts = _counted(run.counts, done)
        grown(session, run.done_rows, run.done_rows + len(rows))
        after = imports.change(
            session, run, counts=counts, done_rows=run.done_rows + len(rows), state=State.RUNNING
        )
        return after, done


def rehearse(
    database: Database,
    request: Request,
    plan: Plan,
    rows: Sequence[Item | Problem],
    *,
    is_update: bool = False,
) -> Result:
    """What would become of some rows; nothing stays."""
    done = Result()
    try:
        with database.transaction() as session:
            done = put(session, request, plan.kind, rows, Trace(is_update=is_update))
            raise _Undone
    except _Undone:
        return done


def end(database: Database, request: Request, run: Import, plan: Plan) -> Import:
    """Note that all rows of an import are done."""
    with database.transaction() as session:
        return _end(session, request, run, plan)


def run_slice(database: Database, task: Task, at: datetime) -> None:
    """Import the next rows of a stored file, and settle the task with the wish for the rest."""
    found = get(database, task.workspace_id, int(task.payload["import"]))
    if found is None or found[0].state is not State.RUNNING:
        settle_errand(database, task, at, ())
        return
    run, plan = found
    request = Request(run.workspace_id, run.asked_by, IMPORTING, at)
    with database.reading() as session:
        packed = imports.file(session, run.workspace_id, run.id)
    rows: Iterator[Item | Problem] = iter(())
    if packed is not None:
        rows = rows_of(unpack_file(packed), plan, at, behind=run.done_rows, source=run.source)
    for batch in _batches(islice(rows, _SLICE), BATCHES[plan.kind]):
        with database.transaction() as session:
            now = imports.get(session, run.workspace_id, run.id, lock=True)
            if now is None or now[0].done_rows != run.done_rows or now[0].state is not run.state:
                return  # cancelled meanwhile, or another dispatcher was faster
            done = put(session, request, plan.kind, batch, Trace(run.id, run.is_update))
            changed = [(one.line, one.cells) for one in _kept(run, done, done.changed)]
            import_traces.keep_changed(session, run.workspace_id, run.id, changed)
            imports.add_problems(session, run.workspace_id, run.id, _kept(run, done))
            remarks = done.remarks[: max(MOST_PROBLEMS - run.counts.remarks, 0)]
            imports.add_problems(session, run.workspace_id, run.id, remarks, was_imported=True)
            counts, behind = _counted(run.counts, done), run.done_rows + len(batch)
            grown(session, run.done_rows, behind)
            run = imports.change(session, run, counts=counts, done_rows=behind)
    if run.done_rows < run.total_rows and run.done_rows > found[0].done_rows:
        settle_errand(database, task, at, (slice_errand(run, at), shown_errand(run, at)))
        return
    with database.transaction() as session:
        if outbox.finish(session, task, at):
            run = _end(session, request, run, plan)
            _tell_end(session, run, at)


def get(database: Database, workspace_id: int, import_id: int) -> tuple[Import, Plan] | None:
    """An import and how it is read, or None."""
    with database.reading() as session:
        found = imports.get(session, workspace_id, import_id)
    return None if found is None else (found[0], unpack(Plan, found[1]))


def held(session: Session, workspace_id: int, import_id: int) -> tuple[Import, Plan]:
    """An import that nobody else changes until the transaction ends. Raises NotFound."""
    found = imports.get(session, workspace_id, import_id, lock=True)
    if found is None:
        raise NotFound("This import is not there any more. Drop the file here again.")
    return found[0], unpack(Plan, found[1])


def slice_errand(run: Import, at: datetime) -> NewTask:
    """The wish that the next rows of an import be stored, or taken back."""
    key = f"import:{run.id}:{run.done_rows}"
    if run.state is State.UNDOING:
        key = f"import-undo:{run.id}:{run.undone.removed if run.undone else 0}"
    return NewTask(
        Kind.IMPORT, f"import:{run.id}", key, {"import": run.id}, at, owner_id=run.asked_by
    )


def shown_errand(run: Import, at: datetime) -> NewTask:
    """The wish that the message of an import show how it stands now."""
    lane = f"import-shown:{run.id}"
    behind = run.undone.removed if run.undone else run.done_rows
    key = f"{lane}:{run.state}:{behind}:{at.isoformat()}"
    return NewTask(Kind.SHOW_IMPORT, lane, key, {"import": run.id}, at, one_pending=lane)


def _tell_end(session: Session, run: Import, at: datetime) -> None:
    imports.drop_file(session, run.workspace_id, run.id)
    import_traces.drop_sheets(session, run.workspace_id, run.id)
    outbox.enqueue(session, run.workspace_id, shown_errand(run, at), at)
    if run.counts.problems:
        outbox.enqueue(session, run.workspace_id, _list_errand(run, at, "problems"), at)
    if run.counts.remarks:
        outbox.enqueue(session, run.workspace_id, _list_errand(run, at, "remarks"), at)


def _list_errand(run: Import, at: datetime, what: str) -> NewTask:
    """The wish that the refused rows be sent, or those that came with something changed."""
    payload = {"import": run.id, "user": run.asked_by, "rows": what}
    lane, key = f"dm:{run.asked_by}", f"import-{what}:{run.id}"
    return NewTask(Kind.SEND_PROBLEMS, lane, key, payload, at, owner_id=run.asked_by)


def _end(session: Session, request: Request, run: Import, plan: Plan) -> Import:
    facts = {"file": run.name, "kind": plan.kind.value, **pack(run.counts)}
    changes.record(session, request, ("import", run.id), "imported", after=facts)
    return imports.change(session, run, state=State.DONE, ended_at=request.at)


def settle_errand(database: Database, task: Task, at: datetime, errands: Iterable[NewTask]) -> None:
    """Settle a task, and enqueue those that go on with it; one that was settled does not."""
    with database.transaction() as session:
        if outbox.finish(session, task, at):
            for new_task in errands:
                outbox.enqueue(session, task.workspace_id, new_task, at)


def _counted(before: Counts, done: Result) -> Counts:
    return before.plus(
        done.added, done.known, done.votes, len(done.problems), remarks=len(done.remarks)
    )


def _kept(run: Import, done: Result, rows: Sequence[Problem] | None = None) -> Sequence[Problem]:
    """The refused rows that there is room for."""
    return (done.problems if rows is None else rows)[: max(MOST_PROBLEMS - run.counts.problems, 0)]


def _batches(rows: Iterable[Item | Problem], size: int) -> Iterable[list[Item | Problem]]:
    found = iter(rows)
    while batch := list(islice(found, size)):
        yield batch
