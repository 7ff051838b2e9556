"""A person at the keyboard: what tests and the page do in the workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sandbox.actions import ActionError, done
from sandbox.interact import Interaction, Reply
from sandbox.world import channels, files, posts, reactions, text, views
from sandbox.world.model import DM, Channel, Json, Person, SlackError
from sandbox.world.render import message_json
from sandbox.world.workspace import Workspace

if TYPE_CHECKING:
    from sandbox.delivery.courier import Courier

Entered = Mapping[str, object] | Mapping[tuple[str, str], object]


class Actor:
    """One person of one workspace. Channels are named by id or `#name`, a DM by the other
    person's id or `@handle`. What Slack would not let the person do raises ActionError."""

    def __init__(self, team: Workspace, person: Person, courier: Courier) -> None:
        self._team = team
        self._person = person
        self._interaction = Interaction(team, person, courier)

    def __repr__(self) -> str:
        return f"Actor({self._person.name})"

    @property
    def id(self) -> str:
        """The person's user id."""
        return self._person.id

    @property
    def person(self) -> Person:
        """The person's record."""
        return self._person

    def channel(self, which: str) -> Channel:
        """The channel or DM a name stands for, if this person may see it."""
        team = self._team
        try:
            if which.startswith("@") or which in team.people:
                return team.dm(self.id, team.person(which).id)
            channel = team.channel(which)
        except SlackError as error:
            raise ActionError(f"there is no channel or person {which!r}") from error
        if not team.can_see(channel, self.id):
            raise ActionError(f"{self._person.real_name} cannot see {which}")
        return channel

    def say(
        self,
        channel: str,
        words: str,
        thread_ts: str | None = None,
        files: Sequence[tuple[str, bytes]] = (),
        broadcast: bool = False,
    ) -> str:
        """Post a message, return its `ts`. `files` are (name, bytes). `@handle` and `#channel`
        become mentions; everything else is taken literally."""
        where = self.channel(channel)
        if self.id not in where.members:
            raise ActionError(f"{self._person.real_name} is not in {channel}")
        if self._person.deleted:
            raise ActionError(f"{self._person.real_name} is deactivated")
        stored = [self._attach(name, data) for name, data in files]
        draft = posts.Draft(text.typed(words, self._team), thread_ts=thread_ts, files=stored)
        draft.broadcast = broadcast
        return done(lambda: posts.post(self._team, where, self.id, draft)).ts

    def _attach(self, name: str, data: bytes) -> str:
        return files.add_whole(self._team, self.id, name, data).id

    def edit(self, channel: str, ts: str, words: str) -> None:
        """Edit one's own message."""
        where = self.channel(channel)
        message = done(lambda: self._team.message(where, ts))
        if message.user != self.id:
            raise ActionError("only one's own messages can be edited")
        posts.edit(self._team, where, message, self.id, text=text.typed(words, self._team))

    def delete(self, channel: str, ts: str) -> None:
        """Delete one's own message; an admin deletes anybody's."""
        where = self.channel(channel)
        message = done(lambda: self._team.message(where, ts))
        if message.user != self.id and not self._person.is_admin:
            raise ActionError("only one's own messages can be deleted")
        posts.delete(self._team, where, message)

    def react(self, channel: str, ts: str, name: str) -> None:
        """Add a reaction (`+1`, `thumbsup`, `+1::skin-tone-3`)."""
        where = self.channel(channel)
        message = done(lambda: self._team.message(where, ts))
        done(lambda: reactions.add(self._team, where, message, self.id, name))

    def unreact(self, channel: str, ts: str, name: str) -> None:
        """Take one's reaction back."""
        where = self.channel(channel)
        message = done(lambda: self._team.message(where, ts))
        done(lambda: reactions.remove(self._team, where, message, self.id, name))

    def join(self, channel: str) -> None:
        """Join a channel one can see."""
        where = self.channel(channel)
        done(lambda: channels.add_member(self._team, where, self.id))

    def leave(self, channel: str) -> None:
        """Leave a channel."""
        where = self.channel(channel)
        done(lambda: channels.remove_member(self._team, where, self.id, self.id))

    def command(self, channel: str, name: str, words: str = "") -> Reply:
        """Run a slash command of the app and wait for its answer."""
        return self._interaction.command(self.channel(channel), name, words)

    def message_shortcut(self, callback_id: str, channel: str, ts: str) -> Reply:
        """Use a message shortcut of the app."""
        where = self.channel(channel)
        message = done(lambda: self._team.message(where, ts))
        return self._interaction.message_shortcut(callback_id, where, message)

    def global_shortcut(self, callback_id: str) -> Reply:
        """Use a global shortcut of the app."""
        return self._interaction.global_shortcut(callback_id)

    def click(
        self,
        channel: str | None,
        where: str | Mapping[str, object],
        action_id: str,
        value: object = None,
        block_id: str | None = None,
    ) -> Reply:
        """Click a button or choose in a select. `where` is a message's ts (or the message) in
        `channel`, or, with channel None, a view's id (or the view). `value` is the chosen
        option's value or text, a list of them, a date, a user id."""
        if channel is None:
            view_id = where if isinstance(where, str) else str(where["id"])
            return self._interaction.click_view(view_id, action_id, value, block_id)
        ts = where if isinstance(where, str) else str(where["ts"])
        place = self.channel(channel)
        return self._interaction.click_message(place, ts, action_id, value, block_id)

    def suggest(self, action_id: str, words: str, view_id: str | None = None) -> list[Json]:
        """The options the app offers in an external select of the open modal or Home."""
        return self._interaction.suggest(action_id, words, view_id)

    def modal(self) -> Json | None:
        """The view the person has in front of them, None when no modal is open."""
        with self._team.lock:
            return views.modal_json(self._team, self.id)

    def submit(self, values: Entered | None = None) -> Reply:
        """Fill the open modal and send it. Keys are block ids (or (block, action) pairs), values
        as in `click`. Slack's own checks come first: a required field left empty is an error
        without any request to the app."""
        return self._interaction.submit(values or {})

    def close_modal(self, clear: bool = False) -> None:
        """Close the topmost modal, or all of them."""
        self._interaction.close(clear)

    def home(self) -> Json | None:
        """Open the app's Home tab; what it last published for this person. An app that publishes
        in answer to the event has done so after `settle`."""
        self._interaction.open_home()
        with self._team.lock:
            return views.home_json(self._team, self.id)

    def home_view(self) -> Json | None:
        """The last published Home tab, without opening it again."""
        with self._team.lock:
            return views.home_json(self._team, self.id)

    def ephemerals(self, channel: str) -> list[Json]:
        """The messages only this person sees in a channel, oldest first."""
        where = self.channel(channel)
        with self._team.lock:
            mine = [m for m in where.ephemerals.values() if m.only_for == self.id]
            return [message_json(self._team, where, m) for m in mine]

    def dm_with_app(self) -> Channel:
        """The person's DM with the app."""
        return self._team.dm(self._team.bot_user_id, self.id)

    def messages(self, channel: str) -> list[Json]:
        """The messages of a channel this person may read, oldest first."""
        where = self.channel(channel)
        if where.kind != DM and not self._team.can_see(where, self.id):
            raise ActionError(f"{self._person.real_name} cannot see {channel}")
        with self._team.lock:
            return [message_json(self._team, where, m) for m in posts.timeline(where)]

