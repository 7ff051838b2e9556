"""The shapes of the events that features listen to, by the event's type."""

from typing import Any, Self

from pydantic import model_validator

from handlers.slack.payloads.shapes import Edited, Event, Id, Message, Shape, Ts


class Former(Shape):
    """A message as it was before; Slack may leave out any part of it, or all."""

    ts: Ts | None = None
    text: str = ""
    user: str = ""
    subtype: str = ""
    bot_id: str = ""
    app_id: str = ""
    edited: Edited | None = None


class MessageEvent(Event):
    """``message``, with all its subtypes."""

    channel: Id
    ts: Ts
    user: str = ""
    text: str = ""
    subtype: str = ""
    channel_type: str = ""
    bot_id: str = ""
    thread_ts: Ts | None = None  # type: ignore[assignment]
    deleted_ts: Ts | None = None
    message: Message | None = None
    previous_message: Former | None = None

    @model_validator(mode="after")
    def _has_what_it_tells_of(self) -> Self:
        if self.subtype == "message_deleted" and self.deleted_ts is None:
            raise ValueError("a deletion without deleted_ts")
        if self.subtype == "message_changed" and self.message is None:
            raise ValueError("a change without the message")
        return self


class Mention(Event):
    """``app_mention``."""

    channel: Id
    ts: Ts
    user: str = ""
    text: str = ""
    bot_id: str = ""
    thread_ts: Ts | None = None  # type: ignore[assignment]


class Item(Shape):
    """What a reaction is on; a file has no channel and no ts."""

    type: str = ""
    channel: str = ""
    ts: Ts | None = None

    @model_validator(mode="after")
    def _is_a_whole_message(self) -> Self:
        if self.type == "message" and not (self.channel and self.ts):
            raise ValueError("a message without channel or ts")
        return self


class Reaction(Event):
    """``reaction_added`` and ``reaction_removed``."""

    reaction: Id
    event_ts: Ts
    item: Item
    user: str = ""


class HomeOpened(Event):
    """``app_home_opened``."""

    user: Id
    tab: str = "home"


class InChannel(Event):
    """What happened to a channel that is named by its id."""

    channel: Id


class NamedChannel(Shape):
    """A channel with its new name."""

    id: Id
    name: Id


class Renamed(Event):
    """``channel_rename`` and ``group_rename``."""

    channel: NamedChannel  # type: ignore[assignment]


class IdChanged(Event):
    """``channel_id_changed``."""

    old_channel_id: Id
    new_channel_id: Id


class Membership(Event):
    """``member_joined_channel`` and ``member_left_channel``."""

    user: Id
    channel: Id


class Profile(Shape):
    """The names in a person's profile."""

    display_name: str = ""
    real_name: str = ""


class SlackUser(Shape):
    """A person as Slack tells of them."""

    id: Id
    team_id: str = ""
    name: str = ""
    real_name: str = ""
    tz: str = ""
    profile: Profile | None = None
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    enterprise_user: dict[str, Any] = {}


class PersonChanged(Event):
    """``team_join`` and ``user_change``."""

    user: SlackUser  # type: ignore[assignment]


class Revoked(Shape):
    """Whose tokens are no longer valid."""

    bot: list[str] = []
    oauth: list[str] = []


class TokensRevoked(Event):
    """``tokens_revoked``."""

    tokens: Revoked


EVENTS: dict[str, type[Event]] = {
    "app_home_opened": HomeOpened,
    "app_mention": Mention,
    "app_uninstalled": Event,
    "channel_id_changed": IdChanged,
    "channel_rename": Renamed,
    "channel_shared": Event,
    "channel_unshared": Event,
    "group_rename": Renamed,
    "member_joined_channel": Membership,
    "member_left_channel": Membership,
    "message": MessageEvent,
    "reaction_added": Reaction,
    "reaction_removed": Reaction,
    "subteam_created": Event,
    "subteam_members_changed": Event,
    "subteam_updated": Event,
    "team_join": PersonChanged,
    "tokens_revoked": TokensRevoked,
    "user_change": PersonChanged,
    **{
        f"{kind}_{change}": InChannel
        for kind in ("channel", "group")
        for change in ("archive", "deleted", "left", "unarchive")
    },
}
"""Every event that the router connects; any other one is acknowledged unread."""
