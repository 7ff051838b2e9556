"""What was said or waits to be said, looked through for words that must go."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from domain.core.outbox import Kind, State
from storage.ideas.counts import chunks
from storage.schema import ChangeRow, OutboxRow

ALL_BUT_IN_HAND = frozenset(State) - {State.CLAIMED}

_AT_ONCE = 500

_CLOCKS_DIFFER = timedelta(minutes=5)
"""So far may the clocks of two machines be apart that share a database."""

_STANDING = (Kind.SAY.value, Kind.TELL.value)


@dataclass(frozen=True, slots=True)
class PostedMessage:
    """A message of the bot's that stands at Slack. ``user`` is whose direct message it is in."""

    id: int
    ts: str
    payload: dict[str, Any]
    file_id: str | None
    said_at: datetime


def holding(
    session: Session,
    workspace_id: int,
    change: Callable[[Any], Any],
    *,
    without_id: int = 0,
) -> tuple[list[int], int]:
    """The tasks whose payloads ``change`` would rewrite, except the one with ``without_id``;
    and the last one that was looked at.

    To be asked outside of a transaction that writes, as everything that was ever said is read.
    """
    found: list[int] = []
    after_id = 0
    while True:
        asked = {"workspace": workspace_id, "after": after_id, "most": _AT_ONCE}
        rows = session.connection().execute(_payloads(), asked).all()
        found += [
            row_id
            for row_id, payload in rows
            if row_id != without_id and change(payload) is not payload
        ]
        if len(rows) < _AT_ONCE:
            return found, rows[-1][0] if rows else after_id
        after_id = rows[-1][0]


def newer(
    session: Session, workspace_id: int, after_id: int, since: datetime, *, without_id: int = 0
) -> list[int]:
    """The tasks that may hold something else ``since`` one looked at all up to ``after_id``:
    those that are new, that wait, and that were done since then.
    """
    row = OutboxRow
    ours = select(row.id).where(row.workspace_id == workspace_id, row.id != without_id)
    ours = ours.where(row.kind != Kind.AMEND.value)  # holds no words, and there may be thousands
    over = [state.value for state in State if state not in (State.PENDING, State.CLAIMED)]
    asked = (
        ours.where(col(row.id) > after_id),
        ours.where(row.state == State.PENDING.value),
        ours.where(col(row.state).in_(over), col(row.finished_at) >= since - _CLOCKS_DIFFER),
    )
    found = {row_id for query in asked for row_id in session.exec(query) if row_id is not None}
    return sorted(found)


def rewrite_some(
    session: Session,
    workspace_id: int,
    ids: Collection[int],
    change: Callable[[Any], Any],
    states: Collection[State] = ALL_BUT_IN_HAND,
) -> list[PostedMessage | None]:
    """Rewrite the payloads of some tasks in some states.

    ``change`` returns the same object where nothing is to be changed. What was rewritten comes
    out: a message that stands at Slack, or None for anything else.
    """
    wanted, rewritten = [state.value for state in states], list[PostedMessage | None]()
    for chunk in chunks(ids):
        query = (
            select(OutboxRow)
            .where(OutboxRow.workspace_id == workspace_id, col(OutboxRow.id).in_(chunk))
            .where(col(OutboxRow.state).in_(wanted))
            .order_by(col(OutboxRow.id))
            .execution_options(populate_existing=True)
            .with_for_update()
        )
        rows = session.exec(query).all()
        for row in rows:
            new = change(row.payload)
            if new is not row.payload:
                row.payload = new
                session.add(row)
                rewritten.append(_standing(row))
        session.flush()
        for row in rows:
            session.expunge(row)
    return rewritten


def waiting(session: Session, workspace_id: int) -> list[int]:
    """The tasks that wait to be done."""
    query = select(OutboxRow.id).where(
        OutboxRow.workspace_id == workspace_id, OutboxRow.state == State.PENDING.value
    )
    return [one for one in session.exec(query) if one is not None]


def is_in_hand(
    session: Session, workspace_id: int, change: Callable[[Any], Any], without_id: int
) -> bool:
    """True while a dispatcher works on a task that ``change`` would rewrite."""
    query = select(OutboxRow.payload).where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.state == State.CLAIMED.value,
        OutboxRow.id != without_id,
    )
    return any(change(payload) is not payload for payload in session.exec(query))


def standing(session: Session, workspace_id: int, outbox_id: int) -> PostedMessage | None:
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


def _standing(row: OutboxRow) -> PostedMessage | None:
    if row.kind not in _STANDING or row.state != State.DONE.value or not row.slack_ts:
        return None
    return PostedMessage(
        row.id or 0, row.slack_ts, row.payload, row.file_id, row.finished_at or row.created_at
    )


@cache
def _payloads() -> Any:
    row = OutboxRow
    return (
        select(row.id, row.payload)
        .where(col(row.workspace_id) == bindparam("workspace"))
        .where(col(row.id) > bindparam("after"))
        .order_by(col(row.id))
        .limit(bindparam("most"))
    )
