"""What is switched off is refused, and left out of what people are shown: the one place for both.

A listener belongs to the feature in whose room it is written.
"""

import json
from collections.abc import Callable
from typing import Any

from handlers.slack.interaction import Interaction, Listener
from handlers.slack.part import ShownPart
from services.workspace import switches
from views.blockkit.fallback import pruned

_ROOMS = "handlers"


def feature_of(listener: Callable[..., Any]) -> str:
    """Return the feature whose room holds a listener; empty outside of all rooms."""
    floor, _, room = str(getattr(listener, "__module__", "")).partition(".")
    return room.partition(".")[0] if floor == _ROOMS else ""


def check(interaction: Interaction, listener: Callable[..., Any]) -> None:
    """Return when the listener's feature is on; raise SwitchedOff with whom to ask otherwise."""
    require(interaction, feature_of(listener))


def require(interaction: Interaction, feature: str) -> None:
    """Return when a feature is on; raise SwitchedOff with whom to ask otherwise."""
    switch = interaction.app_context.switches.get(feature)
    if switch is not None:
        switches.require_on(interaction.database, interaction.workspace_id, switch)


def is_on(interaction: Interaction, listener: Listener) -> bool:
    """Return whether the listener's feature is on."""
    feature = feature_of(listener)
    if feature not in interaction.app_context.switches:
        return True
    return feature not in switches.off(interaction.database, interaction.workspace_id)


def shown(interaction: Interaction, view: dict[str, Any]) -> dict[str, Any]:
    """Return a view without the buttons and fields of features that are off."""
    context = interaction.app_context
    if not context.switches:
        return view
    off = switches.off(interaction.database, interaction.workspace_id)
    if not off:
        return view
    return {**view, "blocks": pruned(view["blocks"], context.owners, off)}


def prune_answer(interaction: Interaction) -> None:
    """Leave the buttons and fields of features that are off out of the answer that Slack gets."""
    response, context = interaction.ack.response, interaction.app_context
    if not context.switches or response is None or '"blocks"' not in (response.body or ""):
        return
    off = switches.off(interaction.database, interaction.workspace_id)
    if not off:
        return
    answer = json.loads(response.body)
    for shown in (answer, answer.get("view") or {}):
        if "blocks" in shown:
            shown["blocks"] = pruned(shown["blocks"], context.owners, off)
    response.body = json.dumps(answer)


def parts(interaction: Interaction) -> dict[str, ShownPart]:
    """Return what the features that are on bring to shared pages, by the feature's name."""
    shown = interaction.app_context.shown
    off = switches.off(interaction.database, interaction.workspace_id)
    return {name: part for name, part in shown.items() if name not in off}
