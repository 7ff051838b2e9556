"""One workspace: its people, channels, files and views, found by id or name."""

import random
import threading
from collections import OrderedDict
from collections.abc import Callable

from sandbox.clock import SandboxClock
from sandbox.manifest import AppManifest
from sandbox.world.model import (
    DM,
    PUBLIC,
    Channel,
    Json,
    Message,
    Person,
    ResponseUrl,
    SlackError,
    StoredFile,
    Trigger,
    UserGroup,
    View,
)

EventSink = Callable[["Workspace", Json], None]
ChangeSink = Callable[["Workspace", Json], None]
CREDENTIALS_KEPT = 2000


class Workspace:
    """A team and everything in it. Hold `lock` while reading or changing more than one thing."""

    def __init__(
        self,
        index: int,
        name: str,
        manifest: AppManifest,
        clock: SandboxClock,
        lock: threading.RLock,
    ) -> None:
        self.index = index
        self.id = f"T{index}{''.join(c for c in name.upper() if c.isalnum())[:9]}"
        self.name = name
        self.domain = "".join(c for c in name.lower() if c.isalnum())
        self.app_id = "A0LINCHPIN"
        self.manifest = manifest
        self.scopes = list(manifest.scopes)
        self.clock = clock
        self.lock = lock
        self.random = random.Random(f"{name}/{index}")
        self.installed = True
        self.base_url = ""
        self.outside_teams: dict[str, str] = {}
        self.people: dict[str, Person] = {}
        self.user_groups: dict[str, UserGroup] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, StoredFile] = {}
        self.views: dict[str, View] = {}
        self.modals: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}
        self.custom_emoji: dict[str, str] = {}
        self.unsupported_blocks: set[str] = set()
        self.triggers: OrderedDict[str, Trigger] = OrderedDict()
        self.response_urls: OrderedDict[str, ResponseUrl] = OrderedDict()
        self.bot_user_id = f"U{index}LINCHPIN"
        self.bot_id = f"B{index}LINCHPIN"
        self.event_sink: EventSink = lambda _team, _event: None
        self.change_sink: ChangeSink = lambda _team, _change: None
        self._serial = 0

    @property
    def bot_mention(self) -> str:
        """The app's mention token."""
        return f"<@{self.bot_user_id}>"

    def new_id(self, prefix: str) -> str:
        """A fresh id such as `F0A00012`; the same run gives the same ids."""
        self._serial += 1
        return f"{prefix}{self.index}A{self._serial:06d}"

    def secret(self, width: int = 24) -> str:
        """A token that cannot be guessed from an id, repeatable from run to run."""
        return "".join(
            self.random.choices("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", k=width)
        )

    def now_s(self) -> int:
        """The sandbox's time in whole seconds since the epoch."""
        return int(self.clock.now().timestamp())

    def event_ts(self) -> str:
        """A timestamp for an event, `seconds.microseconds`."""
        return f"{self.clock.now().timestamp():.6f}"

    def person(self, who: str) -> Person:
        """The person with this id, handle, @handle or first name; SlackError user_not_found
        otherwise."""
        found = self.people.get(who)
        if found is None:
            name = who.removeprefix("@")
            found = next((p for p in self.people.values() if p.name == name), None)
        if found is None:
            first = who.capitalize() + " "
            found = next((p for p in self.people.values() if p.real_name.startswith(first)), None)
        if found is None:
            raise SlackError("user_not_found")
        return found

    def channel(self, which: str) -> Channel:
        """The channel with this id, name or #name; SlackError channel_not_found otherwise."""
        found = self.channels.get(which)
        if found is None and which:
            name = which.removeprefix("#")
            found = next((c for c in self.channels.values() if c.name == name), None)
        if found is None or found.deleted:
            raise SlackError("channel_not_found")
        return found

    def message(self, channel: Channel, ts: str) -> Message:
        """The message at `ts`; SlackError message_not_found otherwise."""
        found = channel.messages.get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def dm(self, one: str, other: str) -> Channel:
        """The DM of two people, opened when there is none yet."""
        pair = {one, other}
        for channel in self.channels.values():
            if channel.kind == DM and set(channel.members) == pair:
                return channel
        channel = Channel(self.new_id("D"), "", DM, self.now_s(), one)
        channel.members = dict.fromkeys((one, other))
        self.channels[channel.id] = channel
        self.changed({"type": "channels"})
        return channel

    def can_see(self, channel: Channel, user_id: str) -> bool:
        """Whether a person may read the channel (guests and outsiders: only where they are in)."""
        if user_id in channel.members:
            return True
        person = self.people.get(user_id)
        if person is None or channel.kind != PUBLIC:
            return False
        return not (person.is_restricted or self.is_outsider(person))

    def is_outsider(self, person: Person) -> bool:
        """Whether a person belongs to another team."""
        return person.team_id != self.id

    def shares_a_channel(self, person: Person) -> bool:
        """Whether a person is in a channel that the app can see."""
        return any(
            person.id in one.members and self.can_see(one, self.bot_user_id)
            for one in self.channels.values()
        )

    def changed(self, change: Json) -> None:
        """Tell the page that something is different."""
        self.change_sink(self, change)

    def new_trigger(self, user_id: str, view_id: str | None = None) -> str:
        """A fresh `trigger_id` for a person's click."""
        self._serial += 1
        key = f"{self._serial}.{self.index}.{self.secret(16).lower()}"
        self.triggers[key] = Trigger(user_id, self.clock.now(), view_id)
        while len(self.triggers) > CREDENTIALS_KEPT:
            self.triggers.popitem(last=False)
        return key

    def new_response_url(self, grant: ResponseUrl) -> str:
        """The path of a fresh `response_url`, `/response/{token}`."""
        token = f"{self.id}-{self.secret()}"
        self.response_urls[token] = grant
        while len(self.response_urls) > CREDENTIALS_KEPT:
            self.response_urls.popitem(last=False)
        return f"/response/{token}"
