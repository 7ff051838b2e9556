"""The app's own life: people and user groups that change, and the app being removed."""

from datetime import UTC, datetime
from typing import Any

from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.workspace import installations, people, user_groups


def register(router: Router) -> None:
    """Listen to what Slack tells of people and of the app itself."""
    router.event("team_join", person_changed)
    router.event("user_change", person_changed)
    for change in ("created", "updated", "members_changed"):
        router.event(f"subteam_{change}", groups_changed)

    def removed(body: dict[str, Any]) -> None:
        at = _happened_at(body, router.app_context.now())
        installations.uninstall(router.app_context.database, str(body.get("team_id", "")), at)

    def revoked(body: dict[str, Any]) -> None:
        event = body.get("event")
        tokens = event.get("tokens") if isinstance(event, dict) else None
        if isinstance(tokens, dict) and tokens.get("bot"):
            removed(body)

    router.farewell("app_uninstalled", removed)
    router.farewell("tokens_revoked", revoked)


def _happened_at(body: dict[str, Any], now: datetime) -> datetime:
    """The end of the second in which Slack says that an event happened. It may be delivered again
    after minutes, when the app is installed anew."""
    seconds = body.get("event_time")
    if not isinstance(seconds, int) or not 0 < seconds <= now.timestamp():
        return now
    return datetime.fromtimestamp(seconds + 1, UTC)


def person_changed(interaction: Interaction) -> None:
    """Keep what Slack tells of a person."""
    workspace = installations.get(interaction.database, interaction.workspace_id)
    found = people.all_from_slack([interaction.payload.get("user")], workspace)
    people.learn(interaction.database, workspace.id, found, interaction.at)


def groups_changed(interaction: Interaction) -> None:
    """Ask who is in which user group now: the events tell of one change each, and may be lost."""
    key = interaction.request("event").key or interaction.at.isoformat()
    user_groups.changed(interaction.database, interaction.workspace_id, key, interaction.at)
