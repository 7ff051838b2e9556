"""User groups as Slack last told of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlmodel import Session, col, delete, insert, select

from domain.workspace import UserGroup
from storage.schema import UserGroupMemberRow, UserGroupRow


def replace_all(session: Session, workspace_id: int, groups: Iterable[UserGroup]) -> None:
    """Store the groups of a workspace in place of those that were known."""
    for table in (UserGroupMemberRow, UserGroupRow):
        session.connection().execute(delete(table).where(col(table.workspace_id) == workspace_id))
    every = {one.group_id: one for one in groups}
    rows = [
        {"workspace_id": workspace_id, "group_id": key, "handle": one.handle, "name": one.name}
        for key, one in every.items()
    ]
    members = [
        {"workspace_id": workspace_id, "group_id": key, "user_id": user_id}
        for key, one in every.items()
        for user_id in dict.fromkeys(one.user_ids)
    ]
    for table, values in ((UserGroupRow, rows), (UserGroupMemberRow, members)):
        if values:
            session.connection().execute(insert(table), values)


def of_ids(session: Session, workspace_id: int, group_ids: Collection[str]) -> dict[str, UserGroup]:
    """Those of the groups that are known, by id, each with its members in the order of their id."""
    members = defaultdict(list)
    within = select(UserGroupMemberRow.group_id, UserGroupMemberRow.user_id).where(
        UserGroupMemberRow.workspace_id == workspace_id,
        col(UserGroupMemberRow.group_id).in_(group_ids),
    )
    for group_id, user_id in session.exec(within.order_by(UserGroupMemberRow.user_id)):
        members[group_id].append(user_id)
    query = select(UserGroupRow).where(
        UserGroupRow.workspace_id == workspace_id, col(UserGroupRow.group_id).in_(group_ids)
    )
    return {
        row.group_id: UserGroup(row.group_id, row.handle, row.name, tuple(members[row.group_id]))
        for row in session.exec(query)
    }


def with_handles(
    session: Session, workspace_id: int, handles: Collection[str]
) -> dict[str, UserGroup]:
    """Those of the groups that are known, by handle in lower case."""
    query = select(UserGroupRow.group_id).where(
        UserGroupRow.workspace_id == workspace_id,
        col(UserGroupRow.handle).in_([one.lower() for one in handles]),
    )
    found = of_ids(session, workspace_id, session.exec(query).all())
    return {one.handle: one for one in found.values()}


def of_people(
    session: Session, workspace_id: int, user_ids: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """What the groups of each of some people are called, in alphabetical order, by user id.

    Who is in no group is left out.
    """
    query = (
        select(UserGroupMemberRow.user_id, UserGroupRow)
        .where(
            UserGroupMemberRow.workspace_id == workspace_id,
            UserGroupRow.workspace_id == workspace_id,
            UserGroupRow.group_id == UserGroupMemberRow.group_id,
            col(UserGroupMemberRow.user_id).in_(user_ids),
        )
        .order_by(UserGroupRow.name, UserGroupRow.handle)
    )
    found = defaultdict(list)
    for user_id, row in session.exec(query):
        found[user_id].append(UserGroup(row.group_id, row.handle, row.name).label)
    return {user_id: tuple(dict.fromkeys(labels)) for user_id, labels in found.items()}
