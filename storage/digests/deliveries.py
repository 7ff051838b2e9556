"""The runs of subscriptions: what was due, what was said, or why nothing was."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, insert
from sqlmodel import Session, col, func, select

from domain.core.outbox import State
from domain.digests.subscriptions import Delivery, Subscription
from storage.schema import DeliveryRow, OutboxRow

SAID = "said"
QUIET = "quiet"
_QUIET_REASON = "Nothing moved since the digest before."
RESULTS = {
    State.PENDING: "waiting",
    State.CLAIMED: "waiting",
    State.DONE: "posted",
    State.FAILED: "failed",
    State.UNKNOWN: "unknown",
    State.CANCELLED: "cancelled",
}
_STORED = (
    "workspace_id",
    "subscription_id",
    "channel_id",
    "due_at",
    "period_from",
    "period_to",
    "result",
    "reason",
    "items",
    "created_at",
)
_GONE_WRONG = (State.FAILED.value, State.UNKNOWN.value)


@dataclass(frozen=True, slots=True)
class Run:
    """A run to be stored. ``outbox_key`` names its message; None means that nothing was said."""

    due_at: datetime
    period_from: datetime
    period_to: datetime
    items: int
    outbox_key: str | None
    created_at: datetime


def add(session: Session, subscription: Subscription, run: Run) -> None:
    """Store a run; a second one for the same due time violates a unique key."""
    is_said = run.outbox_key is not None
    given = {
        "workspace_id": subscription.workspace_id,
        "subscription_id": subscription.id,
        "channel_id": subscription.channel_id,
        "due_at": run.due_at,
        "period_from": run.period_from,
        "period_to": run.period_to,
        "result": SAID if is_said else QUIET,
        "reason": None if is_said else _QUIET_REASON,
        "items": run.items,
        "created_at": run.created_at,
        "outbox_key": run.outbox_key,
    }
    session.connection().execute(_adding(), given)


@cache
def _adding() -> Any:
    # Built once: a thousand digests may be due at the same minute.
    message = (
        select(OutboxRow.id)
        .where(col(OutboxRow.workspace_id) == bindparam("workspace_id"))
        .where(col(OutboxRow.key) == bindparam("outbox_key"))
        .scalar_subquery()
    )
    return insert(DeliveryRow).values(
        **{name: bindparam(name) for name in _STORED}, outbox_id=message
    )


def latest(
    session: Session, workspace_id: int, subscription_ids: Collection[int], limit: int
) -> dict[int, list[Delivery]]:
    """The last runs of some subscriptions by their row id, newest first."""
    found: dict[int, list[Delivery]] = {}
    for subscription_id in subscription_ids:
        query = (
            _joined()
            .where(DeliveryRow.workspace_id == workspace_id)
            .where(DeliveryRow.subscription_id == subscription_id)
            .order_by(col(DeliveryRow.due_at).desc())
            .limit(limit)
        )
        found[subscription_id] = [_delivery(*row) for row in session.exec(query)]
    return found


def count_results(session: Session, since: datetime) -> dict[str, int]:
    """How many runs of all workspaces were ``said`` and how many ``quiet`` since an instant."""
    query = (
        select(DeliveryRow.result, func.count())
        .where(col(DeliveryRow.created_at) >= since)
        .group_by(col(DeliveryRow.result))
    )
    return dict(session.exec(query).all())


def newest(session: Session, *, failed_only: bool, limit: int) -> list[Delivery]:
    """The last runs of all workspaces, newest first; for the operator."""
    query = _joined().order_by(col(DeliveryRow.id).desc()).limit(limit)
    if failed_only:
        query = query.where(col(OutboxRow.state).in_(_GONE_WRONG))
    return [_delivery(*row) for row in session.exec(query)]


def of_message(session: Session, workspace_id: int, outbox_id: int) -> Delivery | None:
    """The run whose message an outbox row is."""
    query = _joined().where(
        DeliveryRow.workspace_id == workspace_id, DeliveryRow.outbox_id == outbox_id
    )
    row = session.exec(query).first()
    return _delivery(*row) if row else None


def get(session: Session, delivery_id: int) -> Delivery | None:
    """One run by its row id, in any workspace; for the operator."""
    row = session.exec(_joined().where(DeliveryRow.id == delivery_id)).first()
    return _delivery(*row) if row else None


def _joined() -> Any:
    return select(DeliveryRow, OutboxRow).join(
        OutboxRow, col(OutboxRow.id) == col(DeliveryRow.outbox_id), isouter=True
    )


def _delivery(row: DeliveryRow, message: OutboxRow | None) -> Delivery:
    said = RESULTS[State(message.state)] if message is not None else row.result
    return Delivery(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        subscription_id=row.subscription_id,
        channel_id=row.channel_id,
        due_at=row.due_at,
        period_from=row.period_from,
        period_to=row.period_to,
        result=said,
        reason=message.error if message is not None else row.reason,
        items=row.items,
        outbox_id=row.outbox_id,
    )
