"""Merging ideas: asked with what would go over, done, undone; and which are probably the same."""

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.merging.commands import DUPLICATES, MergeIdea, UnmergeIdea
from handlers.ideas.navigation import origin_of, show_page, update_to_page
from handlers.slack import modals
from handlers.slack.command_words import wordless
from handlers.slack.interaction import Interaction
from handlers.slack.part import ShownPart
from handlers.slack.router import Router
from services.idea_page import page as idea_pages
from services.merging import duplicates as merging_duplicates
from services.merging import merge as merging
from views.blockkit import ids
from views.blockkit.help import HelpPart
from views.ideas.options import idea_option
from views.ideas.origin import IdeaOrigin, unpacked
from views.merging.duplicates import duplicates_message
from views.merging.forms import merge_modal, merged_note, unmerged_message, unmerged_note


def register(router: Router) -> None:
    """Listen to the words, the form, its select, and every button about merging."""
    router.parsed("/idea", MergeIdea, command_merging)
    router.parsed("/idea", UnmergeIdea, command_merging)
    router.subcommand("/ideas", DUPLICATES, wordless(answer_duplicates), alone=True)
    for action_id, listener in (
        (ids.MERGE_OPEN, open_merge),
        (ids.MERGE_SWAP, open_merge),
        (ids.MERGE_SELECT, choose),
        (ids.MERGE_UNDO, undo),
        (ids.MERGE_APART, tell_apart),
    ):
        router.action(action_id, listener, permission=Permission.RECORD)
    router.view(ids.MERGE_FORM, submit_merge, permission=Permission.RECORD)
    router.options(ids.MERGE_SELECT, suggest_others, permission=Permission.RECORD)


def command_merging(interaction: Interaction, wish: MergeIdea | UnmergeIdea) -> None:
    """Do what was typed after an idea's number: ask before a merge, or undo one."""
    match wish:
        case MergeIdea(number, into):
            _ask(interaction, number, into, IdeaOrigin(interaction.channel_id))
        case UnmergeIdea(number):
            done = merging.undo(interaction.database, interaction.request("command"), number)
            interaction.answer(unmerged_message(done))


def answer_duplicates(interaction: Interaction) -> None:
    """List the ideas that are probably the same."""
    found = merging_duplicates.listed(interaction.database, interaction.request("command"))
    interaction.answer(duplicates_message(found))


def open_merge(interaction: Interaction) -> None:
    """Open the form, with what would go over when both ideas are known; or turn them round."""
    number, _, into = str(interaction.payload["value"]).partition(" ")
    origin = origin_of(interaction)
    if interaction.response_url is not None and interaction.channel_id is not None:
        origin = IdeaOrigin(interaction.channel_id, answer_url=interaction.response_url)
    _ask(interaction, int(number), int(into) if into else None, origin)


def choose(interaction: Interaction) -> None:
    """Show below the select what merging into the chosen idea does."""
    option = interaction.payload.get("selected_option") or {}
    origin = unpacked(interaction.body["view"].get("private_metadata"))
    into = int(option["value"]) if option else None
    _ask(interaction, origin.number or 0, into, origin)


def submit_merge(interaction: Interaction) -> None:
    """Merge once the person has read what goes over, and show the page of the survivor."""
    origin, request = (
        unpacked(interaction.payload.get("private_metadata")),
        interaction.request("modal"),
    )
    number, into = origin.number or 0, _chosen(interaction)
    if origin.confirmed != str(into):
        plan = merging.preview(interaction.database, request, number, into)
        interaction.ack(response_action="update", view=merge_modal(plan.idea, plan, origin))
        return
    done = merging.merge(interaction.database, request, number, into)
    if origin.answer_url is not None:
        merging_duplicates.renew(interaction.database, request, origin.answer_url)
    here = IdeaOrigin(origin.channel_id, done.into.number)
    update_to_page(interaction, here, merged_note(done))


def suggest_others(interaction: Interaction) -> None:
    """Answer the select with every idea but the one that is merged."""
    words = str(interaction.payload.get("value") or "")
    origin = unpacked((interaction.body.get("view") or {}).get("private_metadata"))
    found = idea_pages.suggest(interaction.database, interaction.workspace_id, words)
    interaction.ack(options=[idea_option(one) for one in found if one.number != origin.number])


def undo(interaction: Interaction) -> None:
    """Undo a merge and show the page of the idea that is its own again."""
    number = int(interaction.payload["value"])
    done = merging.undo(interaction.database, interaction.request("button"), number)
    show_page(interaction, number, origin_of(interaction), note=unmerged_note(done))


def tell_apart(interaction: Interaction) -> None:
    """Remember that two ideas are not the same; the list or the page goes on without them."""
    number, other, *page = (int(one) for one in str(interaction.payload["value"]).split())
    request = interaction.request("button")
    url = interaction.response_url
    merging_duplicates.tell_apart(interaction.database, request, number, other, answer_url=url)
    if page:
        note = f":white_check_mark: Remembered: I-{number} and I-{other} are not the same."
        show_page(interaction, page[0], origin_of(interaction), note=note)


def _ask(interaction: Interaction, number: int, into: int | None, origin: IdeaOrigin) -> None:
    request = interaction.request("button")
    if into is None:
        idea = merging.to_merge(interaction.database, request, number)
        modals.show(interaction, merge_modal(idea, None, origin))
        return
    plan = merging.preview(interaction.database, request, number, into)
    modals.show(interaction, merge_modal(plan.idea, plan, origin))


def _chosen(interaction: Interaction) -> int:
    chosen = interaction.form.option_of(ids.MERGE_SELECT)
    if chosen is None:
        raise InvalidInput("Choose the idea that it becomes part of.", field="into")
    return int(chosen)


PART = ShownPart(
    help=(
        HelpPart(
            220,
            "Ideas and votes",
            ("`/idea I-12 merge I-7`  makes it part of I-7; `/ideas doubles` lists likely ones",),
        ),
    ),
)
