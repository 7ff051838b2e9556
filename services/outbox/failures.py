"""What was to be said and could not be: its owner is told why, once."""

from datetime import datetime

from domain.core.outbox import DeliveryFailure, GivenUp, Kind
from services.outbox.messages import tell
from services.outbox.payloads import pack
from storage.database.engine import Session
from storage.digests import deliveries
from storage.outbox import queue as outbox

CHANNEL_GONE = frozenset({"channel_not_found", "is_archived", "not_in_channel"})
"""Slack's codes for a channel where nothing can be said until a person does something."""


def tell_owner(session: Session, given_up: GivenUp, at: datetime) -> None:
    """Tell the owner of a channel message that was given up (part of a transaction).

    A digest out of its channel's reach is left out: it pauses itself and says so.
    """
    task = given_up.task
    if task.owner_id is None or task.kind is not Kind.SAY:
        return
    is_digest = deliveries.of_message(session, task.workspace_id, task.id) is not None
    if is_digest and given_up.code in CHANNEL_GONE:
        return
    channel_id = str(task.payload["channel"])
    failure = DeliveryFailure(str(task.payload.get("template", "")), channel_id, given_up.reason)
    new_task = tell(
        task.owner_id, "setback", pack(failure), key=f"setback:{task.id}:{at.isoformat()}", at=at
    )
    outbox.enqueue(session, task.workspace_id, new_task, at)
