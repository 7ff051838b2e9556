"""Many at once: boxes to tick, one thing to do with all that are ticked, and what became of it."""

from typing import Any

from domain.core.errors import InvalidInput
from domain.triage.steps import Deed, Done, Wish
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.payloads.reading import Unreadable
from handlers.slack.router import Switchboard
from handlers.triage.position import inbox_at, spot_of
from services.triage import inbox as triage_inbox
from services.triage import sorting as triage
from views.blockkit import ids
from views.triage.bulk import many_modal, many_spot, ticked
from views.triage.forms import reason_words


def register(board: Switchboard) -> None:
    """Listen to the list's button, to its pages and to its form."""
    board.action(ids.TRIAGE_MANY, open_many)
    board.action(ids.TRIAGE_MANY_TURN, turn)
    board.view(ids.TRIAGE_MANY_FORM, submit)


def open_many(visit: Visit) -> None:
    """Show the list upon the inbox."""
    spot = spot_of(visit)
    page = triage_inbox.page(visit.database, visit.request("button"), spot.narrow, 0)
    modals.push(visit, many_modal(page, spot))


def turn(visit: Visit) -> None:
    """Show another page, or this one with all boxes ticked or none."""
    offset, _, is_all = str(visit.payload["value"]).partition(" ")
    spot, _here = many_spot(visit.body["view"].get("private_metadata"))
    page = triage_inbox.page(visit.database, visit.request("button"), spot.narrow, int(offset))
    modals.replace(visit, many_modal(page, spot, is_all=is_all == "1"))


def submit(visit: Visit) -> None:
    """Do it with all that are ticked; the list says what was done and what was not."""
    values: dict[str, Any] = visit.payload["state"]["values"]
    first = next((name for name in values if name.startswith("items:")), None)
    if first is None:
        raise Unreadable("state.values has no items")
    numbers = ticked(values)
    if not numbers:
        raise InvalidInput("Tick what you mean first.", field=first)
    done = triage.sort(visit.database, visit.request("modal"), numbers, _wish(values))
    spot, offset = many_spot(visit.payload.get("private_metadata"))
    page = triage_inbox.page(visit.database, visit.request("button"), spot.narrow, offset)
    visit.ack(response_action="update", view=many_modal(page, spot, done=done))
    modals.renew_below(visit, lambda: inbox_at(visit, spot))


def is_list(visit: Visit) -> bool:
    """True when what was pressed stands in the list."""
    return "offset" in str((visit.body.get("view") or {}).get("private_metadata"))


def show_undone(visit: Visit, done: Done) -> None:
    """Show the list again after its last step was undone, and the inbox below it."""
    spot, offset = many_spot(visit.body["view"].get("private_metadata"))
    page = triage_inbox.page(visit.database, visit.request("button"), spot.narrow, offset)
    modals.replace(visit, many_modal(page, spot, done=done))
    modals.renew_below(visit, lambda: inbox_at(visit, spot))


def _wish(values: dict[str, Any]) -> Wish:
    idea = _option(values["idea"][ids.TRIAGE_IDEA])
    reason = _option(values["dismiss"][ids.TRIAGE_REASON])
    person = values["person"][ids.TRIAGE_ASSIGN].get("selected_user")
    area = _option(values["area"][ids.AREA_SELECT])
    chosen = {
        "idea": Wish(Deed.LINK, idea_number=int(idea)) if idea else None,
        "dismiss": Wish(Deed.DISMISS, reason=reason_words(reason, "")) if reason else None,
        "person": Wish(Deed.ASSIGN, user_id=person) if person else None,
        "area": Wish(Deed.AREA, area=area) if area else None,
    }
    wishes = {name: wish for name, wish in chosen.items() if wish is not None}
    if len(wishes) != 1:
        field = list(wishes)[1] if wishes else "idea"
        raise InvalidInput("Choose one of these four, and leave the others empty.", field=field)
    return next(iter(wishes.values()))


def _option(entry: dict[str, Any]) -> str | None:
    return (entry.get("selected_option") or {}).get("value")
