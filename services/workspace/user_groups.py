"""User groups: learned from Slack, and turned into the people who are in them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.core.errors import InvalidInput
from domain.core.outbox import Task
from domain.core.people import Request
from domain.rounds.commands import RoundInput
from domain.rounds.model import check_people
from domain.workspace import GroupMention, UserGroup
from services.outbox.messages import read_groups
from storage.database.engine import Database, Session
from storage.erasure import records as forgetting
from storage.outbox import queue as outbox
from storage.workspace import people, user_groups, workspaces


def from_slack(group: dict[str, Any]) -> UserGroup:
    """A group from Slack's ``usergroups.list`` with its users."""
    return UserGroup(
        group_id=str(group["id"]),
        handle=str(group.get("handle") or ""),
        name=str(group.get("name") or ""),
        user_ids=tuple(str(one) for one in group.get("users") or ()),
    )


def learned(database: Database, task: Task, found: Iterable[UserGroup], at: datetime) -> None:
    """Keep what Slack told of a workspace's groups, and settle the task that asked.

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
        new_task = read_groups(key=f"groups:{key}", at=at)
        outbox.enqueue(session, workspace_id, new_task, at)


def renew_all(database: Database, at: datetime) -> None:
    """Ask again for the groups of every workspace; for the clock, nightly."""
    with database.reading() as session:
        every = [one.id for one in workspaces.every(session)]
    for workspace_id in every:
        changed(database, workspace_id, f"{at:%Y-%m-%d}:night", at)


def with_members(database: Database, request: Request, wish: RoundInput) -> RoundInput:
    """The same round with the people of its groups in the groups' place.

    Bots, outsiders and who has left are not asked. Raises InvalidInput for a group that is not
    known or has nobody in it who can be asked, and for more people than a round asks.
    """
    if not wish.groups:
        return wish
    with database.reading() as session:
        workspace_id = request.workspace_id
        ids = [one.group_id for one in wish.groups if one.group_id]
        by_id = user_groups.of_ids(session, workspace_id, ids)
        by_handle = user_groups.with_handles(
            session, workspace_id, [one.handle for one in wish.groups if not one.group_id]
        )
        named = [*wish.user_ids]
        for one in wish.groups:
            found = by_id.get(one.group_id) or by_handle.get(one.handle.lower())
            if found is None:
                raise _unknown(one, wish.form)
            named += _members(session, workspace_id, found, wish.form)
        return replace(wish, user_ids=check_people(named), groups=())


def _members(session: Session, workspace_id: int, found: UserGroup, form: str) -> list[str]:
    seen = people.among(session, workspace_id, found.user_ids)
    askable = [
        one
        for one in found.user_ids
        if one not in seen
        or not (seen[one].is_bot or seen[one].is_deleted or seen[one].is_outsider)
    ]
    if not askable:
        raise InvalidInput(
            f"I found nobody to ask in @{found.handle}: bots, people from other companies and who "
            f"has left are not asked. Choose people in the form: {form}"
        )
    return askable


def _unknown(mention: GroupMention, form: str) -> InvalidInput:
    if not mention.group_id:
        return InvalidInput(
            f"I do not know who @{mention.handle} is: I see no user group of that name, and Slack "
            f"did not tell me which person it is. Choose people in the form: {form}"
        )
    label = f"@{mention.handle}" if mention.handle else "that group"
    return InvalidInput(
        f"I cannot see who is in {label}. If the group is new, try again in a minute; "
        "/linchpin doctor says whether I lack a permission. "
        f"Or choose people in the form: {form}"
    )
