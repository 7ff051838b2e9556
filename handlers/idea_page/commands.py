"""/idea and /ideas, and the buttons of cards, lists and pages."""

from domain.core.people import Permission
from domain.idea_page.commands import (
    AskUsage,
    AskWhy,
    EditIdea,
    FileIdea,
    LinkFeedback,
    MoveIdea,
    ShowIdea,
    parse_idea_command,
)
from domain.ideas.commands import parse_target
from domain.text.slack_text import unescape
from domain.text.words import asks_for_help
from handlers.feedback.suggestions import proposed
from handlers.idea_page import forms as idea_modal
from handlers.idea_page import similar_title as idea_choice
from handlers.idea_page.forms import edit_form
from handlers.ideas.navigation import origin_of, show_page
from handlers.scoring.commands import answer_why
from handlers.slack import modals, switches
from handlers.slack.command_words import CommandWords
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.ideas import evidence as ideas_evidence
from services.ideas.actions import NewIdea
from services.roadmap import plans as idea_plans
from services.similarity import suggestions as likeness
from services.votes import cards, filing
from views.blockkit import ids
from views.idea_page.forms import evidence_modal, move_modal, new_idea_modal, which_idea_modal
from views.idea_page.messages import (
    filed_message,
    linked_message,
    list_message,
    moved_message,
    shown_line,
    usage_message,
)
from views.ideas.origin import IdeaOrigin
from views.roadmap.plan import caution_lines, caution_modal, with_caution


def register(router: Router) -> None:
    """Listen to both commands and to every button about an idea."""
    words = router.words("/idea")

    def command(interaction: Interaction) -> None:
        command_idea(interaction, words)

    router.command("/idea", command, permission=Permission.TAKE_PART)
    router.command("/ideas", command_ideas, permission=Permission.TAKE_PART)
    for action_id, listener in (
        (ids.IDEA_OPEN, open_idea),
        (ids.IDEA_EDIT, open_edit),
        (ids.IDEA_MOVE, open_move),
        (ids.IDEA_MOVE_MENU, move_by_menu),
        (ids.IDEA_EVIDENCE, open_evidence),
        (ids.IDEA_UNLINK, unlink),
        (ids.IDEA_SHOW_CARD, show_card),
        (ids.IDEA_FROM_FEEDBACK, open_idea_from_feedback),
        (ids.EVIDENCE_FOR_FEEDBACK, open_which_idea),
        (ids.HOME_IDEA, open_new_idea),
        (ids.HOME_VOTED_OPEN, open_idea),
        (ids.HOME_TOP_OPEN, open_idea),
        (ids.IDEAS_PAGE, turn_page),
    ):
        router.action(action_id, listener, permission=Permission.TAKE_PART)
    idea_choice.register(router)
    idea_modal.register(router)


def command_idea(interaction: Interaction, words: CommandWords) -> None:
    """Do what is typed: a title files an idea, a number opens it, and more moves it.

    ``words`` know who does what else may be typed.
    """
    wish = parse_idea_command(unescape(str(interaction.payload.get("text") or "")))
    match wish:
        case None:
            modals.show(interaction, new_idea_modal(IdeaOrigin(interaction.channel_id)))
        case AskUsage():
            interaction.answer(usage_message())
        case FileIdea(title, description):
            _file(interaction, NewIdea(title, description))
        case ShowIdea() | AskWhy() | EditIdea() | MoveIdea() | LinkFeedback():
            _command_one(interaction, wish)
        case _:
            words.answer_parsed(interaction, wish)


def command_ideas(interaction: Interaction) -> None:
    """List the best open ideas, or those that words find."""
    words = unescape(str(interaction.payload.get("text") or "")).strip()
    if asks_for_help(words):
        interaction.answer(usage_message())
        return
    page = idea_pages.shortlist(interaction.database, interaction.request("command"), words)
    interaction.answer(list_message(page))


def turn_page(interaction: Interaction) -> None:
    """Show another part of the list in the same private answer."""
    offset, _, words = str(interaction.payload["value"]).partition(" ")
    if interaction.response_url is not None:
        idea_pages.turn_page(
            interaction.database,
            interaction.request("button"),
            words,
            int(offset),
            interaction.response_url,
        )


def open_new_idea(interaction: Interaction) -> None:
    """Open the empty form for a new idea."""
    modals.show(interaction, new_idea_modal(origin_of(interaction)))


def open_idea(interaction: Interaction) -> None:
    """Open an idea's page."""
    show_page(interaction, int(interaction.payload["value"]), origin_of(interaction))


def open_edit(interaction: Interaction) -> None:
    """Turn the page into the form with what can be edited."""
    number = int(interaction.payload["value"])
    page = idea_pages.get(interaction.database, interaction.request("button"), number)
    modals.show(interaction, edit_form(page, origin_of(interaction)))


def open_move(interaction: Interaction) -> None:
    """Turn the page into the form that moves the idea."""
    _open_move(interaction, int(interaction.payload["value"]))


def move_by_menu(interaction: Interaction) -> None:
    """Move an idea by the menu of its card, or open the form for every other place."""
    number, _, place = str(interaction.payload["selected_option"]["value"]).partition(" ")
    target = parse_target(place)
    if target is None:
        _open_move(interaction, int(number))
        return
    request = interaction.request("button")
    idea = ideas.to_move(interaction.database, request, int(number))
    caution = idea_plans.would_break(interaction.database, request, int(number), target)
    if caution.breaches:
        modals.show(
            interaction, move_modal(idea, origin_of(interaction), target=target, caution=caution)
        )
        return
    ideas.move(interaction.database, request, int(number), target)
    early = caution_lines(idea_plans.caution(interaction.database, request, int(number)))
    if early:
        modals.show(interaction, caution_modal(early))


def open_evidence(interaction: Interaction) -> None:
    """Open the form that adds feedback to an idea."""
    number = int(interaction.payload["value"])
    request = interaction.request("button")
    page = idea_pages.get(interaction.database, request, number)
    found = likeness.feedback_for(interaction.database, request, page.idea)
    modals.show(interaction, evidence_modal(page.idea, origin_of(interaction), found))


def unlink(interaction: Interaction) -> None:
    """Take a piece of feedback from the idea and show its page again."""
    number, _, feedback_number = str(interaction.payload["selected_option"]["value"]).partition(" ")
    ideas_evidence.unlink(
        interaction.database, interaction.request("button"), int(number), int(feedback_number)
    )
    note = f"F-{feedback_number} was removed from I-{number}."
    show_page(interaction, int(number), origin_of(interaction), note=note)


def show_card(interaction: Interaction) -> None:
    """Post another card of an idea in the channel that its page was opened in."""
    origin, number = origin_of(interaction), int(interaction.payload["value"])
    place = cards.show(
        interaction.database, interaction.request("button"), number, origin.channel_id
    )
    note = shown_line(number, place)
    show_page(interaction, number, origin, note=note)


def open_idea_from_feedback(interaction: Interaction) -> None:
    """Open the form for a new idea, with feedback as its first evidence."""
    origin = _origin_of_feedback(interaction)
    said = idea_pages.feedback_to_file(
        interaction.database,
        interaction.request("button"),
        origin.feedback_number or 0,
        origin.channel_id,
    )
    view = new_idea_modal(origin, said)
    text = "" if said.is_withheld else said.feedback.text
    modals.show(
        interaction, proposed(interaction, view, text, "title", without=said.feedback.reference)
    )


def open_which_idea(interaction: Interaction) -> None:
    """Open the form that asks which idea a piece of feedback speaks for."""
    origin = _origin_of_feedback(interaction)
    request = interaction.request("button")
    said = idea_pages.feedback_to_file(
        interaction.database, request, origin.feedback_number or 0, origin.channel_id
    )
    found = likeness.ideas_for(interaction.database, request, said)
    modals.show(interaction, which_idea_modal(said, origin, found))


def _command_one(
    interaction: Interaction, wish: ShowIdea | AskWhy | EditIdea | MoveIdea | LinkFeedback
) -> None:
    request = interaction.request("command")
    match wish:
        case ShowIdea(number):
            show_page(interaction, number, IdeaOrigin(interaction.channel_id, number))
        case AskWhy(number):
            switches.check(interaction, answer_why)
            answer_why(interaction, number)
        case EditIdea(number):
            page = idea_pages.get(interaction.database, request, number)
            origin = IdeaOrigin(interaction.channel_id)
            modals.show(interaction, edit_form(page, origin))
        case MoveIdea(number, target, reason):
            broken = idea_plans.would_break(interaction.database, request, number, target)
            moved = ideas.move(interaction.database, request, number, target, reason)
            caution = idea_plans.caution(interaction.database, request, number).after(broken)
            interaction.answer(with_caution(moved_message(moved), caution))
        case LinkFeedback(number, feedback_number):
            linked = ideas_evidence.link(interaction.database, request, number, feedback_number)
            interaction.answer(linked_message(linked, feedback_number))


def _open_move(interaction: Interaction, number: int) -> None:
    idea = ideas.to_move(interaction.database, interaction.request("button"), number)
    modals.show(interaction, move_modal(idea, origin_of(interaction)))


def _file(interaction: Interaction, new: NewIdea) -> None:
    asked = idea_choice.question(interaction, new)
    if asked is not None:
        interaction.answer(asked)
        return
    request = interaction.request("command")
    idea = filing.file(
        interaction.database,
        request,
        new,
        interaction.channel_id,
        answer_url=interaction.response_url,
    )
    interaction.answer(
        filed_message(idea_pages.filed(interaction.database, request, idea, interaction.channel_id))
    )


def _origin_of_feedback(interaction: Interaction) -> IdeaOrigin:
    number = int(interaction.payload["value"])
    return IdeaOrigin(interaction.channel_id, None, number, interaction.response_url)
