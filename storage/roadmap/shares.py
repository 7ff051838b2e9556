"""Shares of the roadmap: stored, listed, found by the digest of a token, and revoked."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.roadmap.shares import Share
from storage.database.reference_numbers import next_number
from storage.schema import ShareRow


def add(
    session: Session, request: Request, words: str, token_hash: str | None, expires_at: datetime
) -> Share:
    """Store a share under the next number."""
    row = ShareRow(
        workspace_id=request.workspace_id,
        number=next_number(session, request.workspace_id, "share"),
        token_hash=token_hash,
        words=words,
        created_by=request.user_id,
        created_at=request.at,
        expires_at=expires_at,
        request_key=request.key,
    )
    session.add(row)
    session.flush()
    return _share(row)


def by_request(session: Session, workspace_id: int, key: str) -> Share | None:
    """The share that a request made, or None."""
    query = select(ShareRow).where(
        ShareRow.workspace_id == workspace_id, ShareRow.request_key == key
    )
    row = session.exec(query).first()
    return _share(row) if row else None


def set_token(session: Session, workspace_id: int, share_id: int, token_hash: str) -> None:
    """Let another token lead to a share; the one before leads nowhere."""
    session.connection().execute(_own(workspace_id, share_id).values(token_hash=token_hash))


def lock(session: Session, workspace_id: int, number: int) -> Share | None:
    """The share with a number, which nobody else changes until the transaction ends."""
    query = select(ShareRow).where(ShareRow.workspace_id == workspace_id, ShareRow.number == number)
    row = session.exec(query.with_for_update()).first()
    return _share(row) if row else None


def revoke(session: Session, workspace_id: int, share_id: int, at: datetime) -> None:
    """End a share now."""
    session.connection().execute(_own(workspace_id, share_id).values(revoked_at=at))


def latest(session: Session, workspace_id: int, limit: int) -> list[Share]:
    """The newest shares first."""
    query = (
        select(ShareRow)
        .where(ShareRow.workspace_id == workspace_id)
        .order_by(col(ShareRow.created_at).desc(), col(ShareRow.number).desc())
        .limit(limit)
    )
    return [_share(row) for row in session.exec(query)]


def by_token_hash(session: Session, token_hash: str) -> tuple[Share, str] | None:
    """The share of a token's digest and the digest as stored, in whichever workspace, or None."""
    row = session.exec(select(ShareRow).where(ShareRow.token_hash == token_hash)).first()
    return (_share(row), row.token_hash or "") if row else None


def _own(workspace_id: int, share_id: int) -> Any:
    return update(ShareRow).where(
        col(ShareRow.workspace_id) == workspace_id, col(ShareRow.id) == share_id
    )


def _share(row: ShareRow) -> Share:
    return Share(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        number=row.number,
        words=row.words,
        is_file=row.token_hash is None,
        created_by=row.created_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
