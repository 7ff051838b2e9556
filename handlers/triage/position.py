"""Where a person is in the inbox, and the inbox shown there."""

from typing import Any

from domain.triage.steps import Done
from handlers.slack.interaction import Visit
from services.triage import inbox as triage_inbox
from views.triage.inbox import Spot, inbox_modal


def spot_of(visit: Visit) -> Spot:
    """Where the person is in the inbox; the beginning when the inbox is not open."""
    view = visit.body.get("view") or {}
    return Spot.unpacked(view.get("private_metadata")) if view.get("type") == "modal" else Spot()


def inbox_at(
    visit: Visit,
    spot: Spot,
    done: Done | None = None,
    *,
    number: int | None = None,
    after: int | None = None,
    before: int | None = None,
) -> dict[str, Any]:
    """The inbox at an item."""
    inbox = triage_inbox.open_at(
        visit.database,
        visit.request("button"),
        spot.narrow,
        number=number,
        after=after,
        before=before,
    )
    return inbox_modal(inbox, spot, visit.at, done)


def next_view(visit: Visit, spot: Spot, done: Done, number: int) -> dict[str, Any]:
    """The inbox after a step with an item, at the one that comes behind it."""
    sorted_here = spot.done + (len(done.numbers) if done.deed.takes_away else 0)
    inbox = triage_inbox.open_at(visit.database, visit.request("button"), spot.narrow, after=number)
    return inbox_modal(inbox, Spot(number, sorted_here, spot.narrow), visit.at, done)
