"""Which rows of a file were imported before, and which of these say something else now."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.core.people import Request
from domain.imports.fields import Kind
from domain.imports.rows import FeedbackItem, IdeaItem, Item, Problem
from domain.imports.sources import has_id, piece_key, print_of
from domain.text.folding import fold
from services.imports.updates import updated_feedback, updated_idea
from storage.database import reference_numbers as numbers
from storage.database.engine import Session
from storage.imports import traces as import_traces
from storage.imports.traces import Earlier, Trace

_QUOTED_CHARS = 80


@dataclass(slots=True)
class Settled:
    """Rows to store, and those that read otherwise than when they were imported.

    ``changed`` were left as they are here, ``updated`` were changed to what the file says.
    """

    rows: list[Item | Problem] = field(default_factory=list)
    changed: list[Problem] = field(default_factory=list)
    updated: int = 0


def settled(
    session: Session, request: Request, kind: Kind, rows: Sequence[Item | Problem], trace: Trace
) -> Settled:
    """Tell apart the rows of a batch (part of a transaction).

    Rows with one id and other words are pieces of their own where they come in one file, as the
    comments of a ticket do; a row of a later file is one that changed.
    """
    done = Settled()
    if kind is Kind.FEEDBACK:
        numbers.lock(session, request.workspace_id, "F")  # before looking what is there
        _settle_feedback(session, request, rows, trace, done)
    elif kind is Kind.IDEAS:
        numbers.lock(session, request.workspace_id, "I")
        _settle_ideas(session, request, rows, trace, done)
    else:
        done.rows = list(rows)
    return done


def _settle_feedback(
    session: Session,
    request: Request,
    rows: Sequence[Item | Problem],
    trace: Trace,
    done: Settled,
) -> None:
    workspace_id = request.workspace_id
    own = [row for row in rows if isinstance(row, FeedbackItem) and has_id(row)]
    keys = {one for row in own for one in (row.key, piece_key(row))}
    known = import_traces.earlier(session, workspace_id, "feedback", keys)
    said = _said_once(own, known)
    for row in rows:
        if not isinstance(row, FeedbackItem) or not has_id(row):
            done.rows.append(row)
            continue
        before = known.get(row.key)
        if before is None:
            first = said[row.key][0]
            is_first = fold(first.text) == fold(row.text)
            done.rows.append(row if is_first else replace(row, key=piece_key(row)))
        elif _is_same(before, row):
            done.rows.append(replace(row, text=before.words))
        elif piece_key(row) in known or _is_piece(session, request, row, before, said, trace):
            done.rows.append(replace(row, key=piece_key(row)))
        elif trace.is_update:
            done.updated += updated_feedback(session, request, before.id, row, trace)
        else:
            done.changed.append(Problem(row.line, _told("F", before, row.text), row.cells))


def _said_once(
    rows: Sequence[FeedbackItem], known: dict[str, Earlier]
) -> dict[str, list[FeedbackItem]]:
    """The rows of a batch by their id, those first that say what is stored."""
    found: dict[str, list[FeedbackItem]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    for key, same in found.items():
        if key in known:
            same.sort(key=lambda row: fold(row.text) != fold(known[key].words))
    return found


def _is_same(before: Earlier, row: FeedbackItem) -> bool:
    if before.print is None:
        return fold(before.words) == fold(row.text)
    return before.print == print_of(row)


def _is_piece(
    session: Session,
    request: Request,
    row: FeedbackItem,
    before: Earlier,
    said: dict[str, list[FeedbackItem]],
    trace: Trace,
) -> bool:
    """Whether a row with a known id and other words is a further piece, not a changed one."""
    if fold(row.text) == fold(before.words):
        return False
    if trace.import_id is not None and before.import_id == trace.import_id:
        return not trace.is_update
    if fold(said[row.key][0].text) == fold(before.words):
        return True
    return import_traces.has_pieces(session, request.workspace_id, row.key)


def _settle_ideas(
    session: Session,
    request: Request,
    rows: Sequence[Item | Problem],
    trace: Trace,
    done: Settled,
) -> None:
    """A changed idea stays among the rows: the votes that it brings are added all the same."""
    own = [row for row in rows if isinstance(row, IdeaItem)]
    known = import_traces.earlier(session, request.workspace_id, "idea", {one.key for one in own})
    seen: set[str] = set()
    for row in rows:
        before = known.get(row.key) if isinstance(row, IdeaItem) else None
        if not isinstance(row, IdeaItem) or before is None or row.key in seen:
            done.rows.append(row)
            continue
        seen.add(row.key)
        if before.import_id is not None and before.import_id == trace.import_id:
            done.rows.append(row)
            continue
        if before.print == print_of(row) or not (before.print or has_id(row)):
            done.rows.append(replace(row, title=before.words))
            continue
        if before.print is None and fold(before.words) == fold(row.title):
            done.rows.append(row)
            continue
        if trace.is_update and updated_idea(session, request, before.id, row, trace):
            done.rows.append(row)
            done.updated += 1
            continue
        done.rows.append(replace(row, title=before.words))
        if not trace.is_update:
            done.changed.append(Problem(row.line, _told("I", before, row.title), row.cells))


def _told(letter: str, before: Earlier, now: str) -> str:
    """What a changed row was, where it came from, and what it is now."""
    where = f" from {before.file} on {before.at:%-d %b %Y}" if before.file and before.at else ""
    was, reads = _quoted(before.words), _quoted(now)
    change = (
        f"Here it says {was}, and now the file says {reads}"
        if was != reads
        else (f"{was} has other details now")
    )
    return (
        f"This row was imported before{where}, as {letter}-{before.number}. {change}. "
        "It was left as it is here; update it to take over what the file says."
    )


def _quoted(words: str) -> str:
    short = " ".join(words.split())
    return f"“{short[: _QUOTED_CHARS - 1]}…”" if len(short) > _QUOTED_CHARS else f"“{short}”"
