"""The app's own life: people and user groups that change, and the app being removed."""

from datetime import UTC, datetime
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
        at = _happened_at(body, board.front.now())
        installations.uninstall(board.front.database, str(body.get("team_id", "")), at)

    def revoked(body: dict[str, Any]) -> None:
        event = body.get("event")
        tokens = event.get("tokens") if isinstance(event, dict) else None
        if isinstance(tokens, dict) and tokens.get("bot"):
            removed(body)

    board.farewell("app_uninstalled", removed)
    board.farewell("tokens_revoked", revoked)


def _happened_at(body: dict[str, Any], now: datetime) -> datetime:
    """The end of the second in which Slack says that an event happened. It may be delivered again
    after minutes, when the app is installed anew."""
    seconds = body.get("event_time")
    if not isinstance(seconds, int) or not 0 < seconds <= now.timestamp():
        return now
    return datetime.fromtimestamp(seconds + 1, UTC)


def person_changed(visit: Visit) -> None:
    """Keep what Slack tells of a person."""
    workspace = installations.get(visit.database, visit.workspace_id)
    found = people.all_from_slack([visit.payload.get("user")], workspace)
    people.learn(visit.database, workspace.id, found, visit.at)


def groups_changed(visit: Visit) -> None:
    """Ask who is in which user group now: the events tell of one change each, and may be lost."""
    key = visit.request("event").key or visit.at.isoformat()
    user_groups.changed(visit.database, visit.workspace_id, key, visit.at)
