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
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from handlers.triage import inbox as triage
from handlers.triage import rota
from services.home import doctor
from services.workspace import settings
from services.workspace.settings import Wish
from views.blockkit import ids
from views.drawing.system_fonts import scripts_without_font
from views.home.doctor import doctor_message
from views.home.help import help_message, import_help
from views.workspace import BY_ZONE, saved_modal, settings_modal, zone_option

_MOST_ZONES = 30


def register(board: Switchboard) -> None:
    """Listen to /linchpin and to the settings modal."""
    board.command("/linchpin", command_linchpin)
    board.view(ids.SETTINGS_SUBMIT, submit_settings)
    board.options(ids.SETTINGS_ZONE, suggest_zones)
    board.action(ids.SETTINGS_OPEN, open_settings)


def command_linchpin(visit: Visit) -> None:
    """Do what the word after /linchpin says; no word is help."""
    typed = str(visit.payload.get("text") or "")
    reference = parse_reference(straighten(typed))
    if reference is not None and reference.kind in _PAGES:
        _PAGES[reference.kind](visit, reference.number)
        return
    verb, rest = split_command(typed)
    if verb in _WORDED:
        _WORDED[verb](visit, rest)
        return
    deed = _DEEDS.get(verb or "help")
    if deed is None:
        known = nearest(verb, (*_DEEDS, *_WORDED)) or "help"
        raise InvalidInput(f"I do not know /linchpin {verb[:40]}. Did you mean /linchpin {known}?")
    deed(visit)


def open_settings(visit: Visit) -> None:
    """Open the settings modal."""
    page = settings.page(visit.database, visit.request("command"))
    modals.push(visit, settings_modal(page.workspace, may_change=page.may_change))


def submit_settings(visit: Visit) -> None:
    """Save the settings and show them."""
    values: dict[str, Any] = visit.payload["state"]["values"]
    zone = values["zone"][ids.SETTINGS_ZONE].get("selected_option") or {}
    wish = Wish(
        ideas_channel_id=values["ideas_channel"][ids.SETTINGS_CHANNEL].get("selected_conversation"),
        capture_emoji=values["capture_emoji"][ids.SETTINGS_CAPTURE].get("value") or "",
        vote_emoji=values["vote_emoji"][ids.SETTINGS_VOTE].get("value") or "",
        zone=zone.get("value"),
        day_order=_day_order(values),
        managers=tuple(values["managers"][ids.SETTINGS_MANAGERS].get("selected_users") or ()),
    )
    workspace = settings.change(visit.database, visit.request("modal"), wish)
    visit.ack(response_action="update", view=saved_modal(workspace))


def _day_order(values: dict[str, Any]) -> str | None:
    field = values.get("day_order", {}).get(ids.SETTINGS_DAY_ORDER, {})
    chosen = (field.get("selected_option") or {}).get("value")
    return None if chosen in (None, BY_ZONE) else str(chosen)


def suggest_zones(visit: Visit) -> None:
    """Answer the zone select with zones whose name holds what was typed."""
    found = zones_matching(str(visit.payload.get("value") or ""), _MOST_ZONES)
    visit.ack(options=[zone_option(zone) for zone in found])


def _help(visit: Visit) -> None:
    workspace = settings.page(visit.database, visit.request("command")).workspace
    visit.answer(help_message(workspace.capture_emoji, workspace.vote_emoji))


def _doctor(visit: Visit) -> None:
    report = doctor.examine(visit.database, visit.request("command"), visit.front.wanted_scopes)
    report = replace(report, slack=tuple(visit.front.ask_slack(visit.workspace_id)))
    visit.answer(doctor_message(report, scripts_without_font()))


def _round(visit: Visit) -> None:
    _verb, words = split_command(straighten(str(visit.payload.get("text") or "")))
    ballots.command_round(visit, words)


def _rounds(visit: Visit) -> None:
    _verb, words = split_command(straighten(str(visit.payload.get("text") or "")))
    rounds.command_list(visit, unescape(words))


_DEEDS: dict[str, Callable[[Visit], None]] = {
    "help": _help,
    "settings": open_settings,
    "doctor": _doctor,
    "round": _round,
    "rounds": _rounds,
    "channel": channel_rules.command_channel,
    "channels": channel_rules.open_list,
    "inbox": triage.command_inbox,
    **dict.fromkeys(("triage", "rota"), rota.command_triage),
    "import": lambda visit: visit.answer(import_help()),
}

_WORDED: dict[str, Callable[[Visit, str], None]] = {
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

_PAGES: dict[str, Callable[[Visit, int], None]] = {
    "O": objectives.open_number,
    "D": decisions.open_number,
    "R": rounds.command_open,
}
"""What a number alone opens, by its letter."""
