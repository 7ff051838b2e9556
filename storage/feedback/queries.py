"""Feedback: stored once per message and per request, read with its names and its ideas."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, func, or_
from sqlmodel import Session, col, select

from domain.core.importance import Importance
from domain.feedback.model import Feedback, FeedbackState, Gone, Source
from domain.text.labels import LabelKind
from storage.database import labels
from storage.feedback import attachments as attached
from storage.feedback import external_ids as api_requests
from storage.schema import EvidenceRow, FeedbackRow, IdeaRow


def get(session: Session, workspace_id: int, number: int, *, lock: bool = False) -> Feedback | None:
    """The feedback with a number; ``lock`` makes other writers wait for this transaction."""
    query = select(FeedbackRow).where(
        FeedbackRow.workspace_id == workspace_id, FeedbackRow.number == number
    )
    if lock:
        query = query.with_for_update()
    return _first(session, workspace_id, session.exec(query).all())


def by_message(
    session: Session, workspace_id: int, channel_id: str, message_ts: str
) -> Feedback | None:
    """The feedback that was taken from a message, also when it was taken back since."""
    given = {"workspace": workspace_id, "channel": channel_id, "ts": message_ts}
    return _first(session, workspace_id, session.connection().execute(_by_message(), given).all())


def known_messages(
    session: Session, workspace_id: int, channel_id: str, wanted: Collection[str]
) -> set[str]:
    """Those messages of a channel, by ts, from which feedback was taken."""
    query = select(FeedbackRow.source_ts).where(
        FeedbackRow.workspace_id == workspace_id,
        FeedbackRow.source_channel_id == channel_id,
        col(FeedbackRow.source_ts).in_(wanted),
    )
    return {ts for ts in session.exec(query) if ts is not None}


def by_request(session: Session, workspace_id: int, key: str) -> Feedback | None:
    """The feedback that a request saved before."""
    given = {"workspace": workspace_id, "key": key}
    return _first(session, workspace_id, session.connection().execute(_by_request(), given).all())


def of_ids(session: Session, workspace_id: int, ids: Collection[int]) -> list[Feedback]:
    """Some feedback by row id, newest first."""
    # The sum keeps SQLite from walking through the whole workspace by one of its indexes.
    query = (
        select(FeedbackRow)
        .where(col(FeedbackRow.workspace_id) + 0 == workspace_id, col(FeedbackRow.id).in_(ids))
        .order_by(col(FeedbackRow.id).desc())
    )
    return _feedback(session, workspace_id, session.exec(query).all())


def of_person(session: Session, workspace_id: int, user_id: str, limit: int) -> list[Feedback]:
    """What a person said or saved and nobody took back, newest first."""
    query = (
        select(FeedbackRow)
        .where(*_persons(workspace_id, user_id))
        .order_by(col(FeedbackRow.id).desc())
        .limit(limit)
    )
    return _feedback(session, workspace_id, session.exec(query).all())


def count_of_person(session: Session, workspace_id: int, user_id: str) -> int:
    """How much a person said or saved that nobody took back."""
    return session.exec(select(func.count()).where(*_persons(workspace_id, user_id))).one()


def untriaged_count(session: Session, workspace_id: int) -> int:
    """How much feedback nobody has linked or dismissed yet."""
    query = select(func.count()).where(
        FeedbackRow.workspace_id == workspace_id, FeedbackRow.state == FeedbackState.NEW.value
    )
    return session.exec(query).one()


def _persons(workspace_id: int, user_id: str) -> tuple[Any, ...]:
    return (
        col(FeedbackRow.workspace_id) == workspace_id,
        or_(col(FeedbackRow.saved_by) == user_id, col(FeedbackRow.said_by) == user_id),
        col(FeedbackRow.state) != FeedbackState.WITHDRAWN.value,
    )


@cache
def _by_message() -> Any:
    # Built once and read as plain columns, like the next one: it is asked for with every message.
    return _columns().where(
        col(FeedbackRow.workspace_id) == bindparam("workspace"),
        col(FeedbackRow.source_channel_id) == bindparam("channel"),
        col(FeedbackRow.source_ts) == bindparam("ts"),
    )


@cache
def _by_request() -> Any:
    return _columns().where(
        col(FeedbackRow.workspace_id) == bindparam("workspace"),
        col(FeedbackRow.request_key) == bindparam("key"),
    )


def _columns() -> Any:
    return select(*FeedbackRow.__table__.columns)  # type: ignore[attr-defined]


def _first(session: Session, workspace_id: int, rows: Sequence[Any]) -> Feedback | None:
    if not rows:
        return None
    found = _feedback(session, workspace_id, rows)[0]
    return replace(found, attached=attached.of(session, workspace_id, found.id))


def _feedback(session: Session, workspace_id: int, rows: Sequence[Any]) -> list[Feedback]:
    ideas = _idea_numbers(session, workspace_id, [row.id or 0 for row in rows])
    return from_rows(session, workspace_id, rows, ideas)


def from_rows(
    session: Session,
    workspace_id: int,
    rows: Sequence[Any],
    ideas: Mapping[int, Sequence[int]],
) -> list[Feedback]:
    """Return feedback for rows, with its names and the numbers of its ideas."""
    customers = labels.names(
        session, workspace_id, LabelKind.CUSTOMER, {row.customer_id for row in rows}
    )
    areas = labels.names(session, workspace_id, LabelKind.AREA, {row.area_id for row in rows})
    sent = {row.id or 0 for row in rows if row.door == "api" and not _is_new(row)}
    origins = api_requests.origins(session, workspace_id, sent)
    return [
        Feedback(
            id=row.id or 0,
            workspace_id=row.workspace_id,
            number=row.number,
            text=row.text,
            said_by=row.said_by,
            said_by_name=row.said_by_name,
            saved_by=row.saved_by,
            customer=customers.get(row.customer_id or 0),
            area=areas.get(row.area_id or 0),
            importance=Importance(row.importance) if row.importance else None,
            state=FeedbackState(row.state),
            source=_source(row),
            origin=origins.get(row.id or 0),
            door=row.door,
            created_at=row.created_at,
            idea_numbers=tuple(ideas.get(row.id or 0, ())),
            gone=Gone(row.words_gone) if row.words_gone else None,
            source_words=row.source_words,
        )
        for row in rows
    ]


def _is_new(row: Any) -> bool:
    """True for what is being stored, of which nothing else is known yet."""
    return isinstance(row, SimpleNamespace)


def _source(row: Any) -> Source | None:
    if row.source_channel_id is None:
        return None
    return Source(
        row.source_channel_id,
        row.source_ts,
        row.source_permalink,
        row.source_is_private,
        row.source_edited_ts,
    )


def _idea_numbers(
    session: Session, workspace_id: int, feedback_ids: Collection[int]
) -> dict[int, list[int]]:
    query = (
        select(EvidenceRow.feedback_id, IdeaRow.number)
        .join(IdeaRow, col(IdeaRow.id) == col(EvidenceRow.idea_id))
        .where(EvidenceRow.workspace_id == workspace_id)
        .where(col(EvidenceRow.feedback_id).in_(feedback_ids))
        .order_by(col(IdeaRow.number))
    )
    numbers: dict[int, list[int]] = {}
    for feedback_id, number in session.exec(query):
        numbers.setdefault(feedback_id, []).append(number)
    return numbers
