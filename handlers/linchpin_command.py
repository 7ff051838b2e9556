"""/linchpin: settings, help and doctor, and the settings modal."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from domain.core.errors import InvalidInput
from domain.dates.time_zones import zones_matching
from domain.text.slack_text import unescape
from domain.text.words import nearest, parse_reference, split_command, straighten
from handlers import (
    api as tokens,
)
from handlers import (
    customers,
    decisions,
)
from handlers import (
    erasure as forget,
)
from handlers import (
    search as searching,
)
from handlers.channels import rules as channel_rules
from handlers.objectives import commands as objectives
from handlers.rounds import ballots
from handlers.rounds import commands as rounds
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from handlers.triage import inbox as triage
from handlers.triage import rota
from services.home import doctor
from services.workspace import settings
from services.workspace.settings import SettingsForm
from views.blockkit import ids
from views.drawing.system_fonts import scripts_without_font
from views.home.doctor import doctor_message
from views.home.help import help_message, import_help
from views.workspace import BY_ZONE, saved_modal, settings_modal, zone_option

_MOST_ZONES = 30


def register(router: Router) -> None:
    """Listen to /linchpin and to the settings modal."""
    router.command("/linchpin", command_linchpin)
    router.view(ids.SETTINGS_SUBMIT, submit_settings)
    router.options(ids.SETTINGS_ZONE, suggest_zones)
    router.action(ids.SETTINGS_OPEN, open_settings)


def command_linchpin(interaction: Interaction) -> None:
    """Do what the word after /linchpin says; no word is help."""
    typed = str(interaction.payload.get("text") or "")
    reference = parse_reference(straighten(typed))
    if reference is not None and reference.kind in _PAGES:
        _PAGES[reference.kind](interaction, reference.number)
        return
    verb, rest = split_command(typed)
    if verb in _WORDED:
        _WORDED[verb](interaction, rest)
        return
    deed = _DEEDS.get(verb or "help")
    if deed is None:
        known = nearest(verb, (*_DEEDS, *_WORDED)) or "help"
        raise InvalidInput(f"I do not know /linchpin {verb[:40]}. Did you mean /linchpin {known}?")
    deed(interaction)


def open_settings(interaction: Interaction) -> None:
    """Open the settings modal."""
    page = settings.page(interaction.database, interaction.request("command"))
    modals.push(interaction, settings_modal(page.workspace, may_change=page.may_change))


def submit_settings(interaction: Interaction) -> None:
    """Save the settings and show them."""
    values: dict[str, Any] = interaction.payload["state"]["values"]
    zone = values["zone"][ids.SETTINGS_ZONE].get("selected_option") or {}
    wish = SettingsForm(
        ideas_channel_id=values["ideas_channel"][ids.SETTINGS_CHANNEL].get("selected_conversation"),
        capture_emoji=values["capture_emoji"][ids.SETTINGS_CAPTURE].get("value") or "",
        vote_emoji=values["vote_emoji"][ids.SETTINGS_VOTE].get("value") or "",
        zone=zone.get("value"),
        day_order=_day_order(values),
        managers=tuple(values["managers"][ids.SETTINGS_MANAGERS].get("selected_users") or ()),
    )
    workspace = settings.change(interaction.database, interaction.request("modal"), wish)
    interaction.ack(response_action="update", view=saved_modal(workspace))


def _day_order(values: dict[str, Any]) -> str | None:
    field = values.get("day_order", {}).get(ids.SETTINGS_DAY_ORDER, {})
    chosen = (field.get("selected_option") or {}).get("value")
    return None if chosen in (None, BY_ZONE) else str(chosen)


def suggest_zones(interaction: Interaction) -> None:
    """Answer the zone select with zones whose name holds what was typed."""
    found = zones_matching(str(interaction.payload.get("value") or ""), _MOST_ZONES)
    interaction.ack(options=[zone_option(zone) for zone in found])


def _help(interaction: Interaction) -> None:
    workspace = settings.page(interaction.database, interaction.request("command")).workspace
    interaction.answer(help_message(workspace.capture_emoji, workspace.vote_emoji))


def _doctor(interaction: Interaction) -> None:
    report = doctor.examine(
        interaction.database, interaction.request("command"), interaction.app_context.wanted_scopes
    )
    report = replace(
        report, slack=tuple(interaction.app_context.ask_slack(interaction.workspace_id))
    )
    interaction.answer(doctor_message(report, scripts_without_font()))


def _round(interaction: Interaction) -> None:
    _verb, words = split_command(straighten(str(interaction.payload.get("text") or "")))
    ballots.command_round(interaction, words)


def _rounds(interaction: Interaction) -> None:
    _verb, words = split_command(straighten(str(interaction.payload.get("text") or "")))
    rounds.command_list(interaction, unescape(words))


_DEEDS: dict[str, Callable[[Interaction], None]] = {
    "help": _help,
    "settings": open_settings,
    "doctor": _doctor,
    "round": _round,
    "rounds": _rounds,
    "channel": channel_rules.command_channel,
    "channels": channel_rules.open_list,
    "inbox": triage.command_inbox,
    **dict.fromkeys(("triage", "rota"), rota.command_triage),
    "import": lambda interaction: interaction.answer(import_help()),
}

_WORDED: dict[str, Callable[[Interaction, str], None]] = {
    "forget": forget.command_forget,
    **dict.fromkeys(("objectives", "objective", "okrs"), objectives.command_objectives),
    "coverage": objectives.command_coverage,
    **dict.fromkeys(("decide", "decision"), decisions.command_decide),
    "decisions": decisions.command_decisions,
    **dict.fromkeys(("token", "tokens"), tokens.command_token),
    **dict.fromkeys(("search", "find"), searching.command_search),
    "customers": customers.command_customers,
    "customer": customers.command_customer,
    **dict.fromkeys(("rates", "currencies"), customers.command_rates),
}
"""What takes the words that follow as they were typed."""

_PAGES: dict[str, Callable[[Interaction, int], None]] = {
    "O": objectives.open_number,
    "D": decisions.open_number,
    "R": rounds.command_open,
}
"""What a number alone opens, by its letter."""
