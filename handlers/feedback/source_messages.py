"""Messages that were edited or deleted after something was taken from them."""

from typing import Any

from handlers.slack.interaction import Visit
from services.feedback import channel_readers as sources_readers
from services.feedback import source_messages as sources


def changed(visit: Visit) -> None:
    """Let what was taken from a message follow its edit, or withdraw it with its deletion."""
    event = visit.payload
    subtype, channel = event.get("subtype"), str(event.get("channel"))
    if subtype == "message_deleted":
        _deleted(visit, channel, str(event["deleted_ts"]), event.get("previous_message") or {})
    elif subtype == "message_changed":
        after: dict[str, Any] = event.get("message") or {}
        before: dict[str, Any] = event.get("previous_message") or {}
        if after.get("subtype") == "tombstone":
            _deleted(visit, channel, str(after["ts"]), before)
        elif after.get("ts"):
            editor = str((after.get("edited") or {}).get("user") or after.get("user") or "")
            request = sources.at_source(visit.workspace_id, editor, visit.at)
            sources.edited(visit.database, request, channel, after, before)


def somebody_joined(visit: Visit) -> None:
    """Note that a person can read a channel from now on."""
    event = visit.payload
    sources_readers.joined(
        visit.database, visit.workspace_id, str(event["channel"]), str(event["user"])
    )


def somebody_left(visit: Visit) -> None:
    """Note that a person can read a channel no longer."""
    event = visit.payload
    sources_readers.left(
        visit.database, visit.workspace_id, str(event["channel"]), str(event["user"])
    )


def _deleted(visit: Visit, channel: str, ts: str, before: dict[str, Any]) -> None:
    # Slack does not say who deleted it; mostly the author did.
    author = str(before.get("user") or "linchpin")
    sources.deleted(
        visit.database, sources.at_source(visit.workspace_id, author, visit.at), channel, ts
    )
