"""The forms of ideas as they come back, and what their selects offer."""

from dataclasses import replace
from typing import Any

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.dates.days import DateConfidence, Dates
from domain.dates.periods import read_day
from domain.idea_page.page import IdeaPage
from domain.ideas.commands import parse_target
from domain.roadmap.plans import Caution, Plan
from domain.text.words import parse_reference
from handlers.ideas.navigation import IDEA_PAGE, update_to_page
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.feedback import capture as feedback
from services.idea_page import edits as idea_edits
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.ideas import evidence as ideas_evidence
from services.ideas.actions import NewIdea, as_typed
from services.roadmap import plans as idea_plans
from services.similarity import decisions as choices
from services.votes import filing
from views.blockkit import ids
from views.blockkit.form_state import FormState
from views.idea_page.forms import edit_idea_modal, filed_modal, move_modal
from views.idea_page.page import idea_modal
from views.ideas.options import feedback_option
from views.ideas.origin import IdeaOrigin, unpacked
from views.roadmap.plan import confirmation_of
from views.similarity import chosen_proposal


def register(router: Router) -> None:
    """Listen to every form about an idea and to the select of feedback, and draw its page."""
    for callback_id, listener in (
        (ids.IDEA_FORM, submit_idea),
        (ids.IDEA_EDIT_FORM, submit_edit),
        (ids.IDEA_MOVE_FORM, submit_move),
        (ids.EVIDENCE_FORM, submit_evidence),
        (ids.EVIDENCE_IDEA_FORM, submit_which_idea),
    ):
        router.view(callback_id, listener, permission=Permission.TAKE_PART)
    router.page(IDEA_PAGE, draw_page)
    router.options(ids.FEEDBACK_SELECT, suggest_feedback, permission=Permission.TAKE_PART)


def submit_idea(interaction: Interaction) -> None:
    """File the idea and show its number and what comes next."""
    origin, request = _origin(interaction), interaction.request("modal")
    new = _typed(interaction.form, origin.feedback_number)
    choice = parse_reference(chosen_proposal(interaction.form) or "")
    if choice is not None and choice.kind == "I":
        _join(interaction, origin, choice.number, new)
        return
    idea = filing.file(interaction.database, request, new, origin.channel_id)
    if choice is not None:
        ideas_evidence.link(interaction.database, request, idea.number, choice.number)
    _renew_answer(interaction, origin)
    filed = idea_pages.filed(interaction.database, request, idea, origin.channel_id)
    interaction.ack(response_action="update", view=filed_modal(filed, origin))


def submit_edit(interaction: Interaction) -> None:
    """Save what was edited and show the page; dates that break a promise are asked about first."""
    origin, request = _origin(interaction), interaction.request("modal")
    number, form = origin.number or 0, interaction.form.require("area", "owner")
    new, plan = _typed(form, None), _planned(form)
    if plan is not None:
        caution = idea_plans.would_break(interaction.database, request, number, None, plan.dates)
        if _is_news(caution, origin):
            page = idea_pages.get(interaction.database, request, number, origin.channel_id)
            typed = as_typed(page.idea, new, plan)
            interaction.ack(
                response_action="update",
                view=edit_idea_modal(typed, origin, may_plan=True, caution=caution),
            )
            return
    edited = idea_edits.edit(interaction.database, request, number, new, plan, origin.seen)
    if not edited.clashes:
        update_to_page(interaction, origin, ":white_check_mark: Saved.")
        return
    typed = as_typed(edited.idea, new, plan or Plan(edited.idea.dates, edited.idea.public_title))
    view = edit_idea_modal(
        typed,
        replace(origin, seen=edited.seen),
        may_plan=plan is not None,
        clashes=edited.clashes,
    )
    interaction.ack(response_action="update", view=view)


def submit_move(interaction: Interaction) -> None:
    """Move the idea and show the page; a move that breaks a promise is asked about first."""
    origin, form = _origin(interaction), interaction.form
    request, number = interaction.request("modal"), origin.number or 0
    target = parse_target(form.option("target", ids.IDEA_TARGET) or "")
    if target is None:
        raise InvalidInput("Choose where the idea stands.", field="target")
    reason = form.text("reason", ids.IDEA_REASON) or None
    caution = idea_plans.would_break(interaction.database, request, number, target)
    if _is_news(caution, origin):
        idea = replace(ideas.to_move(interaction.database, request, number), decline_reason=reason)
        interaction.ack(
            response_action="update",
            view=move_modal(idea, origin, target=target, caution=caution),
        )
        return
    ideas.move(interaction.database, request, number, target, reason)
    update_to_page(interaction, origin, ":white_check_mark: Moved.")


def submit_evidence(interaction: Interaction) -> None:
    """Add the chosen feedback to the idea and show the page."""
    origin = _origin(interaction)
    number = _chosen_or_proposed(interaction.form, "feedback", ids.FEEDBACK_SELECT)
    ideas_evidence.link(
        interaction.database, interaction.request("modal"), origin.number or 0, number
    )
    update_to_page(interaction, origin, f":white_check_mark: F-{number} is evidence now.")


def submit_which_idea(interaction: Interaction) -> None:
    """Add the feedback to the chosen idea and show the idea's page."""
    origin = _origin(interaction)
    number = _chosen_or_proposed(interaction.form, "idea", ids.IDEA_SELECT)
    feedback_number = origin.feedback_number or 0
    ideas_evidence.link(interaction.database, interaction.request("modal"), number, feedback_number)
    _renew_answer(interaction, origin)
    note = f":white_check_mark: F-{feedback_number} is evidence now."
    update_to_page(interaction, IdeaOrigin(origin.channel_id, number), note)


def edit_form(page: IdeaPage, origin: IdeaOrigin) -> dict[str, Any]:
    """The form of an idea, which remembers the newest change that it shows."""
    seen = page.history[0].id if page.history else 0
    return edit_idea_modal(page.idea, replace(origin, seen=seen), may_plan=page.plan.may_plan)


def suggest_feedback(interaction: Interaction) -> None:
    """Answer the select of feedback."""
    words = str(interaction.payload.get("value") or "")
    found = idea_pages.suggest_feedback(interaction.database, interaction.request("modal"), words)
    interaction.ack(options=[feedback_option(one) for one in found])


def draw_page(
    interaction: Interaction, number: int, origin: IdeaOrigin, note: str
) -> dict[str, Any]:
    """Return an idea's page, with a line of mrkdwn above when there is a note."""
    page = idea_pages.get(
        interaction.database, interaction.request("button"), number, origin.channel_id
    )
    return idea_modal(page, origin, note=note)


def _join(interaction: Interaction, origin: IdeaOrigin, number: int, new: NewIdea) -> None:
    """Nothing is filed: what was said, and what was typed, is evidence for the idea chosen."""
    request = interaction.request("modal")
    if origin.feedback_number is not None:
        ideas_evidence.link(interaction.database, request, number, origin.feedback_number)
        _renew_answer(interaction, origin)
    typed = "\n".join(one for one in (new.title, new.description) if one.strip())
    draft = choices.typed(typed, None)
    choices.it_is_idea(interaction.database, request, number, draft, answer_url=None)
    note = f":white_check_mark: Nothing was filed twice: what you wrote is evidence for I-{number}."
    update_to_page(interaction, IdeaOrigin(origin.channel_id, number), note)


def _renew_answer(interaction: Interaction, origin: IdeaOrigin) -> None:
    """Let the private answer that a feedback's button sits in tell what became of it."""
    if origin.answer_url is not None and origin.feedback_number is not None:
        feedback.renew_answer(
            interaction.database,
            interaction.request("modal"),
            origin.feedback_number,
            origin.answer_url,
        )


def _typed(form: FormState, feedback_number: int | None) -> NewIdea:
    return NewIdea(
        title=form.text("title", ids.IDEA_TITLE),
        description=form.text("description", ids.IDEA_DESCRIPTION),
        area=form.option("area", ids.AREA_SELECT),
        owner_id=form.user("owner", ids.IDEA_OWNER),
        feedback_number=feedback_number,
    )


def _planned(form: FormState) -> Plan | None:
    """Return the plan in the form; None when the person may not change it."""
    if "ends_on" not in form:
        return None
    sure = form.option("confidence", ids.IDEA_SURE)
    dates = Dates(
        read_day(form.date("starts_on", ids.IDEA_STARTS), "starts_on"),
        read_day(form.date("ends_on", ids.IDEA_ENDS), "ends_on"),
        DateConfidence(sure) if sure else None,
    )
    return Plan(dates, form.text("public_title", ids.IDEA_PUBLIC_TITLE) or None)


def _is_news(caution: Caution, origin: IdeaOrigin) -> bool:
    """True for broken promises that the person has not read of yet."""
    return bool(caution.breaches) and origin.confirmed != confirmation_of(caution)


def _chosen_or_proposed(form: FormState, field: str, action_id: str) -> int:
    """Return the number chosen in the select, or else the proposal that was chosen."""
    chosen = form.number(field, action_id)
    if chosen is not None:
        return chosen
    proposed = parse_reference(chosen_proposal(form) or "")
    if proposed is None:
        raise InvalidInput("Choose one from the list.", field=field)
    return proposed.number


def _origin(interaction: Interaction) -> IdeaOrigin:
    return unpacked(interaction.payload.get("private_metadata"))
