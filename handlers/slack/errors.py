"""The one wrapper around every listener: refusals become sentences, surprises get a reference."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from domain.core.errors import NotKnownYet, SwitchedOff, UserError
from domain.core.people import Permission
from domain.text.slack_text import unescape
from handlers.slack import modals, switches
from handlers.slack.context import AppContext
from handlers.slack.interaction import Interaction, Listener, Payload
from handlers.slack.payloads.reading import UNREADABLE, Unreadable
from services.outbox import direct_note as asides
from services.workspace import people
from views.blockkit.blocks import notice_modal
from views.blockkit.text import escape

log = logging.getLogger("linchpin.handlers")

Surface = Callable[[Interaction, str, str | None], None]
"""Shows a refusal to the person: the visit, the sentence, and the form field it belongs to."""


def guarded(
    app_context: AppContext, surface: Surface, listener: Listener, deed: Permission
) -> Callable[..., None]:
    """``listener`` as Bolt calls it, with every failure shown on ``surface``.

    People who may not do what it takes, which is ``deed``, are refused before it is called, and so
    is everybody where its feature is switched off.
    """

    def run(
        ack: Ack, body: Payload, payload: Payload, context: BoltContext, client: WebClient
    ) -> None:
        interaction = _interaction(app_context, ack, body, payload, context, client)
        try:
            people.admit(interaction.database, interaction.request("edge"), deed)
            switches.check(interaction, listener)
            listener(interaction)
            if ack.response is None:
                ack()
            switches.prune_answer(interaction)
        except (NotKnownYet, SwitchedOff) as refused:
            surface(interaction, refused.message + _typed(interaction), None)
        except UserError as refused:
            surface(interaction, refused.message, refused.field)
        except Unreadable as missing:
            _note(app_context, listener, "interaction", missing)
            surface(interaction, UNREADABLE, None)
        except Exception as surprise:  # noqa: BLE001 - the last line before Slack
            surface(interaction, _reference(listener, surprise), None)

    run.__name__ = getattr(listener, "__name__", "listener")
    return run


def guarded_event(app_context: AppContext, listener: Listener) -> Callable[..., None]:
    """``listener`` for an event: it fails aloud, so that Slack delivers the event again, unless
    the event cannot be read."""

    def run(
        ack: Ack, body: Payload, payload: Payload, context: BoltContext, client: WebClient
    ) -> None:
        app_context.heard(context["workspace_id"])
        try:
            listener(_interaction(app_context, ack, body, payload, context, client))
        except Unreadable as missing:  # sent again, it would be the same
            _note(app_context, listener, "event", missing)
        ack()

    run.__name__ = getattr(listener, "__name__", "listener")
    return run


def as_answer(interaction: Interaction, sentence: str, _field: str | None) -> None:
    """A refusal of a slash command: the private answer."""
    if interaction.ack.response is None:
        interaction.ack(response_type="ephemeral", text=escape(sentence))
    else:
        _aside(interaction, sentence)


def as_modal(interaction: Interaction, sentence: str, _field: str | None) -> None:
    """A refusal of a shortcut or a button: a small modal, pushed when a modal is open already."""
    if not modals.tell(interaction, sentence):
        _aside(interaction, sentence)


def as_field_error(interaction: Interaction, sentence: str, field: str | None) -> None:
    """A refusal of a form: beside its field, or beside the first one; what was typed stays."""
    if interaction.ack.response is not None:
        _aside(interaction, sentence)
        return
    blocks = interaction.body["view"]["blocks"]
    inputs = [block["block_id"] for block in blocks if block["type"] == "input"]
    if not inputs:
        interaction.ack(response_action="update", view=notice_modal(sentence))
        return
    place = field if field and field in inputs else inputs[0]
    interaction.ack(response_action="errors", errors={place: sentence})


def as_no_options(interaction: Interaction, _sentence: str, _field: str | None) -> None:
    """A refusal of a suggestion: no options."""
    interaction.ack(options=[])


def _note(app_context: AppContext, listener: Listener, kind: str, missing: Unreadable) -> None:
    app_context.unreadable(kind)
    name = getattr(listener, "__name__", "listener")
    log.warning("Slack sent %s something that I can't read, so it was ignored: %s", name, missing)


def _typed(interaction: Interaction) -> str:
    """What was typed behind a command, to be copied; a form keeps by itself what was typed."""
    words = str(interaction.payload.get("text") or "") if "command" in interaction.body else ""
    return f" You typed: {interaction.body['command']} {unescape(words)}" if words else ""


def _aside(interaction: Interaction, sentence: str) -> None:
    """Slack has its answer, and shows nothing more where the person is: a direct message does."""
    try:
        asides.tell(interaction.database, interaction.request("aside"), sentence)
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


def _interaction(
    app_context: AppContext,
    ack: Ack,
    body: Payload,
    payload: Payload,
    context: BoltContext,
    client: Any,
) -> Interaction:
    return Interaction(
        app_context=app_context,
        workspace_id=context["workspace_id"],
        user_id=context.user_id or "",
        body=body,
        payload=payload,
        ack=ack,
        client=client,
        at=app_context.now(),
    )
