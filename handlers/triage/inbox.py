"""The inbox: one item after the other within one modal, each step one press, and its undo."""

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.triage.steps import TriageAction, TriageInput
from handlers.ideas.navigation import suggest_ideas
from handlers.slack import modals
from handlers.slack.command_words import wordless
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from handlers.triage import bulk as triage_many
from handlers.triage import forms as triage_forms
from handlers.triage import rota
from handlers.triage.position import inbox_at, next_view, spot_of
from services.triage import inbox as triage_inbox
from services.triage import sorting as triage
from views.blockkit import ids
from views.triage.forms import reason_words
from views.triage.inbox import OTHER, InboxPosition, inbox_modal


def register(router: Router) -> None:
    """Listen to everything in the inbox, to the ways to it, and to its forms."""
    router.subcommand("/linchpin", "inbox", wordless(open_inbox))
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
        router.action(action_id, listener, permission=Permission.RECORD)
    router.options(ids.TRIAGE_IDEA, suggest_ideas, permission=Permission.RECORD)
    triage_forms.register(router)
    triage_many.register(router)
    rota.register(router)


def open_inbox(interaction: Interaction) -> None:
    """Open the inbox at what waits for the longest time."""
    _open(interaction, None)


def open_item(interaction: Interaction) -> None:
    """Open the inbox at an item; one that is sorted says so, and the next one is shown."""
    _open(interaction, int(interaction.payload["value"]))


def link(interaction: Interaction) -> None:
    """Make the item evidence for an idea that is like it."""
    number, _, idea = str(interaction.payload["value"]).partition(" ")
    _sort(interaction, int(number), TriageInput(TriageAction.LINK, idea_number=int(idea)))


def link_found(interaction: Interaction) -> None:
    """Make the item evidence for the idea that was looked up."""
    option = interaction.payload.get("selected_option") or {}
    _sort(
        interaction,
        _current(interaction),
        TriageInput(TriageAction.LINK, idea_number=int(option["value"])),
    )


def dismiss(interaction: Interaction) -> None:
    """Put the item aside for the reason chosen, or open the form for other words."""
    number, _, reason = str(interaction.payload["selected_option"]["value"]).partition(" ")
    if reason == OTHER:
        triage_forms.open_dismiss(interaction, int(number))
        return
    _sort(
        interaction, int(number), TriageInput(TriageAction.DISMISS, reason=reason_words(reason, ""))
    )


def assign(interaction: Interaction) -> None:
    """Give the item to a person."""
    wish = TriageInput(TriageAction.ASSIGN, user_id=interaction.payload.get("selected_user"))
    _sort(interaction, _current(interaction), wish)


def use_area(interaction: Interaction) -> None:
    """File the item under the suggested area, and stay at it."""
    number, _, area = str(interaction.payload["value"]).partition(" ")
    _sort(interaction, int(number), TriageInput(TriageAction.AREA, area=area), stays=True)


def later(interaction: Interaction) -> None:
    """Put the item off until tomorrow."""
    _sort(interaction, int(interaction.payload["value"]), TriageInput(TriageAction.LATER))


def skip(interaction: Interaction) -> None:
    """Show the item after this one."""
    interaction.ack()
    modals.replace(
        interaction,
        inbox_at(interaction, spot_of(interaction), after=int(interaction.payload["value"])),
    )


def back(interaction: Interaction) -> None:
    """Show the item before this one."""
    interaction.ack()
    modals.replace(
        interaction,
        inbox_at(interaction, spot_of(interaction), before=int(interaction.payload["value"])),
    )


def undo(interaction: Interaction) -> None:
    """Undo the step just taken, and show its first item again."""
    done = triage.undo(
        interaction.database, interaction.request("button"), int(interaction.payload["value"])
    )
    interaction.ack()
    if triage_many.is_list(interaction):
        triage_many.show_undone(interaction, done)
        return
    spot = spot_of(interaction)
    taken = len(done.numbers) if done.deed.takes_away else 0
    first = done.numbers[0] if done.numbers else spot.number
    before = InboxPosition(spot.number, max(spot.done - taken, 0), spot.narrow)
    modals.replace(interaction, inbox_at(interaction, before, done, number=first))


def _open(interaction: Interaction, number: int | None) -> None:
    request, spot = interaction.request("button"), spot_of(interaction)
    inbox = triage_inbox.open_at(interaction.database, request, spot.narrow, number=number)
    gone = None
    if number is not None and (inbox.item is None or inbox.item.feedback.number != number):
        gone = triage.fate(interaction.database, request, number)
    modals.show(interaction, inbox_modal(inbox, spot, interaction.at, gone))


def _sort(interaction: Interaction, number: int, wish: TriageInput, *, stays: bool = False) -> None:
    done = triage.sort(interaction.database, interaction.request("button"), [number], wish)
    interaction.ack()
    spot = spot_of(interaction)
    if stays and done.numbers:
        modals.replace(interaction, inbox_at(interaction, spot, done, number=number))
        return
    modals.replace(interaction, next_view(interaction, spot, done, number))


def _current(interaction: Interaction) -> int:
    number = spot_of(interaction).number
    if number is None:
        raise InvalidInput("This inbox is out of date. Close it and open it again.")
    return number
