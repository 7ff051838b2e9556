"""Words that were taken from messages: changed or withdrawn with them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from domain.feedback.model import Feedback, Gone
from storage.feedback import queries as feedback
from storage.schema import ChangeRow, DecisionRow, FeedbackRow

SOURCE_DOOR = "source"
"""The door of a change that was made where the words come from."""


_PUTTING = (
    update(ChangeRow.__table__)  # type: ignore[attr-defined]
    .where(col(ChangeRow.workspace_id) == bindparam("workspace"))
    .where(col(ChangeRow.id) == bindparam("row_id"))
    .values(before=bindparam("was"), after=bindparam("now"))
)


def is_in_other_words(session: Session, workspace_id: int, feedback_id: int) -> bool:
    """True when a person changed the words of feedback by hand after it was saved."""
    query = (
        select(ChangeRow.id)
        .where(ChangeRow.workspace_id == workspace_id, ChangeRow.subject_kind == "feedback")
        .where(ChangeRow.subject_id == feedback_id, ChangeRow.field == "text")
        .where(ChangeRow.door != SOURCE_DOOR)
        .limit(1)
    )
    return session.exec(query).first() is not None


def note_edit(
    session: Session,
    one: Feedback,
    edited_ts: str,
    *,
    text: str | None = None,
    source_words: str | None = None,
) -> None:
    """Note an edit of feedback's message: its new ``text``, or what stands there now beside a
    text that a person wrote."""
    values: dict[str, Any] = {"source_edited_ts": edited_ts, "source_words": source_words}
    if text is not None:
        values["text"] = text
    _update(session, FeedbackRow, one.workspace_id, one.id, values)


def withdraw_words(session: Session, one: Feedback, gone: Gone) -> None:
    """Put a sentence in place of feedback's words, and of what the log kept of them."""
    values = {
        "text": gone.sentence,
        "words_gone": gone.value,
        "source_words": None,
        "source_permalink": None,
    }
    _update(session, FeedbackRow, one.workspace_id, one.id, values)
    redact_log(session, one.workspace_id, ("feedback", one.id), ("text",), gone.sentence)


def redact_log(
    session: Session,
    workspace_id: int,
    subject: tuple[str, int],
    fields: Collection[str],
    sentence: str,
) -> int:
    """Put a sentence in place of the words that the log keeps of a subject; how many rows."""
    query = select(ChangeRow).where(
        ChangeRow.workspace_id == workspace_id,
        ChangeRow.subject_kind == subject[0],
        ChangeRow.subject_id == subject[1],
        col(ChangeRow.field).in_(fields),
    )
    rows = session.exec(query).all()
    for row in rows:
        row.before = sentence if row.before else row.before
        row.after = sentence if row.after else row.after
        session.add(row)
    session.flush()
    return len(rows)


def redact_logs(
    session: Session,
    workspace_id: int,
    kind: str,
    ids: Collection[int],
    fields: Collection[str],
    sentence: str,
) -> None:
    """Put a sentence in place of the words that the log keeps of subjects of one kind."""
    row = ChangeRow
    query = select(row.id, row.before, row.after).where(
        row.workspace_id == workspace_id,
        row.subject_kind == kind,
        col(row.subject_id).in_(ids),
        col(row.field).in_(fields),
    )
    put_logged(
        session,
        workspace_id,
        [
            (row_id, sentence if before else before, sentence if after else after)
            for row_id, before, after in session.exec(query)
        ],
    )


def put_logged(session: Session, workspace_id: int, rows: Collection[tuple[Any, Any, Any]]) -> None:
    """Put what is to stand in the log, by row id: before and after."""
    if not rows:
        return
    given = [
        {"workspace": workspace_id, "row_id": row_id, "was": was, "now": now}
        for row_id, was, now in rows
    ]
    session.flush()
    session.connection().execute(_PUTTING, given)
    session.expire_all()


def redact_words(
    session: Session, workspace_id: int, subject: tuple[str, int], words: str, sentence: str
) -> None:
    """Put a sentence in place of words wherever the log of a subject holds them."""
    query = select(ChangeRow).where(
        ChangeRow.workspace_id == workspace_id,
        ChangeRow.subject_kind == subject[0],
        ChangeRow.subject_id == subject[1],
    )
    for row in session.exec(query):
        row.before, row.after = (
            one.replace(words, sentence) if isinstance(one, str) else one
            for one in (row.before, row.after)
        )
        session.add(row)
    session.flush()


def decisions_from(
    session: Session, workspace_id: int, channel_id: str, ts: str
) -> list[tuple[int, int, str, str | None]]:
    """The decisions that were recorded from a message: row id, number, quote, last edit."""
    query = (
        select(DecisionRow.id, DecisionRow.number, DecisionRow.quote, DecisionRow.source_edited_ts)
        .where(DecisionRow.workspace_id == workspace_id, DecisionRow.quote != "")
        .where(DecisionRow.source_channel_id == channel_id, DecisionRow.source_ts == ts)
        .with_for_update()
    )
    return [
        (row_id or 0, number, words, edited)
        for row_id, number, words, edited in session.exec(query)
    ]


def set_quote(
    session: Session,
    workspace_id: int,
    decision_id: int,
    quote: str,
    *,
    edited_ts: str | None = None,
    gone: Gone | None = None,
) -> None:
    """Set what a decision quotes, and why there is no quote any more."""
    values: dict[str, Any] = {"quote": quote, "quote_gone": gone.value if gone else None}
    if edited_ts is not None:
        values["source_edited_ts"] = edited_ts
    _update(session, DecisionRow, workspace_id, decision_id, values)


def of_message(session: Session, workspace_id: int, channel_id: str, ts: str) -> Feedback | None:
    """The feedback that was taken from a message, locked until the transaction ends."""
    known = feedback.by_message(session, workspace_id, channel_id, ts)
    return feedback.get(session, workspace_id, known.number, lock=True) if known else None


def _update(
    session: Session, table: Any, workspace_id: int, row_id: int, values: dict[str, Any]
) -> None:
    statement = update(table).where(table.workspace_id == workspace_id, table.id == row_id)
    session.connection().execute(statement.values(**values))
    session.expire_all()
