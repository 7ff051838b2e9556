"""/linchpin forget: whom, what would go, and the confirmation."""

import re
from typing import Any

from domain.core.errors import InvalidInput
from domain.erasure import Subject, read_name
from domain.text.slack_text import unescape
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.erasure import actions as forgetting
from views.blockkit import ids
from views.erasure import asked_modal, preview_modal, subject_of, whom_modal

_TOKEN = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


def register(board: Switchboard) -> None:
    """Listen to the forms of forgetting, and to the button that opens them."""
    board.action(ids.FORGET_OPEN, open_whom)
    board.view(ids.FORGET_WHOM, submit_whom)
    board.view(ids.FORGET_CONFIRM, submit_confirmation)


def command_forget(visit: Visit, words: str) -> None:
    """Show what would be removed of the person typed; nobody typed opens the form that asks."""
    words = words.strip()
    if not words:
        open_whom(visit)
        return
    subject = _subject(visit, words)
    found = forgetting.preview(visit.database, visit.request("command"), subject)
    modals.show(visit, preview_modal(found))


def open_whom(visit: Visit) -> None:
    """Ask who is to be forgotten."""
    modals.push(visit, whom_modal())


def submit_whom(visit: Visit) -> None:
    """Show what would be removed."""
    values: dict[str, Any] = visit.payload["state"]["values"]
    person = values["person"][ids.FORGET_PERSON].get("selected_user")
    name = (values["name"][ids.FORGET_NAME].get("value") or "").strip()
    customer = (values["customer"][ids.FORGET_CUSTOMER].get("value") or "").strip()
    if bool(person) == bool(name):
        raise InvalidInput("Choose a person in Slack, or type a name: one of them.", field="person")
    subject = Subject(person) if person else Subject(None, read_name(name).name, customer or None)
    found = forgetting.preview(visit.database, visit.request("modal"), subject)
    visit.ack(response_action="update", view=preview_modal(found))


def submit_confirmation(visit: Visit) -> None:
    """Have the person forgotten."""
    typed = visit.payload["state"]["values"]["confirmation"][ids.FORGET_TYPED].get("value") or ""
    subject = subject_of(visit.payload["private_metadata"])
    number = forgetting.ask(visit.database, visit.request("modal"), subject, typed)
    visit.ack(
        response_action="update",
        view=asked_modal(number, is_self=subject.user_id == visit.user_id),
    )


def _subject(visit: Visit, words: str) -> Subject:
    token = _TOKEN.fullmatch(words)
    if token is not None:
        return Subject(token[1])
    typed = unescape(words)
    if typed.lower() in ("me", "myself"):
        return Subject(visit.user_id)
    if typed.lower().startswith("name "):
        return read_name(typed)
    known = forgetting.known_as(visit.database, visit.workspace_id, typed)
    if known is not None:
        return known
    if typed.startswith("@"):
        raise InvalidInput(
            "I cannot tell who that is. Type /linchpin forget and choose the person there."
        )
    return read_name(typed)
