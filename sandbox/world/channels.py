"""What happens to channels and to the people and app in them."""

from sandbox.world import events, posts
from sandbox.world.model import DM, PUBLIC, Channel, Person, SlackError
from sandbox.world.workspace import Workspace


def create(team: Workspace, name: str, kind: str, creator: str) -> Channel:
    """A new channel with its creator in it. SlackError name_taken, invalid_name."""
    with team.lock:
        name = name.removeprefix("#").strip().lower().replace(" ", "-")
        if not name or len(name) > 80:
            raise SlackError("invalid_name")
        if any(c.name == name and not c.deleted for c in team.channels.values()):
            raise SlackError("name_taken")
        channel = Channel(team.new_id("C"), name, kind, team.now_s(), creator)
        if creator:
            channel.members[creator] = None
        team.channels[channel.id] = channel
        team.changed({"type": "channels"})
        return channel


def add_member(team: Workspace, channel: Channel, user_id: str, inviter: str = "") -> None:
    """Bring a person or the app into a channel; silent when already in."""
    with team.lock:
        if user_id in channel.members:
            return
        if channel.archived:
            raise SlackError("is_archived")
        channel.members[user_id] = None
        _join_notice(team, channel, user_id)
        events.member_joined(team, channel, user_id, inviter)
        team.changed({"type": "channels"})


def _join_notice(team: Workspace, channel: Channel, user_id: str) -> None:
    text = f"<@{user_id}> has joined the channel"
    posts.post(team, channel, user_id, posts.Draft(text, subtype="channel_join"))


def remove_member(team: Workspace, channel: Channel, user_id: str, actor: str) -> None:
    """Take a person or the app out of a channel; the app hears of it where it is a member."""
    with team.lock:
        if user_id not in channel.members:
            raise SlackError("not_in_channel")
        del channel.members[user_id]
        if user_id == team.bot_user_id:
            events.bot_left(team, channel, actor)
        else:
            events.member_left(team, channel, user_id)
        team.changed({"type": "channels"})


def archive(team: Workspace, channel: Channel, actor: str) -> None:
    """Close a channel for posting. SlackError already_archived."""
    with team.lock:
        if channel.archived:
            raise SlackError("already_archived")
        channel.archived = True
        events.channel_event(team, channel, "archive", user=actor, is_moved=0)
        team.changed({"type": "channels"})


def unarchive(team: Workspace, channel: Channel, actor: str) -> None:
    """Open an archived channel again. SlackError not_archived."""
    with team.lock:
        if not channel.archived:
            raise SlackError("not_archived")
        channel.archived = False
        events.channel_event(team, channel, "unarchive", user=actor)
        team.changed({"type": "channels"})


def rename(team: Workspace, channel: Channel, name: str) -> None:
    """Give a channel another name."""
    with team.lock:
        channel.name = name.removeprefix("#")
        what = {"id": channel.id, "name": channel.name, "created": channel.created}
        prefix = "channel" if channel.kind == PUBLIC else "group"
        if channel.kind == PUBLIC or team.bot_user_id in channel.members:
            events.raise_event(team, {"type": f"{prefix}_rename", "channel": what})
        team.changed({"type": "channels"})


def delete(team: Workspace, channel: Channel, actor: str) -> None:
    """Remove a channel for good."""
    with team.lock:
        events.channel_event(team, channel, "deleted", actor_id=actor)
        channel.deleted = True
        team.changed({"type": "channels"})


def change_id(team: Workspace, channel: Channel) -> str:
    """Give a channel a new id, as Slack does when a channel is shared or moved; the new id."""
    with team.lock:
        old = channel.id
        channel.id = team.new_id("C")
        team.channels = {c.id: c for c in team.channels.values()}
        for file in team.files.values():
            file.channels = [channel.id if c == old else c for c in file.channels]
            if old in file.shares:
                file.shares[channel.id] = file.shares.pop(old)
        events.raise_event(
            team,
            {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": channel.id},
        )
        team.changed({"type": "channels"})
        return channel.id


def share(team: Workspace, channel: Channel, other_id: str, name: str) -> None:
    """Share a channel with another organisation by Slack Connect."""
    with team.lock:
        team.outside_teams[other_id] = name
        channel.connected_team_ids = (*channel.connected_team_ids, other_id)
        _connection(team, channel, "channel_shared", "connected_team_id", other_id)


def unshare(team: Workspace, channel: Channel, other_id: str) -> None:
    """End the sharing of a channel with another organisation."""
    with team.lock:
        left = (one for one in channel.connected_team_ids if one != other_id)
        channel.connected_team_ids = tuple(left)
        _connection(team, channel, "channel_unshared", "previously_connected_team_id", other_id)


def _connection(team: Workspace, channel: Channel, kind: str, field: str, other_id: str) -> None:
    if channel.kind == PUBLIC or team.bot_user_id in channel.members:
        events.raise_event(team, {"type": kind, "channel": channel.id, field: other_id})
    team.changed({"type": "channels"})


def make_private(team: Workspace, channel: Channel) -> None:
    """Turn a public channel private; its id stays."""
    with team.lock:
        channel.kind = "private"
        team.changed({"type": "channels"})


def add_person(team: Workspace, person: Person) -> Person:
    """A person who joins the workspace."""
    with team.lock:
        team.people[person.id] = person
        events.user_event(team, "team_join", person.id)
        team.changed({"type": "channels"})
        return person


def deactivate(team: Workspace, person: Person, deleted: bool = True) -> None:
    """Deactivate (or bring back) an account; it leaves every channel but DMs."""
    with team.lock:
        person.deleted = deleted
        person.updated = team.now_s()
        if deleted:
            for channel in team.channels.values():
                if channel.kind != DM:
                    channel.members.pop(person.id, None)
        events.user_event(team, "user_change", person.id)
        team.changed({"type": "channels"})


def uninstall(team: Workspace) -> None:
    """Take the app out of the workspace: its tokens die, its last two events go out."""
    with team.lock:
        revoked = {"oauth": [], "bot": [team.bot_user_id]}
        events.raise_event(team, {"type": "tokens_revoked", "tokens": revoked})
        events.raise_event(team, {"type": "app_uninstalled"})
        team.installed = False
        for channel in team.channels.values():
            if channel.kind != DM:
                channel.members.pop(team.bot_user_id, None)
        team.changed({"type": "channels"})
