"""/linchpin triage: the rota, the time limit and the triage channel."""

from typing import Any

from domain.core.people import Permission
from handlers.slack import modals
from handlers.slack.command_words import wordless
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.triage import rota
from services.triage.rota import RotaPage, Typed
from views.blockkit import ids
from views.triage.rota import rota_modal


def register(router: Router) -> None:
    """Listen to the button that opens the rota, to its form and to the swap."""
    router.subcommand("/linchpin", ("triage", "rota"), wordless(open_rota))
    router.action(ids.ROTA_OPEN, open_rota, permission=Permission.RECORD)
    router.action(ids.ROTA_SWAP, swap, permission=Permission.RECORD)
    router.view(ids.ROTA_FORM, submit, permission=Permission.RECORD)


def open_rota(interaction: Interaction) -> None:
    """Open the rota, upon the modal that is open when there is one."""
    page = rota.page(interaction.database, interaction.request("button"))
    modals.push(interaction, _view(page))


def swap(interaction: Interaction) -> None:
    """Let somebody else sort this week."""
    chosen = str(interaction.payload.get("selected_user") or "")
    page = rota.swap(interaction.database, interaction.request("button"), chosen)
    modals.replace(interaction, _view(page, note="*Swapped.*"))


def submit(interaction: Interaction) -> None:
    """Save the rota and show what it is now."""
    form = interaction.form.require("people", "zone", "channel")
    typed = Typed(
        people=form.users("people", ids.ROTA_PEOPLE),
        weekday=form.number("weekday", ids.ROTA_WEEKDAY) or 0,
        at=form.time("time", ids.ROTA_TIME) or "09:00",
        zone=form.option("zone", ids.SETTINGS_ZONE),
        limit=form.text("limit", ids.ROTA_LIMIT),
        unit=form.option("unit", ids.ROTA_UNIT) or "",
        channel_id=form.channel("channel", ids.ROTA_CHANNEL),
        pause_minutes=form.number("pause", ids.ROTA_PAUSE) or 15,
    )
    page = rota.change(interaction.database, interaction.request("modal"), typed)
    interaction.ack(response_action="update", view=_view(page, note="*Saved.*"))


def _view(page: RotaPage, note: str = "") -> dict[str, Any]:
    return rota_modal(
        page.rota,
        page.turns,
        page.standing,
        may_change=page.may_change,
        may_swap=page.may_swap,
        note=note,
    )
