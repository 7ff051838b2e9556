"""Slack as the dispatcher meets it: clients per workspace, and what a failed call means."""

import http.client
import re
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from urllib.error import URLError

import httpx
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from domain.core.outbox import Task
from domain.core.slack_errors import ErrorKind, code_of, fate_of, status_of

Clients = Callable[[int], WebClient]
"""A WebClient for a workspace's row id; raises NotConnected when it has no usable token."""

TIMEOUT_S = 15
"""Longest wait for one call. It is well below the lease, so that a held task stays held."""


@cache
def tls() -> ssl.SSLContext:
    """What certificates are checked with; reading them anew for each request takes 40 ms."""
    return httpx.create_ssl_context()


class Verdict(Enum):
    """What a failed call means for its task."""

    RATE_LIMITED = "rate limited"
    TRY_AGAIN = "try again"
    UNCERTAIN = "uncertain"
    INTERCEPTED = "answered by something between"
    UNEXPLAINED = "refused for a reason that is not known"
    TOKEN_REFUSED = "token refused"
    GIVE_UP = "give up"


@dataclass(frozen=True, slots=True)
class Problem:
    """A failed call: its verdict, Slack's error code or a short name, and a wait in seconds."""

    verdict: Verdict
    code: str
    retry_after_s: float = 0.0


class Undeliverable(Exception):
    """The task can never be done; ``code`` is the short name of the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotYet(Exception):
    """Slack is not ready for the task; ``code`` is the short name of what is missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotSlack(Exception):
    """Something between this program and Slack answered in Slack's place, with ``status``."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class Unexplained(Exception):
    """The answer looks like a refusal, but may not be Slack's; ``code`` is its short name."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


CALL_ERRORS = (
    SlackClientError,
    OSError,
    http.client.HTTPException,
    httpx.HTTPError,
    Undeliverable,
    NotYet,
    NotSlack,
    Unexplained,
)
"""Everything that a call through WebClient raises for a reason outside this program."""

UNEXPLAINED_ATTEMPTS = 10
"""Attempts at what is refused without a known reason: about 6 minutes."""

NOT_SLACK = "not_slack"
"""The short name of an answer that is not Slack's."""

_VERDICTS = {
    ErrorKind.RATE_LIMITED: Verdict.RATE_LIMITED,
    ErrorKind.TRANSIENT: Verdict.TRY_AGAIN,
    ErrorKind.UNCERTAIN: Verdict.UNCERTAIN,
    ErrorKind.TOKEN_REFUSED: Verdict.TOKEN_REFUSED,
    ErrorKind.PERMANENT: Verdict.GIVE_UP,
}
_RETRY_AFTER_S, _LONGEST_RETRY_AFTER_S = 30.0, 3600.0


def diagnose(error: BaseException, attempts: int = 1) -> Problem:
    """What one of CALL_ERRORS means: Slack's own word first, the connection's state otherwise.

    Only a code in Slack's own form decides. An answer in another form is not Slack's: a proxy, a
    portal or a firewall gave it. A code that is not known is final after ``attempts`` enough.
    ``internal_error`` and broken connections may have taken effect (Slack's documentation of the
    error says so), so they are uncertain; a refused connection certainly had no effect.
    """
    if isinstance(error, Undeliverable):
        return Problem(Verdict.GIVE_UP, error.code)
    if isinstance(error, NotYet):
        return Problem(Verdict.TRY_AGAIN, error.code)
    if isinstance(error, Unexplained):
        return _unexplained(error.code, attempts)
    if isinstance(error, NotSlack):
        return _from_between(error.status, None)
    if isinstance(error, SlackApiError):
        return _from_answer(error, attempts)
    if isinstance(error, URLError) and isinstance(error.reason, OSError):
        error = error.reason
    if isinstance(error, ConnectionRefusedError | socket.gaierror):
        return Problem(Verdict.TRY_AGAIN, "unreachable")
    return Problem(Verdict.UNCERTAIN, "connection_lost")


def _from_answer(error: SlackApiError, attempts: int) -> Problem:
    status, code = status_of(error) or 200, code_of(error)
    if code is None:
        return _from_between(status, error.response)
    fate = fate_of(code)
    if status == 429 or fate is ErrorKind.RATE_LIMITED:
        return Problem(Verdict.RATE_LIMITED, "ratelimited", _retry_after_s(error.response))
    if status >= 500:
        return Problem(Verdict.UNCERTAIN, code)
    if fate is None:
        return _unexplained(code, attempts)
    return Problem(_VERDICTS[fate], code)


def _from_between(status: int, response: object) -> Problem:
    if status == 429:
        return Problem(Verdict.RATE_LIMITED, "ratelimited", _retry_after_s(response))
    if status >= 500:
        return Problem(Verdict.UNCERTAIN, f"http_{status}")
    return Problem(Verdict.INTERCEPTED, NOT_SLACK)


def _unexplained(code: str, attempts: int) -> Problem:
    verdict = Verdict.UNEXPLAINED if attempts < UNEXPLAINED_ATTEMPTS else Verdict.GIVE_UP
    return Problem(verdict, code)


def _retry_after_s(response: object) -> float:
    headers = getattr(response, "headers", None) or {}
    for name, value in headers.items():
        text = str(value[0] if isinstance(value, list) and value else value)
        if name.lower() == "retry-after" and text.isascii() and text.isdigit():
            return min(max(float(text), 1.0), _LONGEST_RETRY_AFTER_S)
    return _RETRY_AFTER_S


UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What slack_sdk raises, each for one kind of page, when an answer has not the form of Slack's."""


def is_slacks(headers: Mapping[str, str]) -> bool:
    """Whether an answer comes from Slack's own servers, by the headers that they add."""
    return any(name.lower().startswith("x-slack-") for name in headers)


def unsupported_blocks(error: BaseException) -> frozenset[str]:
    """The kinds of blocks that Slack does not know, by its answer ``invalid_blocks``."""
    if not isinstance(error, SlackApiError):
        return frozenset()
    answer = getattr(error.response, "data", error.response)
    details = answer.get("response_metadata") if isinstance(answer, dict) else None
    messages = details.get("messages") if isinstance(details, dict) else None
    found = _UNSUPPORTED.findall(" ".join(map(str, messages or ())))
    return frozenset(found)


_UNSUPPORTED = re.compile(r"unsupported type: (\w+) \[json-pointer:/blocks/\d+/type\]")

_REASONS = {
    "channel_not_found": "The channel is gone, or the bot cannot see it. Invite it there first.",
    "not_in_channel": "The bot is not in that channel. Type /invite @Linchpin there.",
    "is_archived": "The channel is archived.",
    "restricted_action": "A workspace setting does not let the bot post in that channel.",
    "missing_scope": "The app lacks a permission. Reinstall it from the current manifest.",
    "message_not_found": "The message was deleted.",
    "user_not_in_channel": "The person has left that channel.",
    "user_disabled": "The person's account is deactivated.",
    "no_text": "There was nothing to say.",
    "not_drawn": "The picture could not be drawn. The other formats work without drawing.",
    NOT_SLACK: "A proxy, portal or firewall answered in place of Slack. Let Linchpin's machine "
    "reach slack.com.",
    "unreachable": "Slack could not be reached.",
    "outcome_unknown": "It may or may not have been posted, and Slack does not let the bot look.",
}


def reason(code: str) -> str:
    """Why a task was given up, as its owner reads it."""
    return _REASONS.get(code, f"Slack refused it ({code}).")


def describe(task: Task) -> str:
    """A task in a log line: no text of anybody's."""
    return f"{task.kind.value} {task.key}"
