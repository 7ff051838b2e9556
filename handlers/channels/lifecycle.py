"""Channels: archived, deleted, left, back again, renamed, or under a new id."""

from collections.abc import Callable

from handlers.slack.interaction import Interaction, Listener
from handlers.slack.router import Router
from services.channels import lifecycle as channel_life
from services.channels import membership as channels
from services.workspace import installations

_ARCHIVED = "The channel was archived."
_DELETED = "The channel was deleted."
_REMOVED = "I was removed from the channel. `/invite @Linchpin` brings me back."


def register(router: Router) -> None:
    """Listen to what becomes of channels, public and private."""
    listeners: dict[str, Listener] = {
        "archive": _lost(_ARCHIVED),
        "deleted": _lost(_DELETED),
        "left": left,
        "unarchive": unarchived,
        "rename": renamed,
    }
    for event, listener in listeners.items():
        router.event(f"channel_{event}", listener)
        router.event(f"group_{event}", listener)
    router.event("channel_shared", connected)
    router.event("channel_unshared", connected)
    router.event("channel_id_changed", id_changed)
    router.event("member_joined_channel", joined)


def left(interaction: Interaction) -> None:
    """Note that the bot is gone from a channel, and pause its digest."""
    channel_id = str(interaction.payload["channel"])
    channels.bot_left(interaction.database, interaction.workspace_id, channel_id, interaction.at)
    _lost(_REMOVED)(interaction)


def unarchived(interaction: Interaction) -> None:
    """Tell a paused digest's owner that the channel is back."""
    channel_id = str(interaction.payload["channel"])
    channel_life.back(
        interaction.database,
        interaction.workspace_id,
        channel_id,
        key=_key(interaction),
        at=interaction.at,
    )


def joined(interaction: Interaction) -> None:
    """When it is the bot who joined: learn where it is now, and tell a paused digest's owner."""
    workspace = installations.get(interaction.database, interaction.workspace_id)
    if interaction.payload.get("user") != workspace.bot_user_id:
        return
    channels.read_again(
        interaction.database, interaction.workspace_id, _key(interaction), interaction.at
    )
    unarchived(interaction)


def connected(interaction: Interaction) -> None:
    """Learn with whom a channel is shared now, as that is the customer of what is said there."""
    channels.read_again(
        interaction.database, interaction.workspace_id, _key(interaction), interaction.at
    )


def renamed(interaction: Interaction) -> None:
    """Keep a channel's new name."""
    channel = interaction.payload["channel"]
    channel_life.renamed(
        interaction.database,
        interaction.workspace_id,
        str(channel["id"]),
        str(channel["name"]),
        interaction.at,
    )


def id_changed(interaction: Interaction) -> None:
    """Write a channel's new id wherever its old one stands."""
    old_id, new_id = interaction.payload["old_channel_id"], interaction.payload["new_channel_id"]
    channel_life.id_changed(
        interaction.database, interaction.workspace_id, str(old_id), str(new_id), interaction.at
    )


def _lost(reason: str) -> Callable[[Interaction], None]:
    def lost(interaction: Interaction) -> None:
        """Pause the digest of a channel that is out of reach."""
        channel_life.out_of_reach(
            interaction.database,
            interaction.workspace_id,
            str(interaction.payload["channel"]),
            reason,
            key=_key(interaction),
            at=interaction.at,
        )

    return lost


def _key(interaction: Interaction) -> str:
    return interaction.request("event").key or interaction.at.isoformat()
