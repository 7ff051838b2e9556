"""Evidence: which feedback speaks for which idea."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from domain.feedback.model import FeedbackState
from domain.feedback.privacy import Reader
from domain.text.folding import query_words
from storage.database import full_text
from storage.database.upsert import insert_into
from storage.schema import EvidenceRow, FeedbackRow
from storage.workspace import readers

_LOOKED_AT = 400
"""Of how much feedback that holds the words typed, the newest, the readable is chosen."""


def link(
    session: Session, workspace_id: int, idea_id: int, feedback_id: int, by: str, at: datetime
) -> bool:
    """Link feedback to an idea; False when it is linked already."""
    statement = (
        insert_into(session, EvidenceRow)
        .values(
            idea_id=idea_id,
            feedback_id=feedback_id,
            workspace_id=workspace_id,
            linked_by=by,
            linked_at=at,
        )
        .on_conflict_do_nothing()
        .returning(col(EvidenceRow.idea_id))
    )
    return session.connection().execute(statement).first() is not None


def unlink(session: Session, workspace_id: int, idea_id: int, feedback_id: int) -> bool:
    """Take feedback from an idea; False when it was not linked."""
    statement = delete(EvidenceRow).where(
        col(EvidenceRow.workspace_id) == workspace_id,
        col(EvidenceRow.idea_id) == idea_id,
        col(EvidenceRow.feedback_id) == feedback_id,
    )
    return session.connection().execute(statement).rowcount == 1


def ideas_of(session: Session, workspace_id: int, feedback_id: int) -> list[int]:
    """The row ids of the ideas that a piece of feedback speaks for."""
    query = select(EvidenceRow.idea_id).where(
        EvidenceRow.workspace_id == workspace_id, EvidenceRow.feedback_id == feedback_id
    )
    return sorted(session.exec(query))


def ideas_of_many(session: Session, workspace_id: int, feedback_ids: Collection[int]) -> set[int]:
    """Return the row ids of the ideas that any of some feedback supports."""
    query = select(EvidenceRow.idea_id).where(
        EvidenceRow.workspace_id == workspace_id, col(EvidenceRow.feedback_id).in_(feedback_ids)
    )
    return set(session.exec(query)) if feedback_ids else set()


def of_idea(
    session: Session, workspace_id: int, idea_id: int, limit: int
) -> list[tuple[int, str, datetime]]:
    """The latest evidence of an idea: row id of the feedback, who linked it, and when."""
    query = (
        select(EvidenceRow.feedback_id, EvidenceRow.linked_by, EvidenceRow.linked_at)
        .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
        .where(EvidenceRow.workspace_id == workspace_id, EvidenceRow.idea_id == idea_id)
        .where(FeedbackRow.state != FeedbackState.WITHDRAWN.value)
        .order_by(col(EvidenceRow.linked_at).desc(), col(EvidenceRow.feedback_id).desc())
        .limit(limit)
    )
    return list(session.exec(query))


def candidates(
    session: Session, workspace_id: int, words: str, reader: Reader, limit: int
) -> list[int]:
    """The row ids of feedback that may become evidence, newest first.

    ``words`` is a number, or words of the text, typed whole or begun. What was said in private is
    found by its words only by those who could have read it there.
    """
    query = select(FeedbackRow.id).where(
        FeedbackRow.workspace_id == workspace_id,
        FeedbackRow.state != FeedbackState.WITHDRAWN.value,
    )
    digits = words.strip().upper().removeprefix("F").lstrip("- ")
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        query = query.where(FeedbackRow.number == int(digits))
    elif wanted := query_words(words):
        held = full_text.feedback(session, workspace_id, wanted, _LOOKED_AT)
        query = query.where(readers.readable(reader), col(FeedbackRow.id).in_(held))
    found = session.exec(query.order_by(col(FeedbackRow.id).desc()).limit(limit))
    return [row_id for row_id in found if row_id is not None]
