"""/score: estimates for an idea, in a form or in words, and why it stands where it stands."""

from domain.core.people import Permission
from domain.scoring.commands import (
    AskUsage,
    AskWhy,
    ChooseMethod,
    EditModel,
    EditRubric,
    GiveEstimates,
    OpenScore,
    parse_score_command,
)
from domain.text.slack_text import unescape
from handlers.ideas.navigation import origin_of
from handlers.scoring import ranking
from handlers.scoring import rules as scoring_rules
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.scoring import estimates as scoring
from services.scoring import rules
from views.blockkit import ids
from views.ideas.origin import IdeaOrigin, unpacked
from views.scoring.explanation import why_message, why_modal
from views.scoring.forms import score_modal, scored_message, scored_modal, usage_message


def register(router: Router) -> None:
    """Listen to /score, its form, and the buttons that lead to it."""
    router.command("/score", command_score, permission=Permission.TAKE_PART)
    router.view(ids.SCORE_FORM, submit_score, permission=Permission.TAKE_PART)
    router.action(ids.SCORE_OPEN, open_score, permission=Permission.TAKE_PART)
    router.action(ids.SCORE_WHY, open_why, permission=Permission.TAKE_PART)
    scoring_rules.register(router)
    ranking.register(router)


def command_score(interaction: Interaction) -> None:
    """Do what is typed: a number opens the form, estimates are kept, nothing says how."""
    request = interaction.request("command")
    match parse_score_command(unescape(str(interaction.payload.get("text") or ""))):
        case AskUsage():
            interaction.answer(usage_message(rules.page(interaction.database, request)))
        case OpenScore(number):
            _show_form(interaction, number, IdeaOrigin(interaction.channel_id, number))
        case GiveEstimates(number, given):
            page = scoring.give_in_words(interaction.database, request, number, given)
            interaction.answer(scored_message(page))
        case AskWhy(number):
            answer_why(interaction, number)
        case ChooseMethod(words, area):
            scoring_rules.choose(interaction, words, area)
        case EditRubric():
            scoring_rules.open_rubrics(interaction)
        case EditModel():
            scoring_rules.open_model(interaction)


def open_score(interaction: Interaction) -> None:
    """Open the form of an idea."""
    _show_form(interaction, int(interaction.payload["value"]), origin_of(interaction))


def submit_score(interaction: Interaction) -> None:
    """Keep the estimates of the form and show the score."""
    origin = unpacked(interaction.payload.get("private_metadata"))
    form = interaction.form
    typed = {driver: form.answer(driver, ids.SCORE_ESTIMATE) for driver in form}
    page = scoring.give_in_form(
        interaction.database, interaction.request("modal"), origin.number or 0, typed
    )
    interaction.ack(response_action="update", view=scored_modal(page, origin))


def open_why(interaction: Interaction) -> None:
    """Show why an idea stands where it stands."""
    why = scoring.why(
        interaction.database, interaction.request("button"), int(interaction.payload["value"])
    )
    modals.show(interaction, why_modal(why, origin_of(interaction)))


def answer_why(interaction: Interaction, number: int) -> None:
    """Answer a command with why an idea stands where it stands."""
    interaction.answer(
        why_message(scoring.why(interaction.database, interaction.request("command"), number))
    )


def _show_form(interaction: Interaction, number: int, origin: IdeaOrigin) -> None:
    page = scoring.page(interaction.database, interaction.request("button"), number)
    modals.show(interaction, score_modal(page, origin))
