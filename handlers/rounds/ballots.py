"""Ballots: /linchpin round, the paper that each person fills in, and what comes back."""

from domain.core.people import Permission
from domain.rounds.commands import BALLOT_FORM, RoundInput, parse_round
from domain.text.slack_text import unescape
from domain.text.words import parse_reference, straighten
from handlers.rounds import commands as rounds
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.rounds import ballots
from services.rounds import pages as round_pages
from services.rounds.ballots import BallotRequest
from services.workspace import user_groups
from views.blockkit import ids
from views.rounds.ballots import ballot_modal, cast_modal, start_ballot_modal
from views.rounds.parts import unpacked
from views.rounds.results import started_modal


def register(router: Router) -> None:
    """Listen to the command, forms and buttons of ballots."""
    router.subcommand("/linchpin", "round", command_round)
    router.view(ids.BALLOT_START_FORM, submit_start, permission=Permission.TAKE_PART)
    router.view(ids.BALLOT_FORM, submit_ballot, permission=Permission.GIVE)
    router.action(ids.BALLOT_NEW, open_start, permission=Permission.TAKE_PART)
    router.action(ids.BALLOT_OPEN, open_ballot, permission=Permission.GIVE)


def command_round(interaction: Interaction, words: str) -> None:
    """Open the form of a new ballot with what was said so far, or the round that is named by its
    number."""
    typed = unescape(straighten(words)).strip()
    reference = parse_reference(typed)
    if reference is not None and reference.kind == "R":
        rounds.command_open(interaction, reference.number)
        return
    wish = parse_round(typed, BALLOT_FORM)
    _open_start(
        interaction,
        user_groups.with_members(interaction.database, interaction.request("command"), wish),
    )


def open_start(interaction: Interaction) -> None:
    """Open the form of a new ballot."""
    _open_start(interaction, RoundInput(form=BALLOT_FORM))


def submit_start(interaction: Interaction) -> None:
    """Start the ballot and say what happens next."""
    form = interaction.form
    wish = BallotRequest(
        title=form.text("title", ids.BALLOT_TITLE),
        numbers=form.numbers("ideas", ids.IDEA_SELECT),
        user_ids=form.users("people", ids.ROUND_PEOPLE),
        channel_id=form.channel("channel", ids.ROUND_CHANNEL),
        deadline=rounds.chosen_deadline(form),
        budget=form.text("budget", ids.BALLOT_BUDGET),
        objective_number=form.number("objective", ids.BALLOT_OBJECTIVE),
    )
    page = ballots.start(interaction.database, interaction.request("modal"), wish)
    interaction.ack(response_action="update", view=started_modal(page))


def open_ballot(interaction: Interaction) -> None:
    """Open the paper of whoever pressed the button, or the result once it is closed."""
    number, place = int(interaction.payload["value"]), _place(interaction)
    request = interaction.request("button")
    found = round_pages.open_page(interaction.database, request, number)
    if not rounds.is_open(found):
        rounds.show_found(interaction, found)
        return
    form = ballots.form(interaction.database, request, number, place)
    modals.show(interaction, ballot_modal(form, place))


def submit_ballot(interaction: Interaction) -> None:
    """Keep the points and show them."""
    number, _idea, place = unpacked(interaction.payload.get("private_metadata"))
    form = interaction.form
    typed = {int(block): form.text(block, ids.BALLOT_POINTS) for block in form if block.isdigit()}
    cast = ballots.cast(interaction.database, interaction.request("modal"), number, typed, place)
    interaction.ack(response_action="update", view=cast_modal(cast))


def _place(interaction: Interaction) -> str | None:
    """The channel of the message whose button was pressed, or that a modal was opened from."""
    if interaction.channel_id is not None:
        return interaction.channel_id
    metadata = (interaction.body.get("view") or {}).get("private_metadata")
    return unpacked(metadata)[2] if metadata else None


def _open_start(interaction: Interaction, wish: RoundInput) -> None:
    draft = round_pages.draft(
        interaction.database, interaction.request("command"), wish, interaction.channel_id
    )
    modals.show(interaction, start_ballot_modal(draft))
