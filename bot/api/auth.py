"""Who is let in to the HTTP door: a known token, with the right to it, at its pace."""

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.api.problems import Problem
from domain.api import PREFIX, REQUESTS_PER_S, Right, Token
from domain.core.clocks import MOST_AHEAD
from services.api import tokens
from storage.database.engine import Database

_REALM = 'Bearer realm="linchpin"'
_BEARER = re.compile(rf"bearer +({PREFIX}[A-Za-z0-9_-]{{20,100}})", re.IGNORECASE | re.ASCII)
_MOST_WAITING = 1_000
"""Of how many tokens it is kept in mind that they came too fast."""


class Gate:
    """Lets requests in, or raises the Problem that answers them."""

    def __init__(self) -> None:
        self._closed: dict[str, datetime] = {}

    def check_pace(self, headers: Mapping[str, str], now: datetime) -> None:
        """Raise 429 for a token that this process has just told to wait, without the database.

        So a flood costs nobody else a turn at it.
        """
        secret = _secret(headers)
        until = self._closed.get(tokens.digest(secret)) if secret else None
        if until is not None and now < until <= now + MOST_AHEAD:
            raise _too_fast((until - now).total_seconds())

    def admit(
        self, database: Database, headers: Mapping[str, str], right: Right, now: datetime
    ) -> Token:
        """The token of a request; raises 401, 403 or 429."""
        secret = _secret(headers)
        if secret is None:
            raise Problem(
                401,
                "Send a token as in Authorization: Bearer linchpin_... "
                "Managers make one in Slack with /linchpin token.",
                headers={"www-authenticate": _REALM},
            )
        token = _known(database, secret, now)
        wait_s = tokens.admit(database, token, now)
        if wait_s > 0:
            self._close(tokens.digest(secret), now, wait_s)
            raise _too_fast(wait_s)
        if right not in token.rights:
            challenge = f'{_REALM}, error="insufficient_scope", scope="{right}"'
            raise Problem(
                403,
                f"{token.reference} ({token.name}) may not do this: it needs {right}.",
                headers={"www-authenticate": challenge},
            )
        return token

    def _close(self, key: str, now: datetime, wait_s: float) -> None:
        if len(self._closed) >= _MOST_WAITING:
            latest = now + MOST_AHEAD
            self._closed = {one: at for one, at in self._closed.items() if now < at <= latest}
        if len(self._closed) < _MOST_WAITING:
            self._closed[key] = now + timedelta(seconds=wait_s)


def _known(database: Database, secret: str, now: datetime) -> Token:
    found = tokens.find(database, secret)
    if found is None:
        raise _refused("This token is not known here. Check that it was copied whole.")
    token = found.token
    if token.revoked_at is not None:
        raise _refused("This token was revoked. A manager can make a new one in Slack.")
    if token.has_ended(now):
        raise _refused("This token has come to its end. A manager can make a new one in Slack.")
    if not found.is_installed:
        raise Problem(403, "Linchpin is no longer installed in the workspace of this token.")
    if not found.is_on:
        raise Problem(
            403,
            "The workspace of this token has switched the HTTP API off. "
            "A manager can switch it on in Slack with /linchpin settings.",
        )
    return token


def _secret(headers: Mapping[str, str]) -> str | None:
    found = _BEARER.fullmatch(headers.get("authorization", "").strip())
    return found[1] if found else None


def _refused(sentence: str) -> Problem:
    challenge = f'{_REALM}, error="invalid_token"'
    return Problem(401, sentence, headers={"www-authenticate": challenge})


def _too_fast(wait_s: float) -> Problem:
    return Problem(
        429,
        f"A token may send {REQUESTS_PER_S} requests a second. Nothing was saved; try again.",
        headers={"retry-after": str(max(math.ceil(wait_s), 1))},
    )
