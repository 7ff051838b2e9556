"""Many at once: boxes to tick, one thing to do with all that are ticked, and what became of it."""

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.triage.steps import TriageAction, TriageInput, TriageResult
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from handlers.triage.position import inbox_at, spot_of
from services.triage import inbox as triage_inbox
from services.triage import sorting as triage
from views.blockkit import ids
from views.blockkit.form_state import FormState
from views.triage.bulk import many_modal, many_spot, tick_blocks, ticked
from views.triage.forms import reason_words


def register(router: Router) -> None:
    """Listen to the list's button, to its pages and to its form."""
    router.action(ids.TRIAGE_MANY, open_many, permission=Permission.RECORD)
    router.action(ids.TRIAGE_MANY_TURN, turn, permission=Permission.RECORD)
    router.view(ids.TRIAGE_MANY_FORM, submit, permission=Permission.RECORD)


def open_many(interaction: Interaction) -> None:
    """Show the list upon the inbox."""
    spot = spot_of(interaction)
    page = triage_inbox.page(interaction.database, interaction.request("button"), spot.narrow, 0)
    modals.push(interaction, many_modal(page, spot))


def turn(interaction: Interaction) -> None:
    """Show another page, or this one with all boxes ticked or none."""
    offset, _, is_all = str(interaction.payload["value"]).partition(" ")
    spot, _here = many_spot(interaction.body["view"].get("private_metadata"))
    page = triage_inbox.page(
        interaction.database, interaction.request("button"), spot.narrow, int(offset)
    )
    modals.replace(interaction, many_modal(page, spot, is_all=is_all == "1"))


def submit(interaction: Interaction) -> None:
    """Do it with all that are ticked; the list says what was done and what was not."""
    form = interaction.form
    numbers = ticked(form)
    if not numbers:
        raise InvalidInput("Tick what you mean first.", field=next(iter(tick_blocks(form)), None))
    done = triage.sort(interaction.database, interaction.request("modal"), numbers, _wish(form))
    spot, offset = many_spot(interaction.payload.get("private_metadata"))
    page = triage_inbox.page(
        interaction.database, interaction.request("button"), spot.narrow, offset
    )
    interaction.ack(response_action="update", view=many_modal(page, spot, done=done))
    modals.renew_below(interaction, lambda: inbox_at(interaction, spot))


def is_list(interaction: Interaction) -> bool:
    """True when what was pressed stands in the list."""
    return "offset" in str((interaction.body.get("view") or {}).get("private_metadata"))


def show_undone(interaction: Interaction, done: TriageResult) -> None:
    """Show the list again after its last step was undone, and the inbox below it."""
    spot, offset = many_spot(interaction.body["view"].get("private_metadata"))
    page = triage_inbox.page(
        interaction.database, interaction.request("button"), spot.narrow, offset
    )
    modals.replace(interaction, many_modal(page, spot, done=done))
    modals.renew_below(interaction, lambda: inbox_at(interaction, spot))


def _wish(form: FormState) -> TriageInput:
    idea = form.number("idea", ids.TRIAGE_IDEA)
    reason = form.option("dismiss", ids.TRIAGE_REASON)
    person = form.user("person", ids.TRIAGE_ASSIGN)
    area = form.option("area", ids.AREA_SELECT)
    chosen = {
        "idea": TriageInput(TriageAction.LINK, idea_number=idea) if idea else None,
        "dismiss": TriageInput(TriageAction.DISMISS, reason=reason_words(reason, ""))
        if reason
        else None,
        "person": TriageInput(TriageAction.ASSIGN, user_id=person) if person else None,
        "area": TriageInput(TriageAction.AREA, area=area) if area else None,
    }
    wishes = {name: wish for name, wish in chosen.items() if wish is not None}
    if len(wishes) != 1:
        field = list(wishes)[1] if wishes else "idea"
        raise InvalidInput("Choose one of these four, and leave the others empty.", field=field)
    return next(iter(wishes.values()))
