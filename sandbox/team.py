"""One workspace as a test sees it: its people, what stands in its channels, what happens to it."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.api.methods import oauth
from sandbox.api.services import Services
from sandbox.delivery.courier import Courier
from sandbox.people.actor import Actor
from sandbox.world import channels, posts, user_groups
from sandbox.world.model import PRIVATE, PUBLIC, Channel, Json, Message, Person
from sandbox.world.render import message_json
from sandbox.world.workspace import Workspace

JOIN_NOTICE = "channel_join"


class Team:
    """A workspace with the app in it. Channels are named by id or `#name`, people by id, handle
    or Actor; "bot" is the app."""

    def __init__(self, workspace: Workspace, services: Services, courier: Courier) -> None:
        self.workspace = workspace
        self._services = services
        self._courier = courier
        self._actors: dict[str, Actor] = {}
        self.bot_token = oauth.install(services, workspace)

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.workspace.id

    @property
    def bot_user_id(self) -> str:
        """The app's user id."""
        return self.workspace.bot_user_id

    def person(self, who: str) -> Actor:
        """The person with this id or handle, ready to act."""
        person = self.workspace.person(who)
        if person.id not in self._actors:
            self._actors[person.id] = Actor(self.workspace, person, self._courier)
        return self._actors[person.id]

    def people(self) -> list[Actor]:
        """Everybody who is not a bot."""
        return [self.person(p.id) for p in self.workspace.people.values() if not p.is_bot]

    def add_person(
        self,
        name: str,
        real_name: str = "",
        *,
        tz: str = "Europe/London",
        in_channels: Iterable[str] = (),
    ) -> Actor:
        """A new member, who joins some channels; raises `team_join` and the joins' events."""
        team = self.workspace
        person = Person(team.new_id("U"), team.id, name, real_name or name.title(), tz=tz)
        channels.add_person(team, person)
        for channel in in_channels:
            channels.add_member(team, team.channel(channel), person.id)
        return self.person(person.id)

    def _id(self, who: str | Actor) -> str:
        if isinstance(who, Actor):
            return who.id
        return self.bot_user_id if who == "bot" else self.workspace.person(who).id

    def channel(self, which: str) -> Channel:
        """A channel's record; its `id` is what the app sees."""
        return self.workspace.channel(which)

    def create_channel(
        self, name: str, *, private: bool = False, members: Iterable[str] = ()
    ) -> str:
        """A new channel's id; `members` are handles or "bot"."""
        ids = [self._id(m) for m in members]
        kind = PRIVATE if private else PUBLIC
        channel = channels.create(self.workspace, name, kind, ids[0] if ids else "")
        for member in ids[1:]:
            channels.add_member(self.workspace, channel, member, ids[0])
        return channel.id

    def invite(self, channel: str, who: str | Actor, by: str = "priya") -> None:
        """Bring a person or the app ("bot") into a channel."""
        team = self.workspace
        channels.add_member(team, team.channel(channel), self._id(who), self._id(by))

    def kick(self, channel: str, who: str | Actor, by: str = "priya") -> None:
        """Remove a person or the app ("bot") from a channel."""
        team = self.workspace
        channels.remove_member(team, team.channel(channel), self._id(who), self._id(by))

    def archive(self, channel: str, by: str = "priya") -> None:
        """Archive a channel."""
        channels.archive(self.workspace, self.channel(channel), self._id(by))

    def unarchive(self, channel: str, by: str = "priya") -> None:
        """Open an archived channel again."""
        channels.unarchive(self.workspace, self.channel(channel), self._id(by))

    def rename(self, channel: str, name: str) -> None:
        """Rename a channel."""
        channels.rename(self.workspace, self.channel(channel), name)

    def delete_channel(self, channel: str, by: str = "priya") -> None:
        """Delete a channel for good."""
        channels.delete(self.workspace, self.channel(channel), self._id(by))

    def change_channel_id(self, channel: str) -> str:
        """Give a channel a new id (as when it becomes shared); returns it."""
        return channels.change_id(self.workspace, self.channel(channel))

    def share(self, channel: str, other_id: str, name: str) -> None:
        """Share a channel with another organisation by Slack Connect."""
        channels.share(self.workspace, self.channel(channel), other_id, name)

    def unshare(self, channel: str, other_id: str) -> None:
        """End the sharing of a channel with another organisation."""
        channels.unshare(self.workspace, self.channel(channel), other_id)

    def make_private(self, channel: str) -> None:
        """Turn a public channel private."""
        channels.make_private(self.workspace, self.channel(channel))

    def put_user_group(self, handle: str, name: str, members: Iterable[str]) -> None:
        """Make or change a user group; `members` are handles."""
        ids = [self._id(one) for one in members]
        user_groups.put(self.workspace, handle, name, ids)

    def deactivate(self, who: str | Actor) -> None:
        """Deactivate a person's account."""
        channels.deactivate(self.workspace, self.workspace.people[self._id(who)])

    def reactivate(self, who: str | Actor) -> None:
        """Bring a deactivated account back."""
        channels.deactivate(self.workspace, self.workspace.people[self._id(who)], deleted=False)

    def uninstall(self) -> None:
        """Remove the app: its tokens answer account_inactive, its last events go out."""
        channels.uninstall(self.workspace)
        self._services.kill_tokens(self.team_id, "account_inactive")

    def revoke_tokens(self) -> None:
        """Make every bot token answer token_revoked, without a word to the app."""
        self._services.kill_tokens(self.team_id, "token_revoked")

    def oauth_code(self, who: str | Actor = "priya", redirect_uri: str = "") -> str:
        """The code that `oauth.v2.access` takes when a person installs the app."""
        return oauth.new_code(self._services, self.workspace, self._id(who), redirect_uri)

    def messages(self, channel: str) -> list[Json]:
        """What stands in a channel, oldest first, with metadata; join notices and thread
        replies left out."""
        where = self.channel(channel)
        with self.workspace.lock:
            shown = posts.timeline(where)
            return [self._shown(where, m) for m in shown if m.subtype != JOIN_NOTICE]

    def thread(self, channel: str, ts: str) -> list[Json]:
        """A thread: the parent, then the replies, oldest first."""
        where = self.channel(channel)
        with self.workspace.lock:
            return [self._shown(where, m) for m in posts.thread(where, ts)]

    def dm_messages(self, who: str | Actor) -> list[Json]:
        """What stands in a person's DM with the app, oldest first."""
        where = self.workspace.dm(self.bot_user_id, self._id(who))
        with self.workspace.lock:
            return [self._shown(where, m) for m in posts.timeline(where)]

    def reactions(self, channel: str, ts: str) -> dict[str, list[str]]:
        """Who reacted to a message: stored emoji name to user ids, in order."""
        where = self.channel(channel)
        with self.workspace.lock:
            message = self.workspace.message(where, ts)
            return {name: list(users) for name, users in message.reactions.items()}

    def _shown(self, channel: Channel, message: Message) -> Json:
        return message_json(self.workspace, channel, message, metadata=True)
