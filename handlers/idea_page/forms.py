"""The forms of ideas as they come back, and what their selects offer."""

from dataclasses import replace
from typing import Any

from domain.core.errors import InvalidInput
from domain.dates.days import DateConfidence, Dates
from domain.dates.periods import read_day
from domain.idea_page.page import IdeaPage
from domain.ideas.commands import parse_target
from domain.roadmap.plans import Caution, Plan
from domain.text.words import parse_reference
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.feedback import capture as feedback
from services.idea_page import edits as idea_edits
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea, as_typed
from services.roadmap import plans as idea_plans
from services.similarity import decisions as choices
from services.votes import filing
from views.blockkit import ids
from views.idea_page.forms import edit_idea_modal, filed_modal, move_modal
from views.idea_page.page import idea_modal
from views.ideas.options import feedback_option, idea_option
from views.ideas.origin import IdeaOrigin, unpacked
from views.roadmap.plan import confirmation_of
from views.similarity import chosen_proposal

Values = dict[str, Any]


def register(board: Switchboard) -> None:
    """Listen to every form about an idea and to the selects in them."""
    for callback_id, listener in (
        (ids.IDEA_FORM, submit_idea),
        (ids.IDEA_EDIT_FORM, submit_edit),
        (ids.IDEA_MOVE_FORM, submit_move),
        (ids.EVIDENCE_FORM, submit_evidence),
        (ids.EVIDENCE_IDEA_FORM, submit_which_idea),
    ):
        board.view(callback_id, listener)
    board.options(ids.IDEA_SELECT, suggest_ideas)
    board.options(ids.FEEDBACK_SELECT, suggest_feedback)


def submit_idea(visit: Visit) -> None:
    """File the idea and show its number and what comes next."""
    origin, request = _origin(visit), visit.request("modal")
    new = _typed(visit, origin.feedback_number)
    choice = parse_reference(chosen_proposal(_values(visit)) or "")
    if choice is not None and choice.kind == "I":
        _join(visit, origin, choice.number, new)
        return
    idea = filing.file(visit.database, request, new, origin.channel_id)
    if choice is not None:
        ideas.link(visit.database, request, idea.number, choice.number)
    _renew_answer(visit, origin)
    filed = idea_pages.filed(visit.database, request, idea, origin.channel_id)
    visit.ack(response_action="update", view=filed_modal(filed, origin))


def submit_edit(visit: Visit) -> None:
    """Save what was edited and show the page; dates that break a promise are asked about first."""
    origin, request = _origin(visit), visit.request("modal")
    number, new, plan = origin.number or 0, _typed(visit, None), _planned(visit)
    if plan is not None:
        caution = idea_plans.would_break(visit.database, request, number, None, plan.dates)
        if _is_news(caution, origin):
            page = idea_pages.get(visit.database, request, number, origin.channel_id)
            typed = as_typed(page.idea, new, plan)
            visit.ack(
                response_action="update",
                view=edit_idea_modal(typed, origin, may_plan=True, caution=caution),
            )
            return
    edited = idea_edits.edit(visit.database, request, number, new, plan, origin.seen)
    if not edited.clashes:
        update_to_page(visit, origin, ":white_check_mark: Saved.")
        return
    typed = as_typed(edited.idea, new, plan or Plan(edited.idea.dates, edited.idea.public_title))
    view = edit_idea_modal(
        typed,
        replace(origin, seen=edited.seen),
        may_plan=plan is not None,
        clashes=edited.clashes,
    )
    visit.ack(response_action="update", view=view)


def submit_move(visit: Visit) -> None:
    """Move the idea and show the page; a move that breaks a promise is asked about first."""
    origin, values = _origin(visit), _values(visit)
    request, number = visit.request("modal"), origin.number or 0
    chosen = values["target"][ids.IDEA_TARGET].get("selected_option") or {}
    target = parse_target(str(chosen.get("value") or ""))
    if target is None:
        raise InvalidInput("Choose where the idea stands.", field="target")
    reason = values["reason"][ids.IDEA_REASON].get("value")
    caution = idea_plans.would_break(visit.database, request, number, target)
    if _is_news(caution, origin):
        idea = replace(ideas.to_move(visit.database, request, number), decline_reason=reason)
        visit.ack(
            response_action="update",
            view=move_modal(idea, origin, target=target, caution=caution),
        )
        return
    ideas.move(visit.database, request, number, target, reason)
    update_to_page(visit, origin, ":white_check_mark: Moved.")


def submit_evidence(visit: Visit) -> None:
    """Add the chosen feedback to the idea and show the page."""
    origin = _origin(visit)
    number = _chosen_or_proposed(visit, "feedback", ids.FEEDBACK_SELECT)
    ideas.link(visit.database, visit.request("modal"), origin.number or 0, number)
    update_to_page(visit, origin, f":white_check_mark: F-{number} is evidence now.")


def submit_which_idea(visit: Visit) -> None:
    """Add the feedback to the chosen idea and show the idea's page."""
    origin = _origin(visit)
    number = _chosen_or_proposed(visit, "idea", ids.IDEA_SELECT)
    feedback_number = origin.feedback_number or 0
    ideas.link(visit.database, visit.request("modal"), number, feedback_number)
    _renew_answer(visit, origin)
    note = f":white_check_mark: F-{feedback_number} is evidence now."
    update_to_page(visit, IdeaOrigin(origin.channel_id, number), note)


def edit_form(page: IdeaPage, origin: IdeaOrigin) -> dict[str, Any]:
    """The form of an idea, which remembers the newest change that it shows."""
    seen = page.history[0].id if page.history else 0
    return edit_idea_modal(page.idea, replace(origin, seen=seen), may_plan=page.plan.may_plan)


def suggest_ideas(visit: Visit) -> None:
    """Answer the select of ideas."""
    words = str(visit.payload.get("value") or "")
    found = idea_pages.suggest(visit.database, visit.workspace_id, words)
    visit.ack(options=[idea_option(one) for one in found])


def suggest_feedback(visit: Visit) -> None:
    """Answer the select of feedback."""
    words = str(visit.payload.get("value") or "")
    found = idea_pages.suggest_feedback(visit.database, visit.request("modal"), words)
    visit.ack(options=[feedback_option(one) for one in found])


def show_page(visit: Visit, number: int, origin: IdeaOrigin, *, note: str = "") -> None:
    """Open an idea's page, in place of the modal that is open already."""
    page = idea_pages.get(visit.database, visit.request("button"), number, origin.channel_id)
    modals.show(visit, idea_modal(page, origin, note=note))


def origin_of(visit: Visit) -> IdeaOrigin:
    """Where a button was pressed: in a message of a channel, or in a modal opened from one."""
    if visit.channel_id is not None:
        return IdeaOrigin(visit.channel_id)
    return unpacked((visit.body.get("view") or {}).get("private_metadata"))


def _join(visit: Visit, origin: IdeaOrigin, number: int, new: NewIdea) -> None:
    """Nothing is filed: what was said, and what was typed, is evidence for the idea chosen."""
    request = visit.request("modal")
    if origin.feedback_number is not None:
        ideas.link(visit.database, request, number, origin.feedback_number)
        _renew_answer(visit, origin)
    typed = "\n".join(one for one in (new.title, new.description) if one.strip())
    draft = choices.typed(typed, None)
    choices.it_is_idea(visit.database, request, number, draft, answer_url=None)
    note = f":white_check_mark: Nothing was filed twice: what you wrote is evidence for I-{number}."
    update_to_page(visit, IdeaOrigin(origin.channel_id, number), note)


def update_to_page(visit: Visit, origin: IdeaOrigin, note: str) -> None:
    """Show an idea's page in place of the form that was saved, with a line of mrkdwn above."""
    page = idea_pages.get(
        visit.database, visit.request("modal"), origin.number or 0, origin.channel_id
    )
    visit.ack(response_action="update", view=idea_modal(page, origin, note=note))


def _renew_answer(visit: Visit, origin: IdeaOrigin) -> None:
    """Let the private answer that a feedback's button sits in tell what became of it."""
    if origin.answer_url is not None and origin.feedback_number is not None:
        feedback.renew_answer(
            visit.database, visit.request("modal"), origin.feedback_number, origin.answer_url
        )


def _typed(visit: Visit, feedback_number: int | None) -> NewIdea:
    values = _values(visit)
    area = values["area"][ids.AREA_SELECT].get("selected_option") or {}
    return NewIdea(
        title=values["title"][ids.IDEA_TITLE].get("value") or "",
        description=values["description"][ids.IDEA_DESCRIPTION].get("value") or "",
        area=area.get("value"),
        owner_id=values["owner"][ids.IDEA_OWNER].get("selected_user"),
        feedback_number=feedback_number,
    )


def _planned(visit: Visit) -> Plan | None:
    """The plan in the form, None for who may not change it."""
    values = _values(visit)
    if "ends_on" not in values:
        return None
    sure = values["confidence"][ids.IDEA_SURE].get("selected_option")
    dates = Dates(
        read_day(values["starts_on"][ids.IDEA_STARTS].get("selected_date"), "starts_on"),
        read_day(values["ends_on"][ids.IDEA_ENDS].get("selected_date"), "ends_on"),
        DateConfidence(sure["value"]) if sure else None,
    )
    return Plan(dates, values["public_title"][ids.IDEA_PUBLIC_TITLE].get("value"))


def _is_news(caution: Caution, origin: IdeaOrigin) -> bool:
    """True for broken promises that the person has not read of yet."""
    return bool(caution.breaches) and origin.confirmed != confirmation_of(caution)


def _chosen_or_proposed(visit: Visit, field: str, action_id: str) -> int:
    """What the select says, or else the proposal that was chosen."""
    proposed = parse_reference(chosen_proposal(_values(visit)) or "")
    is_selected = bool(_values(visit)[field][action_id].get("selected_option"))
    if proposed is not None and not is_selected:
        return proposed.number
    return _chosen(visit, field, action_id)


def _chosen(visit: Visit, field: str, action_id: str) -> int:
    option = _values(visit)[field][action_id].get("selected_option")
    if not option:
        raise InvalidInput("Choose one from the list.", field=field)
    return int(option["value"])


def _values(visit: Visit) -> Values:
    values: Values = visit.payload["state"]["values"]
    return values


def _origin(visit: Visit) -> IdeaOrigin:
    return unpacked(visit.payload.get("private_metadata"))
