"""Digests that cannot be delivered: they pause themselves, and their owner is told why."""

from collections.abc import Sequence
from datetime import datetime

from domain.channels import ChannelLost
from domain.core.changes import SYSTEM, NewChange
from domain.core.outbox import DeliveryFailure, GivenUp, Kind
from domain.core.people import Request
from domain.digests.subscriptions import Subscription
from services.digests import departures
from services.digests.departures import PERSON_GONE
from services.outbox.failures import CHANNEL_GONE
from services.outbox.messages import tell
from services.outbox.payloads import pack
from storage.database.engine import Session
from storage.digests import deliveries, subscriptions
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox


def on_changes(session: Session, changes: Sequence[NewChange]) -> None:
    """Pause a digest whose channel is out of reach, and end one whose only reader is gone."""
    for one in changes:
        if one.subject_kind == "outbox" and one.field == "given_up":
            _given_up(session, one.after, one.request.at)
        elif one.subject_kind == "workspace" and one.field == "channel_lost":
            _channel_lost(session, one.request, one.after)


def _given_up(session: Session, given_up: GivenUp, at: datetime) -> None:
    task = given_up.task
    run = deliveries.of_message(session, task.workspace_id, task.id)
    if run is None:
        return
    subscription = subscriptions.get(session, task.workspace_id, run.subscription_id)
    if subscription is None:
        return
    if subscription.is_personal and given_up.code in PERSON_GONE:
        departures.end(session, subscription, at)
    elif task.owner_id and task.kind is Kind.SAY and given_up.code in CHANNEL_GONE:
        pause_itself(session, subscription, given_up.reason, at, key=f"errand:{task.id}")


def _channel_lost(session: Session, request: Request, lost: ChannelLost) -> None:
    found = subscriptions.of_channel(session, request.workspace_id, lost.channel_id, lock=True)
    if found is not None:
        pause_itself(session, found, lost.reason, request.at, key=lost.key)


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
    failure = DeliveryFailure("digest", subscription.channel_id, reason, is_paused=True)
    new_task = tell(
        subscription.owner_id,
        "setback",
        pack(failure),
        key=f"paused:{subscription.id}:{key}",
        at=at,
    )
    outbox.enqueue(session, workspace_id, new_task, at)
