"""What was said or waits to be said, looked through for words that must go."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from domain.outbox import Kind, State
from storage.tables import ChangeRow, OutboxRow

WAITING = frozenset({State.PENDING})
ALL_BUT_IN_HAND = frozenset(State) - {State.CLAIMED}

_AT_ONCE = 500
_STANDING = (Kind.SAY.value, Kind.TELL.value)


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of the bot's that stands at Slack. ``user`` is whose direct message it is in."""

    id: int
    ts: str
    payload: dict[str, Any]
    file_id: str | None
    said_at: datetime


def rewrite(
    session: Session,
    workspace_id: int,
    change: Callable[[Any], Any],
    states: Collection[State],
    *,
    without_id: int = 0,
) -> Iterator[Standing | None]:
    """Rewrite the payloads of errands in some states, except the one with the id ``without_id``.

    ``change`` returns the same object where nothing is to be changed. What was rewritten comes
    out: a message that stands at Slack, or None for anything else.
    """
    after_id, wanted = 0, [state.value for state in states]
    while True:
        query = (
            select(OutboxRow)
            .where(OutboxRow.workspace_id == workspace_id, col(OutboxRow.id) > after_id)
            .where(col(OutboxRow.state).in_(wanted), col(OutboxRow.id) != without_id)
            .order_by(col(OutboxRow.id))
            .limit(_AT_ONCE)
        )
        rows = session.exec(query).all()
        for row in rows:
            new = change(row.payload)
            if new is not row.payload:
                row.payload = new
                session.add(row)
                yield _standing(row)
        session.flush()
        if len(rows) < _AT_ONCE:
            return
        after_id = rows[-1].id or 0
        for row in rows:
            session.expunge(row)


def is_in_hand(
    session: Session, workspace_id: int, change: Callable[[Any], Any], without_id: int
) -> bool:
    """True while a dispatcher works on an errand that ``change`` would rewrite."""
    query = select(OutboxRow.payload).where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.state == State.CLAIMED.value,
        OutboxRow.id != without_id,
    )
    return any(change(payload) is not payload for payload in session.exec(query))


def standing(session: Session, workspace_id: int, outbox_id: int) -> Standing | None:
    """A message that stands at Slack, as it would be said now."""
    query = select(OutboxRow).where(
        OutboxRow.workspace_id == workspace_id, OutboxRow.id == outbox_id
    )
    row = session.exec(query).first()
    return _standing(row) if row is not None else None


def spoken(session: Session, workspace_id: int, subject: tuple[str, int], field: str) -> list[str]:
    """Every wording of a subject's field that the log keeps."""
    query = select(ChangeRow.before, ChangeRow.after).where(
        ChangeRow.workspace_id == workspace_id,
        ChangeRow.subject_kind == subject[0],
        ChangeRow.subject_id == subject[1],
        ChangeRow.field == field,
    )
    found = [one for pair in session.exec(query) for one in pair]
    return list(dict.fromkeys(one for one in found if isinstance(one, str) and one))


def _standing(row: OutboxRow) -> Standing | None:
    if row.kind not in _STANDING or row.state != State.DONE.value or not row.slack_ts:
        return None
    return Standing(
        row.id or 0, row.slack_ts, row.payload, row.file_id, row.finished_at or row.created_at
    )
