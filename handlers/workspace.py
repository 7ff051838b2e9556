"""The workspace: its settings, people and user groups that change, the app being removed."""

from datetime import UTC, datetime
from typing import Any

from domain.core.people import Permission
from domain.dates.time_zones import zones_matching
from domain.workspace import Switch, small_team
from handlers.slack import modals
from handlers.slack.command_words import wordless
from handlers.slack.interaction import Interaction
from handlers.slack.part import HomeButton, ShownPart
from handlers.slack.router import Router
from services.workspace import installations, people, settings, user_groups
from services.workspace.settings import SettingsForm
from views.blockkit import ids
from views.blockkit.help import HelpPart
from views.workspace import (
    BY_ZONE,
    HOME_BUTTON,
    SMALL_TEAM,
    chosen_features,
    saved_modal,
    settings_modal,
    zone_option,
)

_MOST_ZONES = 30


def register(router: Router) -> None:
    """Listen to /linchpin, the settings, and what Slack tells of people and of the app itself."""
    router.command("/linchpin", permission=Permission.TAKE_PART)
    router.subcommand("/linchpin", "settings", wordless(open_settings))
    router.action(ids.SETTINGS_OPEN, open_settings, permission=Permission.TAKE_PART)
    router.action(ids.SETTINGS_PRESET, choose_preset, permission=Permission.TAKE_PART)
    router.view(ids.SETTINGS_SUBMIT, submit_settings, permission=Permission.RECORD)
    router.options(ids.SETTINGS_ZONE, suggest_zones, permission=Permission.RECORD)
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


def open_settings(interaction: Interaction) -> None:
    """Open the settings modal."""
    page = settings.page(interaction.database, interaction.request("command"))
    known = _switches(interaction)
    modals.push(interaction, settings_modal(page.workspace, known, may_change=page.may_change))


def choose_preset(interaction: Interaction) -> None:
    """Choose the features of a preset in the open form; nothing is saved yet."""
    page = settings.page(interaction.database, interaction.request("button"))
    preset, known = str(interaction.payload["value"]), _switches(interaction)
    off = small_team(known) if preset == SMALL_TEAM else frozenset[str]()
    view = settings_modal(page.workspace, known, may_change=page.may_change, off=off, mark=preset)
    modals.renew(interaction, view)


def _switches(interaction: Interaction) -> tuple[Switch, ...]:
    return tuple(interaction.app_context.switches.values())


def submit_settings(interaction: Interaction) -> None:
    """Save the settings and show them."""
    form = interaction.form.require("ideas_channel", "zone", "day_order", "managers")
    day_order = form.option("day_order", ids.SETTINGS_DAY_ORDER)
    wish = SettingsForm(
        ideas_channel_id=form.channel("ideas_channel", ids.SETTINGS_CHANNEL),
        capture_emoji=form.text("capture_emoji", ids.SETTINGS_CAPTURE),
        vote_emoji=form.text("vote_emoji", ids.SETTINGS_VOTE),
        zone=form.option("zone", ids.SETTINGS_ZONE),
        day_order=None if day_order == BY_ZONE else day_order,
        managers=form.users("managers", ids.SETTINGS_MANAGERS),
        features=chosen_features(form),
    )
    known = interaction.app_context.switches
    workspace = settings.change(interaction.database, interaction.request("modal"), wish, known)
    view = saved_modal(workspace, _switches(interaction))
    interaction.ack(response_action="update", view=view)


def suggest_zones(interaction: Interaction) -> None:
    """Answer the zone select with zones whose name holds what was typed."""
    found = zones_matching(str(interaction.payload.get("value") or ""), _MOST_ZONES)
    interaction.ack(options=[zone_option(zone) for zone in found])


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


PART = ShownPart(
    help=(
        HelpPart(
            1010,
            "Linchpin itself",
            ("`/linchpin settings`  ideas channel, emoji, time zone, managers, features",),
        ),
    ),
    buttons=(HomeButton(900, HOME_BUTTON),),
)
