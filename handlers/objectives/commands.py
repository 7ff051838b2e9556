"""Objectives: /linchpin objectives, the page of one, its buttons, and coverage."""

from domain.core.people import Permission
from domain.dates.periods import quarter_around
from domain.objectives.commands import ServeObjectives
from domain.objectives.forms import TypedObjective, typed_of
from domain.objectives.model import Confidence, ObjectiveState, Rhythm
from domain.text.slack_text import unescape
from handlers.ideas.navigation import origin_of, show_page
from handlers.objectives import forms as objective_modal
from handlers.objectives.forms import is_in_message, show_objective
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.idea_page import page as idea_pages
from services.objectives import actions as objectives
from services.objectives import coverage, progress
from services.objectives import links as objectives_links
from services.objectives import pages as objective_pages
from views.blockkit import ids
from views.blockkit.metadata import FormOrigin
from views.idea_page.ties import serving_message
from views.objectives.coverage import coverage_message, coverage_modal
from views.objectives.forms import add_ideas_form, objective_form, objectives_of_idea_form
from views.objectives.pages import objectives_message, objectives_modal
from views.objectives.report_forms import close_form, report_form


def register(router: Router) -> None:
    """Listen to every word and button about objectives."""
    router.subcommand("/linchpin", ("objectives", "objective", "okrs"), command_objectives)
    router.subcommand("/linchpin", "coverage", command_coverage)
    router.reference("O", open_number)
    router.parsed("/idea", ServeObjectives, command_serve)
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
        router.action(action_id, listener, permission=Permission.TAKE_PART)
    objective_modal.register(router)


def command_objectives(interaction: Interaction, words: str) -> None:
    """List objectives, those that hold the words typed; *new* opens the form."""
    typed = unescape(words).strip()
    verb, _, title = typed.partition(" ")
    if verb.casefold() in ("new", "add"):
        _open_new(interaction, title.strip())
        return
    shown = objective_pages.listing(interaction.database, interaction.request("command"), typed)
    interaction.answer(objectives_message(shown))


def command_coverage(interaction: Interaction, _words: str) -> None:
    """Answer with how planned work and objectives fit together."""
    interaction.answer(
        coverage_message(coverage.look(interaction.database, interaction.request("command")))
    )


def open_number(interaction: Interaction, number: int) -> None:
    """Open the page of an objective whose number was typed."""
    show_objective(interaction, number, interaction.channel_id)


def open_objective(interaction: Interaction) -> None:
    """Open the page of an objective."""
    show_objective(
        interaction, int(interaction.payload["value"]), origin_of(interaction).channel_id
    )


def open_list(interaction: Interaction) -> None:
    """Show the objectives in a modal."""
    shown = objective_pages.listing(interaction.database, interaction.request("button"), "")
    modals.show(interaction, objectives_modal(shown))


def open_coverage(interaction: Interaction) -> None:
    """Show the coverage in a modal."""
    modals.show(
        interaction,
        coverage_modal(coverage.look(interaction.database, interaction.request("button"))),
    )


def turn_page(interaction: Interaction) -> None:
    """Show another part of the list in the same private answer."""
    offset, _, words = str(interaction.payload["value"]).partition(" ")
    if interaction.response_url is not None:
        objective_pages.turn_page(
            interaction.database,
            interaction.request("button"),
            words,
            int(offset),
            interaction.response_url,
        )


def open_new(interaction: Interaction) -> None:
    """Open the empty form."""
    _open_new(interaction, "")


def open_edit(interaction: Interaction) -> None:
    """Open the form with what an objective says."""
    page = objective_pages.page(
        interaction.database, interaction.request("button"), int(interaction.payload["value"])
    )
    origin = FormOrigin(page.objective.number, page.seen, _channel(interaction))
    modals.show(interaction, objective_form(typed_of(page.objective), origin, page.today))


def open_report(interaction: Interaction) -> None:
    """Open the form for a report; a button that names a confidence has chosen it there."""
    number = int(interaction.payload["value"])
    objective = progress.to_report(interaction.database, interaction.request("button"), number)
    _, _, chosen = str(interaction.payload["action_id"]).partition(":")
    confidence = Confidence(chosen) if chosen else None
    modals.show(interaction, report_form(objective, confidence, _origin(interaction, number)))


def open_close(interaction: Interaction) -> None:
    """Open the form that closes an objective."""
    number = int(interaction.payload["value"])
    objective = progress.to_report(interaction.database, interaction.request("button"), number)
    modals.show(interaction, close_form(objective, _origin(interaction, number)))


def reopen(interaction: Interaction) -> None:
    """Open a closed objective again and show it."""
    number = int(interaction.payload["value"])
    objectives.close(
        interaction.database, interaction.request("button"), number, ObjectiveState.OPEN, ""
    )
    note = ":white_check_mark: It is open again."
    show_objective(interaction, number, origin_of(interaction).channel_id, note=note)


def send_picture(interaction: Interaction) -> None:
    """Send the picture by direct message."""
    _send(
        interaction, None, ":white_check_mark: The picture is on its way to you by direct message."
    )


def post_picture(interaction: Interaction) -> None:
    """Post the picture in the channel that the page was opened in."""
    channel_id = origin_of(interaction).channel_id
    _send(interaction, channel_id, ":white_check_mark: The picture is on its way into the channel.")


def open_add_ideas(interaction: Interaction) -> None:
    """Open the form that lets ideas serve an objective."""
    number = int(interaction.payload["value"])
    page = objective_pages.page(interaction.database, interaction.request("button"), number)
    modals.show(interaction, add_ideas_form(page.objective, _origin(interaction, number)))


def idea_menu(interaction: Interaction) -> None:
    """Open an idea from an objective's page, or let it serve the objective no longer."""
    deed, idea_number, *rest = str(interaction.payload["selected_option"]["value"]).split()
    if deed == "open":
        show_page(interaction, int(idea_number), origin_of(interaction))
        return
    number = int(rest[0])
    objectives_links.stop_serving(
        interaction.database, interaction.request("button"), int(idea_number), [number]
    )
    note = f"I-{idea_number} no longer serves O-{number}."
    show_objective(interaction, number, origin_of(interaction).channel_id, note=note)


def open_of_idea(interaction: Interaction) -> None:
    """Open the form that says which objectives an idea serves."""
    number = int(interaction.payload["value"])
    page = idea_pages.get(interaction.database, interaction.request("button"), number)
    serving = [one for one in page.ties.objectives if not one.state.is_closed]
    origin = objective_modal.origin_for(interaction, number)
    modals.show(interaction, objectives_of_idea_form(page.idea, serving, origin))


def command_serve(interaction: Interaction, wish: ServeObjectives) -> None:
    """Let an idea serve objectives, or no longer, as typed after /idea."""
    deed = objectives_links.stop_serving if wish.is_over else objectives_links.serve
    idea = deed(interaction.database, interaction.request("command"), wish.number, wish.served)
    interaction.answer(serving_message(idea, wish.served, is_over=wish.is_over))


def _open_new(interaction: Interaction, title: str) -> None:
    day = interaction.at.date()
    typed = TypedObjective(
        title=title[:150],
        owner_id=interaction.user_id,
        period=quarter_around(day)[0].isoformat(),
        rhythm=Rhythm.FORTNIGHTLY.value,
    )
    modals.show(
        interaction, objective_form(typed, FormOrigin(channel_id=_channel(interaction)), day)
    )


def _send(interaction: Interaction, channel_id: str | None, note: str) -> None:
    number = int(interaction.payload["value"])
    asked_in = str((interaction.body.get("view") or {}).get("hash") or interaction.trigger_id)
    progress.send_picture(
        interaction.database, interaction.request("button"), number, channel_id, asked_in
    )
    show_objective(interaction, number, origin_of(interaction).channel_id, note=note)


def _origin(interaction: Interaction, number: int) -> FormOrigin:
    """Where a form was opened; a question in a direct message is replaced when it is answered."""
    url = interaction.response_url if is_in_message(interaction) else None
    return FormOrigin(number, channel_id=_channel(interaction), answer_url=url)


def _channel(interaction: Interaction) -> str | None:
    return interaction.channel_id or origin_of(interaction).channel_id
