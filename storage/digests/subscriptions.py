"""Subscriptions: one per channel or person, found by what is due, advanced by who comes first."""

from datetime import datetime, time
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.dates.schedule import Cadence, Schedule
from domain.digests.audience import Audience, Filters
from domain.digests.pauses import Gap
from domain.digests.subscriptions import Subscription, SubscriptionForm
from storage.database.upsert import insert_into
from storage.schema import SubscriptionRow, WorkspaceRow
from storage.workspace.switches import is_on

_FILTERS = TypeAdapter(Filters)
_GAPS = TypeAdapter(tuple[Gap, ...])
_AT_FIRST: dict[str, Any] = {
    "audience": Audience.TEAM.value,
    "weekdays": "0",
    "at_time": "09:00",
    "zone": "UTC",
    "cadence": Cadence.WEEKLY.value,
    "has_picture": True,
    "is_paused": False,
    "watermark": 0,
}


def of_channel(
    session: Session, workspace_id: int, channel_id: str, *, lock: bool = False
) -> Subscription | None:
    """The digest of a channel, or of a person by their id; None without one or when stopped.

    ``lock`` makes other writers wait for this transaction, so that none works on an old state.
    """
    row = _row_of(session, workspace_id, channel_id, lock=lock)
    return _subscription(row) if row is not None and row.ended_at is None else None


def get(session: Session, workspace_id: int, subscription_id: int) -> Subscription | None:
    """The subscription with a row id, also when it was stopped."""
    row = session.get(SubscriptionRow, subscription_id)
    return _subscription(row) if row is not None and row.workspace_id == workspace_id else None


def every(session: Session, workspace_id: int) -> list[Subscription]:
    """All digests of a workspace's channels that were not stopped, oldest first."""
    query = (
        select(SubscriptionRow)
        .where(SubscriptionRow.workspace_id == workspace_id)
        .where(col(SubscriptionRow.ended_at).is_(None))
        .where(SubscriptionRow.audience != Audience.ME.value)
        .order_by(col(SubscriptionRow.id))
    )
    return [_subscription(row) for row in session.exec(query)]


def active_channels(session: Session, workspace_id: int) -> set[str]:
    """The channels that a digest goes to, unless it is paused."""
    return {one.channel_id for one in every(session, workspace_id) if not one.is_paused}


def due(session: Session, at: datetime) -> list[Subscription]:
    """What is due by ``at`` in every workspace that can be reached, the longest due first."""
    query = (
        select(SubscriptionRow)
        .join(WorkspaceRow, col(WorkspaceRow.id) == col(SubscriptionRow.workspace_id))
        .where(col(SubscriptionRow.next_due_at) <= at)
        .where(
            col(WorkspaceRow.stopped_reason).is_(None),
            is_on("digests", col(SubscriptionRow.workspace_id)),
        )
        .order_by(col(SubscriptionRow.next_due_at), col(SubscriptionRow.id))
    )
    return [_subscription(row) for row in session.exec(query)]


def waking(session: Session, at: datetime) -> list[Subscription]:
    """What was paused until a moment that has come."""
    query = select(SubscriptionRow).where(
        col(SubscriptionRow.paused_until) <= at,
        col(SubscriptionRow.is_paused).is_(True),
        col(SubscriptionRow.ended_at).is_(None),
        is_on("digests", col(SubscriptionRow.workspace_id)),
    )
    return [_subscription(row) for row in session.exec(query)]


def start(
    session: Session,
    request: Request,
    channel_id: str,
    wish: SubscriptionForm,
    covered: tuple[int, datetime],
) -> Subscription:
    """Store a channel's first digest, or begin anew one that was stopped.

    ``covered`` is the watermark and its instant. What the channel was told before is not told
    again: a watermark that is further already stays.
    """
    statement = insert_into(session, SubscriptionRow).values(
        workspace_id=request.workspace_id,
        channel_id=channel_id,
        owner_id=request.user_id,
        filters={},
        anchor=wish.schedule.anchor,
        covered_until=covered[1],
        created_at=request.at,
        **_AT_FIRST,
    )
    session.connection().execute(statement.on_conflict_do_nothing())
    row = _row_of(session, request.workspace_id, channel_id, lock=True)
    assert row is not None
    row.owner_id, row.created_at, row.ended_at = request.user_id, request.at, None
    row.left_out = None
    if covered[0] >= row.watermark:
        row.watermark, row.covered_until = covered
    _set_wish(row, wish)
    session.add(row)
    session.flush()
    return _subscription(row)


def change(
    session: Session, workspace_id: int, subscription_id: int, wish: SubscriptionForm
) -> Subscription:
    """Set how a channel wants its digest."""
    row = _mine(session, workspace_id, subscription_id)
    _set_wish(row, wish)
    row.owner_id = wish.owner_id or row.owner_id
    return _saved(session, row)


def schedule_next(
    session: Session, workspace_id: int, subscription_id: int, next_due_at: datetime | None
) -> Subscription:
    """Set when the subscription is due next; None for never."""
    row = _mine(session, workspace_id, subscription_id)
    row.next_due_at = next_due_at
    return _saved(session, row)


def pause(
    session: Session,
    workspace_id: int,
    subscription_id: int,
    *,
    at: datetime,
    until: datetime | None,
    reason: str | None,
) -> Subscription:
    """Let nothing be due until resumed; ``reason`` is set when the digest paused itself.

    A pause that is paused again goes on from when it began.
    """
    row = _mine(session, workspace_id, subscription_id)
    row.paused_at = row.paused_at if row.is_paused else at
    row.is_paused, row.paused_until, row.paused_reason = True, until, reason
    row.next_due_at = None
    return _saved(session, row)


def resume(
    session: Session,
    workspace_id: int,
    subscription_id: int,
    *,
    covered: tuple[int, datetime],
    left_out: tuple[Gap, ...],
    next_due_at: datetime,
) -> Subscription:
    """Go on with the next due time, from ``covered`` (a change and its instant) on."""
    row = _mine(session, workspace_id, subscription_id)
    _end_pause(row)
    row.watermark = max(row.watermark, covered[0])
    row.covered_until = max(row.covered_until, covered[1])
    row.left_out = _GAPS.dump_python(left_out, mode="json") or None
    row.next_due_at = next_due_at
    return _saved(session, row)


def stop(session: Session, workspace_id: int, subscription_id: int, at: datetime) -> None:
    """End a subscription; its runs and its watermark stay."""
    row = _mine(session, workspace_id, subscription_id)
    row.ended_at, row.next_due_at = at, None
    _end_pause(row)
    _saved(session, row)


def _end_pause(row: SubscriptionRow) -> None:
    row.is_paused, row.paused_at, row.paused_until, row.paused_reason = False, None, None, None


def _row_of(
    session: Session, workspace_id: int, channel_id: str, *, lock: bool = False
) -> SubscriptionRow | None:
    query = select(SubscriptionRow).where(
        SubscriptionRow.workspace_id == workspace_id, SubscriptionRow.channel_id == channel_id
    )
    return session.exec(query.with_for_update() if lock else query).first()


def _mine(session: Session, workspace_id: int, subscription_id: int) -> SubscriptionRow:
    query = select(SubscriptionRow).where(
        SubscriptionRow.workspace_id == workspace_id, SubscriptionRow.id == subscription_id
    )
    return session.exec(query.with_for_update()).one()


def _saved(session: Session, row: SubscriptionRow) -> Subscription:
    session.add(row)
    session.flush()
    return _subscription(row)


def _set_wish(row: SubscriptionRow, wish: SubscriptionForm) -> None:
    schedule = wish.schedule
    row.weekdays = ",".join(str(day) for day in schedule.weekdays)
    row.at_time = f"{schedule.at:%H:%M}"
    row.zone, row.cadence, row.anchor = schedule.zone, schedule.cadence.value, schedule.anchor
    row.audience, row.has_picture = wish.audience.value, wish.has_picture
    row.filters = _FILTERS.dump_python(wish.filters, mode="json")


def _subscription(row: SubscriptionRow) -> Subscription:
    filters: dict[str, Any] = row.filters or {}
    return Subscription(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        channel_id=row.channel_id,
        owner_id=row.owner_id,
        schedule=Schedule(
            weekdays=tuple(int(day) for day in row.weekdays.split(",") if day),
            at=time.fromisoformat(row.at_time),
            zone=row.zone,
            cadence=Cadence(row.cadence),
            anchor=row.anchor,
        ),
        audience=Audience(row.audience),
        filters=_FILTERS.validate_python(filters),
        has_picture=row.has_picture,
        is_paused=row.is_paused,
        paused_until=row.paused_until,
        paused_reason=row.paused_reason,
        watermark=row.watermark,
        covered_until=row.covered_until,
        next_due_at=row.next_due_at,
        created_at=row.created_at,
        paused_at=row.paused_at,
        left_out=_GAPS.validate_python(row.left_out or ()),
    )
