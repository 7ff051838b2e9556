"""Notes on feedback and the parts of a thread: what was said after it, and around it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, update
from sqlmodel import Session, col, select

from domain.feedback.attachments import Line, Note
from storage.database.upsert import insert_into
from storage.schema import FeedbackAnswerRow, FeedbackNoteRow


def notes(
    session: Session, workspace_id: int, feedback_id: int, limit: int, offset: int = 0
) -> list[Note]:
    """What was said in the thread of feedback after it was saved, newest first."""
    query = (
        select(FeedbackNoteRow)
        .where(*_notes_of(workspace_id, feedback_id))
        .order_by(col(FeedbackNoteRow.message_ts).desc(), col(FeedbackNoteRow.id).desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        Note(row.id or 0, row.text, row.created_at, row.author_id, row.author_name)
        for row in session.exec(query)
    ]


def count_notes(session: Session, workspace_id: int, feedback_id: int) -> int:
    """How much was said in the thread of feedback after it was saved."""
    query = select(func.count()).where(*_notes_of(workspace_id, feedback_id))
    return session.exec(query).one()


def add_note(
    session: Session,
    workspace_id: int,
    place: tuple[str, str],
    line: Line,
    at: datetime,
    feedback_id: int | None,
) -> int | None:
    """Keep a message of the thread at ``place`` (channel, thread ts); None when it is known."""
    channel_id, thread_ts = place
    values = _note_values(workspace_id, channel_id, thread_ts, line, at)
    statement = insert_into(session, FeedbackNoteRow).values(
        feedback_id=feedback_id, is_part=False, **values
    )
    added = statement.on_conflict_do_nothing().returning(col(FeedbackNoteRow.id))
    found: int | None = session.connection().execute(added).scalar()
    return found


def add_parts(
    session: Session,
    workspace_id: int,
    place: tuple[str, str],
    lines: Iterable[Line],
    at: datetime,
    feedback_id: int,
) -> None:
    """Keep the messages that a piece of feedback is made of."""
    channel_id, thread_ts = place
    for line in lines:
        values = _note_values(workspace_id, channel_id, thread_ts, line, at)
        given = {**values, "feedback_id": feedback_id, "is_part": True}
        statement = insert_into(session, FeedbackNoteRow).values(**given)
        session.connection().execute(
            statement.on_conflict_do_update(
                index_elements=["workspace_id", "channel_id", "message_ts"], set_=given
            )
        )


def parts(session: Session, workspace_id: int, feedback_id: int) -> list[Line]:
    """The messages that a piece of feedback is made of, in order; none when it is no thread."""
    query = (
        select(FeedbackNoteRow)
        .where(
            FeedbackNoteRow.workspace_id == workspace_id,
            FeedbackNoteRow.feedback_id == feedback_id,
            col(FeedbackNoteRow.is_part),
        )
        .order_by(col(FeedbackNoteRow.id))
    )
    return [
        Line(row.message_ts, row.text, row.author_id, row.author_name)
        for row in session.exec(query)
    ]


def known_note(
    session: Session, workspace_id: int, channel_id: str, message_ts: str
) -> FeedbackNoteRow | None:
    """The note or part that a message was kept as."""
    query = select(FeedbackNoteRow).where(
        FeedbackNoteRow.workspace_id == workspace_id,
        FeedbackNoteRow.channel_id == channel_id,
        FeedbackNoteRow.message_ts == message_ts,
    )
    return session.exec(query.with_for_update()).first()


def reword(session: Session, workspace_id: int, note_id: int, text: str) -> None:
    """Give a note or part another text; a note without text is gone, a part keeps its place."""
    query = select(FeedbackNoteRow).where(
        FeedbackNoteRow.workspace_id == workspace_id, FeedbackNoteRow.id == note_id
    )
    row = session.exec(query).one()
    if text or row.is_part:
        row.text = text
        session.add(row)
    else:
        session.delete(row)
    session.flush()


def adopt(
    session: Session, workspace_id: int, place: tuple[str, str], feedback_id: int
) -> list[int]:
    """Give the notes that waited for feedback at ``place`` (channel, ts) to it; their row ids."""
    channel_id, thread_ts = place
    given = {
        "workspace": workspace_id,
        "channel": channel_id,
        "thread": thread_ts,
        "feedback": feedback_id,
    }
    return [row_id or 0 for row_id in session.connection().execute(_ADOPTING, given).scalars()]


_ADOPTING = (
    update(FeedbackNoteRow)
    .where(
        col(FeedbackNoteRow.workspace_id) == bindparam("workspace"),
        col(FeedbackNoteRow.channel_id) == bindparam("channel"),
        col(FeedbackNoteRow.thread_ts) == bindparam("thread"),
        col(FeedbackNoteRow.feedback_id).is_(None),
    )
    .values(feedback_id=bindparam("feedback"))
    .returning(col(FeedbackNoteRow.id))
)
"""Built once: it runs with every message of an intake channel."""


def words_of(
    session: Session, workspace_id: int, feedback_ids: Iterable[int]
) -> dict[int, list[str]]:
    """What was answered and noted, by feedback, for finding it by these words."""
    wanted, found = list(feedback_ids), dict[int, list[str]]()
    answers = select(FeedbackAnswerRow.feedback_id, FeedbackAnswerRow.answer).where(
        FeedbackAnswerRow.workspace_id == workspace_id,
        col(FeedbackAnswerRow.feedback_id).in_(wanted),
    )
    said = select(FeedbackNoteRow.feedback_id, FeedbackNoteRow.text).where(
        FeedbackNoteRow.workspace_id == workspace_id,
        col(FeedbackNoteRow.feedback_id).in_(wanted),
        ~col(FeedbackNoteRow.is_part),
    )
    for query in (answers, said):
        for feedback_id, text in session.exec(query):
            found.setdefault(feedback_id or 0, []).append(text)
    return found


def _notes_of(workspace_id: int, feedback_id: int) -> tuple[Any, ...]:
    return (
        col(FeedbackNoteRow.workspace_id) == workspace_id,
        col(FeedbackNoteRow.feedback_id) == feedback_id,
        ~col(FeedbackNoteRow.is_part),
    )


def _note_values(
    workspace_id: int, channel_id: str, thread_ts: str, line: Line, at: datetime
) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "channel_id": channel_id,
        "thread_ts": thread_ts,
        "message_ts": line.ts,
        "author_id": line.author_id,
        "author_name": line.author_name,
        "text": line.text,
        "created_at": at,
    }
