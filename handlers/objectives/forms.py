"""The forms of objectives as they come back, and what their selects offer."""

from dataclasses import replace

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.objectives.model import Confidence, ObjectiveState
from handlers.ideas.navigation import origin_of
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.idea_page import page as idea_pages
from services.objectives import actions as objectives
from services.objectives import links as objectives_links
from services.objectives import pages as objective_pages
from services.objectives import progress
from services.objectives.progress import Typed
from views.blockkit import ids
from views.blockkit.metadata import FormOrigin, form_origin
from views.idea_page.page import idea_modal
from views.ideas.origin import IdeaOrigin, unpacked
from views.objectives.forms import objective_form, typed_objective
from views.objectives.lines import objective_option
from views.objectives.pages import objective_modal

_SAVED = ":white_check_mark: Saved."


def register(router: Router) -> None:
    """Listen to every form about an objective and to the select of objectives."""
    for callback_id, listener in (
        (ids.OBJECTIVE_FORM, submit_new),
        (ids.OBJECTIVE_EDIT_FORM, submit_edit),
        (ids.OBJECTIVE_REPORT_FORM, submit_report),
        (ids.OBJECTIVE_CLOSE_FORM, submit_close),
        (ids.OBJECTIVE_ADD_IDEAS_FORM, submit_add_ideas),
        (ids.OBJECTIVE_OF_IDEA_FORM, submit_of_idea),
    ):
        router.view(callback_id, listener, permission=Permission.TAKE_PART)
    router.options(ids.OBJECTIVE_SELECT, suggest_objectives, permission=Permission.TAKE_PART)


def submit_new(interaction: Interaction) -> None:
    """Set the objective and show its page."""
    origin = _origin(interaction)
    typed = typed_objective(interaction.form)
    made = objectives.create(interaction.database, interaction.request("modal"), typed)
    note = f":dart: *{made.reference}* is set. Which ideas serve it?"
    _update_to_page(interaction, made.number, origin, note)


def submit_edit(interaction: Interaction) -> None:
    """Save what was edited and show the page; a clash with somebody else's edit is told in the
    form, which keeps what was typed."""
    origin, number = _origin(interaction), _origin(interaction).number or 0
    typed = typed_objective(interaction.form.require("owner", "period", "rhythm"))
    request = interaction.request("modal")
    edited = objectives.edit(interaction.database, request, number, typed, origin.seen)
    if edited.clashes:
        seen = replace(origin, seen=edited.seen)
        view = objective_form(typed, seen, interaction.at.date(), edited.clashes)
        interaction.ack(response_action="update", view=view)
        return
    _update_to_page(interaction, number, origin, _SAVED)


def submit_report(interaction: Interaction) -> None:
    """Keep the report; the question is replaced, or else the page shows it."""
    origin, form = _origin(interaction), interaction.form
    confidence = form.option("confidence", ids.OBJECTIVE_CONFIDENCE)
    if confidence is None:
        raise InvalidInput("Choose how sure you are.", field="confidence")
    typed = Typed(
        value=form.text("value", ids.OBJECTIVE_VALUE),
        confidence=Confidence(confidence),
        note=form.text("note", ids.OBJECTIVE_NOTE),
    )
    url = origin.answer_url
    request = interaction.request("modal")
    progress.report(interaction.database, request, origin.number or 0, typed, answer_url=url)
    if url is None:
        _update_to_page(interaction, origin.number or 0, origin, _SAVED)


def submit_close(interaction: Interaction) -> None:
    """Close the objective; the question is replaced, or else the page shows it."""
    origin, form = _origin(interaction), interaction.form
    chosen = form.option("state", ids.OBJECTIVE_STATE)
    if chosen is None:
        raise InvalidInput("Choose how it ended.", field="state")
    words = form.text("outcome", ids.OBJECTIVE_NOTE)
    number, url = origin.number or 0, origin.answer_url
    state = ObjectiveState(chosen)
    request = interaction.request("modal")
    objectives.close(interaction.database, request, number, state, words, answer_url=url)
    if url is None:
        _update_to_page(interaction, number, origin, ":white_check_mark: It is closed.")


def submit_add_ideas(interaction: Interaction) -> None:
    """Let the chosen ideas serve the objective and show its page."""
    origin, number = _origin(interaction), _origin(interaction).number or 0
    numbers = _numbers(interaction, "ideas", ids.IDEA_SELECT)
    if not numbers:
        raise InvalidInput("Choose at least one idea.", field="ideas")
    objectives_links.add_ideas(interaction.database, interaction.request("modal"), number, numbers)
    _update_to_page(interaction, number, origin, _SAVED)


def submit_of_idea(interaction: Interaction) -> None:
    """Let the idea serve the chosen objectives and show its page."""
    origin = unpacked(interaction.payload.get("private_metadata"))
    number = origin.number or 0
    numbers = _numbers(interaction, "objectives", ids.OBJECTIVE_SELECT)
    objectives_links.set_serving(
        interaction.database, interaction.request("modal"), number, numbers
    )
    page = idea_pages.get(
        interaction.database, interaction.request("modal"), number, origin.channel_id
    )
    interaction.ack(response_action="update", view=idea_modal(page, origin, note=_SAVED))


def suggest_objectives(interaction: Interaction) -> None:
    """Answer the select of open objectives."""
    words = str(interaction.payload.get("value") or "")
    found = objective_pages.suggest(interaction.database, interaction.workspace_id, words)
    interaction.ack(options=[objective_option(one) for one in found])


def show_objective(
    interaction: Interaction, number: int, channel_id: str | None, *, note: str = ""
) -> None:
    """Open the page of an objective, in place of the modal that is open already."""
    page = objective_pages.page(interaction.database, interaction.request("button"), number)
    modals.show(interaction, objective_modal(page, channel_id, note=note))


def origin_for(interaction: Interaction, idea_number: int) -> IdeaOrigin:
    """The origin of a form about an idea that was opened by a button."""
    return replace(origin_of(interaction), number=idea_number)


def is_in_message(interaction: Interaction) -> bool:
    """True for a button in a message that was posted, and not in a private answer."""
    container = interaction.body.get("container") or {}
    return container.get("type") == "message" and not container.get("is_ephemeral")


def _update_to_page(interaction: Interaction, number: int, origin: FormOrigin, note: str) -> None:
    page = objective_pages.page(interaction.database, interaction.request("modal"), number)
    view = objective_modal(page, origin.channel_id, note=note)
    interaction.ack(response_action="update", view=view)


def _numbers(interaction: Interaction, block_id: str, action_id: str) -> list[int]:
    return list(interaction.form.require(block_id).numbers(block_id, action_id))


def _origin(interaction: Interaction) -> FormOrigin:
    return form_origin(interaction.payload.get("private_metadata"))
