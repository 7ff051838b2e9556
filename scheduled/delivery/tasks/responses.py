"""Private answers replaced through their response_url, on Slack's own hosts only."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx

from domain.core.outbox import Task
from domain.core.slack_errors import ErrorKind, code_in, fate_of
from scheduled.delivery.api_errors import NotSlack, Undeliverable, Unexplained, tls
from scheduled.delivery.template import Templates
from scheduled.delivery.worker import TaskContext
from services.outbox import delivery
from views.blockkit.limits import check_message

SLACK_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})

VALID_FOR = timedelta(minutes=30)
"""Slack takes an answer through a response_url for 30 minutes, five times."""

_TIMEOUT_S = 5.0
_LONGEST_ANSWER = 10_000
_TEXT_REFUSALS = frozenset({"expired_url", "used_url", "no_text", "invalid_payload"})
"""What Slack's older hooks say as plain text."""


class Answers:
    """The task handler of answers; ``slack_api_url`` may be a local Slack, which is allowed."""

    def __init__(self, templates: Templates, slack_api_url: str) -> None:
        self._templates = templates
        self._own = _origin(slack_api_url)

    def respond(self, task: Task, context: TaskContext) -> None:
        """Replace the answer; one that is too old or elsewhere is given up."""
        url = str(task.payload["url"])
        if not self._is_slack(url):
            raise Undeliverable("foreign_response_url")
        if context.now() - task.created_at > VALID_FOR:
            raise Undeliverable("response_url_expired")
        sent = httpx.post(
            url,
            json=self._body(task),
            timeout=_TIMEOUT_S,
            follow_redirects=False,
            verify=tls(),
        )
        _check(sent)
        delivery.done(context.database, task, context.now())

    def _body(self, task: Task) -> dict[str, Any]:
        template = self._templates[task.payload["template"]]
        message = check_message(template(task.payload["data"]).message)
        body = {
            "replace_original": True,
            "text": message.text,
            "blocks": list(message.blocks),
        }
        return body if task.payload.get("is_posted") else {**body, "response_type": "ephemeral"}

    def _is_slack(self, url: str) -> bool:
        scheme, host, _port = _origin(url)
        return (scheme == "https" and host in SLACK_HOSTS) or _origin(url) == self._own


def _check(sent: httpx.Response) -> None:
    """Raise what an answer means that is not Slack's ``ok``."""
    content = sent.text if len(sent.content) <= _LONGEST_ANSWER else ""
    if sent.status_code == httpx.codes.OK and content.strip() == "ok":
        return
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        answer = None
    if sent.status_code == httpx.codes.OK and isinstance(answer, dict) and answer.get("ok") is True:
        return
    code = code_in(answer) or (content if content in _TEXT_REFUSALS else None)
    if code is None or sent.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise NotSlack(sent.status_code)
    if fate_of(code) is ErrorKind.PERMANENT:
        raise Undeliverable(code)
    raise Unexplained(code)


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port
