"""The things a workspace holds."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

PUBLIC, PRIVATE, DM = "public", "private", "dm"


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A user group; `handle` is what people write after the @."""

    id: str
    handle: str
    name: str
    user_ids: tuple[str, ...] = ()
    updated: int = 0


@dataclass(slots=True)
class Person:
    """A member, guest, outsider or bot user; `team_id` is the team they belong to, and
    `is_admin` is meant there. `name` is the handle used in tests."""

    id: str
    team_id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "Europe/London"
    color: str = "5b6c7d"
    is_bot: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    deleted: bool = False
    bot_id: str = ""
    app_id: str = ""
    updated: int = 0

    @property
    def email(self) -> str:
        """The person's address; made from the handle."""
        return f"{self.name}@harborline.example"

    @property
    def initials(self) -> str:
        """Up to two letters for an avatar."""
        return "".join(word[0] for word in self.real_name.split()[:2]).upper()


@dataclass(slots=True)
class Message:
    """One message, or one ephemeral message when `only_for` names its reader."""

    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    subtype: str = ""
    bot_id: str = ""
    app_id: str = ""
    edited: Json | None = None
    metadata: Json | None = None
    files: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str = ""
    state: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Channel:
    """A public or private channel or a DM. `order` lists message timestamps, oldest first."""

    id: str
    name: str
    kind: str
    created: int
    creator: str = ""
    topic: str = ""
    members: dict[str, None] = field(default_factory=dict)
    archived: bool = False
    deleted: bool = False
    connected_team_ids: tuple[str, ...] = ()
    messages: dict[str, Message] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    threads: dict[str, list[str]] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    read_up_to: dict[str, str] = field(default_factory=dict)
    pins: set[str] = field(default_factory=set)
    last_us: int = 0

    @property
    def shared(self) -> bool:
        """Whether another organisation is connected to the channel."""
        return bool(self.connected_team_ids)


@dataclass(slots=True)
class StoredFile:
    """An uploaded file. `usable_from_s` is on the monotonic clock: Slack scans uploads before
    they may stand in a block. `withheld` is how `files.info` refuses a file of another
    organisation; messages then carry no more of it than its id."""

    id: str
    name: str
    title: str
    user: str
    length: int
    created: int
    alt_txt: str = ""
    data: bytes | None = None
    completed: bool = False
    usable_from_s: float = 0.0
    channels: list[str] = field(default_factory=list)
    shares: dict[str, list[str]] = field(default_factory=dict)
    deleted: bool = False
    withheld: str = ""


@dataclass(slots=True)
class View:
    """A modal in a person's stack, or a person's Home tab."""

    id: str
    team_id: str
    user_id: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    state: Json = field(default_factory=dict)

    @property
    def is_modal(self) -> bool:
        """Whether this is a modal rather than a Home tab."""
        return bool(self.content["type"] == "modal")


@dataclass(slots=True)
class Trigger:
    """A `trigger_id` handed to the app: single use, 3 s on the sandbox's clock."""

    user_id: str
    issued_at: datetime
    view_id: str | None = None
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """A `response_url` handed to the app: 5 uses within 30 minutes."""

    channel_id: str
    user_id: str
    issued_at: datetime
    message_ts: str | None = None
    is_ephemeral: bool = False
    thread_ts: str | None = None
    uses: int = 0


class SlackError(Exception):
    """A refusal in Slack's own words: the `error` string and further answer fields."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra
