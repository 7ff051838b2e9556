"""Pausing a digest and letting it go on: nothing of the pause is told, all else still is."""

from datetime import datetime, timedelta

from domain.dates.schedule import next_due
from domain.digests.pauses import Gap
from domain.digests.subscriptions import Subscription
from storage.database.engine import Session
from storage.digests import subscriptions
from storage.outbox import change_log as changes

_MOMENT = timedelta(microseconds=1)


def pause(
    session: Session, found: Subscription, at: datetime, until: datetime | None
) -> Subscription:
    """Send nothing until resumed or until an instant (part of a transaction)."""
    return subscriptions.pause(
        session, found.workspace_id, found.id, at=at, until=until, reason=found.paused_reason
    )


def resume(session: Session, found: Subscription, at: datetime) -> Subscription:
    """Go on from now (part of a transaction).

    A pause that no due time fell into changes nothing. Of a longer one nothing is told, but what
    moved before it and was not told yet is told by the next digest.
    """
    # What was written at this very instant came before this request, whatever its lock order.
    return _go_on(session, found, at, before=at + _MOMENT)


def wake(session: Session, found: Subscription, until: datetime) -> Subscription:
    """The same for a pause that ended by itself: from its end on, however late it is noticed."""
    return _go_on(session, found, until, before=until)


def _go_on(
    session: Session, found: Subscription, at: datetime, *, before: datetime
) -> Subscription:
    due = next_due(found.schedule, before - _MOMENT)
    covered, left_out = (found.watermark, found.covered_until), found.left_out
    began = found.paused_at or max(found.covered_until, found.created_at)
    if next_due(found.schedule, began) != due:
        start = _last_before_pause(session, found)
        end = changes.id_before(session, found.workspace_id, before)
        if left_out or _has_news(session, found, start):
            left_out = (*left_out, Gap(start, end, began, at))
        else:
            covered = (end, at)
    return subscriptions.resume(
        session,
        found.workspace_id,
        found.id,
        covered=covered,
        left_out=left_out,
        next_due_at=due,
    )


def _last_before_pause(session: Session, found: Subscription) -> int:
    """The last change before the pause; a pause of an older version does not know its beginning."""
    if found.paused_at is None:
        return found.watermark
    return changes.id_before(session, found.workspace_id, found.paused_at)


def _has_news(session: Session, found: Subscription, until_id: int) -> bool:
    return bool(changes.news(session, found.workspace_id, found.watermark, until_id))
