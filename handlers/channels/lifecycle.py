"""Channels: archived, deleted, left, back again, renamed, or under a new id."""

from collections.abc import Callable

from handlers.feedback import source_messages as sources
from handlers.slack.interaction import Listener, Visit
from handlers.slack.router import Switchboard
from services.channels import lifecycle as channel_life
from services.channels import membership as channels
from services.workspace import installations

_ARCHIVED = "The channel was archived."
_DELETED = "The channel was deleted."
_REMOVED = "I was removed from the channel. `/invite @Linchpin` brings me back."


def register(board: Switchboard) -> None:
    """Listen to what becomes of channels, public and private."""
    listeners: dict[str, Listener] = {
        "archive": _lost(_ARCHIVED),
        "deleted": _lost(_DELETED),
        "left": left,
        "unarchive": unarchived,
        "rename": renamed,
    }
    for event, listener in listeners.items():
        board.event(f"channel_{event}", listener)
        board.event(f"group_{event}", listener)
    board.event("channel_shared", connected)
    board.event("channel_unshared", connected)
    board.event("channel_id_changed", id_changed)
    board.event("member_joined_channel", joined)
    board.event("member_left_channel", sources.somebody_left)


def left(visit: Visit) -> None:
    """Note that the bot is gone from a channel, and pause its digest."""
    channel_id = str(visit.payload["channel"])
    channels.bot_left(visit.database, visit.workspace_id, channel_id, visit.at)
    _lost(_REMOVED)(visit)


def unarchived(visit: Visit) -> None:
    """Tell a paused digest's owner that the channel is back."""
    channel_id = str(visit.payload["channel"])
    channel_life.back(visit.database, visit.workspace_id, channel_id, key=_key(visit), at=visit.at)


def joined(visit: Visit) -> None:
    """When it is the bot who joined: learn where it is now, and tell a paused digest's owner."""
    workspace = installations.get(visit.database, visit.workspace_id)
    if visit.payload.get("user") != workspace.bot_user_id:
        sources.somebody_joined(visit)
        return
    channels.read_again(visit.database, visit.workspace_id, _key(visit), visit.at)
    unarchived(visit)


def connected(visit: Visit) -> None:
    """Learn with whom a channel is shared now, as that is the customer of what is said there."""
    channels.read_again(visit.database, visit.workspace_id, _key(visit), visit.at)


def renamed(visit: Visit) -> None:
    """Keep a channel's new name."""
    channel = visit.payload["channel"]
    channel_life.renamed(
        visit.database, visit.workspace_id, str(channel["id"]), str(channel["name"]), visit.at
    )


def id_changed(visit: Visit) -> None:
    """Write a channel's new id wherever its old one stands."""
    old_id, new_id = visit.payload["old_channel_id"], visit.payload["new_channel_id"]
    channel_life.id_changed(visit.database, visit.workspace_id, str(old_id), str(new_id), visit.at)


def _lost(reason: str) -> Callable[[Visit], None]:
    def lost(visit: Visit) -> None:
        """Pause the digest of a channel that is out of reach."""
        channel_life.out_of_reach(
            visit.database,
            visit.workspace_id,
            str(visit.payload["channel"]),
            reason,
            key=_key(visit),
            at=visit.at,
        )

    return lost


def _key(visit: Visit) -> str:
    return visit.request("event").key or visit.at.isoformat()
