"""People and workspaces: who asks, and what they may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.dates.spans import DayOrder


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


class PersonKind(StrEnum):
    """What a person is to a workspace."""

    MEMBER = "member"
    GUEST = "guest"
    OUTSIDER = "outsider"
    BOT = "bot"
    GONE = "gone"
    UNKNOWN = "unknown"


class Permission(StrEnum):
    """How much a request asks for. What only managers may do is decided beyond this."""

    GIVE = "give"
    """Share feedback and vote, which anyone who shares a channel with the team may."""
    TAKE_PART = "take_part"
    """Read ideas and the roadmap, file ideas and score, without the names of customers."""
    RECORD = "record"
    """Read about customers, and record what the team relies on: promises, decisions, digests."""


_ALLOWED: dict[PersonKind, frozenset[Permission]] = {
    PersonKind.MEMBER: frozenset(Permission),
    PersonKind.GUEST: frozenset({Permission.GIVE, Permission.TAKE_PART}),
    PersonKind.OUTSIDER: frozenset({Permission.GIVE}),
    PersonKind.UNKNOWN: frozenset({Permission.GIVE}),
    PersonKind.BOT: frozenset(),
    PersonKind.GONE: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A person as Slack tells of them; ``zone`` is an IANA name or None when unknown.

    ``team_id`` is the workspace or organization that the person belongs to: None while Slack has
    not told of it, empty when Slack hides it. ``is_outsider`` follows from it when it is stored.
    """

    user_id: str
    name: str
    zone: str | None = None
    is_admin: bool = False
    is_bot: bool = False
    is_deleted: bool = False
    is_guest: bool = False
    is_outsider: bool = False
    team_id: str | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """Where a person belongs, as Slack's user object tells: the team, and on Enterprise Grid the
    organization and all of its workspaces that the person is in."""

    team_id: str | None
    organization_id: str | None = None
    team_ids: tuple[str, ...] = ()
    is_stranger: bool = False

    def is_in(self, team_id: str, organization_id: str | None) -> bool:
        """True when the person belongs to a workspace, or to the organization it is part of.

        ``is_stranger`` can only speak against it: Slack leaves it out for people of other
        companies who share a channel with the app.
        """
        if self.is_stranger:
            return False
        if team_id in (self.team_id, *self.team_ids):
            return True
        return bool(organization_id) and organization_id in (self.team_id, self.organization_id)


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
    """A Slack workspace and its settings; ``day_order`` None follows the time zone.

    ``switched_off`` are the names of the features that nobody uses here.
    """

    id: int
    team_id: str
    name: str
    bot_user_id: str
    ideas_channel_id: str | None
    capture_emoji: str
    vote_emoji: str
    zone: str | None
    day_order: DayOrder | None = None
    managers: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    stopped_reason: str | None = None
    enterprise_id: str | None = None
    switched_off: frozenset[str] = frozenset()


def standing_of(person: Person | None) -> PersonKind:
    """What a person is to the workspace; somebody whose team is not known yet is UNKNOWN."""
    if person is None:
        return PersonKind.UNKNOWN
    if person.is_deleted:
        return PersonKind.GONE
    if person.is_bot:
        return PersonKind.BOT
    if person.is_outsider:
        return PersonKind.UNKNOWN if person.team_id is None else PersonKind.OUTSIDER
    return PersonKind.GUEST if person.is_guest else PersonKind.MEMBER


def may(person: Person | None, deed: Permission) -> bool:
    """True when somebody may do what a request asks for; the one place that decides it."""
    return deed in _ALLOWED[standing_of(person)]


def may_know_customers(person: Person | None) -> bool:
    """True for members; nobody else reads a customer's name."""
    return may(person, Permission.RECORD)


def is_member(person: Person | None) -> bool:
    """True for somebody of the workspace who is no guest, no bot and still here."""
    return standing_of(person) is PersonKind.MEMBER


def may_manage(workspace: Workspace, person: Person | None) -> bool:
    """True when the person may move ideas: a chosen manager, or an admin while none is chosen."""
    if person is None or not is_member(person):
        return False
    if workspace.managers:
        return person.user_id in workspace.managers
    return person.is_admin


def may_configure(workspace: Workspace, person: Person | None) -> bool:
    """True when the person may change settings: any manager, and admins always (no lock-out)."""
    if may_manage(workspace, person):
        return True
    return person is not None and person.is_admin and is_member(person)
