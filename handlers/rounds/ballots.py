"""Ballots: /linchpin round, the paper that each person fills in, and what comes back."""

from domain.rounds.commands import BALLOT_FORM, RoundWish, parse_round
from domain.text.slack_text import unescape
from domain.text.words import parse_reference, straighten
from handlers.rounds import commands as rounds
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.rounds import ballots
from services.rounds import pages as round_pages
from services.rounds.ballots import Wish
from services.workspace import user_groups
from views.blockkit import ids
from views.rounds.ballots import ballot_modal, cast_modal, start_ballot_modal
from views.rounds.parts import unpacked
from views.rounds.results import started_modal


def register(board: Switchboard) -> None:
    """Listen to the forms and buttons of ballots; the command comes through /linchpin."""
    board.view(ids.BALLOT_START_FORM, submit_start)
    board.view(ids.BALLOT_FORM, submit_ballot)
    board.action(ids.BALLOT_NEW, open_start)
    board.action(ids.BALLOT_OPEN, open_ballot)


def command_round(visit: Visit, words: str) -> None:
    """Open the form of a new ballot with what was said so far, or the round that is named by its
    number."""
    typed = unescape(straighten(words)).strip()
    reference = parse_reference(typed)
    if reference is not None and reference.kind == "R":
        rounds.command_open(visit, reference.number)
        return
    wish = parse_round(typed, BALLOT_FORM)
    _open_start(visit, user_groups.with_members(visit.database, visit.request("command"), wish))


def open_start(visit: Visit) -> None:
    """Open the form of a new ballot."""
    _open_start(visit, RoundWish(form=BALLOT_FORM))


def submit_start(visit: Visit) -> None:
    """Start the ballot and say what happens next."""
    values = visit.payload["state"]["values"]
    objective = values.get("objective", {}).get(ids.BALLOT_OBJECTIVE, {}).get("selected_option")
    wish = Wish(
        title=values["title"][ids.BALLOT_TITLE].get("value") or "",
        numbers=rounds.chosen_ideas(values),
        user_ids=values["people"][ids.ROUND_PEOPLE].get("selected_users") or [],
        channel_id=values["channel"][ids.ROUND_CHANNEL].get("selected_conversation"),
        deadline=rounds.chosen_moment(values),
        budget=values["budget"][ids.BALLOT_BUDGET].get("value") or "",
        objective_number=int(objective["value"]) if objective else None,
    )
    page = ballots.start(visit.database, visit.request("modal"), wish)
    visit.ack(response_action="update", view=started_modal(page))


def open_ballot(visit: Visit) -> None:
    """Open the paper of whoever pressed the button, or the result once it is closed."""
    number, place = int(visit.payload["value"]), _place(visit)
    request = visit.request("button")
    found = round_pages.open_page(visit.database, request, number)
    if not rounds.is_open(found):
        rounds.show_found(visit, found)
        return
    form = ballots.form(visit.database, request, number, place)
    modals.show(visit, ballot_modal(form, place))


def submit_ballot(visit: Visit) -> None:
    """Keep the points and show them."""
    number, _idea, place = unpacked(visit.payload.get("private_metadata"))
    values = visit.payload["state"]["values"]
    typed = {
        int(block_id): str(fields[ids.BALLOT_POINTS].get("value") or "")
        for block_id, fields in values.items()
    }
    form = ballots.cast(visit.database, visit.request("modal"), number, typed, place)
    visit.ack(response_action="update", view=cast_modal(form))


def _place(visit: Visit) -> str | None:
    """The channel of the message whose button was pressed, or that a modal was opened from."""
    if visit.channel_id is not None:
        return visit.channel_id
    metadata = (visit.body.get("view") or {}).get("private_metadata")
    return unpacked(metadata)[2] if metadata else None


def _open_start(visit: Visit, wish: RoundWish) -> None:
    draft = round_pages.draft(visit.database, visit.request("command"), wish, visit.channel_id)
    modals.show(visit, start_ballot_modal(draft))
