"""Messages that were deleted: a card that is gone counts no longer."""

from typing import Any

from handlers.feedback import channel_intake as intake
from handlers.feedback import source_messages as sources
from handlers.imports import files as imports
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from handlers.triage import replies as triage_replies
from services.votes import cards


def register(router: Router) -> None:
    """Listen to messages, of which only the deletions of the bot's own matter."""
    router.event("message", message_changed)


def message_changed(interaction: Interaction) -> None:
    """Note a deletion. Everything that people write passes here without a look at the database."""
    event = interaction.payload
    intake.arrived(interaction)
    imports.dropped(interaction)
    sources.changed(interaction)
    triage_replies.arrived(interaction)
    ts = _deleted_ts(event)
    if ts is not None:
        cards.message_deleted(
            interaction.database,
            interaction.workspace_id,
            str(event["channel"]),
            ts,
            interaction.at,
        )


def _deleted_ts(event: dict[str, Any]) -> str | None:
    """The ts of a message that is gone. One that has replies becomes a tombstone instead."""
    subtype = event.get("subtype")
    if subtype == "message_deleted":
        before = event.get("previous_message") or {}
        return str(event["deleted_ts"]) if _may_be_a_card(before) else None
    after = event.get("message") or {}
    if subtype == "message_changed" and after.get("subtype") == "tombstone":
        return str(after["ts"])
    return None


def _may_be_a_card(before: dict[str, Any]) -> bool:
    """Cards are posted by a bot and have blocks; Slack may leave the former message out."""
    return not before or bool(before.get("bot_id") or before.get("app_id"))
