"""Slack as the dispatcher meets it: clients per workspace, and what a failed call means."""

import http.client
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from urllib.error import URLError

import httpx
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from domain.core.outbox import Task

Clients = Callable[[int], WebClient]
"""A WebClient for a workspace's row id; raises NotConnected when it has no usable token."""

TIMEOUT_S = 15
"""Longest wait for one call. It is well below the lease, so that a held errand stays held."""


@cache
def tls() -> ssl.SSLContext:
    """What certificates are checked with; reading them anew for each request takes 40 ms."""
    return httpx.create_ssl_context()


class Verdict(Enum):
    """What a failed call means for its errand."""

    RATE_LIMITED = "rate limited"
    TRY_AGAIN = "try again"
    UNCERTAIN = "uncertain"
    TOKEN_REFUSED = "token refused"
    GIVE_UP = "give up"


@dataclass(frozen=True, slots=True)
class Problem:
    """A failed call: its verdict, Slack's error code or a short name, and a wait in seconds."""

    verdict: Verdict
    code: str
    retry_after_s: float = 0.0


class Undeliverable(Exception):
    """The errand can never be done; ``code`` is the short name of the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotYet(Exception):
    """Slack is not ready for the errand; ``code`` is the short name of what is missing."""

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
)
"""Everything that a call through WebClient raises for a reason outside this program."""

_TOKEN_REFUSED = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
)
_MAYBE_DONE = frozenset({"internal_error", "fatal_error", "request_timeout"})
_NOT_NOW = frozenset({"service_unavailable", "team_added_to_org", "accesslimited"})


def diagnose(error: BaseException) -> Problem:
    """What one of CALL_ERRORS means: Slack's own word first, the connection's state otherwise.

    ``internal_error`` and broken connections may have taken effect (Slack's documentation of the
    error says so), so they are uncertain; a refused connection certainly had no effect.
    """
    if isinstance(error, Undeliverable):
        return Problem(Verdict.GIVE_UP, error.code)
    if isinstance(error, NotYet):
        return Problem(Verdict.TRY_AGAIN, error.code)
    if isinstance(error, SlackApiError):
        return _from_answer(error)
    if isinstance(error, URLError) and isinstance(error.reason, OSError):
        error = error.reason
    if isinstance(error, ConnectionRefusedError | socket.gaierror):
        return Problem(Verdict.TRY_AGAIN, "unreachable")
    return Problem(Verdict.UNCERTAIN, "connection_lost")


def _from_answer(error: SlackApiError) -> Problem:
    response = error.response
    status = getattr(response, "status_code", 200)
    code = str(response.get("error", "")) if hasattr(response, "get") else ""
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return Problem(Verdict.RATE_LIMITED, "ratelimited", _retry_after_s(response))
    if status >= 500 or not code or code in _MAYBE_DONE:
        return Problem(Verdict.UNCERTAIN, code or f"http_{status}")
    if code in _TOKEN_REFUSED:
        return Problem(Verdict.TOKEN_REFUSED, code)
    if code in _NOT_NOW:
        return Problem(Verdict.TRY_AGAIN, code)
    return Problem(Verdict.GIVE_UP, code)


def _retry_after_s(response: object) -> float:
    headers = getattr(response, "headers", {}) or {}
    for name, value in headers.items():
        if name.lower() == "retry-after":
            return max(float(value[0] if isinstance(value, list) else value), 1.0)
    return 30.0


def unsupported_blocks(error: BaseException) -> frozenset[str]:
    """The kinds of blocks that Slack does not know, by its answer ``invalid_blocks``."""
    if not isinstance(error, SlackApiError):
        return frozenset()
    answer = error.response.get("response_metadata") or {}
    found = _UNSUPPORTED.findall(" ".join(answer.get("messages") or ()))
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
    "outcome_unknown": "It may or may not have been posted, and Slack does not let the bot look.",
}


def reason(code: str) -> str:
    """Why an errand was given up, as its owner reads it."""
    return _REASONS.get(code, f"Slack refused it ({code}).")


def describe(task: Task) -> str:
    """An errand in a log line: no text of anybody's."""
    return f"{task.kind.value} {task.key}"
