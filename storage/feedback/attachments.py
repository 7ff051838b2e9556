"""What hangs on feedback: answers, files, and the messages of its thread."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, update
from sqlmodel import Session, col, select

from domain.feedback.attachments import Answer, Attached, File, Line, Note
from storage.database.upsert import insert_into
from storage.schema import FeedbackAnswerRow, FeedbackFileRow, FeedbackNoteRow

_SHOWN_FILES = 20
_SHOWN_NOTES = 5


def of(session: Session, workspace_id: int, feedback_id: int) -> Attached:
    """What hangs on one piece of feedback: all answers, the newest notes and the first files."""
    files = _files(session, workspace_id, feedback_id)
    newest = notes(session, workspace_id, feedback_id, _SHOWN_NOTES)
    count = len(newest)
    if count == _SHOWN_NOTES:
        count = count_notes(session, workspace_id, feedback_id)
    return Attached(
        answers=_answers(session, workspace_id, feedback_id),
        files=tuple(files[:_SHOWN_FILES]),
        file_count=len(files),
        notes=tuple(reversed(newest)),
        note_count=count,
    )


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


def put_answers(
    session: Session, workspace_id: int, feedback_id: int, answers: Sequence[Answer]
) -> None:
    """Put answers in place of those that were given to the same questions.

    An empty answer takes the former one away.
    """
    asked = [one.question_id for one in answers]
    old = delete(FeedbackAnswerRow).where(
        col(FeedbackAnswerRow.workspace_id) == workspace_id,
        col(FeedbackAnswerRow.feedback_id) == feedback_id,
        col(FeedbackAnswerRow.question_id).in_(asked),
    )
    session.connection().execute(old)
    rows = [
        {"workspace_id": workspace_id, "feedback_id": feedback_id, **asdict(one)}
        for one in answers
        if one.answer
    ]
    if rows:
        session.connection().execute(insert(FeedbackAnswerRow), rows)


def add_files(
    session: Session, workspace_id: int, feedback_id: int, files: Iterable[File], at: datetime
) -> None:
    """Remember files of feedback; one that is known is brought up to date."""
    for one in files:
        facts = asdict(one)
        statement = insert_into(session, FeedbackFileRow).values(
            workspace_id=workspace_id, feedback_id=feedback_id, created_at=at, **facts
        )
        session.connection().execute(
            statement.on_conflict_do_update(
                index_elements=["workspace_id", "feedback_id", "slack_id"], set_=facts
            )
        )


def unseen_files(session: Session, workspace_id: int, feedback_id: int) -> list[File]:
    """The files of feedback that Slack wants to be asked about."""
    return [one for one in _files(session, workspace_id, feedback_id) if one.refused == "unseen"]


def drop_files(
    session: Session, workspace_id: int, feedback_id: int, message_ts: str | None = None
) -> None:
    """Forget the files of feedback: all of them, or those of one message."""
    statement = delete(FeedbackFileRow).where(
        col(FeedbackFileRow.workspace_id) == workspace_id,
        col(FeedbackFileRow.feedback_id) == feedback_id,
    )
    if message_ts is not None:
        statement = statement.where(col(FeedbackFileRow.message_ts) == message_ts)
    session.connection().execute(statement)


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


def _answers(session: Session, workspace_id: int, feedback_id: int) -> tuple[Answer, ...]:
    query = (
        select(FeedbackAnswerRow)
        .where(
            FeedbackAnswerRow.workspace_id == workspace_id,
            FeedbackAnswerRow.feedback_id == feedback_id,
        )
        .order_by(col(FeedbackAnswerRow.question_id))
    )
    return tuple(Answer(row.question_id, row.question, row.answer) for row in session.exec(query))


def _files(session: Session, workspace_id: int, feedback_id: int) -> list[File]:
    query = (
        select(FeedbackFileRow)
        .where(
            FeedbackFileRow.workspace_id == workspace_id,
            FeedbackFileRow.feedback_id == feedback_id,
        )
        .order_by(col(FeedbackFileRow.id))
    )
    return [
        File(
            row.slack_id,
            row.name,
            row.mimetype,
            row.size_bytes,
            row.permalink,
            row.author_id,
            row.message_ts,
            row.refused,
        )
        for row in session.exec(query)
    ]


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
