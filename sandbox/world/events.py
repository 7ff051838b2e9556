"""Which happenings reach the app as events, and in what shape."""

from sandbox.world.model import DM, PRIVATE, PUBLIC, Channel, Json, Message
from sandbox.world.render import message_json, person_json
from sandbox.world.workspace import Workspace

_MESSAGE_EVENTS = {PUBLIC: "message.channels", PRIVATE: "message.groups", DM: "message.im"}
_CHANNEL_TYPES = {PUBLIC: "channel", PRIVATE: "group", DM: "im"}
_SCOPES = {
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "subteam_created": "usergroups:read",
    "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read",
    "team_join": "users:read",
    "user_change": "users:read",
    "file_shared": "files:read",
    "file_deleted": "files:read",
    "link_shared": "links:read",
}


def raise_event(team: Workspace, event: Json, subscription: str = "") -> None:
    """Hand an event to the app if its manifest subscribes to it and its scopes allow it."""
    name = subscription or event["type"]
    if not team.installed or name not in team.manifest.bot_events:
        return
    if name in _SCOPES and _SCOPES[name] not in team.scopes:
        return
    event.setdefault("event_ts", team.event_ts())
    team.event_sink(team, event)


def message_event(team: Workspace, channel: Channel, event: Json) -> None:
    """Hand a message event to the app where it is a member."""
    if team.bot_user_id not in channel.members:
        return
    body = {"channel": channel.id, "channel_type": _CHANNEL_TYPES[channel.kind], **event}
    raise_event(team, body, _MESSAGE_EVENTS[channel.kind])


def message_posted(team: Workspace, channel: Channel, message: Message) -> None:
    """The event for a new message."""
    body = message_json(team, channel, message)
    message_event(team, channel, body | {"event_ts": message.ts})
    if team.bot_mention in message.text and message.user != team.bot_user_id:
        _mentioned(team, channel, body | {"event_ts": message.ts})


def _mentioned(team: Workspace, channel: Channel, body: Json) -> None:
    """The event for a mention of the app, where it is a member; Slack sends none in DMs."""
    if channel.kind == DM or team.bot_user_id not in channel.members:
        return
    mention = {name: value for name, value in body.items() if name != "subtype"}
    raise_event(team, mention | {"type": "app_mention", "channel": channel.id})


def message_changed(team: Workspace, channel: Channel, before: Json, message: Message) -> None:
    """The event for an edit; `before` is the message as it was."""
    message_event(
        team,
        channel,
        {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "ts": team.event_ts(),
            "message": message_json(team, channel, message),
            "previous_message": before,
        },
    )


def message_deleted(team: Workspace, channel: Channel, before: Json) -> None:
    """The event for a deletion; `before` is the message as it was."""
    message_event(
        team,
        channel,
        {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "ts": team.event_ts(),
            "deleted_ts": before["ts"],
            "previous_message": before,
        },
    )


def reaction(
    team: Workspace, channel: Channel, message: Message, kind: str, who: str, name: str
) -> None:
    """The event for a reaction added or removed (`kind`), where the app is a member."""
    if team.bot_user_id not in channel.members:
        return
    raise_event(
        team,
        {
            "type": kind,
            "user": who,
            "reaction": name,
            "item": {"type": "message", "channel": channel.id, "ts": message.ts},
            "item_user": message.user,
        },
    )


def channel_event(team: Workspace, channel: Channel, what: str, **extra: object) -> None:
    """A lifecycle event: `channel_{what}` for public channels, `group_{what}` for private ones
    the app is in."""
    if channel.kind == DM:
        return
    if channel.kind == PRIVATE and team.bot_user_id not in channel.members:
        return
    prefix = "channel" if channel.kind == PUBLIC else "group"
    raise_event(team, {"type": f"{prefix}_{what}", "channel": channel.id, **extra})


def bot_left(team: Workspace, channel: Channel, actor: str) -> None:
    """The event that tells the app it is no longer in a channel."""
    prefix = "channel" if channel.kind == PUBLIC else "group"
    raise_event(team, {"type": f"{prefix}_left", "channel": channel.id, "actor_id": actor})


def member_joined(team: Workspace, channel: Channel, user_id: str, inviter: str) -> None:
    """The event for somebody (or the app) who joined a channel the app is in."""
    if team.bot_user_id not in channel.members:
        return
    event: Json = {
        "type": "member_joined_channel",
        "user": user_id,
        "channel": channel.id,
        "channel_type": "C" if channel.kind == PUBLIC else "G",
        "team": team.id,
    }
    if inviter:
        event["inviter"] = inviter
    raise_event(team, event)


def member_left(team: Workspace, channel: Channel, user_id: str) -> None:
    """The event for somebody who left a channel the app is in."""
    if team.bot_user_id not in channel.members:
        return
    event: Json = {
        "type": "member_left_channel",
        "user": user_id,
        "channel": channel.id,
        "channel_type": "C" if channel.kind == PUBLIC else "G",
        "team": team.id,
    }
    raise_event(team, event)


def user_event(team: Workspace, kind: str, user_id: str) -> None:
    """`team_join` or `user_change` for a person."""
    raise_event(team, {"type": kind, "user": person_json(team, team.people[user_id])})
