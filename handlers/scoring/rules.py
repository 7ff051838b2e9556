"""The rules of scoring: the method, the rubrics and the team's own model, in forms and words."""

from typing import Any

from domain.core.errors import InvalidInput
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.scoring import rules
from views.blockkit import ids
from views.scoring.rules import (
    chosen_message,
    chosen_modal,
    method_modal,
    model_modal,
    rubric_modal,
    rubrics_modal,
)


def register(board: Switchboard) -> None:
    """Listen to the forms of the rules."""
    for callback_id, listener in (
        (ids.SCORE_METHOD_FORM, submit_method),
        (ids.SCORE_RUBRIC_FORM, submit_rubric),
        (ids.SCORE_MODEL_FORM, submit_model),
    ):
        board.view(callback_id, listener)
    board.action(ids.SCORE_RUBRIC_OPEN, open_rubric)


def choose(visit: Visit, words: str, area: str | None) -> None:
    """Choose the method that is typed; without one open the form."""
    request = visit.request("command")
    if not words:
        modals.show(visit, method_modal(rules.manage(visit.database, request)))
        return
    message = chosen_message(rules.choose(visit.database, request, words, area))
    visit.answer(message)


def open_rubrics(visit: Visit) -> None:
    """Show the rubrics of the method that holds."""
    modals.show(visit, rubrics_modal(rules.manage(visit.database, visit.request("command"))))


def open_model(visit: Visit) -> None:
    """Open the form of the team's own model."""
    modals.show(visit, model_modal(rules.manage(visit.database, visit.request("command"))))


def open_rubric(visit: Visit) -> None:
    """Turn the list of rubrics into the form of one driver."""
    key = str(visit.payload["value"])
    modals.show(visit, rubric_modal(rules.driver(visit.database, visit.request("button"), key)))


def submit_method(visit: Visit) -> None:
    """Choose the method of the form."""
    values = _values(visit)
    chosen = values["method"][ids.SCORE_METHOD].get("selected_option")
    if not chosen:
        raise InvalidInput("Choose a method.", field="method")
    area = (values["area"][ids.AREA_SELECT].get("selected_option") or {}).get("value")
    page = rules.choose(visit.database, visit.request("modal"), str(chosen["value"]), area)
    visit.ack(response_action="update", view=chosen_modal(page))


def submit_rubric(visit: Visit) -> None:
    """Keep the words of one driver and show all rubrics."""
    words = {
        choice: fields[ids.SCORE_RUBRIC].get("value") or ""
        for choice, fields in _values(visit).items()
    }
    request = visit.request("modal")
    rules.word(visit.database, request, str(visit.payload["private_metadata"]), words)
    visit.ack(response_action="update", view=rubrics_modal(rules.page(visit.database, request)))


def submit_model(visit: Visit) -> None:
    """Keep the team's own model and say what is scored by it."""
    values = _values(visit)
    lines = values["lines"][ids.SCORE_MODEL_LINES].get("value") or ""
    formula = values["formula"][ids.SCORE_MODEL_FORMULA].get("value") or ""
    page = rules.write_model(visit.database, visit.request("modal"), lines, formula)
    visit.ack(response_action="update", view=chosen_modal(page))


def _values(visit: Visit) -> dict[str, Any]:
    values: dict[str, Any] = visit.payload["state"]["values"]
    return values
