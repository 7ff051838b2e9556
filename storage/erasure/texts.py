"""What a person said, wherever it stands: found, and taken away."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, delete, func, or_, update
from sqlmodel import Session, SQLModel, col, select

from domain.erasure import Subject
from domain.feedback.model import Feedback, Gone
from domain.text.labels import fold_name
from storage import schema as t
from storage.feedback import queries as feedback
from storage.feedback import source_words
from storage.ideas.counts import chunks

_TYPED = ("command", "modal", "button", "home")
"""Doors at which a person types; what comes in by others is a message of somebody's."""

_TELLING = ("text", "source", "said_by", "said_by_name", "answers")
"""Fields of the log that hold what somebody said, or who it was."""

_SAYINGS: tuple[tuple[type[SQLModel], str, str, str | None], ...] = (
    (t.RoundVoiceRow, "user_id", "sentence", None),
    (t.ProgressRow, "given_by", "note", ""),
    (t.PromiseRow, "created_by", "note", None),
    (t.PromiseRow, "created_by", "withdrawn_because", None),
    (t.TriageQuestionRow, "asked_by", "text", Gone.FORGOTTEN.sentence),
)
"""What people write beside numbers and dates: the table, its author, the words, and what is none.
"""


def said_by(session: Session, workspace_id: int, subject: Subject) -> list[Feedback]:
    """The feedback that a person said or typed."""
    row = t.FeedbackRow
    query = select(row.id).where(row.workspace_id == workspace_id)
    if subject.user_id:
        is_typed = and_(
            col(row.saved_by) == subject.user_id,
            col(row.said_by).is_(None),
            col(row.door).in_(_TYPED),
            col(row.source_ts).is_(None),
        )
        query = query.where(or_(col(row.said_by) == subject.user_id, is_typed))
        return _whole(session, workspace_id, list(session.exec(query)))
    query = query.where(func.lower(row.said_by_name).contains(subject.name.split()[0].lower()))
    found = _whole(session, workspace_id, list(session.exec(query)))
    customer = fold_name(subject.customer) if subject.customer else None
    return [
        one
        for one in found
        if fold_name(one.said_by_name or "") == fold_name(subject.name)
        and (customer is None or fold_name(one.customer or "") == customer)
    ]


def spoken_with_others(
    session: Session, workspace_id: int, subject: Subject, ids: Collection[int]
) -> set[int]:
    """Which of some feedback is a whole thread in which somebody else said something."""
    row, found = t.FeedbackNoteRow, set[int]()
    for chunk in chunks(ids):
        query = select(row.feedback_id).where(
            row.workspace_id == workspace_id,
            col(row.feedback_id).in_(chunk),
            col(row.is_part),
            col(row.text) != "",
            col(row.author_id).is_not(None),
            col(row.author_id) != "",
            col(row.author_id) != (subject.user_id or ""),
        )
        found |= {one for one in session.exec(query.distinct()) if one is not None}
    return found


def logged(
    session: Session, workspace_id: int, kind: str, field: str, ids: Collection[int]
) -> dict[int, list[str]]:
    """Every wording of a field that the log keeps of some subjects of a kind, by row id."""
    row, found = t.ChangeRow, dict[int, list[str]]()
    for chunk in chunks(ids):
        query = select(row.subject_id, row.before, row.after).where(
            row.workspace_id == workspace_id,
            row.subject_kind == kind,
            col(row.subject_id).in_(chunk),
            row.field == field,
        )
        for row_id, *words in session.exec(query):
            found.setdefault(row_id, []).extend(one for one in words if isinstance(one, str))
    return found


def clear_speakers(session: Session, workspace_id: int, ids: Collection[int]) -> None:
    """Take the words and who said them from some feedback, with what else was told of them."""
    gone = Gone.FORGOTTEN
    values: dict[str, Any] = {
        "text": gone.sentence,
        "words_gone": gone.value,
        "source_words": None,
        "source_permalink": None,
        "said_by": None,
        "said_by_name": None,
    }
    of_them: Any
    for chunk in chunks(ids):
        ours = update(t.FeedbackRow).where(
            col(t.FeedbackRow.workspace_id) == workspace_id, col(t.FeedbackRow.id).in_(chunk)
        )
        session.connection().execute(ours.values(values))
        for table in (t.FeedbackAnswerRow, t.FeedbackFileRow):
            of_them = delete(table).where(
                col(table.workspace_id) == workspace_id, col(table.feedback_id).in_(chunk)
            )
            session.connection().execute(of_them)
        origins = update(t.FeedbackOriginRow).where(
            col(t.FeedbackOriginRow.workspace_id) == workspace_id,
            col(t.FeedbackOriginRow.feedback_id).in_(chunk),
        )
        session.connection().execute(origins.values(said_by_email=None))
        source_words.redact_logs(session, workspace_id, "feedback", chunk, _TELLING, gone.sentence)
    session.expire_all()


def clear_names(session: Session, workspace_id: int, ids: Collection[int]) -> None:
    """Take who said it from whole threads, of which others said the rest."""
    for chunk in chunks(ids):
        statement = update(t.FeedbackRow).where(
            col(t.FeedbackRow.workspace_id) == workspace_id, col(t.FeedbackRow.id).in_(chunk)
        )
        session.connection().execute(statement.values(said_by=None, said_by_name=None))
    session.expire_all()


def clear_decision_speaker(session: Session, workspace_id: int, decision_id: int) -> None:
    """Take who said it from a decision whose quote is gone."""
    statement = update(t.DecisionRow).where(
        col(t.DecisionRow.workspace_id) == workspace_id, col(t.DecisionRow.id) == decision_id
    )
    session.connection().execute(statement.values(said_by=None, said_by_name=None))
    session.expire_all()


def notes_of(session: Session, workspace_id: int, subject: Subject) -> list[tuple[str, str]]:
    """Channel and ts of the messages of threads that a person wrote."""
    row = t.FeedbackNoteRow
    query = select(row.channel_id, row.message_ts).where(
        row.workspace_id == workspace_id, row.author_id == subject.user_id
    )
    return list(session.exec(query)) if subject.user_id else []


def decisions_quoting(
    session: Session, workspace_id: int, subject: Subject
) -> list[tuple[int, int, str]]:
    """The decisions that quote a person: row id, number and quote."""
    row = t.DecisionRow
    by = (
        col(row.said_by) == subject.user_id
        if subject.user_id
        else func.lower(row.said_by_name) == subject.name.lower()
    )
    query = select(row.id, row.number, row.quote).where(row.workspace_id == workspace_id, by)
    return [(row_id or 0, number, words) for row_id, number, words in session.exec(query)]


def sayings(session: Session, workspace_id: int, user_id: str) -> list[str]:
    """The sentences that a person wrote beside numbers and dates."""
    return [
        words
        for saying in _SAYINGS
        for words in session.connection()
        .execute(select(_column(saying)).where(_theirs(saying, workspace_id, user_id)))
        .scalars()
    ]


def clear_sayings(session: Session, workspace_id: int, user_id: str) -> None:
    """Take away the sentences that a person wrote beside numbers and dates."""
    words = frozenset(sayings(session, workspace_id, user_id))
    if not words:
        return
    for saying in _SAYINGS:
        table, _author, column, empty = saying
        theirs = _theirs(saying, workspace_id, user_id)
        session.connection().execute(update(table).where(theirs).values(**{column: empty}))
    session.expire_all()
    _redact_sayings(session, workspace_id, words)


def _column(saying: tuple[type[SQLModel], str, str, str | None]) -> Any:
    return saying[0].__table__.columns[saying[2]]  # type: ignore[attr-defined]


def _theirs(
    saying: tuple[type[SQLModel], str, str, str | None], workspace_id: int, user_id: str
) -> Any:
    columns = saying[0].__table__.columns  # type: ignore[attr-defined]
    return and_(
        columns["workspace_id"] == workspace_id,
        columns[saying[1]] == user_id,
        _column(saying).is_not(None),
        _column(saying) != "",
    )


def _redact_sayings(session: Session, workspace_id: int, words: frozenset[str]) -> None:
    def redacted(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: redacted(one) for key, one in value.items()}
        return Gone.FORGOTTEN.sentence if isinstance(value, str) and value in words else value

    row = t.ChangeRow
    query = select(row.id, row.before, row.after).where(
        row.workspace_id == workspace_id,
        col(row.field).in_(("promise", "progress", "sentence")),
    )
    logged = [tuple(one) for one in session.exec(query)]
    made = [(row_id, redacted(before), redacted(after)) for row_id, before, after in logged]
    changed = [new for new, old in zip(made, logged, strict=True) if new != old]
    source_words.put_logged(session, workspace_id, changed)


def _whole(session: Session, workspace_id: int, ids: list[int | None]) -> list[Feedback]:
    wanted = [one for one in ids if one is not None]
    return [
        one
        for start in range(0, len(wanted), 500)
        for one in feedback.of_ids(session, workspace_id, wanted[start : start + 500])
    ]
