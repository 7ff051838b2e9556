"""The forms upon the inbox: new idea, ask back, dismiss in own words, filter, what is set aside."""

from typing import Any

from domain.core.errors import InvalidInput
from domain.triage.steps import Deed, Wish
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from handlers.triage.position import next_view, spot_of
from services.triage import inbox as triage_inbox
from services.triage import sorting as triage
from views.blockkit import ids
from views.triage.forms import (
    THREAD,
    aside_modal,
    ask_modal,
    dismiss_modal,
    file_modal,
    filter_modal,
    narrow_of,
    reason_words,
)
from views.triage.inbox import Spot, inbox_modal


def register(board: Switchboard) -> None:
    """Listen to the buttons that open the forms, and to the forms."""
    for action_id, listener in (
        (ids.TRIAGE_FILE, open_file),
        (ids.TRIAGE_ASK, open_ask),
        (ids.TRIAGE_FILTER, open_filter),
        (ids.TRIAGE_ASIDE, open_aside),
    ):
        board.action(action_id, listener)
    for callback_id, listener in (
        (ids.TRIAGE_FILE_FORM, submit_file),
        (ids.TRIAGE_ASK_FORM, submit_ask),
        (ids.TRIAGE_DISMISS_FORM, submit_dismiss),
        (ids.TRIAGE_FILTER_FORM, submit_filter),
    ):
        board.view(callback_id, listener)


def open_file(visit: Visit) -> None:
    """Open the form for a new idea upon the inbox."""
    request, number = visit.request("button"), int(visit.payload["value"])
    found, _can_ask = triage_inbox.to_sort(visit.database, request, number)
    suggestion = triage_inbox.area_for(visit.database, request, found)
    modals.push(visit, file_modal(found, spot_of(visit), suggestion))


def open_ask(visit: Visit) -> None:
    """Open the form that asks back upon the inbox."""
    number = int(visit.payload["value"])
    found, can_ask = triage_inbox.to_sort(visit.database, visit.request("button"), number)
    modals.push(visit, ask_modal(found, spot_of(visit), in_thread=can_ask))


def open_dismiss(visit: Visit, number: int) -> None:
    """Open the form that dismisses in own words upon the inbox."""
    found, _can_ask = triage_inbox.to_sort(visit.database, visit.request("button"), number)
    modals.push(visit, dismiss_modal(found, spot_of(visit)))


def open_filter(visit: Visit) -> None:
    """Open the form that chooses what the inbox shows."""
    modals.push(visit, filter_modal(spot_of(visit)))


def open_aside(visit: Visit) -> None:
    """Show what waits for an answer or was put off, in place of the inbox."""
    spot = spot_of(visit)
    lines = triage_inbox.aside(visit.database, visit.request("button"), spot.narrow)
    modals.replace(visit, aside_modal(lines, spot))


def submit_file(visit: Visit) -> None:
    """File the idea with the item as its evidence; the next item is there already."""
    values = _values(visit)
    area = (values["area"][ids.AREA_SELECT].get("selected_option") or {}).get("value")
    _sort(
        visit,
        Wish(
            Deed.FILE,
            title=values["title"][ids.IDEA_TITLE].get("value") or "",
            description=values["description"][ids.IDEA_DESCRIPTION].get("value") or "",
            area=area,
        ),
    )


def submit_ask(visit: Visit) -> None:
    """Ask who said or saved the item."""
    values = _values(visit)
    where = (values["where"][ids.TRIAGE_WHERE].get("selected_option") or {}).get("value")
    question = values["question"][ids.TRIAGE_QUESTION].get("value") or ""
    _sort(visit, Wish(Deed.ASK, question=question, in_thread=where == THREAD), field="question")


def submit_dismiss(visit: Visit) -> None:
    """Put the item aside with the reason given, and tell the person if wished."""
    values = _values(visit)
    chosen = (values["reason"][ids.TRIAGE_REASON].get("selected_option") or {}).get("value")
    own = values["words"][ids.TRIAGE_QUESTION].get("value") or ""
    reason = reason_words(chosen, own)
    if not reason:
        raise InvalidInput("Choose a reason, or say it in your own words.", field="words")
    is_told = bool(values["tell"][ids.TRIAGE_TELL].get("selected_options"))
    _sort(visit, Wish(Deed.DISMISS, reason=reason, is_told=is_told))


def submit_filter(visit: Visit) -> None:
    """Show the part of the inbox that was chosen, from its beginning."""
    spot = Spot(narrow=narrow_of(_values(visit)))
    request = visit.request("button")
    found = triage_inbox.open_at(visit.database, request, spot.narrow)
    visit.ack()
    modals.renew_below(visit, lambda: inbox_modal(found, spot, visit.at))


def _sort(visit: Visit, wish: Wish, field: str | None = None) -> None:
    """Do it, close the form, and show the next item below it; ``field`` shows why it cannot."""
    spot = Spot.unpacked(visit.payload.get("private_metadata"))
    number = spot.number or 0
    done = triage.sort(visit.database, visit.request("modal"), [number], wish)
    if (
        field is not None
        and done.refused
        and triage_inbox.waits(visit.database, visit.workspace_id, number)
    ):
        raise InvalidInput(done.refused[0][1], field=field)
    view = next_view(visit, spot, done, number)
    visit.ack()
    modals.renew_below(visit, lambda: view)


def _values(visit: Visit) -> dict[str, Any]:
    values: dict[str, Any] = visit.payload["state"]["values"]
    return values
