"""Merging ideas: asked with what would go over, done, undone; and which are probably the same."""

from domain.core.errors import InvalidInput
from domain.idea_page.commands import IdeaCommand
from domain.merging.commands import MergeIdea, UnmergeIdea
from handlers.idea_page.forms import origin_of, show_page, update_to_page
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.idea_page import page as idea_pages
from services.merging import duplicates as merging_doubles
from services.merging import merge as merging
from views.blockkit import ids
from views.ideas.options import idea_option
from views.ideas.origin import IdeaOrigin, unpacked
from views.merging.duplicates import doubles_message
from views.merging.forms import merge_modal, merged_note, unmerged_message, unmerged_note


def register(board: Switchboard) -> None:
    """Listen to the form, its select, and every button about merging; words come with /idea."""
    for action_id, listener in (
        (ids.MERGE_OPEN, open_merge),
        (ids.MERGE_SWAP, open_merge),
        (ids.MERGE_SELECT, choose),
        (ids.MERGE_UNDO, undo),
        (ids.MERGE_APART, tell_apart),
    ):
        board.action(action_id, listener)
    board.view(ids.MERGE_FORM, submit_merge)
    board.options(ids.MERGE_SELECT, suggest_others)


def command_merging(visit: Visit, wish: IdeaCommand) -> None:
    """Do what was typed after an idea's number: ask before a merge, or undo one."""
    match wish:
        case MergeIdea(number, into):
            _ask(visit, number, into, IdeaOrigin(visit.channel_id))
        case UnmergeIdea(number):
            done = merging.undo(visit.database, visit.request("command"), number)
            visit.answer(unmerged_message(done))


def answer_doubles(visit: Visit) -> None:
    """List the ideas that are probably the same."""
    found = merging_doubles.listed(visit.database, visit.request("command"))
    visit.answer(doubles_message(found))


def open_merge(visit: Visit) -> None:
    """Open the form, with what would go over when both ideas are known; or turn them round."""
    number, _, into = str(visit.payload["value"]).partition(" ")
    origin = origin_of(visit)
    if visit.response_url is not None and visit.channel_id is not None:
        origin = IdeaOrigin(visit.channel_id, answer_url=visit.response_url)
    _ask(visit, int(number), int(into) if into else None, origin)


def choose(visit: Visit) -> None:
    """Show below the select what merging into the chosen idea does."""
    option = visit.payload.get("selected_option") or {}
    origin = unpacked(visit.body["view"].get("private_metadata"))
    into = int(option["value"]) if option else None
    _ask(visit, origin.number or 0, into, origin)


def submit_merge(visit: Visit) -> None:
    """Merge once the person has read what goes over, and show the page of the survivor."""
    origin, request = unpacked(visit.payload.get("private_metadata")), visit.request("modal")
    number, into = origin.number or 0, _chosen(visit)
    if origin.confirmed != str(into):
        plan = merging.preview(visit.database, request, number, into)
        visit.ack(response_action="update", view=merge_modal(plan.idea, plan, origin))
        return
    done = merging.merge(visit.database, request, number, into)
    if origin.answer_url is not None:
        merging_doubles.renew(visit.database, request, origin.answer_url)
    here = IdeaOrigin(origin.channel_id, done.into.number)
    update_to_page(visit, here, merged_note(done))


def suggest_others(visit: Visit) -> None:
    """Answer the select with every idea but the one that is merged."""
    words = str(visit.payload.get("value") or "")
    origin = unpacked((visit.body.get("view") or {}).get("private_metadata"))
    found = idea_pages.suggest(visit.database, visit.workspace_id, words)
    visit.ack(options=[idea_option(one) for one in found if one.number != origin.number])


def undo(visit: Visit) -> None:
    """Undo a merge and show the page of the idea that is its own again."""
    number = int(visit.payload["value"])
    done = merging.undo(visit.database, visit.request("button"), number)
    show_page(visit, number, origin_of(visit), note=unmerged_note(done))


def tell_apart(visit: Visit) -> None:
    """Remember that two ideas are not the same; the list or the page goes on without them."""
    number, other, *page = (int(one) for one in str(visit.payload["value"]).split())
    request = visit.request("button")
    url = visit.response_url
    merging_doubles.tell_apart(visit.database, request, number, other, answer_url=url)
    if page:
        note = f":white_check_mark: Remembered: I-{number} and I-{other} are not the same."
        show_page(visit, page[0], origin_of(visit), note=note)


def _ask(visit: Visit, number: int, into: int | None, origin: IdeaOrigin) -> None:
    request = visit.request("button")
    if into is None:
        idea = merging.to_merge(visit.database, request, number)
        modals.show(visit, merge_modal(idea, None, origin))
        return
    plan = merging.preview(visit.database, request, number, into)
    modals.show(visit, merge_modal(plan.idea, plan, origin))


def _chosen(visit: Visit) -> int:
    for entries in visit.payload["state"]["values"].values():
        option = (entries.get(ids.MERGE_SELECT) or {}).get("selected_option")
        if option:
            return int(option["value"])
    raise InvalidInput("Choose the idea that it becomes part of.", field="into")
