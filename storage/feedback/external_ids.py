"""Requests with an Idempotency-Key that were answered, and where their feedback came from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlmodel import Session, col, select

from domain.feedback.model import Origin
from storage.database.upsert import insert_for
from storage.schema import ApiRequestRow, ApiTokenRow, FeedbackOriginRow, FeedbackRow


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request said, as a digest, and the number of the feedback that it saved."""

    body_hash: str
    feedback_number: int


_OWN = (
    col(ApiRequestRow.workspace_id) == bindparam("workspace"),
    col(ApiRequestRow.token_id) == bindparam("token"),
    col(ApiRequestRow.key_hash) == bindparam("key"),
)
_FIRST = select(ApiRequestRow.body_hash, ApiRequestRow.feedback_number).where(*_OWN)
_ANSWERING = update(ApiRequestRow).where(*_OWN).values(feedback_number=bindparam("number"))
"""Built once, as every request with a key runs them: building takes longer than running."""


def claim(
    session: Session, workspace_id: int, token_id: int, key_hash: str, body_hash: str, at: datetime
) -> Answered | None:
    """Begin to answer the first request with a key; of a later one, what the first one led to.

    A second request at the same instant waits here until the first is committed.
    """
    row = {
        "workspace_id": workspace_id,
        "token_id": token_id,
        "key_hash": key_hash,
        "body_hash": body_hash,
        "created_at": at,
    }
    ask = session.connection().execute
    if ask(_claiming(session.get_bind().dialect.name), row).first() is not None:
        return None
    own = {"workspace": workspace_id, "token": token_id, "key": key_hash}
    first = ask(_FIRST, own).one()
    return Answered(first.body_hash, first.feedback_number or 0)


def answer(
    session: Session, workspace_id: int, token_id: int, key_hash: str, feedback_number: int
) -> None:
    """Note what the request with a key has saved."""
    own = {"workspace": workspace_id, "token": token_id, "key": key_hash}
    session.connection().execute(_ANSWERING, {**own, "number": feedback_number})


def forget(session: Session, before: datetime) -> int:
    """Forget the keys of all workspaces that are older; how many."""
    old = delete(ApiRequestRow).where(col(ApiRequestRow.created_at) < before)
    return session.connection().execute(old).rowcount


def come_from(
    session: Session,
    workspace_id: int,
    feedback_id: int,
    token_id: int,
    origin: Origin,
    body_hash: str,
) -> bool:
    """Store where feedback came from; False when its external id is taken."""
    row = {
        "feedback_id": feedback_id,
        "workspace_id": workspace_id,
        "token_id": token_id,
        "said_by_email": origin.said_by_email,
        "url": origin.url,
        "external_id": origin.external_id,
        "body_hash": body_hash,
    }
    storing = _storing(session.get_bind().dialect.name)
    return session.connection().execute(storing, row).first() is not None


def by_external_id(session: Session, workspace_id: int, external_id: str) -> Answered | None:
    """What was saved under an id of another system."""
    query = (
        select(FeedbackOriginRow.body_hash, FeedbackRow.number)
        .join(FeedbackRow, col(FeedbackRow.id) == col(FeedbackOriginRow.feedback_id))
        .where(FeedbackOriginRow.workspace_id == workspace_id)
        .where(FeedbackOriginRow.external_id == external_id)
    )
    found = session.exec(query).first()
    return Answered(found[0] or "", found[1]) if found else None


def origins(
    session: Session, workspace_id: int, feedback_ids: Collection[int]
) -> dict[int, Origin]:
    """Where some feedback came from, by row id."""
    if not feedback_ids:
        return {}
    query = (
        select(FeedbackOriginRow, ApiTokenRow.name)
        .join(ApiTokenRow, col(ApiTokenRow.id) == col(FeedbackOriginRow.token_id))
        .where(FeedbackOriginRow.workspace_id == workspace_id)
        .where(col(FeedbackOriginRow.feedback_id).in_(feedback_ids))
    )
    return {
        row.feedback_id: Origin(name, row.said_by_email, row.url, row.external_id)
        for row, name in session.exec(query)
    }


@cache
def _claiming(dialect: str) -> Any:
    names = ("workspace_id", "token_id", "key_hash", "body_hash", "created_at")
    row: dict[str, Any] = {name: bindparam(name) for name in names}
    inserting = insert_for(dialect, ApiRequestRow).values(**row).on_conflict_do_nothing()
    return inserting.returning(col(ApiRequestRow.id))


@cache
def _storing(dialect: str) -> Any:
    columns = FeedbackOriginRow.__table__.columns  # type: ignore[attr-defined]
    row: dict[str, Any] = {one.name: bindparam(one.name) for one in columns}
    inserting = insert_for(dialect, FeedbackOriginRow).values(**row).on_conflict_do_nothing()
    return inserting.returning(col(FeedbackOriginRow.feedback_id))
