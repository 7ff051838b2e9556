"""/linchpin forget: whom, what would go, and the confirmation."""

import re

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.erasure import Subject, read_name
from domain.text.slack_text import unescape
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.part import ShownPart
from handlers.slack.router import Router
from services.erasure import actions as forgetting
from views.blockkit import ids
from views.blockkit.help import HelpPart
from views.erasure import asked_modal, preview_modal, subject_of, whom_modal

_TOKEN = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


def register(router: Router) -> None:
    """Listen to the command, its forms, and the button that opens them."""
    router.subcommand("/linchpin", "forget", command_forget)
    router.action(ids.FORGET_OPEN, open_whom, permission=Permission.TAKE_PART)
    router.view(ids.FORGET_WHOM, submit_whom, permission=Permission.TAKE_PART)
    router.view(ids.FORGET_CONFIRM, submit_confirmation, permission=Permission.TAKE_PART)


def command_forget(interaction: Interaction, words: str) -> None:
    """Show what would be removed of the person typed; nobody typed opens the form that asks."""
    words = words.strip()
    if not words:
        open_whom(interaction)
        return
    subject = _subject(interaction, words)
    found = forgetting.preview(interaction.database, interaction.request("command"), subject)
    modals.show(interaction, preview_modal(found))


def open_whom(interaction: Interaction) -> None:
    """Ask who is to be forgotten."""
    modals.push(interaction, whom_modal())


def submit_whom(interaction: Interaction) -> None:
    """Show what would be removed."""
    form = interaction.form
    person = form.user("person", ids.FORGET_PERSON)
    name = form.text("name", ids.FORGET_NAME).strip()
    customer = form.text("customer", ids.FORGET_CUSTOMER).strip()
    if bool(person) == bool(name):
        raise InvalidInput("Choose a person in Slack, or type a name: one of them.", field="person")
    subject = Subject(person) if person else Subject(None, read_name(name).name, customer or None)
    found = forgetting.preview(interaction.database, interaction.request("modal"), subject)
    interaction.ack(response_action="update", view=preview_modal(found))


def submit_confirmation(interaction: Interaction) -> None:
    """Have the person forgotten."""
    typed = interaction.form.text("confirmation", ids.FORGET_TYPED)
    subject = subject_of(interaction.payload["private_metadata"])
    number = forgetting.ask(interaction.database, interaction.request("modal"), subject, typed)
    interaction.ack(
        response_action="update",
        view=asked_modal(number, is_self=subject.user_id == interaction.user_id),
    )


def _subject(interaction: Interaction, words: str) -> Subject:
    token = _TOKEN.fullmatch(words)
    if token is not None:
        return Subject(token[1])
    typed = unescape(words)
    if typed.lower() in ("me", "myself"):
        return Subject(interaction.user_id)
    if typed.lower().startswith("name "):
        return read_name(typed)
    known = forgetting.known_as(interaction.database, interaction.workspace_id, typed)
    if known is not None:
        return known
    if typed.startswith("@"):
        raise InvalidInput(
            "I cannot tell who that is. Type /linchpin forget and choose the person there."
        )
    return read_name(typed)


PART = ShownPart(
    help=(
        HelpPart(
            1060,
            "Linchpin itself",
            (
                "`/linchpin forget @person`  removes what a person said, and their name; "
                "`forget me` too",
            ),
        ),
    ),
)
