"""User groups of a workspace, and which features it has switched off."""

from collections.abc import Collection
from dataclasses import dataclass

from domain.core.changes import NewChange


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A user group of Slack with its members' ids; ``handle`` is written without its @."""

    group_id: str
    handle: str
    name: str
    user_ids: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or f"@{self.handle}"


@dataclass(frozen=True, slots=True)
class GroupMention:
    """A user group that somebody named: ``handle`` is what they typed, without its @.

    One of the two may be empty. Without an id it is a name that Slack sent as it was typed.
    """

    group_id: str
    handle: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A feature that a workspace can switch off: its name in the program and what people call it.

    ``for_small_teams`` is true where the preset for small teams keeps it on.
    """

    name: str
    title: str
    for_small_teams: bool = False


def small_team(switches: Collection[Switch]) -> frozenset[str]:
    """Return what the preset *Small team* switches off."""
    return frozenset(one.name for one in switches if not one.for_small_teams)


def is_back(change: NewChange, name: str) -> bool:
    """Return whether a change is that a workspace switched a feature on again."""
    if change.subject_kind != "workspace" or change.field != "switched_off":
        return False
    return name in change.before and name not in change.after
