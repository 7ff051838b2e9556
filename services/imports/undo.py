"""Taking an import back: all of it exactly, as long as nobody has built on it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from domain.core.changes import IMPORTING
from domain.core.errors import NotAllowed
from domain.core.outbox import Task
from domain.core.people import Request
from domain.imports.runs import Import, State, Undone
from services.imports import updates as import_updates
from services.imports.runs import held, settle_errand, shown_errand, slice_errand
from services.outbox.payloads import pack
from services.votes import card_queue, tally
from services.workspace import people
from storage.database.engine import Database, Session
from storage.ideas import survivors
from storage.imports import (
    built_on as import_built_on,
)
from storage.imports import (
    columns as import_columns,
)
from storage.imports import (
    runs as imports,
)
from storage.imports import (
    traces as import_traces,
)
from storage.imports import undo as storage
from storage.imports.undo import Made
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox

MOST_LISTED = 20
_AT_ONCE = 200
_SLICE = 20
"""Batches of one task, after which other tasks have their turn."""

_PLAIN = ("feedback", "idea", "customer", "area")
_UNDOABLE = (State.DONE, State.CANCELLED)


def undo(database: Database, request: Request, import_id: int) -> Import:
    """Begin to take an import back; a second click changes nothing more.

    Raises NotFound, and NotAllowed for those who do not manage and for an import that somebody
    built on, with what was built.
    """
    with database.transaction() as session:
        people.require_manager(session, request, "undo imports")
        run = start(session, request, import_id)
        if run.state is State.UNDOING:
            outbox.enqueue(session, run.workspace_id, slice_errand(run, request.at), request.at)
            outbox.enqueue(session, run.workspace_id, shown_errand(run, request.at), request.at)
        return run


def begin(database: Database, request: Request, import_id: int) -> Import:
    """The same for whoever runs the program, in steps that the caller takes."""
    with database.transaction() as session:
        return start(session, request, import_id)


def latest(database: Database, workspace_id: int, limit: int) -> list[tuple[Import, datetime]]:
    """The newest imports that began, each with when it was asked for."""
    with database.reading() as session:
        return imports.latest(session, workspace_id, limit)


def start(session: Session, request: Request, import_id: int) -> Import:
    """Note that an import is being taken back (part of a transaction). Raises as ``undo`` does."""
    run, _plan = held(session, request.workspace_id, import_id)
    if run.state in (State.UNDOING, State.UNDONE):
        return run
    is_cut_off = run.state is State.RUNNING and not _has_file(session, run)
    if run.state not in _UNDOABLE and not is_cut_off:
        raise NotAllowed("This import hasn't ended yet. Stop it first, then undo it.")
    brought = run.counts.added or run.counts.votes
    if brought and not storage.count(session, run.workspace_id, run.id):
        raise NotAllowed(
            f"{run.name} was imported by an earlier version, which kept no note of what it made, "
            "so it can't be undone."
        )
    built = built_on(session, run)
    if built:
        raise NotAllowed(refusal(run, built))
    return imports.change(session, run, state=State.UNDOING, undone=Undone())


def _has_file(session: Session, run: Import) -> bool:
    """False for one that the command line began: cut off, nothing goes on with it."""
    return imports.file(session, run.workspace_id, run.id) is not None


def built_on(session: Session, run: Import) -> list[str]:
    """What was built on an import, each in a few words; one more than are listed when there is
    more. Empty when all of it can be taken back."""
    found: list[str] = []
    for kind in _PLAIN:
        room = MOST_LISTED + 1 - len(found)
        if room <= 0:
            break
        used = import_built_on.built_on(session, run.workspace_id, run.id, kind, room)
        names = storage.labels_of(session, run.workspace_id, kind, list(used))
        found += [f"{names.get(row_id, kind)} {how}" for row_id, how in sorted(used.items())]
    for kind in ("feedback", "idea", "customer"):
        notes = storage.made(session, run.workspace_id, run.id, f"changed {kind}", 100_000)
        changed = [one.subject_id for one in notes if not _is_as_left(session, run, one)]
        names = storage.labels_of(session, run.workspace_id, kind, changed)
        found += [f"{name} was changed since" for _row_id, name in sorted(names.items())]
    others = import_built_on.voters_used(session, run.workspace_id, run.id, MOST_LISTED)
    if others:
        found.append(f"{len(others)} of its voters vote in another import, too")
    return found[: MOST_LISTED + 1]


def refusal(run: Import, built: Sequence[str]) -> str:
    """Return the sentence about an import that cannot be undone."""
    listed = "; ".join(built[:MOST_LISTED])
    more = "; and more" if len(built) > MOST_LISTED else ""
    return (
        f"{run.name} can't be undone because people have built on it: {listed}{more}. "
        "Take these back first, then undo it."
    )


def take_back(database: Database, request: Request, run: Import) -> Import:
    """Take some more of an import back, in short steps; its state tells when all of it is gone."""
    for _turn in range(_SLICE):
        with database.transaction() as session:
            run, _plan = held(session, request.workspace_id, run.id)
            if run.state is not State.UNDOING:
                return run
            run = _step(session, request, run)
    return run


def run_slice(database: Database, task: Task, run: Import, at: datetime) -> None:
    """Take the next part of an import back and settle the task with the wish for the rest."""
    request = Request(run.workspace_id, run.asked_by, IMPORTING, at)
    before = run.undone
    run = take_back(database, request, run)
    errands = [shown_errand(run, at)]
    if run.state is State.UNDOING and run.undone != before:
        errands.append(slice_errand(run, at))
    settle_errand(database, task, at, errands)


def _step(session: Session, request: Request, run: Import) -> Import:
    done = run.undone or Undone()
    for kind in storage.KINDS:
        notes = storage.made(session, run.workspace_id, run.id, kind, _AT_ONCE)
        if not notes:
            continue
        kept = _TAKERS[kind](session, request, run, notes)
        storage.settle(session, run.workspace_id, [one.id for one in notes])
        counted = 0 if kind == "evidence" else len(notes)
        after = Undone(
            done.removed + counted - len(kept),
            done.kept + len(kept),
            (*done.built, *kept)[:MOST_LISTED],
        )
        return imports.change(session, run, undone=after)
    import_traces.drop_changed(session, run.workspace_id, run.id)
    imports.drop_problems(session, run.workspace_id, run.id)
    changes.record(session, request, ("import", run.id), "undone", after=pack(done))
    return imports.change(session, run, state=State.UNDONE)


Taker = Callable[[Session, Request, Import, Sequence[Made]], list[str]]
"""Takes things of one kind back, and returns those that it left, each in a few words."""


def _plain(session: Session, request: Request, run: Import, notes: Sequence[Made]) -> list[str]:
    """Remove what the import made; what somebody built on at this very moment stays."""
    kind, ids = notes[0].kind, [one.subject_id for one in notes]
    used = import_built_on.built_on(session, run.workspace_id, run.id, kind, len(ids), ids)
    names = storage.labels_of(session, run.workspace_id, kind, list(used))
    gone = [one for one in ids if one not in used]
    if kind == "feedback":
        _unlink(session, request, gone)
    storage.remove(session, run.workspace_id, kind, gone)
    return [f"{names.get(row_id, kind)} {how}" for row_id, how in sorted(used.items())]


def _unlink(session: Session, request: Request, feedback_ids: Sequence[int]) -> None:
    links = storage.evidence_of(session, request.workspace_id, feedback_ids)
    entries = [(("idea", idea_id), number, None) for idea_id, number in links]
    changes.record_all(session, request, "evidence", entries)
    for idea_id in sorted({idea_id for idea_id, _number in links}):
        card_queue.refresh(session, request.workspace_id, idea_id, request.at)


def _votes(session: Session, request: Request, run: Import, notes: Sequence[Made]) -> list[str]:
    for one in notes:
        storage.remove_vote(session, run.workspace_id, one.subject_id, one.name or "")
    ideas = {one.subject_id for one in notes}
    into = survivors.of_ids(session, run.workspace_id, ideas)
    for idea_id in sorted({into.get(one, one) for one in ideas}):
        tally.recount(session, request, idea_id)
    return []


def _voters(session: Session, _request: Request, run: Import, notes: Sequence[Made]) -> list[str]:
    used = set(import_built_on.voters_used(session, run.workspace_id, run.id, 1_000_000))
    names = [one.name for one in notes if one.name]
    storage.remove_voters(session, run.workspace_id, [one for one in names if one not in used])
    return [f"{one} votes in another import, too" for one in names if one in used]


def _changed(session: Session, request: Request, run: Import, notes: Sequence[Made]) -> list[str]:
    kept: list[str] = []
    for one in notes:
        kind = one.kind.removeprefix("changed ")
        if _is_as_left(session, run, one):
            import_updates.restore(session, request, kind, one.subject_id, one.before or {})
            continue
        names = storage.labels_of(session, run.workspace_id, kind, [one.subject_id])
        kept.append(f"{names.get(one.subject_id, kind)} was changed since")
    return kept


def _nothing(*_given: object) -> list[str]:
    """Links are gone with their feedback."""
    return []


def _is_as_left(session: Session, run: Import, one: Made) -> bool:
    """Whether something still reads as the import left it."""
    kind, after = one.kind.removeprefix("changed "), import_updates.loaded(one.after or {})
    now = import_columns.values(session, run.workspace_id, kind, one.subject_id)
    return all(now[name] == value for name, value in after.items())


_TAKERS: dict[str, Taker] = {
    **dict.fromkeys(_PLAIN, _plain),
    **{f"changed {kind}": _changed for kind in ("feedback", "idea", "customer")},
    "vote": _votes,
    "voter": _voters,
    "evidence": _nothing,
}
