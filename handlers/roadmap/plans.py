"""An idea's plan: its dates, what it needs and how it moved, in words and in forms."""

from domain.core.people import Permission
from domain.roadmap.plan_commands import (
    AskHistory,
    DateIdea,
    NeedIdeas,
    PlanCommand,
    PromiseIdea,
    WithdrawPromise,
)
from handlers.ideas.navigation import origin_of, suggest_ideas, update_to_page
from handlers.roadmap import promises
from handlers.slack import modals
from handlers.slack.date_notes import with_reading
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.idea_page import page as idea_pages
from services.roadmap import dependencies, time_travel
from services.roadmap import plans as idea_plans
from views.blockkit import ids
from views.ideas.origin import unpacked
from views.roadmap.plan import dated_message, needs_message, needs_modal, with_caution
from views.roadmap.time_travel import slips_message

_READ: tuple[type[PlanCommand], ...] = (
    *(DateIdea, NeedIdeas, AskHistory),
    *(PromiseIdea, WithdrawPromise),
)


def register(router: Router) -> None:
    """Listen to the words after /idea, the form of needs and its select."""
    for kind in _READ:
        router.parsed("/idea", kind, command_plan)
    router.action(ids.IDEA_NEEDS, open_needs, permission=Permission.TAKE_PART)
    router.view(ids.NEEDS_FORM, submit_needs, permission=Permission.TAKE_PART)
    router.options(ids.NEEDS_SELECT, suggest_ideas, permission=Permission.TAKE_PART)
    for field in (ids.IDEA_STARTS, ids.IDEA_ENDS, ids.IDEA_SURE, ids.IDEA_PUBLIC_TITLE):
        router.field(field, "roadmap")


def command_plan(interaction: Interaction, wish: PlanCommand) -> None:
    """Do what was typed about an idea's plan."""
    request = interaction.request("command")
    match wish:
        case DateIdea(number, words):
            idea, caution = idea_plans.set_dates(interaction.database, request, number, words)
            answer = with_caution(dated_message(idea), caution)
            interaction.answer(with_reading(interaction, words, answer))
        case NeedIdeas(number, needed, is_over):
            change = dependencies.no_longer_need if is_over else dependencies.need
            idea = change(interaction.database, request, number, needed)
            page = idea_pages.get(interaction.database, request, number)
            caution = idea_plans.caution(interaction.database, request, number)
            interaction.answer(with_caution(needs_message(idea, page.plan), caution))
        case AskHistory(number):
            slips = time_travel.slips(interaction.database, request, number)
            interaction.answer(slips_message(slips))
        case PromiseIdea() | WithdrawPromise():
            promises.command_promise(interaction, wish)


def open_needs(interaction: Interaction) -> None:
    """Open the form that says what an idea needs."""
    number = int(interaction.payload["value"])
    page = idea_pages.get(interaction.database, interaction.request("button"), number)
    modals.show(interaction, needs_modal(page.idea, page.plan.needs, origin_of(interaction)))


def submit_needs(interaction: Interaction) -> None:
    """Save what the idea needs and show its page."""
    origin = unpacked(interaction.payload.get("private_metadata"))
    chosen = interaction.form.require("needs").numbers("needs", ids.NEEDS_SELECT)
    dependencies.set_needs(
        interaction.database, interaction.request("modal"), origin.number or 0, chosen
    )
    update_to_page(interaction, origin, ":white_check_mark: Saved.")
