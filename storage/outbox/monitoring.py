"""What waits in the outbox, how long, and what failed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from domain.core.outbox import Failure, Kind, State
from storage.outbox.queue import OPEN, PENDING
from storage.schema import OutboxRow


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """The instant since which the longest-waiting due task waits, or None."""
    query = select(func.min(OutboxRow.not_before)).where(
        OutboxRow.state == PENDING, col(OutboxRow.not_before) <= now
    )
    return session.exec(query).one()


def count_due(session: Session, now: datetime) -> int:
    """How many tasks wait although their time has come."""
    query = select(func.count()).where(OutboxRow.state == PENDING, col(OutboxRow.not_before) <= now)
    return session.exec(query).one()


def failures(session: Session, workspace_id: int, limit: int = 10) -> list[Failure]:
    """The latest tasks that were given up, newest first."""
    query = (
        select(OutboxRow)
        .where(OutboxRow.workspace_id == workspace_id)
        .where(col(OutboxRow.state).in_((State.FAILED.value, State.UNKNOWN.value)))
        .order_by(col(OutboxRow.finished_at).desc())
        .limit(limit)
    )
    return [_failure(row) for row in session.exec(query)]


def count_failures(session: Session, workspace_id: int, since: datetime) -> int:
    """How many tasks were given up since an instant."""
    query = (
        select(func.count())
        .where(OutboxRow.workspace_id == workspace_id)
        .where(col(OutboxRow.state).in_((State.FAILED.value, State.UNKNOWN.value)))
        .where(col(OutboxRow.finished_at) >= since)
    )
    return session.exec(query).one()


def counts_by_state(session: Session) -> dict[str, int]:
    """How many tasks are open, by state, over all workspaces (for metrics)."""
    query = (
        select(OutboxRow.state, func.count())
        .where(col(OutboxRow.state).in_(OPEN))
        .group_by(col(OutboxRow.state))
    )
    return dict(session.exec(query).all())


def has_open(session: Session, workspace_id: int, kinds: Collection[Kind], channel: str) -> bool:
    """True while a task of these kinds is open in a channel's lane."""
    query = (
        select(OutboxRow.id)
        .where(OutboxRow.workspace_id == workspace_id, OutboxRow.lane == channel)
        .where(col(OutboxRow.kind).in_([kind.value for kind in kinds]))
        .where(col(OutboxRow.state).in_(OPEN))
        .limit(1)
    )
    return session.exec(query).first() is not None


def _failure(row: OutboxRow) -> Failure:
    assert row.id is not None and row.finished_at is not None
    return Failure(
        id=row.id,
        kind=Kind(row.kind),
        lane=row.lane,
        state=State(row.state),
        error=row.error or "",
        attempts=row.attempts,
        finished_at=row.finished_at,
        owner_id=row.owner_id,
    )
