"""The one wrapper around every listener: refusals become sentences, surprises get a reference."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from domain.core.errors import NotKnownYet, UserError
from domain.core.people import Deed
from domain.text.slack_text import unescape
from handlers.slack import modals
from handlers.slack.context import Front
from handlers.slack.interaction import Listener, Payload, Visit
from handlers.slack.payloads.reading import UNREADABLE, Unreadable
from services.outbox import direct_note as asides
from services.workspace import people
from views.blockkit.notices import notice_modal
from views.blockkit.text import escape

log = logging.getLogger("linchpin.handlers")

Surface = Callable[[Visit, str, str | None], None]
"""Shows a refusal to the person: the visit, the sentence, and the form field it belongs to."""


def guarded(front: Front, surface: Surface, listener: Listener, deed: Deed) -> Callable[..., None]:
    """``listener`` as Bolt calls it, with every failure shown on ``surface``.

    People who may not do what it takes, which is ``deed``, are refused before it is called.
    """

    def run(
        ack: Ack, body: Payload, payload: Payload, context: BoltContext, client: WebClient
    ) -> None:
        visit = _visit(front, ack, body, payload, context, client)
        try:
            people.admit(visit.database, visit.request("edge"), deed)
            listener(visit)
            if ack.response is None:
                ack()
        except NotKnownYet as refused:
            surface(visit, refused.message + _typed(visit), None)
        except UserError as refused:
            surface(visit, refused.message, refused.field)
        except Unreadable as missing:
            _note(front, listener, "interaction", missing)
            surface(visit, UNREADABLE, None)
        except Exception as surprise:  # noqa: BLE001 - the last line before Slack
            surface(visit, _reference(listener, surprise), None)

    run.__name__ = getattr(listener, "__name__", "listener")
    return run


def guarded_event(front: Front, listener: Listener) -> Callable[..., None]:
    """``listener`` for an event: it fails aloud, so that Slack delivers the event again, unless
    the event cannot be read."""

    def run(
        ack: Ack, body: Payload, payload: Payload, context: BoltContext, client: WebClient
    ) -> None:
        front.heard(context["workspace_id"])
        try:
            listener(_visit(front, ack, body, payload, context, client))
        except Unreadable as missing:  # sent again, it would be the same
            _note(front, listener, "event", missing)
        ack()

    run.__name__ = getattr(listener, "__name__", "listener")
    return run


def as_answer(visit: Visit, sentence: str, _field: str | None) -> None:
    """A refusal of a slash command: the private answer."""
    if visit.ack.response is None:
        visit.ack(response_type="ephemeral", text=escape(sentence))
    else:
        _aside(visit, sentence)


def as_modal(visit: Visit, sentence: str, _field: str | None) -> None:
    """A refusal of a shortcut or a button: a small modal, pushed when a modal is open already."""
    if not modals.tell(visit, sentence):
        _aside(visit, sentence)


def as_field_error(visit: Visit, sentence: str, field: str | None) -> None:
    """A refusal of a form: beside its field, or beside the first one; what was typed stays."""
    if visit.ack.response is not None:
        _aside(visit, sentence)
        return
    blocks = visit.body["view"]["blocks"]
    inputs = [block["block_id"] for block in blocks if block["type"] == "input"]
    if not inputs:
        visit.ack(response_action="update", view=notice_modal(sentence))
        return
    place = field if field and field in inputs else inputs[0]
    visit.ack(response_action="errors", errors={place: sentence})


def as_no_options(visit: Visit, _sentence: str, _field: str | None) -> None:
    """A refusal of a suggestion: no options."""
    visit.ack(options=[])


def _note(front: Front, listener: Listener, kind: str, missing: Unreadable) -> None:
    front.unreadable(kind)
    name = getattr(listener, "__name__", "listener")
    log.warning("Slack sent %s something that I can't read, so it was ignored: %s", name, missing)


def _typed(visit: Visit) -> str:
    """What was typed behind a command, to be copied; a form keeps by itself what was typed."""
    words = str(visit.payload.get("text") or "") if "command" in visit.body else ""
    return f" You typed: {visit.body['command']} {unescape(words)}" if words else ""


def _aside(visit: Visit, sentence: str) -> None:
    """Slack has its answer, and shows nothing more where the person is: a direct message does."""
    try:
        asides.tell(visit.database, visit.request("aside"), sentence)
    except UserError as error:
        log.warning("A refusal could not be told: %s", type(error).__name__)


def _reference(listener: Listener, surprise: Exception) -> str:
    mark = secrets.token_hex(4)
    name = getattr(listener, "__name__", "listener")
    log.error("Listener %s failed (%s)", name, mark, exc_info=surprise)
    return (
        "Something went wrong on our side. Please look whether it was done, and try again if not. "
        f"If it stays like this, tell whoever runs Linchpin: reference {mark}."
    )


def _visit(
    front: Front, ack: Ack, body: Payload, payload: Payload, context: BoltContext, client: Any
) -> Visit:
    return Visit(
        front=front,
        workspace_id=context["workspace_id"],
        user_id=context.user_id or "",
        body=body,
        payload=payload,
        ack=ack,
        client=client,
        at=front.now(),
    )
