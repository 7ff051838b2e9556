"""What hangs on feedback: answers, files, and the messages of its thread."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from domain.feedback.attachments import Answer, Attached, File
from storage.database.upsert import insert_into
from storage.feedback.notes import count_notes, notes
from storage.schema import FeedbackAnswerRow, FeedbackFileRow

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
