"""People and workspaces: who asks, and what they may do."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Request:
    """One request of one person: in which workspace, by whom, through which door, and when.

    ``key`` is Slack's own identity of the request (a trigger, view or event id): the same key
    twice is the same request, so that a redelivery changes nothing.
    """

    workspace_id: int
    user_id: str
    door: str
    at: datetime
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A member as Slack tells of them; ``zone`` is an IANA name or None when unknown."""

    user_id: str
    name: str
    zone: str | None = None
    is_admin: bool = False
    is_bot: bool = False
    is_deleted: bool = False
    is_guest: bool = False
    is_stranger: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as Slack last told of it, seen from the bot."""

    channel_id: str
    name: str
    is_member: bool
    is_private: bool = False
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Workspace:
    """A Slack workspace and its settings; ``bot_token`` is decrypted and never logged."""

    id: int
    team_id: str
    name: str
    bot_user_id: str
    ideas_channel_id: str | None
    capture_emoji: str
    vote_emoji: str
    zone: str | None
    managers: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    stopped_reason: str | None = None


def may_manage(workspace: Workspace, person: Person | None) -> bool:
    """True when the person may move ideas: a chosen manager, or an admin while none is chosen."""
    if person is None or person.is_deleted or person.is_bot or person.is_stranger:
        return False
    if workspace.managers:
        return person.user_id in workspace.managers
    return person.is_admin


def may_configure(workspace: Workspace, person: Person | None) -> bool:
    """True when the person may change settings: any manager, and admins always (no lock-out)."""
    if may_manage(workspace, person):
        return True
    return person is not None and person.is_admin and not person.is_deleted
