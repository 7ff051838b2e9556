"""A person at the keyboard: what tests and the page do in the workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sandbox.delivery.courier import Courier
from sandbox.people import clicks, commands, modals
from sandbox.people.desk import ActionError, Desk, Reply
from sandbox.people.elements import done
from sandbox.people.modals import Entered
from sandbox.world import channels, files, forms, posts, reactions, text, views
from sandbox.world.model import DM, Channel, Json, Person, SlackError
from sandbox.world.render import message_json
from sandbox.world.workspace import Workspace


class Actor:
    """One person of one workspace. Channels are named by id or `#name`, a DM by the other
    person's id or `@handle`. What Slack would not let the person do raises ActionError."""

    def __init__(self, team: Workspace, person: Person, courier: Courier) -> None:
        self._team = team
        self._person = person
        self.desk = Desk(team, person, courier)

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
        files: Sequence[tuple[str, bytes] | str] = (),
        broadcast: bool = False,
        encoded: bool = False,
    ) -> str:
        """Post a message, return its `ts`. `files` are (name, bytes) or ids of stored ones.
        `@handle` and `#channel` become mentions and everything else is taken literally, unless
        the words are `encoded` in Slack's own form already."""
        where = self.channel(channel)
        if self.id not in where.members:
            raise ActionError(f"{self._person.real_name} is not in {channel}")
        if self._person.deleted:
            raise ActionError(f"{self._person.real_name} is deactivated")
        stored = [one if isinstance(one, str) else self.attach(*one) for one in files]
        if not words.strip() and not stored:
            raise ActionError("there is nothing to post")
        draft = posts.Draft(self._written(words, encoded), thread_ts=thread_ts, files=stored)
        draft.broadcast = broadcast
        return done(lambda: posts.post(self._team, where, self.id, draft)).ts

    def _written(self, words: str, encoded: bool) -> str:
        return text.posted(words) if encoded else text.typed(words, self._team)

    def attach(self, name: str, data: bytes) -> str:
        """Store a file for later use in a message or form; its id."""
        return files.add_whole(self._team, self.id, name, data).id

    def edit(self, channel: str, ts: str, words: str, encoded: bool = False) -> None:
        """Edit one's own message; `words` as in `say`."""
        where = self.channel(channel)
        message = done(lambda: self._team.message(where, ts))
        if message.user != self.id:
            raise ActionError("only one's own messages can be edited")
        posts.edit(self._team, where, message, self.id, text=self._written(words, encoded))

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
        return commands.run_command(self.desk, self.channel(channel), name, words)

    def message_shortcut(self, callback_id: str, channel: str, ts: str) -> Reply:
        """Use a message shortcut of the app."""
        where = self.channel(channel)
        message = done(lambda: self._team.message(where, ts))
        return commands.use_message_shortcut(self.desk, callback_id, where, message)

    def global_shortcut(self, callback_id: str) -> Reply:
        """Use a global shortcut of the app."""
        return commands.use_global_shortcut(self.desk, callback_id)

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
        choose = clicks.choice_of(self.desk, value)
        if channel is None:
            view_id = where if isinstance(where, str) else str(where["id"])
            return clicks.click_view(self.desk, view_id, (action_id, block_id), choose)
        ts = where if isinstance(where, str) else str(where["ts"])
        place = self.channel(channel)
        return clicks.click_message(self.desk, place, ts, (action_id, block_id), choose)

    def suggest(self, action_id: str, words: str, view_id: str | None = None) -> list[Json]:
        """The options the app offers in an external select of the open modal or Home."""
        with self._team.lock:
            view = clicks.own_view(self.desk, view_id) if view_id else clicks.front_view(self.desk)
            source = clicks.view_source(self.desk, view)
            blocks = view.content["blocks"]
        answer = clicks.suggest(self.desk, blocks, source, (action_id, None), words)
        return forms.all_options(answer)

    def modal(self) -> Json | None:
        """The view the person has in front of them, None when no modal is open."""
        with self._team.lock:
            return views.modal_json(self._team, self.id)

    def submit(self, values: Entered | None = None) -> Reply:
        """Fill the open modal and send it. Keys are block ids (or (block, action) pairs), values
        as in `click`. Slack's own checks come first: a required field left empty is an error
        without any request to the app."""
        with self._team.lock:
            view = modals.open_modal(self.desk)
            modals.fill(self.desk, view, values or {})
        return modals.submit(self.desk, view)

    def close_modal(self, clear: bool = False) -> None:
        """Close the topmost modal, or all of them."""
        modals.close(self.desk, clear=clear)

    def home(self) -> Json | None:
        """Open the app's Home tab; what it last published for this person. An app that publishes
        in answer to the event has done so after `settle`."""
        commands.open_home(self.desk)
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
