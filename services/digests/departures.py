"""People who are not there any more: the digest that only they got ends."""

from datetime import datetime

from domain.core.changes import SYSTEM
from domain.core.people import Request
from domain.dates.schedule_parsing import describe_schedule
from domain.digests.subscriptions import Subscription
from storage.database.engine import Database, Session
from storage.digests import subscriptions
from storage.outbox import change_log as changes

PERSON_GONE = frozenset({"user_disabled", "user_not_found", "user_not_visible"})
"""Slack's codes for a person whom no direct message reaches any more."""


def end_if_gone(database: Database, subscription: Subscription, at: datetime) -> bool:
    """End the digest of somebody who left; False when another process did."""
    with database.transaction() as session:
        found = subscriptions.of_channel(
            session, subscription.workspace_id, subscription.channel_id, lock=True
        )
        if found is None:
            return False
        end(session, found, at)
        return True


def end(session: Session, subscription: Subscription, at: datetime) -> None:
    """The same within a transaction; the row is locked already."""
    subscriptions.stop(session, subscription.workspace_id, subscription.id, at)
    by_itself = Request(subscription.workspace_id, SYSTEM, "clock", at)
    words = describe_schedule(subscription.schedule)
    changes.record(session, by_itself, ("subscription", subscription.id), "ended", before=words)
