"""The forms upon the inbox: new idea, ask back, dismiss in own words, filter, what is set aside."""

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.triage.steps import TriageAction, TriageInput
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
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
from views.triage.inbox import InboxPosition, inbox_modal


def register(router: Router) -> None:
    """Listen to the buttons that open the forms, and to the forms."""
    for action_id, listener in (
        (ids.TRIAGE_FILE, open_file),
        (ids.TRIAGE_ASK, open_ask),
        (ids.TRIAGE_FILTER, open_filter),
        (ids.TRIAGE_ASIDE, open_aside),
    ):
        router.action(action_id, listener, permission=Permission.RECORD)
    for callback_id, listener in (
        (ids.TRIAGE_FILE_FORM, submit_file),
        (ids.TRIAGE_ASK_FORM, submit_ask),
        (ids.TRIAGE_DISMISS_FORM, submit_dismiss),
        (ids.TRIAGE_FILTER_FORM, submit_filter),
    ):
        router.view(callback_id, listener, permission=Permission.RECORD)


def open_file(interaction: Interaction) -> None:
    """Open the form for a new idea upon the inbox."""
    request, number = interaction.request("button"), int(interaction.payload["value"])
    found, _can_ask = triage_inbox.to_sort(interaction.database, request, number)
    suggestion = triage_inbox.area_for(interaction.database, request, found)
    modals.push(interaction, file_modal(found, spot_of(interaction), suggestion))


def open_ask(interaction: Interaction) -> None:
    """Open the form that asks back upon the inbox."""
    number = int(interaction.payload["value"])
    found, can_ask = triage_inbox.to_sort(
        interaction.database, interaction.request("button"), number
    )
    modals.push(interaction, ask_modal(found, spot_of(interaction), in_thread=can_ask))


def open_dismiss(interaction: Interaction, number: int) -> None:
    """Open the form that dismisses in own words upon the inbox."""
    found, _can_ask = triage_inbox.to_sort(
        interaction.database, interaction.request("button"), number
    )
    modals.push(interaction, dismiss_modal(found, spot_of(interaction)))


def open_filter(interaction: Interaction) -> None:
    """Open the form that chooses what the inbox shows."""
    modals.push(interaction, filter_modal(spot_of(interaction)))


def open_aside(interaction: Interaction) -> None:
    """Show what waits for an answer or was put off, in place of the inbox."""
    spot = spot_of(interaction)
    lines = triage_inbox.aside(interaction.database, interaction.request("button"), spot.narrow)
    modals.replace(interaction, aside_modal(lines, spot))


def submit_file(interaction: Interaction) -> None:
    """File the idea with the item as its evidence; the next item is there already."""
    form = interaction.form
    _sort(
        interaction,
        TriageInput(
            TriageAction.FILE,
            title=form.text("title", ids.IDEA_TITLE),
            description=form.text("description", ids.IDEA_DESCRIPTION),
            area=form.option("area", ids.AREA_SELECT),
        ),
    )


def submit_ask(interaction: Interaction) -> None:
    """Ask who said or saved the item."""
    where = interaction.form.option("where", ids.TRIAGE_WHERE)
    question = interaction.form.text("question", ids.TRIAGE_QUESTION)
    _sort(
        interaction,
        TriageInput(TriageAction.ASK, question=question, in_thread=where == THREAD),
        field="question",
    )


def submit_dismiss(interaction: Interaction) -> None:
    """Put the item aside with the reason given, and tell the person if wished."""
    form = interaction.form
    own = form.text("words", ids.TRIAGE_QUESTION)
    reason = reason_words(form.option("reason", ids.TRIAGE_REASON), own)
    if not reason:
        raise InvalidInput("Choose a reason, or say it in your own words.", field="words")
    is_told = form.is_ticked("tell", ids.TRIAGE_TELL)
    _sort(interaction, TriageInput(TriageAction.DISMISS, reason=reason, is_told=is_told))


def submit_filter(interaction: Interaction) -> None:
    """Show the part of the inbox that was chosen, from its beginning."""
    spot = InboxPosition(narrow=narrow_of(interaction.form))
    request = interaction.request("button")
    found = triage_inbox.open_at(interaction.database, request, spot.narrow)
    interaction.ack()
    modals.renew_below(interaction, lambda: inbox_modal(found, spot, interaction.at))


def _sort(interaction: Interaction, wish: TriageInput, field: str | None = None) -> None:
    """Do it, close the form, and show the next item below it; ``field`` shows why it cannot."""
    spot = InboxPosition.unpacked(interaction.payload.get("private_metadata"))
    number = spot.number or 0
    done = triage.sort(interaction.database, interaction.request("modal"), [number], wish)
    if (
        field is not None
        and done.refused
        and triage_inbox.waits(interaction.database, interaction.workspace_id, number)
    ):
        raise InvalidInput(done.refused[0][1], field=field)
    view = next_view(interaction, spot, done, number)
    interaction.ack()
    modals.renew_below(interaction, lambda: view)
