"""The feedback forms as they come back, and the suggestions of their selects."""

from dataclasses import replace

from domain.feedback.attachments import Answer
from domain.feedback.model import Draft
from domain.text.labels import LabelKind
from domain.text.slack_message import permalink
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.channels import rules as doors
from services.feedback import capture as feedback
from services.similarity import decisions as choices
from views.blockkit import ids
from views.blockkit.labels import label_options
from views.channels.custom_questions import typed_answers
from views.feedback.forms import Origin, files_in, saved_modal, source_of, typed_details
from views.similarity import chosen_proposal


def register(board: Switchboard) -> None:
    """Listen to the forms and to what is typed in the selects of customers and areas."""
    board.view(ids.FEEDBACK_FORM, submit_feedback)
    board.view(ids.FEEDBACK_DETAILS_FORM, submit_details)
    board.options(ids.CUSTOMER_SELECT, suggest_customers)
    board.options(ids.AREA_SELECT, suggest_areas)


def submit_feedback(visit: Visit) -> None:
    """Save what the form says and show what comes next."""
    origin = Origin.unpacked(visit.payload.get("private_metadata", ""))
    typed = typed_details(visit.payload["state"]["values"])
    draft = Draft(
        text=typed.text or "",
        said_by=typed.said_by,
        said_by_name=typed.said_by_name,
        customer=typed.customer,
        area=typed.area,
        importance=typed.importance,
        source=source_of(origin, link_of(visit, origin)),
        answers=_answers(visit),
        files=files_in(origin),
    )
    request = visit.request("shortcut" if origin.message_ts else "modal")
    choice = chosen_proposal(visit.payload["state"]["values"])
    thread_ts = origin.thread_ts or origin.message_ts
    captured = choices.capture_into(visit.database, request, draft, choice, thread_ts=thread_ts)
    view = saved_modal(captured.feedback, is_new=captured.is_new, viewer=visit.user_id)
    visit.ack(response_action="update", view=view)


def submit_details(visit: Visit) -> None:
    """Save the details; the private answer is renewed, or else the form becomes one."""
    origin = Origin.unpacked(visit.payload.get("private_metadata", ""))
    typed = replace(typed_details(visit.payload["state"]["values"]), answers=_answers(visit))
    changed = feedback.add_details(
        visit.database,
        visit.request("modal"),
        origin.number or 0,
        typed,
        answer_url=origin.answer_url,
    )
    if origin.answer_url is None:
        view = saved_modal(changed, is_new=True, viewer=visit.user_id)
        visit.ack(response_action="update", view=view)


def suggest_customers(visit: Visit) -> None:
    """Answer the customer select."""
    _suggest(visit, LabelKind.CUSTOMER)


def suggest_areas(visit: Visit) -> None:
    """Answer the area select."""
    _suggest(visit, LabelKind.AREA)


def link_of(visit: Visit, origin: Origin) -> str | None:
    """The link of the message a form is about; Slack's own word replaces it after saving."""
    domain = (visit.body.get("team") or {}).get("domain")
    if not domain or origin.channel_id is None or origin.message_ts is None:
        return None
    return permalink(domain, origin.channel_id, origin.message_ts, origin.thread_ts)


def _answers(visit: Visit) -> tuple[Answer, ...]:
    typed = typed_answers(visit.payload["state"]["values"])
    return doors.answers(visit.database, visit.workspace_id, typed)


def _suggest(visit: Visit, kind: LabelKind) -> None:
    words = str(visit.payload.get("value") or "")
    names = feedback.suggest_labels(visit.database, visit.request("options"), kind, words)
    visit.ack(options=label_options(names, words))
