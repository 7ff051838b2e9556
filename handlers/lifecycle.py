"""The app's own life: people and user groups that change, and the app being removed."""

from typing import Any

from slack_bolt import App

from handlers.front import Front
from handlers.guard import guarded_event
from handlers.visit import Visit
from services import installations, people, user_groups


def register(app: App, front: Front) -> None:
    """Listen to what Slack tells of people and of the app itself."""
    app.event("team_join")(guarded_event(front, person_changed))
    app.event("user_change")(guarded_event(front, person_changed))
    for change in ("created", "updated", "members_changed"):
        app.event(f"subteam_{change}")(guarded_event(front, groups_changed))

    def removed(body: dict[str, Any]) -> None:
        installations.uninstall(front.database, str(body.get("team_id", "")))

    def revoked(body: dict[str, Any]) -> None:
        if (body.get("event") or {}).get("tokens", {}).get("bot"):
            removed(body)

    # These two arrive after the authorisation is gone, so they bypass the guard's visit.
    app.event("app_uninstalled")(removed)
    app.event("tokens_revoked")(revoked)


def person_changed(visit: Visit) -> None:
    """Keep what Slack tells of a person."""
    user = visit.payload.get("user") or {}
    people.learn(visit.database, visit.workspace_id, [people.from_slack(user)], visit.at)


def groups_changed(visit: Visit) -> None:
    """Ask who is in which user group now: the events tell of one change each, and may be lost."""
    key = visit.request("event").key or visit.at.isoformat()
    user_groups.changed(visit.database, visit.workspace_id, key, visit.at)
