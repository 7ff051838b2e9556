"""User groups: learned from Slack, and turned into the people who are in them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.errors import InvalidInput
from domain.outbox import Task
from domain.people import Request
from domain.round_commands import RoundWish
from domain.user_groups import GroupMention, UserGroup
from services.errands import read_groups
from storage import forgetting, outbox, people, user_groups, workspaces
from storage.engine import Database, Session


def from_slack(group: dict[str, Any]) -> UserGroup:
    """A group from Slack's ``usergroups.list`` with its users."""
    return UserGroup(
        group_id=str(group["id"]),
        handle=str(group.get("handle") or ""),
        name=str(group.get("name") or ""),
        user_ids=tuple(str(one) for one in group.get("users") or ()),
    )


def learned(database: Database, task: Task, found: Iterable[UserGroup], at: datetime) -> None:
    """Keep what Slack told of a workspace's groups, and settle the errand that asked.

    Those who were forgotten are in no group.
    """
    with database.transaction() as session:
        every = list(found)
        members = {user_id for one in every for user_id in one.user_ids}
        hidden = forgetting.aliases(session, task.workspace_id, members)
        kept = [
            replace(one, user_ids=tuple(u for u in one.user_ids if u not in hidden))
            for one in every
        ]
        user_groups.replace_all(session, task.workspace_id, kept)
        outbox.finish(session, task, at)


def changed(database: Database, workspace_id: int, key: str, at: datetime) -> None:
    """Ask Slack for the groups of a workspace again."""
    with database.transaction() as session:
        errand = read_groups(key=f"groups:{key}", at=at)
        outbox.enqueue(session, workspace_id, errand, at)


def renew_all(database: Database, at: datetime) -> None:
    """Ask again for the groups of every workspace; for the clock, nightly."""
    with database.reading() as session:
        every = [one.id for one in workspaces.every(session)]
    for workspace_id in every:
        changed(database, workspace_id, f"{at:%Y-%m-%d}:night", at)


def with_members(database: Database, request: Request, wish: RoundWish) -> RoundWish:
    """The same round with the people of its groups in the groups' place.

    Bots, outsiders and who has left are not asked. Raises InvalidInput for a group that is not
    known, or that has nobody in it who can be asked.
    """
    if not wish.groups:
        return wish
    with database.reading() as session:
        known = user_groups.of_ids(
            session, request.workspace_id, [one.group_id for one in wish.groups]
        )
        named = [*wish.user_ids]
        for mention in wish.groups:
            named += _members(session, request.workspace_id, mention, known.get(mention.group_id))
        return replace(wish, user_ids=tuple(dict.fromkeys(named)), groups=())


def _members(
    session: Session, workspace_id: int, mention: GroupMention, found: UserGroup | None
) -> list[str]:
    if found is None:
        raise InvalidInput(
            f"I cannot see who is in {mention.label}. If the group is new, try again in a minute; "
            "/linchpin doctor says whether I lack a permission. Or choose people in the form: "
            "/score round"
        )
    seen = people.among(session, workspace_id, found.user_ids)
    askable = [
        one
        for one in found.user_ids
        if one not in seen
        or not (seen[one].is_bot or seen[one].is_deleted or seen[one].is_stranger)
    ]
    if not askable:
        raise InvalidInput(f"{mention.label} has nobody in it whom I can ask.")
    return askable
