"""Replies to questions of triage: in the thread they were asked in, or to the bot directly."""

from handlers.visit import Visit
from services import triage_asking
from services.triage_asking import Reply

_WRITTEN = (None, "file_share", "thread_broadcast")
"""The subtypes of what people write; all others tell of something else."""


def arrived(visit: Visit) -> None:
    """Bring what may be an answer to the question it answers; most messages are none."""
    event = visit.payload
    if event.get("subtype") not in _WRITTEN or event.get("bot_id") or not event.get("user"):
        return
    is_direct = event.get("channel_type") == "im"
    if is_direct or event.get("thread_ts"):
        reply = Reply(str(event["channel"]), is_direct, event)
        triage_asking.replied(visit.database, visit.request("event"), reply)
