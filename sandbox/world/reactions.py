"""Reactions: one person, one emoji, one message."""

from sandbox import emoji
from sandbox.world import events, posts
from sandbox.world.model import Channel, Message, SlackError
from sandbox.world.workspace import Workspace

MAX_EMOJI_PER_MESSAGE = 50
MAX_REACTIONS_PER_PERSON = 23


def add(team: Workspace, channel: Channel, message: Message, user_id: str, raw: str) -> str:
    """The stored name of the added reaction. SlackError invalid_name, already_reacted,
    too_many_emoji, too_many_reactions, is_archived, not_reactable."""
    with team.lock:
        name = _name(team, raw)
        if channel.archived:
            raise SlackError("is_archived")
        if message.subtype == "tombstone" or message.only_for:
            raise SlackError("not_reactable")
        users = message.reactions.get(name)
        if users is None and len(message.reactions) >= MAX_EMOJI_PER_MESSAGE:
            raise SlackError("too_many_emoji")
        if users and user_id in users:
            raise SlackError("already_reacted")
        if sum(user_id in u for u in message.reactions.values()) >= MAX_REACTIONS_PER_PERSON:
            raise SlackError("too_many_reactions")
        message.reactions.setdefault(name, []).append(user_id)
        events.reaction(team, channel, message, "reaction_added", user_id, name)
        posts.touch(team, channel, message)
        return name


def remove(team: Workspace, channel: Channel, message: Message, user_id: str, raw: str) -> str:
    """The stored name of the removed reaction. SlackError invalid_name, no_reaction."""
    with team.lock:
        name = _name(team, raw)
        users = message.reactions.get(name, [])
        if user_id not in users:
            raise SlackError("no_reaction")
        users.remove(user_id)
        if not users:
            del message.reactions[name]
        events.reaction(team, channel, message, "reaction_removed", user_id, name)
        posts.touch(team, channel, message)
        return name


def _name(team: Workspace, raw: str) -> str:
    name = emoji.canonical(raw, team.custom_emoji)
    if name is None:
        raise SlackError("invalid_name")
    return name
