"""Messages of the outbox looked up by their key: what was said, where, and what it was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from domain.core.outbox import State
from storage.schema import OutboxRow

_OPEN = (State.PENDING.value, State.CLAIMED.value)
_GIVEN_UP = (State.FAILED.value, State.UNKNOWN.value, State.CANCELLED.value)


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message by its key; ``ts`` is Slack's name of it once it was posted."""

    id: int
    state: State
    ts: str | None
    payload: dict[str, Any]


def by_key(session: Session, workspace_id: int, key: str) -> SentMessage | None:
    """The message with a key, or None when there never was one or it is no longer kept."""
    query = select(OutboxRow).where(OutboxRow.workspace_id == workspace_id, OutboxRow.key == key)
    row = session.exec(query).first()
    if row is None:
        return None
    return SentMessage(row.id or 0, State(row.state), row.slack_ts, row.payload)


def queue_again(session: Session, workspace_id: int, outbox_id: int, at: datetime) -> bool:
    """Try a message once more that was given up; False when it was not.

    One whose outcome is unknown stays uncertain, so that it is looked for before it is said.
    """
    query = select(OutboxRow).where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.id == outbox_id,
        col(OutboxRow.state).in_(_GIVEN_UP),
    )
    row = session.exec(query.with_for_update()).first()
    if row is None:
        return False
    row.is_uncertain = row.is_uncertain or row.state == State.UNKNOWN.value
    row.state, row.not_before, row.attempts = State.PENDING.value, at, 0
    row.finished_at, row.error = None, None
    session.add(row)
    session.info["outbox"] = True
    return True


def take_back(session: Session, workspace_id: int, key: str, at: datetime) -> bool:
    """Cancel a message that nobody has begun to send; False for every other one."""
    query = select(OutboxRow).where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.key == key,
        OutboxRow.state == State.PENDING.value,
        col(OutboxRow.is_uncertain).is_(False),
    )
    row = session.exec(query.with_for_update()).first()
    if row is None:
        return False
    row.state, row.finished_at = State.CANCELLED.value, at
    session.add(row)
    return True


def move_channel(session: Session, workspace_id: int, old_id: str, new_id: str) -> None:
    """Send what waits for one channel to another, in the same order."""
    query = select(OutboxRow).where(
        OutboxRow.workspace_id == workspace_id, col(OutboxRow.state).in_(_OPEN)
    )
    for row in session.exec(query):
        if row.payload.get("channel") != old_id:
            continue
        row.payload = {**row.payload, "channel": new_id}
        row.lane = row.lane.replace(old_id, new_id)
        session.add(row)
