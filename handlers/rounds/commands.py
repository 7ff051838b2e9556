"""Blind scoring rounds: started, answered in private, led by their owner, explained at the end."""

from datetime import datetime
from typing import Any

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.rounds.ballots import Count
from domain.rounds.commands import RoundInput, parse_round
from domain.rounds.model import RoundForm, RoundPage
from domain.rounds.results import Result
from domain.text.slack_text import unescape
from domain.text.words import parse_reference, straighten
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.rounds import actions as rounds
from services.rounds import lifecycle as round_life
from services.rounds import pages as round_pages
from services.rounds.actions import RoundRequest
from services.workspace import user_groups
from views.blockkit import ids
from views.blockkit.form_state import FormState
from views.rounds.forms import (
    answer_modal,
    extend_modal,
    page_modal,
    said_modal,
    start_modal,
    why_modal,
)
from views.rounds.lists import list_message, list_modal
from views.rounds.parts import unpacked
from views.rounds.results import result_modal, started_message, started_modal


def register(router: Router) -> None:
    """Listen to the commands, forms and buttons of rounds."""
    router.subcommand("/score", "round", command_score_round)
    router.subcommand("/score", "rounds", command_list)
    router.subcommand("/linchpin", "rounds", command_list)
    router.reference("R", command_open, "/score")
    router.reference("R", command_open)
    for callback_id, submitted in (
        (ids.ROUND_START_FORM, submit_start),
        (ids.ROUND_ANSWER_FORM, submit_answer),
        (ids.ROUND_EXTEND_FORM, submit_extend),
        (ids.ROUND_WHY_FORM, submit_why),
    ):
        router.view(callback_id, submitted, permission=Permission.TAKE_PART)
    for action_id, pressed in (
        (ids.ROUND_NEW, open_start),
        (ids.ROUND_OPEN, open_round),
        (ids.ROUND_ANSWER, open_answer),
        (ids.ROUND_ANSWER_IDEA, open_answer_of_idea),
        (ids.ROUND_LIST, open_list),
        (ids.ROUND_REMIND, remind),
        (ids.ROUND_REVEAL, reveal),
        (ids.ROUND_EXTEND, open_extend),
        (ids.ROUND_CANCEL, cancel),
        (ids.ROUND_WHY, open_why),
    ):
        router.action(action_id, pressed, permission=Permission.TAKE_PART)


def command_score_round(interaction: Interaction, words: str) -> None:
    """Open the round whose number follows /score round, or start one."""
    typed = straighten(unescape(words)).strip()
    reference = parse_reference(typed)
    if reference is not None and reference.kind == "R":
        command_open(interaction, reference.number)
    else:
        command_round(interaction, typed)


def command_round(interaction: Interaction, words: str) -> None:
    """Start a round in words, or open its form with what was said so far."""
    request = interaction.request("command")
    wish = user_groups.with_members(interaction.database, request, parse_round(words))
    if not wish.is_whole:
        _open_start(interaction, wish)
        return
    deadline = request.at + wish.lasts if wish.lasts else None
    wanted = RoundRequest(wish.numbers, wish.user_ids, interaction.channel_id, deadline)
    message = started_message(rounds.start(interaction.database, request, wanted))
    interaction.answer(message)


def command_open(interaction: Interaction, number: int) -> None:
    """Open a round by its number."""
    _show(interaction, number)


def command_list(interaction: Interaction, words: str) -> None:
    """List the newest rounds, or those that hold some words."""
    typed = unescape(straighten(words)).strip()
    found = round_pages.listing(interaction.database, interaction.request("command"), typed)
    message = list_message(found, typed)
    interaction.answer(message)


def open_start(interaction: Interaction) -> None:
    """Open the form of a new round."""
    _open_start(interaction, RoundInput())


def submit_start(interaction: Interaction) -> None:
    """Start the round and say what happens next."""
    form = interaction.form
    wish = RoundRequest(
        numbers=form.numbers("ideas", ids.IDEA_SELECT),
        user_ids=form.users("people", ids.ROUND_PEOPLE),
        channel_id=form.channel("channel", ids.ROUND_CHANNEL),
        deadline=chosen_deadline(form),
    )
    page = rounds.start(interaction.database, interaction.request("modal"), wish)
    interaction.ack(response_action="update", view=started_modal(page))


def open_round(interaction: Interaction) -> None:
    """Open the round whose button was pressed."""
    _show(interaction, int(interaction.payload["value"]))


def open_list(interaction: Interaction) -> None:
    """List the newest rounds below each other."""
    found = round_pages.listing(interaction.database, interaction.request("button"), "")
    modals.show(interaction, list_modal(found))


def open_answer(interaction: Interaction) -> None:
    """Open the form of the first idea that is left, else the person's own page, or the result."""
    number, request = int(interaction.payload["value"]), interaction.request("button")
    found = round_pages.open_page(interaction.database, request, number)
    if not is_open(found):
        show_found(interaction, found)
        return
    form = rounds.form(interaction.database, request, number)
    if form.has_answered:
        show_found(interaction, found)
    else:
        modals.show(interaction, answer_modal(form))


def open_answer_of_idea(interaction: Interaction) -> None:
    """Open the form of one idea."""
    number, _, idea_number = str(interaction.payload["value"]).partition(":")
    request = interaction.request("button")
    form = rounds.form(interaction.database, request, int(number), int(idea_number))
    modals.show(interaction, answer_modal(form))


def submit_answer(interaction: Interaction) -> None:
    """Keep the private estimates and go on to the next idea."""
    number, idea_number, _channel = unpacked(interaction.payload.get("private_metadata"))
    suffix, form = f".{idea_number}", interaction.form
    typed = {block.removesuffix(suffix): form.answer(block, ids.SCORE_ESTIMATE) for block in form}
    request = interaction.request("modal")
    try:
        after = rounds.answer(interaction.database, request, number, idea_number, typed)
    except InvalidInput as wrong:
        field = f"{wrong.field}{suffix}" if wrong.field else None
        raise InvalidInput(wrong.message, field=field) from wrong
    note = f":white_check_mark: I-{idea_number} is saved."
    view = answer_modal(after, note) if isinstance(after, RoundForm) else _own_page(after)
    interaction.ack(response_action="update", view=view)


def remind(interaction: Interaction) -> None:
    """Remind those who have not answered."""
    number, request = int(interaction.payload["value"]), interaction.request("button")
    page = round_life.remind(interaction.database, request, number)
    modals.show(interaction, page_modal(page, ":bell: Those who have not answered are reminded."))


def reveal(interaction: Interaction) -> None:
    """Reveal the round and show what it found."""
    number = int(interaction.payload["value"])
    round_life.reveal(interaction.database, interaction.request("button"), number)
    _show(interaction, number)


def open_extend(interaction: Interaction) -> None:
    """Open the form that moves the end."""
    found = round_pages.open_page(
        interaction.database, interaction.request("button"), int(interaction.payload["value"])
    )
    modals.show(
        interaction, extend_modal(found) if isinstance(found, RoundPage) else result_modal(found)
    )


def submit_extend(interaction: Interaction) -> None:
    """Move the end and show the round."""
    number, _idea, _channel = unpacked(interaction.payload.get("private_metadata"))
    deadline = chosen_deadline(interaction.form)
    page = round_life.extend(interaction.database, interaction.request("modal"), number, deadline)
    view = page_modal(page, ":white_check_mark: It has a new end.")
    interaction.ack(response_action="update", view=view)


def cancel(interaction: Interaction) -> None:
    """Call the round off."""
    number, request = int(interaction.payload["value"]), interaction.request("button")
    modals.show(interaction, page_modal(round_life.cancel(interaction.database, request, number)))


def open_why(interaction: Interaction) -> None:
    """Open the form for a sentence."""
    number = int(interaction.payload["value"])
    found, talk, side = rounds.to_explain(
        interaction.database, interaction.request("button"), number
    )
    modals.show(interaction, why_modal(found, talk, side))


def submit_why(interaction: Interaction) -> None:
    """Add the sentence to the round."""
    number, _idea, _channel = unpacked(interaction.payload.get("private_metadata"))
    sentence = interaction.form.text("sentence", ids.ROUND_SENTENCE)
    found = rounds.explain(interaction.database, interaction.request("modal"), number, sentence)
    interaction.ack(response_action="update", view=said_modal(found))


def chosen_deadline(form: FormState) -> datetime:
    """Return the end chosen in a form; raises InvalidInput at ``deadline`` without one."""
    deadline = form.moment("deadline", ids.ROUND_DEADLINE)
    if deadline is None:
        raise InvalidInput("Choose until when people can answer.", field="deadline")
    return deadline


def _open_start(interaction: Interaction, wish: RoundInput) -> None:
    draft = round_pages.draft(
        interaction.database, interaction.request("command"), wish, interaction.channel_id
    )
    modals.show(interaction, start_modal(draft))


def is_open(found: RoundPage | Result | Count) -> bool:
    """True while people may answer: the buttons of a round outlive it."""
    return isinstance(found, RoundPage) and found.round.is_open


def _show(interaction: Interaction, number: int) -> None:
    show_found(
        interaction,
        round_pages.open_page(interaction.database, interaction.request("button"), number),
    )


def show_found(interaction: Interaction, found: RoundPage | Result | Count) -> None:
    """Show a round's page, or its result."""
    if isinstance(found, Result | Count):
        modals.show(interaction, result_modal(found))
    else:
        modals.show(interaction, page_modal(found))


def _own_page(page: RoundPage) -> dict[str, Any]:
    left = len(page.ideas) - len(page.mine)
    note = ":white_check_mark: Saved. Thank you! You may change your answers until the reveal."
    if left:
        note = f":white_check_mark: Saved. {left} without an answer: that is fine, or score them."
    return page_modal(page, note)
