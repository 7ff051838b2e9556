"""The forms of objectives as they come back, and what their selects offer."""

from dataclasses import replace

from domain.core.errors import InvalidInput
from domain.objectives.model import Confidence, ObjectiveState
from handlers.idea_page.forms import origin_of
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.idea_page import page as idea_pages
from services.objectives import actions as objectives
from services.objectives import pages as objective_pages
from services.objectives import progress
from services.objectives.progress import Typed
from views.blockkit import ids
from views.blockkit.form_metadata import FormOrigin, form_origin
from views.idea_page.page import idea_modal
from views.ideas.origin import IdeaOrigin, unpacked
from views.objectives.forms import objective_form, typed_objective
from views.objectives.pages import objective_modal, objective_option

_SAVED = ":white_check_mark: Saved."


def register(board: Switchboard) -> None:
    """Listen to every form about an objective and to the select of objectives."""
    for callback_id, listener in (
        (ids.OBJECTIVE_FORM, submit_new),
        (ids.OBJECTIVE_EDIT_FORM, submit_edit),
        (ids.OBJECTIVE_REPORT_FORM, submit_report),
        (ids.OBJECTIVE_CLOSE_FORM, submit_close),
        (ids.OBJECTIVE_ADD_IDEAS_FORM, submit_add_ideas),
        (ids.OBJECTIVE_OF_IDEA_FORM, submit_of_idea),
    ):
        board.view(callback_id, listener)
    board.options(ids.OBJECTIVE_SELECT, suggest_objectives)


def submit_new(visit: Visit) -> None:
    """Set the objective and show its page."""
    origin = _origin(visit)
    typed = typed_objective(visit.payload["state"]["values"])
    made = objectives.create(visit.database, visit.request("modal"), typed)
    note = f":dart: *{made.reference}* is set. Which ideas serve it?"
    _update_to_page(visit, made.number, origin, note)


def submit_edit(visit: Visit) -> None:
    """Save what was edited and show the page; a clash with somebody else's edit is told in the
    form, which keeps what was typed."""
    origin, number = _origin(visit), _origin(visit).number or 0
    typed = typed_objective(visit.payload["state"]["values"])
    request = visit.request("modal")
    edited = objectives.edit(visit.database, request, number, typed, origin.seen)
    if edited.clashes:
        seen = replace(origin, seen=edited.seen)
        view = objective_form(typed, seen, visit.at.date(), edited.clashes)
        visit.ack(response_action="update", view=view)
        return
    _update_to_page(visit, number, origin, _SAVED)


def submit_report(visit: Visit) -> None:
    """Keep the report; the question is replaced, or else the page shows it."""
    origin, values = _origin(visit), visit.payload["state"]["values"]
    chosen = values["confidence"][ids.OBJECTIVE_CONFIDENCE].get("selected_option") or {}
    if not chosen:
        raise InvalidInput("Choose how sure you are.", field="confidence")
    typed = Typed(
        value=values["value"][ids.OBJECTIVE_VALUE].get("value") or "",
        confidence=Confidence(chosen["value"]),
        note=values["note"][ids.OBJECTIVE_NOTE].get("value") or "",
    )
    url = origin.answer_url
    request = visit.request("modal")
    progress.report(visit.database, request, origin.number or 0, typed, answer_url=url)
    if url is None:
        _update_to_page(visit, origin.number or 0, origin, _SAVED)


def submit_close(visit: Visit) -> None:
    """Close the objective; the question is replaced, or else the page shows it."""
    origin, values = _origin(visit), visit.payload["state"]["values"]
    chosen = values["state"][ids.OBJECTIVE_STATE].get("selected_option") or {}
    if not chosen:
        raise InvalidInput("Choose how it ended.", field="state")
    words = values["outcome"][ids.OBJECTIVE_NOTE].get("value") or ""
    number, url = origin.number or 0, origin.answer_url
    state = ObjectiveState(chosen["value"])
    request = visit.request("modal")
    objectives.close(visit.database, request, number, state, words, answer_url=url)
    if url is None:
        _update_to_page(visit, number, origin, ":white_check_mark: It is closed.")


def submit_add_ideas(visit: Visit) -> None:
    """Let the chosen ideas serve the objective and show its page."""
    origin, number = _origin(visit), _origin(visit).number or 0
    numbers = _numbers(visit, "ideas", ids.IDEA_SELECT)
    if not numbers:
        raise InvalidInput("Choose at least one idea.", field="ideas")
    objectives.add_ideas(visit.database, visit.request("modal"), number, numbers)
    _update_to_page(visit, number, origin, _SAVED)


def submit_of_idea(visit: Visit) -> None:
    """Let the idea serve the chosen objectives and show its page."""
    origin = unpacked(visit.payload.get("private_metadata"))
    number = origin.number or 0
    numbers = _numbers(visit, "objectives", ids.OBJECTIVE_SELECT)
    objectives.set_serving(visit.database, visit.request("modal"), number, numbers)
    page = idea_pages.get(visit.database, visit.request("modal"), number, origin.channel_id)
    visit.ack(response_action="update", view=idea_modal(page, origin, note=_SAVED))


def suggest_objectives(visit: Visit) -> None:
    """Answer the select of open objectives."""
    words = str(visit.payload.get("value") or "")
    found = objective_pages.suggest(visit.database, visit.workspace_id, words)
    visit.ack(options=[objective_option(one) for one in found])


def show_objective(visit: Visit, number: int, channel_id: str | None, *, note: str = "") -> None:
    """Open the page of an objective, in place of the modal that is open already."""
    page = objective_pages.page(visit.database, visit.request("button"), number)
    modals.show(visit, objective_modal(page, channel_id, note=note))


def origin_for(visit: Visit, idea_number: int) -> IdeaOrigin:
    """The origin of a form about an idea that was opened by a button."""
    return replace(origin_of(visit), number=idea_number)


def is_in_message(visit: Visit) -> bool:
    """True for a button in a message that was posted, and not in a private answer."""
    container = visit.body.get("container") or {}
    return container.get("type") == "message" and not container.get("is_ephemeral")


def _update_to_page(visit: Visit, number: int, origin: FormOrigin, note: str) -> None:
    page = objective_pages.page(visit.database, visit.request("modal"), number)
    view = objective_modal(page, origin.channel_id, note=note)
    visit.ack(response_action="update", view=view)


def _numbers(visit: Visit, block_id: str, action_id: str) -> list[int]:
    chosen = visit.payload["state"]["values"][block_id][action_id].get("selected_options") or []
    return [int(one["value"]) for one in chosen]


def _origin(visit: Visit) -> FormOrigin:
    return form_origin(visit.payload.get("private_metadata"))
