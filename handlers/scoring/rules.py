"""The rules of scoring: the method, the rubrics and the team's own model, in forms and words."""

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
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


def register(router: Router) -> None:
    """Listen to the forms of the rules."""
    for callback_id, listener in (
        (ids.SCORE_METHOD_FORM, submit_method),
        (ids.SCORE_RUBRIC_FORM, submit_rubric),
        (ids.SCORE_MODEL_FORM, submit_model),
    ):
        router.view(callback_id, listener, permission=Permission.RECORD)
    router.action(ids.SCORE_RUBRIC_OPEN, open_rubric, permission=Permission.RECORD)


def choose(interaction: Interaction, words: str, area: str | None) -> None:
    """Choose the method that is typed; without one open the form."""
    request = interaction.request("command")
    if not words:
        modals.show(interaction, method_modal(rules.manage(interaction.database, request)))
        return
    message = chosen_message(rules.choose(interaction.database, request, words, area))
    interaction.answer(message)


def open_rubrics(interaction: Interaction) -> None:
    """Show the rubrics of the method that holds."""
    modals.show(
        interaction,
        rubrics_modal(rules.manage(interaction.database, interaction.request("command"))),
    )


def open_model(interaction: Interaction) -> None:
    """Open the form of the team's own model."""
    modals.show(
        interaction, model_modal(rules.manage(interaction.database, interaction.request("command")))
    )


def open_rubric(interaction: Interaction) -> None:
    """Turn the list of rubrics into the form of one driver."""
    key = str(interaction.payload["value"])
    modals.show(
        interaction,
        rubric_modal(rules.driver(interaction.database, interaction.request("button"), key)),
    )


def submit_method(interaction: Interaction) -> None:
    """Choose the method of the form."""
    method = interaction.form.option("method", ids.SCORE_METHOD)
    if method is None:
        raise InvalidInput("Choose a method.", field="method")
    area = interaction.form.option("area", ids.AREA_SELECT)
    page = rules.choose(interaction.database, interaction.request("modal"), method, area)
    interaction.ack(response_action="update", view=chosen_modal(page))


def submit_rubric(interaction: Interaction) -> None:
    """Keep the words of one driver and show all rubrics."""
    form = interaction.form
    words = {choice: form.text(choice, ids.SCORE_RUBRIC) for choice in form}
    request = interaction.request("modal")
    rules.word(interaction.database, request, str(interaction.payload["private_metadata"]), words)
    interaction.ack(
        response_action="update", view=rubrics_modal(rules.page(interaction.database, request))
    )


def submit_model(interaction: Interaction) -> None:
    """Keep the team's own model and say what is scored by it."""
    lines = interaction.form.text("lines", ids.SCORE_MODEL_LINES)
    formula = interaction.form.text("formula", ids.SCORE_MODEL_FORMULA)
    page = rules.write_model(interaction.database, interaction.request("modal"), lines, formula)
    interaction.ack(response_action="update", view=chosen_modal(page))
