"""When the next digest of a subscription is due."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, null, update
from sqlmodel import Session, col, select

from domain.digests.subscriptions import Subscription
from storage.database.types import UtcDateTime
from storage.schema import SubscriptionRow


def next_due_at(session: Session) -> datetime | None:
    """When the next digest of any workspace is due, or None."""
    return session.exec(select(func.min(SubscriptionRow.next_due_at))).one()


def advance(
    session: Session,
    known: Subscription,
    *,
    watermark: int,
    covered_until: datetime,
    next_due_at: datetime | None,
) -> bool:
    """Move on from a state as it was read; False when somebody else moved on first.

    One conditional UPDATE: of several processes that found the same run due, one wins.
    """
    given = {
        "known_id": known.id,
        "known_workspace": known.workspace_id,
        "known_watermark": known.watermark,
        "known_until": known.covered_until,
        "known_due": known.next_due_at,
        "known_pause": known.is_paused,
        "known_channel": known.channel_id,
        "watermark": watermark,
        "covered_until": covered_until,
        "next_due_at": next_due_at,
    }
    return session.connection().execute(_advancing(), given).rowcount == 1


@lru_cache(maxsize=1)
def _advancing() -> Any:
    # Built once: a thousand may be due at the same minute, and building costs more than running.
    row, instant = SubscriptionRow, UtcDateTime()
    return (
        update(row)
        .where(col(row.id) == bindparam("known_id"))
        .where(col(row.workspace_id) == bindparam("known_workspace"))
        .where(col(row.watermark) == bindparam("known_watermark"), col(row.ended_at).is_(None))
        .where(col(row.covered_until) == bindparam("known_until", type_=instant))
        .where(col(row.next_due_at).is_not_distinct_from(bindparam("known_due", type_=instant)))
        .where(col(row.is_paused) == bindparam("known_pause"))
        .where(col(row.channel_id) == bindparam("known_channel"))
        .values(
            watermark=bindparam("watermark"),
            covered_until=bindparam("covered_until", type_=instant),
            next_due_at=bindparam("next_due_at", type_=instant),
            left_out=null(),
        )
    )
