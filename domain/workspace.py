"""User groups: the teams of a workspace, as Slack knows them."""

from dataclasses import dataclass


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
