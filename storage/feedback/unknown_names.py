"""Ids that stand in saved texts because nobody told the names, and the texts that hold them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.database.upsert import insert_into
from storage.schema import DecisionRow, FeedbackNoteRow, FeedbackRow, UnknownNameRow


def want(session: Session, workspace_id: int, slack_ids: Collection[str], at: datetime) -> None:
    """Note that the names of some ids are wanted."""
    if not slack_ids:
        return
    rows = [
        {"workspace_id": workspace_id, "slack_id": one, "wanted_at": at}
        for one in sorted(slack_ids)
    ]
    noting = insert_into(session, UnknownNameRow).values(rows).on_conflict_do_nothing()
    session.connection().execute(noting)


def every(session: Session) -> dict[int, set[str]]:
    """Return the ids whose names are wanted, by workspace."""
    found = defaultdict(set)
    for workspace_id, slack_id in session.exec(
        select(UnknownNameRow.workspace_id, UnknownNameRow.slack_id)
    ):
        found[workspace_id].add(slack_id)
    return dict(found)


def settle(
    session: Session, workspace_id: int, slack_ids: Collection[str], wanted_before: datetime
) -> None:
    """Want the names of some ids no longer, where they are wanted since before a time."""
    done = delete(UnknownNameRow).where(
        col(UnknownNameRow.workspace_id) == workspace_id,
        col(UnknownNameRow.slack_id).in_(slack_ids),
        col(UnknownNameRow.wanted_at) < wanted_before,
    )
    session.connection().execute(done)


def forget(session: Session, before: datetime) -> None:
    """Want the names no longer, in all workspaces, that nobody told for so long."""
    old = delete(UnknownNameRow).where(col(UnknownNameRow.wanted_at) < before)
    session.connection().execute(old)


def feedback_with(
    session: Session, workspace_id: int, mark: str
) -> list[tuple[int, int, str, str | None]]:
    """Return the feedback that may hold a mark: row id, number, text, and what its message says
    where a person wrote another text."""
    query = select(
        FeedbackRow.id, FeedbackRow.number, FeedbackRow.text, FeedbackRow.source_words
    ).where(
        FeedbackRow.workspace_id == workspace_id,
        col(FeedbackRow.text).contains(mark, autoescape=True)
        | col(FeedbackRow.source_words).contains(mark, autoescape=True),
    )
    return [
        (row_id or 0, number, text, words) for row_id, number, text, words in session.exec(query)
    ]


def notes_with(session: Session, workspace_id: int, mark: str) -> list[tuple[int, str]]:
    """Return the notes, and the parts of threads, that may hold a mark: row id and text."""
    query = select(FeedbackNoteRow.id, FeedbackNoteRow.text).where(
        FeedbackNoteRow.workspace_id == workspace_id,
        col(FeedbackNoteRow.text).contains(mark, autoescape=True),
    )
    return [(row_id or 0, text) for row_id, text in session.exec(query)]


def decisions_with(session: Session, workspace_id: int, mark: str) -> list[tuple[int, str]]:
    """Return the decisions whose quote may hold a mark: row id and quote."""
    query = select(DecisionRow.id, DecisionRow.quote).where(
        DecisionRow.workspace_id == workspace_id,
        col(DecisionRow.quote).contains(mark, autoescape=True),
    )
    return [(row_id or 0, quote) for row_id, quote in session.exec(query)]


def set_feedback(
    session: Session, workspace_id: int, feedback_id: int, text: str, source_words: str | None
) -> None:
    """Set the words of feedback."""
    values: dict[str, Any] = {"text": text, "source_words": source_words}
    statement = update(FeedbackRow).where(
        col(FeedbackRow.workspace_id) == workspace_id, col(FeedbackRow.id) == feedback_id
    )
    session.connection().execute(statement.values(**values))
    session.expire_all()


def set_quote(session: Session, workspace_id: int, decision_id: int, quote: str) -> None:
    """Set what a decision quotes."""
    statement = update(DecisionRow).where(
        col(DecisionRow.workspace_id) == workspace_id, col(DecisionRow.id) == decision_id
    )
    session.connection().execute(statement.values(quote=quote))
    session.expire_all()
