"""Waits and leases of the outbox that are longer than any is given: of a clock set back since."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import literal_column, update
from sqlmodel import Session, col

from domain.core.outbox import State
from storage.schema import OutboxRow

_LONGEST_LEASES = 3
"""A lease may be this many times as long as this dispatcher's own: settings and clocks differ."""

_PENDING: Any = literal_column("'pending'")  # written out, so that SQLite uses the partial index


def bound_waits(session: Session, now: datetime, latest: datetime) -> int:
    """Let tasks that wait for an instant after ``latest`` wait no longer; how many."""
    far = update(OutboxRow).where(OutboxRow.state == _PENDING, col(OutboxRow.not_before) > latest)
    return session.connection().execute(far.values(not_before=now)).rowcount


def bound_leases(session: Session, now: datetime, *, lease_s: float) -> int:
    """Shorten leases that are longer than any that is given; how many.

    A dispatcher that lives renews its lease, and one that is gone has lost it ``lease_s`` later.
    """
    far = update(OutboxRow).where(
        col(OutboxRow.state) == State.CLAIMED.value,
        col(OutboxRow.lease_until) > now + timedelta(seconds=_LONGEST_LEASES * lease_s),
    )
    until = now + timedelta(seconds=lease_s)
    return session.connection().execute(far.values(lease_until=until)).rowcount
