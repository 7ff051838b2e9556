"""Modals and Home: where a view is shown, and what is done when Slack no longer shows it.

A new modal costs the trigger of the press that asked for it, which lives for 3 s and is good once;
and a person may close a modal before the answer to a press in it is there.
"""

import logging
from collections.abc import Callable
from enum import Enum
from http.client import HTTPException
from json import JSONDecodeError
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from domain.core.errors import NotConnected, Unavailable
from domain.core.slack_errors import ErrorKind, code_of, fate_of, refusal
from handlers.slack import switches
from handlers.slack.interaction import Interaction
from handlers.slack.payloads.reading import Unreadable
from views.blockkit.blocks import notice_modal

log = logging.getLogger("linchpin.handlers")

View = dict[str, Any]

_CALL_ERRORS = (
    SlackClientError,
    OSError,
    HTTPException,
    JSONDecodeError,
    UnicodeDecodeError,
    AttributeError,
    LookupError,
    RecursionError,
)
"""What a call of Slack may raise: a refusal, no answer at all, or what slack_sdk makes of the page
of a proxy, each for one kind of it."""


class _Outcome(Enum):
    SHOWN = "shown"
    UNWANTED = "the person closed or changed the modal, or the same press was answered before"
    FULL = "three modals lie on each other, the most that Slack takes"


_OUTCOMES = {
    "not_found": _Outcome.UNWANTED,
    "exchanged_trigger_id": _Outcome.UNWANTED,
    "hash_conflict": _Outcome.UNWANTED,
    "push_limit_reached": _Outcome.FULL,
}
_PASSES_HERE = frozenset({"invalid_trigger_id"})
"""A trigger of a press that is long gone; the next press brings another."""

_PASSES = frozenset({ErrorKind.RATE_LIMITED, ErrorKind.TRANSIENT, ErrorKind.UNCERTAIN, None})
"""Nobody's mistake, and gone when the person tries again; None is no answer, one that is not
Slack's, or a code that is not known."""


def is_in_modal(interaction: Interaction) -> bool:
    """True when what was pressed or sent is a modal or stands in one."""
    return (interaction.body.get("view") or {}).get("type") == "modal"


def show(interaction: Interaction, view: View) -> None:
    """Show a view in place of the modal that the button sits in; elsewhere as a new modal.

    Raises Unavailable, as the next two do, when Slack does not take it in time.
    """
    if is_in_modal(interaction):
        replace(interaction, view)
    else:
        _push(interaction, view)


def push(interaction: Interaction, view: View) -> None:
    """Show a view upon the modal that the button sits in; elsewhere as a new modal.

    Where three modals are open it takes the place of the last.
    """
    _push(interaction, view)


def replace(interaction: Interaction, view: View) -> None:
    """Show a view in place of the modal that the button sits in."""
    _update(interaction, view, str(interaction.body["view"]["id"]))


def renew_below(interaction: Interaction, draw: Callable[[], View]) -> None:
    """Renew the modal below the one that is answered already, if there is one. That it stays as
    it was is worth no word to the person."""
    below = interaction.body["view"].get("previous_view_id")
    if not below:
        return
    try:
        _update(interaction, draw(), str(below))
    except (Unavailable, *_CALL_ERRORS) as error:
        log.warning("The modal below an answer could not be renewed: %s", type(error).__name__)


def renew(interaction: Interaction, view: View) -> None:
    """Show the open form anew, unless the person has sent or closed it meanwhile.

    Slack gives a view another ``hash`` with every change and refuses one that names an older hash.
    Without it, a renewal that is late would put the form back in the place of the answer to it.
    Who types quickly sends the next words before knowing of the last renewal: those follow each
    other here.
    """
    view = switches.shown(interaction, view)
    form_id, known = str(interaction.body["view"]["id"]), str(interaction.body["view"]["hash"])
    interaction.acknowledge()
    with interaction.app_context.renewals.turn(form_id) as renewals:
        latest = renewals.latest(form_id, known)
        try:
            answer = interaction.client.views_update(view_id=form_id, hash=latest, view=view)
        except _CALL_ERRORS as error:
            _outcome_of(error)
        else:
            shown = answer.data.get("view") if isinstance(answer.data, dict) else None
            if shown:
                renewals.note(form_id, latest, str(shown["hash"]))


def publish(interaction: Interaction, view: View) -> None:
    """Show a view as the person's Home. Raises Unavailable when Slack does not take it in time.

    What Slack refuses for good is logged and left: asking again would change nothing, and an event
    that is answered with a failure counts against the app.
    """
    view = switches.shown(interaction, view)
    try:
        interaction.client.views_publish(user_id=interaction.user_id, view=view)
    except _CALL_ERRORS as error:
        code = code_of(error)
        if code not in _OUTCOMES and fate_of(code) not in _PASSES:
            log.error("Slack refuses to show somebody's Home (%s).", refusal(error))
            return
        _outcome_of(error)


def publish_page(interaction: Interaction, name: str) -> None:
    """Show a page that a feature draws as the person's Home; without that feature nothing."""
    if name in interaction.app_context.pages:
        publish(interaction, interaction.app_context.pages.draw(name, interaction))


def tell(interaction: Interaction, sentence: str) -> bool:
    """Show one plain sentence as a modal; False when the person does not see it."""
    try:
        return _push(interaction, notice_modal(sentence)) is _Outcome.SHOWN
    except (Unavailable, Unreadable, *_CALL_ERRORS) as error:
        log.warning("A sentence could not be shown as a modal: %s", type(error).__name__)
        return False


def _push(interaction: Interaction, view: View) -> _Outcome:
    view = switches.shown(interaction, view)
    in_modal, trigger = is_in_modal(interaction), str(interaction.body["trigger_id"])
    call = interaction.client.views_push if in_modal else interaction.client.views_open
    outcome = _ask(interaction, call, trigger_id=trigger, view=view)
    if outcome is _Outcome.FULL:
        outcome = _update(interaction, view, str(interaction.body["view"]["id"]))
    return outcome


def _update(interaction: Interaction, view: View, view_id: str) -> _Outcome:
    view = switches.shown(interaction, view)
    return _ask(interaction, interaction.client.views_update, view_id=view_id, view=view)


def _ask(interaction: Interaction, call: Callable[..., object], **given: Any) -> _Outcome:
    if (
        not interaction.is_command
    ):  # a command that Slack refuses a form can still be answered in words
        interaction.acknowledge()
    try:
        call(**given)
    except _CALL_ERRORS as error:
        return _outcome_of(error)
    interaction.acknowledge()
    return _Outcome.SHOWN


def _outcome_of(error: Exception) -> _Outcome:
    """What a call that went wrong means; raises Unavailable, or what is a mistake of ours again."""
    code = code_of(error)
    if code in _OUTCOMES:
        return _OUTCOMES[code]
    fate = fate_of(code)
    if fate is ErrorKind.TOKEN_REFUSED:
        raise NotConnected(
            f"Slack no longer accepts my token ({code}). Ask an admin to reinstall Linchpin. "
            "Your changes are saved."
        ) from error
    if fate not in _PASSES and code not in _PASSES_HERE:
        raise error
    if isinstance(error, SlackApiError) and fate is None:
        log.warning("Slack did not show a view (%s).", refusal(error))
    raise Unavailable(
        "Slack and I took too long, so I could not show you what you asked for. Whatever you did "
        "is kept. Please try again."
    ) from error
