"""Tokens of the HTTP door: made, listed, revoked, and let in at their pace."""

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from domain.api import MOST_OPEN, PREFIX, Token, TokenInput
from domain.core.clocks import is_within
from domain.core.errors import NotAllowed, NotFound
from domain.core.people import Request
from domain.core.rate_limit import after_call, wait_s
from services.workspace.people import require_manager
from storage.api import tokens
from storage.api.tokens import KnownToken
from storage.database.engine import Database, Session
from storage.outbox import change_log as changes
from storage.outbox import rate_limit as pace
from storage.workspace import people

_SECRET_BYTES = 32
_SHOWN_ENDED = 5
_NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use is known: a row written with every request would say little more."""

_DEED = "make, see and revoke API tokens"


@dataclass(frozen=True, slots=True)
class Made:
    """A token and its secret, which nobody can read again."""

    token: Token
    secret: str


@dataclass(frozen=True, slots=True)
class TokenList:
    """All tokens that work and the last ones that do not, newest first; ``makers`` are the names
    of who made them by Slack id."""

    open: tuple[Token, ...]
    ended: tuple[Token, ...]
    makers: dict[str, str]


def make(database: Database, request: Request, wish: TokenInput) -> Made:
    """Make a token. The same request twice makes one; of its two secrets the later one works.

    Raises NotAllowed for those who do not manage, and when there are too many tokens.
    """
    secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    with database.transaction() as session:
        require_manager(session, request, _DEED)
        known = (
            tokens.by_request(session, request.workspace_id, request.key) if request.key else None
        )
        if known is not None:
            tokens.set_secret(session, request.workspace_id, known.id, digest(secret))
            return Made(known, secret)
        if tokens.count_open(session, request.workspace_id, request.at) >= MOST_OPEN:
            raise NotAllowed(f"There are {MOST_OPEN} tokens already. Revoke one of them first.")
        made = tokens.add(session, request, wish, digest(secret))
        until = made.expires_at.isoformat() if made.expires_at else None
        after = {"name": made.name, "rights": list(made.rights), "until": until}
        changes.record(session, request, ("token", made.id), "created", after=after)
        return Made(made, secret)


def listed(database: Database, request: Request) -> TokenList:
    """The tokens of the workspace. Raises NotAllowed for those who do not manage."""
    with database.reading() as session:
        require_manager(session, request, _DEED)
        working = tokens.open_at(session, request.workspace_id, request.at, MOST_OPEN)
        ended = tokens.ended_at(session, request.workspace_id, request.at, _SHOWN_ENDED)
        makers = {one.created_by for one in working}
        known = people.among(session, request.workspace_id, makers)
        names = {user_id: person.name for user_id, person in known.items()}
        return TokenList(tuple(working), tuple(ended), names)


def revoke(database: Database, request: Request, number: int) -> Token:
    """End a token at once; one that has ended already stays as it is.

    Raises NotFound, and NotAllowed for those who do not manage.
    """
    with database.transaction() as session:
        require_manager(session, request, _DEED)
        found = tokens.lock(session, request.workspace_id, number)
        if found is None:
            raise NotFound(f"There is no token {number}. /linchpin token lists them.")
        if not found.is_open(request.at):
            return found
        tokens.revoke(session, request, found.id)
        subject = ("token", found.id)
        changes.record(session, request, subject, "revoked", after=request.at.isoformat())
        return replace(found, revoked_at=request.at)


def find(database: Database, secret: str) -> KnownToken | None:
    """The token of a secret, also one that has ended or whose workspace switched the API off."""
    wanted = digest(secret)
    with database.reading() as session:
        found = tokens.by_secret(session, wanted)
    if found is None or not hmac.compare_digest(found.token_hash, wanted):
        return None
    return found


def admit(database: Database, token: Token, now: datetime) -> float:
    """0 when a request of a token fits into its pace now (and is counted), else the seconds to
    wait. All processes go by the same pace."""
    limit = token.limit
    with database.transaction() as session:
        due = pace.locked(session, token.workspace_id, [limit.name], now)[limit.name]
        wait = wait_s(limit, due, now)
        if wait == 0.0:
            dues = {limit.name: after_call(limit, due, now)}
            pace.save(session, token.workspace_id, dues)
            noted = token.last_used_at
            if noted is None or not is_within(noted, _NOTED_EVERY, now):
                tokens.used(session, token.workspace_id, token.id, now)
    return wait


def attention(database: Database, workspace_id: int, now: datetime) -> tuple[Token, ...]:
    """The tokens of a workspace that end soon, and those that nobody has used."""
    with database.reading() as session:
        return needing_attention(session, workspace_id, now)


def needing_attention(session: Session, workspace_id: int, now: datetime) -> tuple[Token, ...]:
    """The tokens that end soon, and those that nobody has used (part of a transaction)."""
    found = tokens.open_at(session, workspace_id, now, MOST_OPEN)
    return tuple(one for one in found if one.ends_soon(now) or one.is_idle(now))


def digest(secret: str) -> str:
    """What is kept of a secret: it cannot be turned back, and 256 random bits need no salt."""
    return sha256(secret.encode(errors="replace")).hexdigest()
