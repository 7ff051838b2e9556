"""Where a person is in the inbox, and the inbox shown there."""

from typing import Any

from domain.triage.steps import TriageResult
from handlers.slack.interaction import Interaction
from services.triage import inbox as triage_inbox
from views.triage.inbox import InboxPosition, inbox_modal


def spot_of(interaction: Interaction) -> InboxPosition:
    """Where the person is in the inbox; the beginning when the inbox is not open."""
    view = interaction.body.get("view") or {}
    return (
        InboxPosition.unpacked(view.get("private_metadata"))
        if view.get("type") == "modal"
        else InboxPosition()
    )


def inbox_at(
    interaction: Interaction,
    spot: InboxPosition,
    done: TriageResult | None = None,
    *,
    number: int | None = None,
    after: int | None = None,
    before: int | None = None,
) -> dict[str, Any]:
    """The inbox at an item."""
    inbox = triage_inbox.open_at(
        interaction.database,
        interaction.request("button"),
        spot.narrow,
        number=number,
        after=after,
        before=before,
    )
    return inbox_modal(inbox, spot, interaction.at, done)


def next_view(
    interaction: Interaction, spot: InboxPosition, done: TriageResult, number: int
) -> dict[str, Any]:
    """The inbox after a step with an item, at the one that comes behind it."""
    sorted_here = spot.done + (len(done.numbers) if done.deed.takes_away else 0)
    inbox = triage_inbox.open_at(
        interaction.database, interaction.request("button"), spot.narrow, after=number
    )
    return inbox_modal(inbox, InboxPosition(number, sorted_here, spot.narrow), interaction.at, done)
