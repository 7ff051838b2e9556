"""Promises: recorded in words or in a form, corrected, withdrawn, listed."""

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.dates.days import DateConfidence
from domain.dates.periods import read_day
from domain.roadmap.plan_commands import PromiseIdea, WithdrawPromise
from domain.roadmap.promises import NewPromise, Promise
from domain.text.words import straighten
from handlers.ideas.navigation import origin_of, show_page, update_to_page
from handlers.slack import modals
from handlers.slack.date_notes import with_reading
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
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


def register(router: Router) -> None:
    """Listen to the command, forms and buttons; the words after /idea come through plans."""
    router.subcommand("/roadmap", "promises", command_promises)
    for action_id, listener in (
        (ids.PROMISE_NEW, open_new),
        (ids.PROMISE_MENU, choose),
    ):
        router.action(action_id, listener, permission=Permission.RECORD)
    router.action(ids.PROMISES_PAGE, turn, permission=Permission.TAKE_PART)
    for callback_id, listener in (
        (ids.PROMISE_FORM, submit),
        (ids.PROMISE_WITHDRAW_FORM, submit_withdrawal),
    ):
        router.view(callback_id, listener, permission=Permission.RECORD)


def command_promise(interaction: Interaction, wish: PromiseIdea | WithdrawPromise) -> None:
    """Record or withdraw a promise as typed, and say what stands now."""
    request = interaction.request("command")
    if isinstance(wish, PromiseIdea):
        made = promises.promise_in_words(interaction.database, request, wish.number, wish.words)
    else:
        made = promises.withdraw(interaction.database, request, wish.promise_number, wish.because)
    found = promises.get(interaction.database, request, made.number)
    words = wish.words if isinstance(wish, PromiseIdea) else ""
    interaction.answer(with_reading(interaction, words, promised_message(found)))


def command_promises(interaction: Interaction, words: str) -> None:
    """List promises: open ones, *mine*, or *done*."""
    typed = straighten(words).strip().casefold()
    scope = {**_SCOPES, **_DONE}.get(typed)
    if scope is None:
        raise InvalidInput(
            f"I do not know /roadmap promises {typed[:40]}. "
            "/roadmap promises lists the open ones; add mine, or done."
        )
    found = promises.listed(interaction.database, interaction.request("command"), scope)
    interaction.answer(promises_message(found))


def open_new(interaction: Interaction) -> None:
    """Open the form for a promise on an idea."""
    number = int(interaction.payload["value"])
    page = idea_pages.get(interaction.database, interaction.request("button"), number)
    modals.show(interaction, promise_modal(page.idea, origin_of(interaction), interaction.user_id))


def choose(interaction: Interaction) -> None:
    """Do what was chosen in the menu of a promise."""
    number, _, deed = str(interaction.payload["selected_option"]["value"]).partition(" ")
    request, origin = interaction.request("button"), origin_of(interaction)
    found = promises.get(interaction.database, request, int(number))
    if deed == "open":
        show_page(interaction, found.commitment.idea.number, origin)
    elif deed == "edit":
        made = found.commitment.promise
        modals.show(
            interaction, promise_modal(found.commitment.idea, origin, made.promised_by, made)
        )
    elif deed == "withdraw":
        modals.show(interaction, withdraw_modal(found, origin))
    else:
        promises.reinstate(interaction.database, request, int(number))
        note = f":white_check_mark: P-{number} is open again."
        show_page(interaction, found.commitment.idea.number, origin, note=note)


def turn(interaction: Interaction) -> None:
    """Show the promises of another kind."""
    found = promises.listed(
        interaction.database, interaction.request("button"), str(interaction.payload["value"])
    )
    modals.show(interaction, promises_modal(found))


def submit(interaction: Interaction) -> None:
    """Record the promise, or correct a known one, and show the idea's page."""
    origin, request = (
        unpacked(interaction.payload.get("private_metadata")),
        interaction.request("modal"),
    )
    new = _typed(interaction)
    made: Promise
    if origin.promise is None:
        made = promises.promise(interaction.database, request, origin.number or 0, new)
    else:
        made = promises.rewrite(interaction.database, request, origin.promise, new)
    update_to_page(interaction, origin, f":handshake: {made.reference} is recorded.")


def submit_withdrawal(interaction: Interaction) -> None:
    """Withdraw the promise and show the idea's page."""
    origin = unpacked(interaction.payload.get("private_metadata"))
    because = interaction.form.text("because", ids.PROMISE_REASON)
    promises.withdraw(
        interaction.database, interaction.request("modal"), origin.promise or 0, because
    )
    update_to_page(interaction, origin, f":white_check_mark: P-{origin.promise} is withdrawn.")


def _typed(interaction: Interaction) -> NewPromise:
    form = interaction.form
    due_on = read_day(form.date("due_on", ids.PROMISE_DAY), "due_on")
    if due_on is None:
        raise InvalidInput("Choose the day that was promised.", field="due_on")
    sure = form.option("confidence", ids.PROMISE_SURE)
    return NewPromise(
        customer=form.option("customer", ids.CUSTOMER_SELECT) or "",
        due_on=due_on,
        promised_by=form.user("promised_by", ids.PROMISE_BY) or interaction.user_id,
        confidence=DateConfidence(sure) if sure else None,
        note=form.text("note", ids.PROMISE_NOTE) or None,
    )
