"""The inbox: one item after the other within one modal, each step one press, and its undo."""

from domain.core.errors import InvalidInput
from domain.triage.steps import Deed, Wish
from handlers.idea_page.forms import suggest_ideas
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from handlers.triage import bulk as triage_many
from handlers.triage import forms as triage_forms
from handlers.triage import rota
from handlers.triage.position import inbox_at, next_view, spot_of
from services.triage import inbox as triage_inbox
from services.triage import sorting as triage
from views.blockkit import ids
from views.triage.forms import reason_words
from views.triage.inbox import OTHER, Spot, inbox_modal


def register(board: Switchboard) -> None:
    """Listen to everything in the inbox, to the ways to it, and to its forms."""
    for action_id, listener in (
        (ids.TRIAGE_INBOX, open_inbox),
        (ids.TRIAGE_OPEN, open_item),
        (ids.TRIAGE_LINK, link),
        (ids.TRIAGE_IDEA, link_found),
        (ids.TRIAGE_DISMISS, dismiss),
        (ids.TRIAGE_ASSIGN, assign),
        (ids.TRIAGE_AREA, use_area),
        (ids.TRIAGE_LATER, later),
        (ids.TRIAGE_SKIP, skip),
        (ids.TRIAGE_BACK, back),
        (ids.TRIAGE_UNDO, undo),
    ):
        board.action(action_id, listener)
    board.options(ids.TRIAGE_IDEA, suggest_ideas)
    triage_forms.register(board)
    triage_many.register(board)
    rota.register(board)


def command_inbox(visit: Visit) -> None:
    """Open the inbox at what waits for the longest time."""
    open_inbox(visit)


def open_inbox(visit: Visit) -> None:
    """Open the inbox at what waits for the longest time."""
    _open(visit, None)


def open_item(visit: Visit) -> None:
    """Open the inbox at an item; one that is sorted says so, and the next one is shown."""
    _open(visit, int(visit.payload["value"]))


def link(visit: Visit) -> None:
    """Make the item evidence for an idea that is like it."""
    number, _, idea = str(visit.payload["value"]).partition(" ")
    _sort(visit, int(number), Wish(Deed.LINK, idea_number=int(idea)))


def link_found(visit: Visit) -> None:
    """Make the item evidence for the idea that was looked up."""
    option = visit.payload.get("selected_option") or {}
    _sort(visit, _current(visit), Wish(Deed.LINK, idea_number=int(option["value"])))


def dismiss(visit: Visit) -> None:
    """Put the item aside for the reason chosen, or open the form for other words."""
    number, _, reason = str(visit.payload["selected_option"]["value"]).partition(" ")
    if reason == OTHER:
        triage_forms.open_dismiss(visit, int(number))
        return
    _sort(visit, int(number), Wish(Deed.DISMISS, reason=reason_words(reason, "")))


def assign(visit: Visit) -> None:
    """Give the item to a person."""
    wish = Wish(Deed.ASSIGN, user_id=visit.payload.get("selected_user"))
    _sort(visit, _current(visit), wish)


def use_area(visit: Visit) -> None:
    """File the item under the suggested area, and stay at it."""
    number, _, area = str(visit.payload["value"]).partition(" ")
    _sort(visit, int(number), Wish(Deed.AREA, area=area), stays=True)


def later(visit: Visit) -> None:
    """Put the item off until tomorrow."""
    _sort(visit, int(visit.payload["value"]), Wish(Deed.LATER))


def skip(visit: Visit) -> None:
    """Show the item after this one."""
    visit.ack()
    modals.replace(visit, inbox_at(visit, spot_of(visit), after=int(visit.payload["value"])))


def back(visit: Visit) -> None:
    """Show the item before this one."""
    visit.ack()
    modals.replace(visit, inbox_at(visit, spot_of(visit), before=int(visit.payload["value"])))


def undo(visit: Visit) -> None:
    """Undo the step just taken, and show its first item again."""
    done = triage.undo(visit.database, visit.request("button"), int(visit.payload["value"]))
    visit.ack()
    if triage_many.is_list(visit):
        triage_many.show_undone(visit, done)
        return
    spot = spot_of(visit)
    taken = len(done.numbers) if done.deed.takes_away else 0
    first = done.numbers[0] if done.numbers else spot.number
    before = Spot(spot.number, max(spot.done - taken, 0), spot.narrow)
    modals.replace(visit, inbox_at(visit, before, done, number=first))


def _open(visit: Visit, number: int | None) -> None:
    request, spot = visit.request("button"), spot_of(visit)
    inbox = triage_inbox.open_at(visit.database, request, spot.narrow, number=number)
    gone = None
    if number is not None and (inbox.item is None or inbox.item.feedback.number != number):
        gone = triage.fate(visit.database, request, number)
    modals.show(visit, inbox_modal(inbox, spot, visit.at, gone))


def _sort(visit: Visit, number: int, wish: Wish, *, stays: bool = False) -> None:
    done = triage.sort(visit.database, visit.request("button"), [number], wish)
    visit.ack()
    spot = spot_of(visit)
    if stays and done.numbers:
        modals.replace(visit, inbox_at(visit, spot, done, number=number))
        return
    modals.replace(visit, next_view(visit, spot, done, number))


def _current(visit: Visit) -> int:
    number = spot_of(visit).number
    if number is None:
        raise InvalidInput("This inbox is out of date. Close it and open it again.")
    return number
