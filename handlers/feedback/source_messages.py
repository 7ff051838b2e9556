"""Messages that were edited or deleted after something was taken from them."""

from typing import Any

from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.feedback import source_messages as sources
from services.feedback.intake import channel_readers as sources_readers
from services.workspace import installations


def register(router: Router) -> None:
    """Listen to edits and deletions, and to who can read a channel."""
    router.message(changed)
    router.event("member_joined_channel", somebody_joined)
    router.event("member_left_channel", somebody_left)


def changed(interaction: Interaction) -> None:
    """Let what was taken from a message follow its edit, or withdraw it with its deletion."""
    event = interaction.payload
    subtype, channel = event.get("subtype"), str(event.get("channel"))
    if subtype == "message_deleted":
        _deleted(
            interaction, channel, str(event["deleted_ts"]), event.get("previous_message") or {}
        )
    elif subtype == "message_changed":
        after: dict[str, Any] = event.get("message") or {}
        before: dict[str, Any] = event.get("previous_message") or {}
        if after.get("subtype") == "tombstone":
            _deleted(interaction, channel, str(after["ts"]), before)
        elif after.get("ts"):
            editor = str((after.get("edited") or {}).get("user") or after.get("user") or "")
            request = sources.at_source(interaction.workspace_id, editor, interaction.at)
            sources.edited(interaction.database, request, channel, after, before)


def somebody_joined(interaction: Interaction) -> None:
    """Note that a person can read a channel from now on; the bot itself is no reader."""
    event = interaction.payload
    workspace = installations.get(interaction.database, interaction.workspace_id)
    if event.get("user") == workspace.bot_user_id:
        return
    sources_readers.joined(
        interaction.database, interaction.workspace_id, str(event["channel"]), str(event["user"])
    )


def somebody_left(interaction: Interaction) -> None:
    """Note that a person can read a channel no longer."""
    event = interaction.payload
    sources_readers.left(
        interaction.database, interaction.workspace_id, str(event["channel"]), str(event["user"])
    )


def _deleted(interaction: Interaction, channel: str, ts: str, before: dict[str, Any]) -> None:
    # Slack does not say who deleted it; mostly the author did.
    author = str(before.get("user") or "linchpin")
    sources.deleted(
        interaction.database,
        sources.at_source(interaction.workspace_id, author, interaction.at),
        channel,
        ts,
    )
