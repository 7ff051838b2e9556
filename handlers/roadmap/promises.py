"""Promises: recorded in words or in a form, corrected, withdrawn, listed."""

from typing import Any

from domain.core.errors import InvalidInput
from domain.dates.days import DateConfidence
from domain.dates.periods import read_day
from domain.roadmap.plan_commands import PromiseIdea, WithdrawPromise
from domain.roadmap.promises import NewPromise, Promise
from domain.text.words import straighten
from handlers.idea_page.forms import origin_of, show_page, update_to_page
from handlers.slack import modals
from handlers.slack.date_notes import with_reading
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.idea_page import page as idea_pages
from services.roadmap import promises
from views.blockkit import ids
from views.ideas.origin import unpacked
from views.roadmap.promises import (
    promise_modal,
    promised_message,
    promises_message,
    promises_modal,
    withdraw_modal,
)

_SCOPES = {"": "open", "all": "open", "open": "open", "mine": "mine", "my": "mine", "me": "mine"}
_DONE = dict.fromkeys(("done", "kept", "late", "withdrawn", "closed", "past"), "done")


def register(board: Switchboard) -> None:
    """Listen to the forms and buttons; words come through /idea and /roadmap."""
    for action_id, listener in (
        (ids.PROMISE_NEW, open_new),
        (ids.PROMISE_MENU, choose),
        (ids.PROMISES_PAGE, turn),
    ):
        board.action(action_id, listener)
    for callback_id, listener in (
        (ids.PROMISE_FORM, submit),
        (ids.PROMISE_WITHDRAW_FORM, submit_withdrawal),
    ):
        board.view(callback_id, listener)


def command_promise(visit: Visit, wish: PromiseIdea | WithdrawPromise) -> None:
    """Record or withdraw a promise as typed, and say what stands now."""
    request = visit.request("command")
    if isinstance(wish, PromiseIdea):
        made = promises.promise_in_words(visit.database, request, wish.number, wish.words)
    else:
        made = promises.withdraw(visit.database, request, wish.promise_number, wish.because)
    found = promises.get(visit.database, request, made.number)
    words = wish.words if isinstance(wish, PromiseIdea) else ""
    visit.answer(with_reading(visit, words, promised_message(found)))


def command_promises(visit: Visit, words: str) -> None:
    """List promises: open ones, *mine*, or *done*."""
    typed = straighten(words).strip().casefold()
    scope = {**_SCOPES, **_DONE}.get(typed)
    if scope is None:
        raise InvalidInput(
            f"I do not know /roadmap promises {typed[:40]}. "
            "/roadmap promises lists the open ones; add mine, or done."
        )
    found = promises.listed(visit.database, visit.request("command"), scope)
    visit.answer(promises_message(found))


def open_new(visit: Visit) -> None:
    """Open the form for a promise on an idea."""
    number = int(visit.payload["value"])
    page = idea_pages.get(visit.database, visit.request("button"), number)
    modals.show(visit, promise_modal(page.idea, origin_of(visit), visit.user_id))


def choose(visit: Visit) -> None:
    """Do what was chosen in the menu of a promise."""
    number, _, deed = str(visit.payload["selected_option"]["value"]).partition(" ")
    request, origin = visit.request("button"), origin_of(visit)
    found = promises.get(visit.database, request, int(number))
    if deed == "open":
        show_page(visit, found.commitment.idea.number, origin)
    elif deed == "edit":
        made = found.commitment.promise
        modals.show(visit, promise_modal(found.commitment.idea, origin, made.promised_by, made))
    elif deed == "withdraw":
        modals.show(visit, withdraw_modal(found, origin))
    else:
        promises.reinstate(visit.database, request, int(number))
        note = f":white_check_mark: P-{number} is open again."
        show_page(visit, found.commitment.idea.number, origin, note=note)


def turn(visit: Visit) -> None:
    """Show the promises of another kind."""
    found = promises.listed(visit.database, visit.request("button"), str(visit.payload["value"]))
    modals.show(visit, promises_modal(found))


def submit(visit: Visit) -> None:
    """Record the promise, or correct a known one, and show the idea's page."""
    origin, request = unpacked(visit.payload.get("private_metadata")), visit.request("modal")
    new = _typed(visit)
    made: Promise
    if origin.promise is None:
        made = promises.promise(visit.database, request, origin.number or 0, new)
    else:
        made = promises.rewrite(visit.database, request, origin.promise, new)
    update_to_page(visit, origin, f":handshake: {made.reference} is recorded.")


def submit_withdrawal(visit: Visit) -> None:
    """Withdraw the promise and show the idea's page."""
    origin = unpacked(visit.payload.get("private_metadata"))
    because = _entry(visit, "because", ids.PROMISE_REASON, "value") or ""
    promises.withdraw(visit.database, visit.request("modal"), origin.promise or 0, because)
    update_to_page(visit, origin, f":white_check_mark: P-{origin.promise} is withdrawn.")


def _typed(visit: Visit) -> NewPromise:
    due_on = read_day(_entry(visit, "due_on", ids.PROMISE_DAY, "selected_date"), "due_on")
    if due_on is None:
        raise InvalidInput("Choose the day that was promised.", field="due_on")
    customer = _entry(visit, "customer", ids.CUSTOMER_SELECT, "selected_option") or {}
    sure = _entry(visit, "confidence", ids.PROMISE_SURE, "selected_option")
    return NewPromise(
        customer=str(customer.get("value") or ""),
        due_on=due_on,
        promised_by=_entry(visit, "promised_by", ids.PROMISE_BY, "selected_user") or visit.user_id,
        confidence=DateConfidence(sure["value"]) if sure else None,
        note=_entry(visit, "note", ids.PROMISE_NOTE, "value"),
    )


def _entry(visit: Visit, block: str, action: str, key: str) -> Any:
    return visit.payload["state"]["values"][block][action].get(key)
