"""/idea and /ideas, and the buttons of cards, lists and pages."""

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
from domain.merging.commands import MergeIdea, UnmergeIdea, asks_for_doubles
from domain.objectives.commands import ServeObjectives
from domain.roadmap.plan_commands import (
    AskHistory,
    DateIdea,
    NeedIdeas,
    PromiseIdea,
    WithdrawPromise,
)
from domain.search.query_language import has_filters
from domain.text.slack_text import unescape
from domain.text.words import asks_for_help
from handlers import merging
from handlers import search as searching
from handlers.feedback.suggestions import proposed
from handlers.idea_page import forms as idea_modal
from handlers.idea_page import similar_title as idea_choice
from handlers.idea_page.forms import edit_form, origin_of, show_page
from handlers.objectives import commands as objectives
from handlers.roadmap import plans, promises
from handlers.scoring import ranking
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.roadmap import plans as idea_plans
from services.scoring import estimates as scoring
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
from views.scoring.explanation import why_message


def register(board: Switchboard) -> None:
    """Listen to both commands and to every button about an idea."""
    board.command("/idea", command_idea)
    board.command("/ideas", command_ideas)
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
        board.action(action_id, listener)
    idea_choice.register(board)
    idea_modal.register(board)
    ranking.register(board)
    plans.register(board)
    promises.register(board)


def command_idea(visit: Visit) -> None:
    """Do what is typed: a title files an idea, a number opens it, and more moves it."""
    wish = parse_idea_command(unescape(str(visit.payload.get("text") or "")))
    match wish:
        case None:
            modals.show(visit, new_idea_modal(IdeaOrigin(visit.channel_id)))
        case AskUsage():
            visit.answer(usage_message())
        case FileIdea(title, description):
            _file(visit, NewIdea(title, description))
        case ServeObjectives():
            objectives.command_serve(visit, wish)
        case MergeIdea() | UnmergeIdea():
            merging.command_merging(visit, wish)
        case DateIdea() | PromiseIdea() | WithdrawPromise() | NeedIdeas() | AskHistory():
            plans.command_plan(visit, wish)
        case _:
            _command_one(visit, wish)


def command_ideas(visit: Visit) -> None:
    """List the best open ideas, those that words or filters find, or with *top* the ranking."""
    words = unescape(str(visit.payload.get("text") or "")).strip()
    if asks_for_help(words):
        visit.answer(usage_message())
        return
    ranked = ranking.words_of_ranking(words)
    if ranked is not None:
        ranking.answer_top(visit, ranked)
        return
    if asks_for_doubles(words):
        merging.answer_doubles(visit)
        return
    if has_filters(words):
        searching.command_search(visit, f"kind:idea {words}")
        return
    page = idea_pages.shortlist(visit.database, visit.request("command"), words)
    visit.answer(list_message(page))


def turn_page(visit: Visit) -> None:
    """Show another part of the list in the same private answer."""
    offset, _, words = str(visit.payload["value"]).partition(" ")
    if visit.response_url is not None:
        idea_pages.turn_page(
            visit.database, visit.request("button"), words, int(offset), visit.response_url
        )


def open_new_idea(visit: Visit) -> None:
    """Open the empty form for a new idea."""
    modals.show(visit, new_idea_modal(origin_of(visit)))


def open_idea(visit: Visit) -> None:
    """Open an idea's page."""
    show_page(visit, int(visit.payload["value"]), origin_of(visit))


def open_edit(visit: Visit) -> None:
    """Turn the page into the form with what can be edited."""
    number = int(visit.payload["value"])
    page = idea_pages.get(visit.database, visit.request("button"), number)
    modals.show(visit, edit_form(page, origin_of(visit)))


def open_move(visit: Visit) -> None:
    """Turn the page into the form that moves the idea."""
    _open_move(visit, int(visit.payload["value"]))


def move_by_menu(visit: Visit) -> None:
    """Move an idea by the menu of its card, or open the form for every other place."""
    number, _, place = str(visit.payload["selected_option"]["value"]).partition(" ")
    target = parse_target(place)
    if target is None:
        _open_move(visit, int(number))
        return
    request = visit.request("button")
    idea = ideas.to_move(visit.database, request, int(number))
    caution = idea_plans.would_break(visit.database, request, int(number), target)
    if caution.breaches:
        modals.show(visit, move_modal(idea, origin_of(visit), target=target, caution=caution))
        return
    ideas.move(visit.database, request, int(number), target)
    early = caution_lines(idea_plans.caution(visit.database, request, int(number)))
    if early:
        modals.show(visit, caution_modal(early))


def open_evidence(visit: Visit) -> None:
    """Open the form that adds feedback to an idea."""
    number = int(visit.payload["value"])
    request = visit.request("button")
    page = idea_pages.get(visit.database, request, number)
    found = likeness.feedback_for(visit.database, request, page.idea)
    modals.show(visit, evidence_modal(page.idea, origin_of(visit), found))


def unlink(visit: Visit) -> None:
    """Take a piece of feedback from the idea and show its page again."""
    number, _, feedback_number = str(visit.payload["selected_option"]["value"]).partition(" ")
    ideas.unlink(visit.database, visit.request("button"), int(number), int(feedback_number))
    note = f"F-{feedback_number} was removed from I-{number}."
    show_page(visit, int(number), origin_of(visit), note=note)


def show_card(visit: Visit) -> None:
    """Post another card of an idea in the channel that its page was opened in."""
    origin, number = origin_of(visit), int(visit.payload["value"])
    place = cards.show(visit.database, visit.request("button"), number, origin.channel_id)
    note = shown_line(number, place)
    show_page(visit, number, origin, note=note)


def open_idea_from_feedback(visit: Visit) -> None:
    """Open the form for a new idea, with feedback as its first evidence."""
    origin = _origin_of_feedback(visit)
    said = idea_pages.feedback_to_file(
        visit.database, visit.request("button"), origin.feedback_number or 0, origin.channel_id
    )
    view = new_idea_modal(origin, said)
    text = "" if said.is_withheld else said.feedback.text
    modals.show(visit, proposed(visit, view, text, "title", without=said.feedback.reference))


def open_which_idea(visit: Visit) -> None:
    """Open the form that asks which idea a piece of feedback speaks for."""
    origin = _origin_of_feedback(visit)
    request = visit.request("button")
    said = idea_pages.feedback_to_file(
        visit.database, request, origin.feedback_number or 0, origin.channel_id
    )
    found = likeness.ideas_for(visit.database, request, said)
    modals.show(visit, which_idea_modal(said, origin, found))


def _command_one(
    visit: Visit, wish: ShowIdea | AskWhy | EditIdea | MoveIdea | LinkFeedback
) -> None:
    request = visit.request("command")
    match wish:
        case ShowIdea(number):
            show_page(visit, number, IdeaOrigin(visit.channel_id, number))
        case AskWhy(number):
            visit.answer(why_message(scoring.why(visit.database, request, number)))
        case EditIdea(number):
            page = idea_pages.get(visit.database, request, number)
            origin = IdeaOrigin(visit.channel_id)
            modals.show(visit, edit_form(page, origin))
        case MoveIdea(number, target, reason):
            broken = idea_plans.would_break(visit.database, request, number, target)
            moved = ideas.move(visit.database, request, number, target, reason)
            caution = idea_plans.caution(visit.database, request, number).after(broken)
            visit.answer(with_caution(moved_message(moved), caution))
        case LinkFeedback(number, feedback_number):
            linked = ideas.link(visit.database, request, number, feedback_number)
            visit.answer(linked_message(linked, feedback_number))


def _open_move(visit: Visit, number: int) -> None:
    idea = ideas.to_move(visit.database, visit.request("button"), number)
    modals.show(visit, move_modal(idea, origin_of(visit)))


def _file(visit: Visit, new: NewIdea) -> None:
    asked = idea_choice.question(visit, new)
    if asked is not None:
        visit.answer(asked)
        return
    request = visit.request("command")
    idea = filing.file(
        visit.database, request, new, visit.channel_id, answer_url=visit.response_url
    )
    visit.answer(filed_message(idea_pages.filed(visit.database, request, idea, visit.channel_id)))


def _origin_of_feedback(visit: Visit) -> IdeaOrigin:
    number = int(visit.payload["value"])
    return IdeaOrigin(visit.channel_id, None, number, visit.response_url)
