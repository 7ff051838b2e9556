"""Questions about feedback and the steps of sorting it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from domain.core.people import Request
from domain.triage.steps import Question, TriageAction
from storage.database.upsert import insert_into
from storage.schema import TriageQuestionRow, TriageStepRow


@dataclass(frozen=True, slots=True)
class Step:
    """One step: by whom, what it did, and each item as it was before and after."""

    id: int
    user_id: str
    deed: TriageAction
    items: tuple[dict[str, Any], ...]
    undone_at: datetime | None


def add_step(
    session: Session, request: Request, deed: TriageAction, items: list[dict[str, Any]]
) -> int | None:
    """Keep a step; its row id, None when this very request was kept before."""
    statement = insert_into(session, TriageStepRow).values(
        workspace_id=request.workspace_id,
        user_id=request.user_id,
        deed=deed.value,
        items=items,
        request_key=request.key,
        created_at=request.at,
    )
    added = statement.on_conflict_do_nothing().returning(col(TriageStepRow.id))
    found: int | None = session.connection().execute(added).scalar()
    return found


def step(session: Session, workspace_id: int, step_id: int) -> Step | None:
    """A step by its row id; other writers of it wait for this transaction."""
    query = select(TriageStepRow).where(
        TriageStepRow.workspace_id == workspace_id, TriageStepRow.id == step_id
    )
    return _step(session.exec(query.with_for_update()).first())


def step_by_request(session: Session, workspace_id: int, key: str) -> Step | None:
    """The step that a request did before, or None."""
    query = select(TriageStepRow).where(
        TriageStepRow.workspace_id == workspace_id, TriageStepRow.request_key == key
    )
    return _step(session.exec(query).first())


def set_undone(session: Session, workspace_id: int, step_id: int, at: datetime) -> None:
    """Note that a step was undone."""
    statement = update(TriageStepRow).where(
        col(TriageStepRow.workspace_id) == workspace_id, col(TriageStepRow.id) == step_id
    )
    session.connection().execute(statement.values(undone_at=at))


def ask(
    session: Session,
    request: Request,
    feedback_id: int,
    question: tuple[str, str, str],
    place: tuple[str | None, str | None],
) -> int | None:
    """Keep a question (who is asked, its text, the key of its message) and the thread it is asked
    in, when it is in one; its row id, None when it is kept already."""
    asked_of, text, key = question
    statement = insert_into(session, TriageQuestionRow).values(
        workspace_id=request.workspace_id,
        feedback_id=feedback_id,
        asked_by=request.user_id,
        asked_of=asked_of,
        text=text,
        key=key,
        channel_id=place[0],
        thread_ts=place[1],
        created_at=request.at,
    )
    added = statement.on_conflict_do_nothing().returning(col(TriageQuestionRow.id))
    found: int | None = session.connection().execute(added).scalar()
    return found


def questions(
    session: Session, workspace_id: int, feedback_ids: Collection[int]
) -> dict[int, tuple[Question, ...]]:
    """What was asked about some feedback and not closed since, oldest first, by row id."""
    row = TriageQuestionRow
    query = (
        select(row)
        .where(row.workspace_id == workspace_id, col(row.feedback_id).in_(feedback_ids))
        .where(col(row.closed_at).is_(None))
        .order_by(col(row.id))
    )
    found: dict[int, list[Question]] = {}
    for one in session.exec(query):
        found.setdefault(one.feedback_id, []).append(_question(one))
    return {feedback_id: tuple(asked) for feedback_id, asked in found.items()}


def asked_in(
    session: Session, workspace_id: int, channel_id: str, thread_ts: str
) -> list[Question]:
    """What was asked in a thread, newest first."""
    row = TriageQuestionRow
    query = (
        select(row)
        .where(row.workspace_id == workspace_id)
        .where(row.channel_id == channel_id, row.thread_ts == thread_ts)
        .order_by(col(row.id).desc())
    )
    return [_question(one) for one in session.exec(query)]


def asked_of(
    session: Session, workspace_id: int, user_id: str, limit: int
) -> list[tuple[Question, str]]:
    """What a person was asked by direct message, newest first, with the key of each message."""
    row = TriageQuestionRow
    query = (
        select(row)
        .where(row.workspace_id == workspace_id, row.asked_of == user_id)
        .where(col(row.channel_id).is_(None))
        .order_by(col(row.id).desc())
        .limit(limit)
    )
    return [(_question(one), one.key) for one in session.exec(query)]


def set_answered(session: Session, workspace_id: int, number: int, at: datetime) -> bool:
    """Note that the question with a row id is answered; False when it was, or was closed."""
    row = TriageQuestionRow
    statement = (
        update(row)
        .where(col(row.workspace_id) == workspace_id, col(row.id) == number)
        .where(col(row.answered_at).is_(None), col(row.closed_at).is_(None))
        .values(answered_at=at)
    )
    return session.connection().execute(statement).rowcount == 1


def close(session: Session, workspace_id: int, feedback_id: int, at: datetime) -> list[str]:
    """Wait no longer for answers about feedback; the keys of the messages that asked."""
    row = TriageQuestionRow
    statement = (
        update(row)
        .where(col(row.workspace_id) == workspace_id, col(row.feedback_id) == feedback_id)
        .where(col(row.answered_at).is_(None), col(row.closed_at).is_(None))
        .values(closed_at=at)
        .returning(col(row.key))
    )
    return list(session.connection().execute(statement).scalars())


def reopen(session: Session, workspace_id: int, keys: Collection[str]) -> None:
    """Wait again for answers to questions that were closed, by the keys of their messages."""
    row = TriageQuestionRow
    statement = update(row).where(
        col(row.workspace_id) == workspace_id,
        col(row.key).in_(keys),
        col(row.answered_at).is_(None),
    )
    session.connection().execute(statement.values(closed_at=None))


def _step(row: TriageStepRow | None) -> Step | None:
    if row is None:
        return None
    return Step(row.id or 0, row.user_id, TriageAction(row.deed), tuple(row.items), row.undone_at)


def _question(row: TriageQuestionRow) -> Question:
    return Question(
        id=row.id or 0,
        feedback_id=row.feedback_id,
        asked_by=row.asked_by,
        asked_of=row.asked_of,
        text=row.text,
        at=row.created_at,
        is_in_thread=row.channel_id is not None,
        answered_at=row.answered_at,
        is_closed=row.closed_at is not None,
    )
