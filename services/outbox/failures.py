"""What was to be said and could not be: its owner is told why, once."""

from datetime import datetime

from domain.core.changes import SYSTEM
from domain.core.delivery_failures import Setback
from domain.core.outbox import Kind, Task
from domain.core.people import Request
from domain.digests.subscriptions import Subscription
from services.outbox.messages import tell
from services.outbox.payloads import pack
from services.workspace import departures
from services.workspace.departures import PERSON_GONE
from storage.database.engine import Session
from storage.digests import deliveries, subscriptions
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox

CHANNEL_GONE = frozenset({"channel_not_found", "is_archived", "not_in_channel"})
"""Slack's codes for a channel where nothing can be said until a person does something."""


def tell_owner(session: Session, task: Task, code: str, reason: str, at: datetime) -> None:
    """Tell the owner of a channel message that was given up (part of a transaction).

    A digest whose channel is out of reach pauses itself, so that it does not fail every week. A
    person's own ends when that person is gone.
    """
    run = deliveries.of_message(session, task.workspace_id, task.id)
    subscription = run and subscriptions.get(session, task.workspace_id, run.subscription_id)
    if subscription and subscription.is_personal and code in PERSON_GONE:
        departures.end(session, subscription, at)
    if task.owner_id is None or task.kind is not Kind.SAY:
        return
    channel_id = str(task.payload["channel"])
    if subscription and code in CHANNEL_GONE:
        pause_itself(session, subscription, reason, at, key=f"errand:{task.id}")
        return
    setback = Setback(str(task.payload.get("template", "")), channel_id, reason)
    errand = tell(
        task.owner_id, "setback", pack(setback), key=f"setback:{task.id}:{at.isoformat()}", at=at
    )
    outbox.enqueue(session, task.workspace_id, errand, at)


def pause_itself(
    session: Session, subscription: Subscription, reason: str, at: datetime, *, key: str
) -> None:
    """Pause a digest whose channel is out of reach and tell its owner once."""
    if subscription.paused_reason is not None:
        return
    workspace_id, subject = subscription.workspace_id, ("subscription", subscription.id)
    subscriptions.pause(session, workspace_id, subscription.id, at=at, until=None, reason=reason)
    by_itself = Request(workspace_id, SYSTEM, "clock", at)
    changes.record(session, by_itself, subject, "paused_reason", after=reason)
    setback = Setback("digest", subscription.channel_id, reason, is_paused=True)
    errand = tell(
        subscription.owner_id,
        "setback",
        pack(setback),
        key=f"paused:{subscription.id}:{key}",
        at=at,
    )
    outbox.enqueue(session, workspace_id, errand, at)
