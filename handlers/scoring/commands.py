"""/score: estimates for an idea, in a form or in words, and why it stands where it stands."""

from typing import Any

from domain.scoring.commands import (
    AskUsage,
    AskWhy,
    ChooseMethod,
    EditModel,
    EditRubric,
    GiveEstimates,
    ListRounds,
    OpenRound,
    OpenScore,
    StartRound,
    parse_score_command,
)
from domain.text.slack_text import unescape
from handlers.idea_page.forms import origin_of
from handlers.rounds import commands as rounds
from handlers.scoring import rules as scoring_rules
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.scoring import estimates as scoring
from services.scoring import rules
from views.blockkit import ids
from views.ideas.origin import IdeaOrigin, unpacked
from views.scoring.explanation import why_message, why_modal
from views.scoring.forms import score_modal, scored_message, scored_modal, usage_message


def register(board: Switchboard) -> None:
    """Listen to /score, its form, and the buttons that lead to it."""
    board.command("/score", command_score)
    board.view(ids.SCORE_FORM, submit_score)
    board.action(ids.SCORE_OPEN, open_score)
    board.action(ids.SCORE_WHY, open_why)
    scoring_rules.register(board)


def command_score(visit: Visit) -> None:
    """Do what is typed: a number opens the form, estimates are kept, nothing says how."""
    request = visit.request("command")
    match parse_score_command(unescape(str(visit.payload.get("text") or ""))):
        case AskUsage():
            visit.answer(usage_message(rules.page(visit.database, request)))
        case OpenScore(number):
            _show_form(visit, number, IdeaOrigin(visit.channel_id, number))
        case GiveEstimates(number, given):
            page = scoring.give_in_words(visit.database, request, number, given)
            visit.answer(scored_message(page))
        case AskWhy(number):
            answer_why(visit, number)
        case ChooseMethod(words, area):
            scoring_rules.choose(visit, words, area)
        case EditRubric():
            scoring_rules.open_rubrics(visit)
        case EditModel():
            scoring_rules.open_model(visit)
        case StartRound() | OpenRound() | ListRounds() as command:
            _do_rounds(visit, command)


def _do_rounds(visit: Visit, command: StartRound | OpenRound | ListRounds) -> None:
    match command:
        case StartRound(words):
            rounds.command_round(visit, words)
        case OpenRound(number):
            rounds.command_open(visit, number)
        case ListRounds(words):
            rounds.command_list(visit, words)


def open_score(visit: Visit) -> None:
    """Open the form of an idea."""
    _show_form(visit, int(visit.payload["value"]), origin_of(visit))


def submit_score(visit: Visit) -> None:
    """Keep the estimates of the form and show the score."""
    origin = unpacked(visit.payload.get("private_metadata"))
    values: dict[str, Any] = visit.payload["state"]["values"]
    typed = {driver: _typed(fields[ids.SCORE_ESTIMATE]) for driver, fields in values.items()}
    page = scoring.give_in_form(visit.database, visit.request("modal"), origin.number or 0, typed)
    visit.ack(response_action="update", view=scored_modal(page, origin))


def open_why(visit: Visit) -> None:
    """Show why an idea stands where it stands."""
    why = scoring.why(visit.database, visit.request("button"), int(visit.payload["value"]))
    modals.show(visit, why_modal(why, origin_of(visit)))


def answer_why(visit: Visit, number: int) -> None:
    """Answer a command with why an idea stands where it stands."""
    visit.answer(why_message(scoring.why(visit.database, visit.request("command"), number)))


def _show_form(visit: Visit, number: int, origin: IdeaOrigin) -> None:
    page = scoring.page(visit.database, visit.request("button"), number)
    modals.show(visit, score_modal(page, origin))


def _typed(field: dict[str, Any]) -> str:
    chosen = field.get("selected_option") or {}
    return str(chosen.get("value") or field.get("value") or "")
