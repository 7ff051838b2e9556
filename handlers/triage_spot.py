"""Where a person is in the inbox, and the inbox shown there."""

from typing import Any

from domain.triage import Done
from handlers.visit import Visit
from services import triage_inbox
from views.triage import Spot, inbox_modal


def spot_of(visit: Visit) -> Spot:
    """Where the person is in the inbox; the beginning when the inbox is not open."""
    view = visit.body.get("view") or {}
    return Spot.unpacked(view.get("private_metadata")) if view.get("type") == "modal" else Spot()


def show(
    visit: Visit,
    spot: Spot,
    done: Done | None = None,
    *,
    view_id: str | None = None,
    number: int | None = None,
    after: int | None = None,
    before: int | None = None,
) -> None:
    """Show the inbox at an item, in the modal that is open or in the one with ``view_id``."""
    inbox = triage_inbox.open_at(
        visit.database,
        visit.request("button"),
        spot.narrow,
        number=number,
        after=after,
        before=before,
    )
    view = inbox_modal(inbox, spot, visit.at, done)
    visit.client.views_update(view_id=view_id or visit.body["view"]["id"], view=view)


def next_view(visit: Visit, spot: Spot, done: Done, number: int) -> dict[str, Any]:
    """The inbox after a step with an item, at the one that comes behind it."""
    sorted_here = spot.done + (len(done.numbers) if done.deed.takes_away else 0)
    inbox = triage_inbox.open_at(visit.database, visit.request("button"), spot.narrow, after=number)
    return inbox_modal(inbox, Spot(number, sorted_here, spot.narrow), visit.at, done)
