"""What people read when their request cannot be begun: nobody is known to ask, or nothing answers.

Slack shows words for each kind of request in another place. Where it shows none, the request is
not acknowledged, so that Slack itself tells the person that it failed.
"""

import http.client
import json
import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.slack.clients import LISTENER_TIMEOUT_S, is_local
from bot.slack.dispatch import Delivery
from views.blockkit.blocks import notice_modal
from views.blockkit.text import escape

log = logging.getLogger("linchpin.intake")

Body = dict[str, Any]

_NOT_ACKNOWLEDGED = 403

_SILENT = logging.getLogger("linchpin.intake.webhook")
"""The client's own log: what fails is told in one line of ours."""

_SILENT.setLevel(logging.CRITICAL + 1)


def turned_away(body: Body, sentence: str) -> BoltResponse:
    """The answer to a request that says why nothing was done; an event is let go.

    A button in a message is answered at its ``response_url``, within 2 s.
    """
    kind = Delivery(body).kind
    return _ANSWERS.get(kind, _let_go)(body, sentence)


def _command(_body: Body, sentence: str) -> BoltResponse:
    return _json({"response_type": "ephemeral", "text": escape(sentence)})


def _form(body: Body, sentence: str) -> BoltResponse:
    if body.get("type") != "view_submission":
        return _let_go(body, sentence)
    view = body.get("view")
    blocks = (view.get("blocks") if isinstance(view, dict) else None) or []
    inputs = [one.get("block_id") for one in blocks if one.get("type") == "input"]
    if not inputs:
        return _json({"response_action": "update", "view": notice_modal(sentence)})
    return _json({"response_action": "errors", "errors": {inputs[0]: sentence}})


def _options(_body: Body, _sentence: str) -> BoltResponse:
    return _json({"options": []})


def _press(body: Body, sentence: str) -> BoltResponse:
    url = body.get("response_url")
    if isinstance(url, str) and url and _posted(url, sentence):
        return BoltResponse(status=200, body="")
    return BoltResponse(status=_NOT_ACKNOWLEDGED, body="")


def _let_go(_body: Body, _sentence: str) -> BoltResponse:
    return BoltResponse(status=200, body="")


_ANSWERS: dict[str, Callable[[Body, str], BoltResponse]] = {
    "command": _command,
    "view": _form,
    "options": _options,
    "action": _press,
    "shortcut": _press,
}


def _posted(url: str, sentence: str) -> bool:
    client = WebhookClient(url, timeout=LISTENER_TIMEOUT_S, retry_handlers=[], logger=_SILENT)
    if is_local(url):
        client.proxy = None
    try:
        answer = client.send(
            text=escape(sentence), response_type="ephemeral", replace_original=False
        )
    except (SlackClientError, OSError, http.client.HTTPException) as error:
        log.info("A refusal could not be told: %s", type(error).__name__)
        return False
    return bool(answer.status_code == 200)


def _json(content: Body) -> BoltResponse:
    body = json.dumps(content)
    return BoltResponse(status=200, body=body, headers={"content-type": "application/json"})
