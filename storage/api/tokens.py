"""Tokens of the HTTP door: stored, listed, found by the digest of their secret, revoked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, update
from sqlmodel import Session, col, select

from domain.api import Right, Token, TokenInput
from domain.core.people import Request
from storage.database.reference_numbers import next_number
from storage.schema import ApiTokenRow, WorkspaceRow
from storage.workspace import switches


def add(session: Session, request: Request, wish: TokenInput, token_hash: str) -> Token:
    """Store a token under the next number."""
    row = ApiTokenRow(
        workspace_id=request.workspace_id,
        number=next_number(session, request.workspace_id, "token"),
        name=wish.name,
        token_hash=token_hash,
        rights=" ".join(wish.rights),
        created_by=request.user_id,
        created_at=request.at,
        expires_at=wish.expires_at,
        request_key=request.key,
    )
    session.add(row)
    session.flush()
    return _token(row)


def by_request(session: Session, workspace_id: int, key: str) -> Token | None:
    """The token that a request made, or None."""
    query = select(ApiTokenRow).where(
        ApiTokenRow.workspace_id == workspace_id, ApiTokenRow.request_key == key
    )
    row = session.exec(query).first()
    return _token(row) if row else None


def set_secret(session: Session, workspace_id: int, token_id: int, token_hash: str) -> None:
    """Give a token another secret; the one before works no longer."""
    session.connection().execute(_own(workspace_id, token_id).values(token_hash=token_hash))


def lock(session: Session, workspace_id: int, number: int) -> Token | None:
    """The token with a number, which nobody else changes until the transaction ends."""
    query = select(ApiTokenRow).where(
        ApiTokenRow.workspace_id == workspace_id, ApiTokenRow.number == number
    )
    row = session.exec(query.with_for_update()).first()
    return _token(row) if row else None


def revoke(session: Session, request: Request, token_id: int) -> None:
    """End a token now."""
    ended = _own(request.workspace_id, token_id)
    session.connection().execute(ended.values(revoked_at=request.at, revoked_by=request.user_id))


def used(session: Session, workspace_id: int, token_id: int, at: datetime) -> None:
    """Note that a token was used."""
    session.connection().execute(_own(workspace_id, token_id).values(last_used_at=at))


def open_at(session: Session, workspace_id: int, at: datetime, limit: int) -> list[Token]:
    """The tokens that work, newest first."""
    query = (
        select(ApiTokenRow)
        .where(*_working(workspace_id, at))
        .order_by(col(ApiTokenRow.number).desc())
        .limit(limit)
    )
    return [_token(row) for row in session.exec(query)]


def count_open(session: Session, workspace_id: int, at: datetime) -> int:
    """How many tokens work."""
    return session.exec(select(func.count()).where(*_working(workspace_id, at))).one()


def ended_at(session: Session, workspace_id: int, at: datetime, limit: int) -> list[Token]:
    """The tokens that were revoked or came to their end, newest first."""
    query = (
        select(ApiTokenRow)
        .where(col(ApiTokenRow.workspace_id) == workspace_id)
        .where(or_(col(ApiTokenRow.revoked_at).is_not(None), col(ApiTokenRow.expires_at) <= at))
        .order_by(col(ApiTokenRow.number).desc())
        .limit(limit)
    )
    return [_token(row) for row in session.exec(query)]


_COLUMNS: Any = (
    *ApiTokenRow.__table__.columns,  # type: ignore[attr-defined]
    col(WorkspaceRow.stopped_reason),
    col(WorkspaceRow.switched_off),
)
_BY_SECRET = (
    select(*_COLUMNS)
    .join(WorkspaceRow, col(WorkspaceRow.id) == col(ApiTokenRow.workspace_id))
    .where(col(ApiTokenRow.token_hash) == bindparam("token_hash"))
)
"""Built once: it is asked with every request."""


@dataclass(frozen=True, slots=True)
class KnownToken:
    """A token with its digest as stored, and whether its workspace has the app and uses it."""

    token: Token
    token_hash: str
    is_installed: bool
    is_on: bool


def by_secret(session: Session, token_hash: str) -> KnownToken | None:
    """Return the token of a digest in whichever workspace; None for an unknown one."""
    row = session.connection().execute(_BY_SECRET, {"token_hash": token_hash}).first()
    if row is None:
        return None
    is_on = "api" not in switches.read(row.switched_off)
    return KnownToken(_token(row), row.token_hash, row.stopped_reason is None, is_on)


def _working(workspace_id: int, at: datetime) -> tuple[Any, ...]:
    return (
        col(ApiTokenRow.workspace_id) == workspace_id,
        col(ApiTokenRow.revoked_at).is_(None),
        or_(col(ApiTokenRow.expires_at).is_(None), col(ApiTokenRow.expires_at) > at),
    )


def _own(workspace_id: int, token_id: int) -> Any:
    return update(ApiTokenRow).where(
        col(ApiTokenRow.workspace_id) == workspace_id, col(ApiTokenRow.id) == token_id
    )


def _token(row: ApiTokenRow | Row[Any]) -> Token:
    return Token(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        number=row.number,
        name=row.name,
        rights=tuple(Right(one) for one in row.rights.split()),
        created_by=row.created_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
