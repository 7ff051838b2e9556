"""The feedback forms as they come back, and the suggestions of their selects."""

from dataclasses import replace

from domain.core.people import Permission
from domain.feedback.attachments import Answer
from domain.feedback.model import Draft
from domain.text.labels import LabelKind
from domain.text.slack_message import permalink
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.channels import rules as channel_rules
from services.feedback import capture as feedback
from services.feedback import pages as feedback_pages
from services.similarity import decisions as choices
from views.blockkit import ids
from views.blockkit.labels import label_options
from views.channels.custom_questions import typed_answers
from views.feedback.forms import Origin, files_in, saved_modal, source_of, typed_details
from views.similarity import chosen_proposal


def register(router: Router) -> None:
    """Listen to the forms and to what is typed in the selects of customers and areas."""
    router.view(ids.FEEDBACK_FORM, submit_feedback, permission=Permission.GIVE)
    router.view(ids.FEEDBACK_DETAILS_FORM, submit_details, permission=Permission.GIVE)
    router.options(ids.CUSTOMER_SELECT, suggest_customers, permission=Permission.GIVE)
    router.options(ids.AREA_SELECT, suggest_areas, permission=Permission.GIVE)


def submit_feedback(interaction: Interaction) -> None:
    """Save what the form says and show what comes next."""
    origin = Origin.unpacked(interaction.payload.get("private_metadata", ""))
    typed = typed_details(interaction.form)
    draft = Draft(
        text=typed.text or "",
        said_by=typed.said_by,
        said_by_name=typed.said_by_name,
        customer=typed.customer,
        area=typed.area,
        importance=typed.importance,
        source=source_of(origin, link_of(interaction, origin)),
        answers=_answers(interaction),
        files=files_in(origin),
    )
    request = interaction.request("shortcut" if origin.message_ts else "modal")
    choice = chosen_proposal(interaction.form)
    thread_ts = origin.thread_ts or origin.message_ts
    captured = choices.capture_into(
        interaction.database, request, draft, choice, thread_ts=thread_ts
    )
    view = saved_modal(captured.feedback, is_new=captured.is_new, viewer=interaction.user_id)
    interaction.ack(response_action="update", view=view)


def submit_details(interaction: Interaction) -> None:
    """Save the details; the private answer is renewed, or else the form becomes one."""
    origin = Origin.unpacked(interaction.payload.get("private_metadata", ""))
    typed = replace(typed_details(interaction.form), answers=_answers(interaction))
    changed = feedback.add_details(
        interaction.database,
        interaction.request("modal"),
        origin.number or 0,
        typed,
        answer_url=origin.answer_url,
    )
    if origin.answer_url is None:
        view = saved_modal(changed, is_new=True, viewer=interaction.user_id)
        interaction.ack(response_action="update", view=view)


def suggest_customers(interaction: Interaction) -> None:
    """Answer the customer select."""
    _suggest(interaction, LabelKind.CUSTOMER)


def suggest_areas(interaction: Interaction) -> None:
    """Answer the area select."""
    _suggest(interaction, LabelKind.AREA)


def link_of(interaction: Interaction, origin: Origin) -> str | None:
    """The link of the message a form is about; Slack's own word replaces it after saving."""
    domain = (interaction.body.get("team") or {}).get("domain")
    if not domain or origin.channel_id is None or origin.message_ts is None:
        return None
    return permalink(domain, origin.channel_id, origin.message_ts, origin.thread_ts)


def _answers(interaction: Interaction) -> tuple[Answer, ...]:
    typed = typed_answers(interaction.form)
    return channel_rules.answers(interaction.database, interaction.workspace_id, typed)


def _suggest(interaction: Interaction, kind: LabelKind) -> None:
    words = str(interaction.payload.get("value") or "")
    names = feedback_pages.suggest_labels(
        interaction.database, interaction.request("options"), kind, words
    )
    interaction.ack(options=label_options(names, words))
