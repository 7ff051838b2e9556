"""User groups: the teams of the workspace that can be mentioned."""

from collections.abc import Iterable

from sandbox import seed
from sandbox.world import events
from sandbox.world.model import Json, UserGroup
from sandbox.world.workspace import Workspace


def put(team: Workspace, handle: str, name: str, members: Iterable[str]) -> UserGroup:
    """Make a group or change it; the app hears `subteam_created`, or that it changed."""
    with team.lock:
        known = team.user_groups.get(handle)
        group = UserGroup(seed.group_id(team, handle), handle, name, tuple(members), team.now_s())
        team.user_groups[handle] = group
        kind = "subteam_updated" if known else "subteam_created"
        events.raise_event(team, {"type": kind, "subteam": as_json(team, group)})
        if known and known.user_ids != group.user_ids:
            events.raise_event(team, _members_changed(team, known, group))
        team.changed({"type": "channels"})
        return group


def as_json(team: Workspace, group: UserGroup, *, has_users: bool = True) -> Json:
    """A group as the Web API and events show it."""
    body: Json = {
        "id": group.id,
        "team_id": team.id,
        "is_usergroup": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": group.updated,
        "date_update": group.updated,
        "date_delete": 0,
        "auto_type": None,
        "created_by": team.person("priya").id,
        "updated_by": team.person("priya").id,
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
    }
    return body | ({"users": list(group.user_ids)} if has_users else {})


def _members_changed(team: Workspace, before: UserGroup, after: UserGroup) -> Json:
    added = [one for one in after.user_ids if one not in before.user_ids]
    removed = [one for one in before.user_ids if one not in after.user_ids]
    return {
        "type": "subteam_members_changed",
        "subteam_id": after.id,
        "team_id": team.id,
        "date_previous_update": before.updated,
        "date_update": after.updated,
        "added_users": added,
        "added_users_count": str(len(added)),
        "removed_users": removed,
        "removed_users_count": str(len(removed)),
    }
