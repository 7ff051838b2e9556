"""Feedback as it is stored and changed: once per message and per request."""

from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Boolean, bindparam, or_, update
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.feedback.model import Draft, Feedback, FeedbackState, Source
from domain.text.labels import LabelKind
from storage.database import labels
from storage.database.reference_numbers import give_back, next_number
from storage.database.upsert import insert_for
from storage.feedback.queries import from_rows
from storage.schema import ChannelRow, FeedbackRow, PersonRow

_INSERTED = (
    "workspace_id",
    "number",
    "text",
    "said_by",
    "said_by_name",
    "saved_by",
    "customer_id",
    "area_id",
    "importance",
    "state",
    "source_channel_id",
    "source_ts",
    "source_permalink",
    "source_edited_ts",
    "door",
    "request_key",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class Added:
    """Feedback that was stored, and whether the person who saved it is known."""

    feedback: Feedback
    saver_is_known: bool


def add(session: Session, request: Request, draft: Draft) -> Added | None:
    """Store a draft under the next number; None when its message or request is stored already.

    What two requests try at the same instant, one of them stores: the other sees None and, on
    PostgreSQL, has waited until the first is committed.
    """
    values = {
        **_facts(session, request, draft),
        **_source_columns(draft.source),
        "workspace_id": request.workspace_id,
        "saved_by": request.user_id,
        "state": FeedbackState.NEW.value,
        "door": request.door,
        "request_key": request.key,
        "created_at": request.at,
    }
    values["number"] = next_number(session, request.workspace_id, "F")
    stored = session.connection().execute(_insertion(session.get_bind().dialect.name), values)
    found = stored.first()
    if found is None:
        give_back(session, request.workspace_id, "F")
        return None
    row_id, is_private, saver_is_known = found
    values["source_is_private"] = is_private
    row = SimpleNamespace(id=row_id, words_gone=None, source_words=None, **values)
    feedback = from_rows(session, request.workspace_id, [row], {})[0]
    return Added(feedback, bool(saver_is_known))


def change(session: Session, request: Request, feedback_id: int, draft: Draft) -> None:
    """Replace what is known of feedback (text, who, customer, area, importance) by a draft's."""
    _update(session, request.workspace_id, feedback_id, _facts(session, request, draft))


def save_again(session: Session, request: Request, feedback_id: int, draft: Draft) -> None:
    """Bring feedback that was taken back to life, as if it was saved now."""
    values = {
        **_facts(session, request, draft),
        **_source_columns(draft.source),
        "source_words": None,
        "words_gone": None,
        "state": FeedbackState.NEW.value,
        "saved_by": request.user_id,
        "door": request.door,
        "request_key": request.key,
        "created_at": request.at,
    }
    _update(session, request.workspace_id, feedback_id, values)


def set_state(session: Session, workspace_id: int, feedback_id: int, state: FeedbackState) -> None:
    """Set what became of feedback."""
    _update(session, workspace_id, feedback_id, {"state": state.value})


def set_text(session: Session, workspace_id: int, feedback_id: int, text: str) -> None:
    """Set what feedback says."""
    _update(session, workspace_id, feedback_id, {"text": text})


def set_source(
    session: Session, workspace_id: int, number: int, permalink: str | None, is_private: bool
) -> None:
    """Set the link and privacy of feedback's message."""
    statement = update(FeedbackRow).where(
        col(FeedbackRow.workspace_id) == workspace_id, col(FeedbackRow.number) == number
    )
    values: dict[str, Any] = {"source_is_private": is_private}
    if permalink:
        values["source_permalink"] = permalink
    session.connection().execute(statement.values(**values))


def _facts(session: Session, request: Request, draft: Draft) -> dict[str, Any]:
    def label(kind: LabelKind, name: str | None) -> int | None:
        if name is None:
            return None
        return labels.find_or_create(session, request.workspace_id, kind, name, request.at)

    return {
        "text": draft.text,
        "said_by": draft.said_by,
        "said_by_name": draft.said_by_name,
        "customer_id": label(LabelKind.CUSTOMER, draft.customer),
        "area_id": label(LabelKind.AREA, draft.area),
        "importance": draft.importance.value if draft.importance else None,
    }


def _source_columns(source: Source | None) -> dict[str, Any]:
    return {
        "source_channel_id": source.channel_id if source else None,
        "source_ts": source.message_ts if source else None,
        "source_permalink": source.permalink if source else None,
        "source_is_private": source is not None and source.is_private,
        "source_edited_ts": source.edited_ts if source else None,
    }


def _update(session: Session, workspace_id: int, feedback_id: int, values: dict[str, Any]) -> None:
    statement = update(FeedbackRow).where(
        col(FeedbackRow.workspace_id) == workspace_id, col(FeedbackRow.id) == feedback_id
    )
    session.connection().execute(statement.values(**values))
    session.expire_all()


@cache
def _insertion(dialect: str) -> Any:
    """Built once for each database: building it takes longer than running it.

    What comes from a channel that is known to be private is private, whatever the door believes.
    """
    channel_is_private = (
        select(ChannelRow.channel_id)
        .where(col(ChannelRow.workspace_id) == bindparam("workspace_id"))
        .where(col(ChannelRow.channel_id) == bindparam("source_channel_id"))
        .where(col(ChannelRow.is_private))
        .exists()
    )
    is_private = or_(bindparam("source_is_private", type_=Boolean()), channel_is_private)
    statement = insert_for(dialect, FeedbackRow).values(
        **{name: bindparam(name) for name in _INSERTED}, source_is_private=is_private
    )
    saver_is_known = (
        select(PersonRow.user_id)
        .where(col(PersonRow.workspace_id) == bindparam("workspace_id"))
        .where(col(PersonRow.user_id) == bindparam("saved_by"))
        .exists()
    )
    return statement.on_conflict_do_nothing().returning(
        col(FeedbackRow.id), col(FeedbackRow.source_is_private), saver_is_known
    )
