"""Objectives: /linchpin objectives, the page of one, its buttons, and coverage."""

from domain.dates.periods import quarter_around
from domain.objectives.commands import ServeObjectives
from domain.objectives.forms import TypedObjective, typed_of
from domain.objectives.model import Confidence, ObjectiveState, Rhythm
from domain.text.slack_text import unescape
from handlers.idea_page.forms import origin_of, show_page
from handlers.objectives import forms as objective_modal
from handlers.objectives.forms import is_in_message, show_objective
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.idea_page import page as idea_pages
from services.objectives import actions as objectives
from services.objectives import coverage, progress
from services.objectives import pages as objective_pages
from views.blockkit import ids
from views.blockkit.form_metadata import FormOrigin
from views.idea_page.ties import serving_message
from views.objectives.coverage import coverage_message, coverage_modal
from views.objectives.forms import (
    add_ideas_form,
    close_form,
    objective_form,
    objectives_of_idea_form,
    report_form,
)
from views.objectives.pages import objectives_message, objectives_modal


def register(board: Switchboard) -> None:
    """Listen to every button about an objective."""
    for action_id, listener in (
        (ids.OBJECTIVE_NEW, open_new),
        (ids.OBJECTIVE_OPEN, open_objective),
        (ids.OBJECTIVE_EDIT, open_edit),
        (ids.OBJECTIVE_REPORT, open_report),
        (ids.OBJECTIVE_CLOSE, open_close),
        (ids.OBJECTIVE_REOPEN, reopen),
        (ids.OBJECTIVE_PICTURE, send_picture),
        (ids.OBJECTIVE_POST, post_picture),
        (ids.OBJECTIVE_ADD_IDEAS, open_add_ideas),
        (ids.OBJECTIVE_IDEA_MENU, idea_menu),
        (ids.OBJECTIVE_OF_IDEA, open_of_idea),
        (ids.HOME_OBJECTIVES, open_list),
        (ids.COVERAGE_OPEN, open_coverage),
        (ids.OBJECTIVES_PAGE, turn_page),
    ):
        board.action(action_id, listener)
    objective_modal.register(board)


def command_objectives(visit: Visit, words: str) -> None:
    """List objectives, those that hold the words typed; *new* opens the form."""
    typed = unescape(words).strip()
    verb, _, title = typed.partition(" ")
    if verb.casefold() in ("new", "add"):
        _open_new(visit, title.strip())
        return
    shown = objective_pages.listing(visit.database, visit.request("command"), typed)
    visit.answer(objectives_message(shown))


def command_coverage(visit: Visit, _words: str) -> None:
    """Answer with how planned work and objectives fit together."""
    visit.answer(coverage_message(coverage.look(visit.database, visit.request("command"))))


def open_number(visit: Visit, number: int) -> None:
    """Open the page of an objective whose number was typed."""
    show_objective(visit, number, visit.channel_id)


def open_objective(visit: Visit) -> None:
    """Open the page of an objective."""
    show_objective(visit, int(visit.payload["value"]), origin_of(visit).channel_id)


def open_list(visit: Visit) -> None:
    """Show the objectives in a modal."""
    shown = objective_pages.listing(visit.database, visit.request("button"), "")
    modals.show(visit, objectives_modal(shown))


def open_coverage(visit: Visit) -> None:
    """Show the coverage in a modal."""
    modals.show(visit, coverage_modal(coverage.look(visit.database, visit.request("button"))))


def turn_page(visit: Visit) -> None:
    """Show another part of the list in the same private answer."""
    offset, _, words = str(visit.payload["value"]).partition(" ")
    if visit.response_url is not None:
        objective_pages.turn_page(
            visit.database, visit.request("button"), words, int(offset), visit.response_url
        )


def open_new(visit: Visit) -> None:
    """Open the empty form."""
    _open_new(visit, "")


def open_edit(visit: Visit) -> None:
    """Open the form with what an objective says."""
    page = objective_pages.page(
        visit.database, visit.request("button"), int(visit.payload["value"])
    )
    origin = FormOrigin(page.objective.number, page.seen, _channel(visit))
    modals.show(visit, objective_form(typed_of(page.objective), origin, page.today))


def open_report(visit: Visit) -> None:
    """Open the form for a report; a button that names a confidence has chosen it there."""
    number = int(visit.payload["value"])
    objective = progress.to_report(visit.database, visit.request("button"), number)
    _, _, chosen = str(visit.payload["action_id"]).partition(":")
    confidence = Confidence(chosen) if chosen else None
    modals.show(visit, report_form(objective, confidence, _origin(visit, number)))


def open_close(visit: Visit) -> None:
    """Open the form that closes an objective."""
    number = int(visit.payload["value"])
    objective = progress.to_report(visit.database, visit.request("button"), number)
    modals.show(visit, close_form(objective, _origin(visit, number)))


def reopen(visit: Visit) -> None:
    """Open a closed objective again and show it."""
    number = int(visit.payload["value"])
    objectives.close(visit.database, visit.request("button"), number, ObjectiveState.OPEN, "")
    note = ":white_check_mark: It is open again."
    show_objective(visit, number, origin_of(visit).channel_id, note=note)


def send_picture(visit: Visit) -> None:
    """Send the picture by direct message."""
    _send(visit, None, ":white_check_mark: The picture is on its way to you by direct message.")


def post_picture(visit: Visit) -> None:
    """Post the picture in the channel that the page was opened in."""
    channel_id = origin_of(visit).channel_id
    _send(visit, channel_id, ":white_check_mark: The picture is on its way into the channel.")


def open_add_ideas(visit: Visit) -> None:
    """Open the form that lets ideas serve an objective."""
    number = int(visit.payload["value"])
    page = objective_pages.page(visit.database, visit.request("button"), number)
    modals.show(visit, add_ideas_form(page.objective, _origin(visit, number)))


def idea_menu(visit: Visit) -> None:
    """Open an idea from an objective's page, or let it serve the objective no longer."""
    deed, idea_number, *rest = str(visit.payload["selected_option"]["value"]).split()
    if deed == "open":
        show_page(visit, int(idea_number), origin_of(visit))
        return
    number = int(rest[0])
    objectives.stop_serving(visit.database, visit.request("button"), int(idea_number), [number])
    note = f"I-{idea_number} no longer serves O-{number}."
    show_objective(visit, number, origin_of(visit).channel_id, note=note)


def open_of_idea(visit: Visit) -> None:
    """Open the form that says which objectives an idea serves."""
    number = int(visit.payload["value"])
    page = idea_pages.get(visit.database, visit.request("button"), number)
    serving = [one for one in page.ties.objectives if not one.state.is_closed]
    origin = objective_modal.origin_for(visit, number)
    modals.show(visit, objectives_of_idea_form(page.idea, serving, origin))


def command_serve(visit: Visit, wish: ServeObjectives) -> None:
    """Let an idea serve objectives, or no longer, as typed after /idea."""
    deed = objectives.stop_serving if wish.is_over else objectives.serve
    idea = deed(visit.database, visit.request("command"), wish.number, wish.served)
    visit.answer(serving_message(idea, wish.served, is_over=wish.is_over))


def _open_new(visit: Visit, title: str) -> None:
    day = visit.at.date()
    typed = TypedObjective(
        title=title[:150],
        owner_id=visit.user_id,
        period=quarter_around(day)[0].isoformat(),
        rhythm=Rhythm.FORTNIGHTLY.value,
    )
    modals.show(visit, objective_form(typed, FormOrigin(channel_id=_channel(visit)), day))


def _send(visit: Visit, channel_id: str | None, note: str) -> None:
    number = int(visit.payload["value"])
    asked_in = str((visit.body.get("view") or {}).get("hash") or visit.trigger_id)
    progress.send_picture(visit.database, visit.request("button"), number, channel_id, asked_in)
    show_objective(visit, number, origin_of(visit).channel_id, note=note)


def _origin(visit: Visit, number: int) -> FormOrigin:
    """Where a form was opened; a question in a direct message is replaced when it is answered."""
    url = visit.response_url if is_in_message(visit) else None
    return FormOrigin(number, channel_id=_channel(visit), answer_url=url)


def _channel(visit: Visit) -> str | None:
    return visit.channel_id or origin_of(visit).channel_id
