"""The app's own life: people and user groups that change, and the app being removed."""

from typing import Any

from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.workspace import installations, people, user_groups


def register(board: Switchboard) -> None:
    """Listen to what Slack tells of people and of the app itself."""
    board.event("team_join", person_changed)
    board.event("user_change", person_changed)
    for change in ("created", "updated", "members_changed"):
        board.event(f"subteam_{change}", groups_changed)

    def removed(body: dict[str, Any]) -> None:
        installations.uninstall(board.front.database, str(body.get("team_id", "")))

    def revoked(body: dict[str, Any]) -> None:
        if (body.get("event") or {}).get("tokens", {}).get("bot"):
            removed(body)

    board.farewell("app_uninstalled", removed)
    board.farewell("tokens_revoked", revoked)


def person_changed(visit: Visit) -> None:
    """Keep what Slack tells of a person."""
    workspace = installations.get(visit.database, visit.workspace_id)
    found = people.all_from_slack([visit.payload.get("user")], workspace)
    people.learn(visit.database, workspace.id, found, visit.at)


def groups_changed(visit: Visit) -> None:
    """Ask who is in which user group now: the events tell of one change each, and may be lost."""
    key = visit.request("event").key or visit.at.isoformat()
    user_groups.changed(visit.database, visit.workspace_id, key, visit.at)
