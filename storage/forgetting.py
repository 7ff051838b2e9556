"""Removing a person: their words by kind, then their id and name from every row of a workspace."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, or_, update
from sqlmodel import Session, SQLModel, col, select

from domain.feedback import Feedback, Gone
from domain.forgetting import Done, Subject, hash_of, neutral_id
from domain.labels import fold_name
from domain.outbox import State
from domain.people import Request
from storage import feedback, source_words
from storage import tables as t
from storage.numbers import next_number

_TYPED = ("command", "modal", "button", "home")
"""Doors at which a person types; what comes in by others is a message of somebody's."""

_GONE_WITH_THEM = (
    t.PersonRow,
    t.ManagerRow,
    t.ChannelReaderRow,
    t.TriagePersonRow,
    t.UserGroupMemberRow,
)
"""Rows that are about the person alone."""

_SAYINGS: tuple[tuple[type[SQLModel], str, str, str | None], ...] = (
    (t.RoundVoiceRow, "user_id", "sentence", None),
    (t.ProgressRow, "given_by", "note", ""),
    (t.PromiseRow, "created_by", "note", None),
    (t.PromiseRow, "created_by", "withdrawn_because", None),
    (t.TriageQuestionRow, "asked_by", "text", Gone.FORGOTTEN.sentence),
)
"""What people write beside numbers and dates: the table, its author, the words, and what is none.
"""


def asked_before(session: Session, workspace_id: int, key: str) -> int | None:
    """The number of the wish that a request recorded before."""
    known = select(t.ForgettingRow.number).where(
        t.ForgettingRow.workspace_id == workspace_id, t.ForgettingRow.request_key == key
    )
    return session.exec(known).first()


def ask(session: Session, request: Request, subject: Subject) -> int:
    """Record who asked to forget whom, and when: the number of the record."""
    number = next_number(session, request.workspace_id, "G")
    row = t.ForgettingRow(
        workspace_id=request.workspace_id,
        number=number,
        subject_hash=hash_of(request.workspace_id, subject),
        asked_by=request.user_id,
        asked_at=request.at,
        request_key=request.key,
    )
    session.add(row)
    session.flush()
    return number


def finish(session: Session, workspace_id: int, done: Done, at: datetime) -> None:
    """Record what was removed; what the first of two attempts found stays."""
    statement = update(t.ForgettingRow).where(
        col(t.ForgettingRow.workspace_id) == workspace_id,
        col(t.ForgettingRow.done_at).is_(None),
        col(t.ForgettingRow.number) == done.number,
    )
    session.connection().execute(statement.values(done_at=at, counts=dict(done.counts)))


def is_forgotten(session: Session, workspace_id: int, user_id: str) -> bool:
    """True when a person in Slack asked to be forgotten, or somebody did so for them."""
    return _number_of(session, workspace_id, user_id) is not None


def alias(session: Session, workspace_id: int, user_id: str) -> str:
    """The id under which a person's votes count: a neutral one once they were forgotten."""
    number = _number_of(session, workspace_id, user_id)
    return user_id if number is None else neutral_id(number)


_EVERYBODY = (
    select(t.ForgettingRow.subject_hash, t.ForgettingRow.number)
    .where(col(t.ForgettingRow.workspace_id) == bindparam("workspace"))
    .order_by(col(t.ForgettingRow.number))
)
"""Built once: it is asked for with whatever people save."""


def aliases(session: Session, workspace_id: int, user_ids: Collection[str]) -> dict[str, str]:
    """The neutral ids of those of some people who were forgotten."""
    if not user_ids:
        return {}
    found = session.connection().execute(_EVERYBODY, {"workspace": workspace_id})
    known: dict[str, int] = {row.subject_hash: row.number for row in found}
    if not known:
        return {}
    hashes = {one: hash_of(workspace_id, Subject(one)) for one in user_ids}
    return {one: neutral_id(known[key]) for one, key in hashes.items() if key in known}


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


def is_only_one(session: Session, workspace_id: int, subject: Subject) -> bool:
    """True unless another customer's people have the same name."""
    if subject.user_id or subject.customer is None:
        return True
    everybody = said_by(session, workspace_id, Subject(name=subject.name))
    meant = {one.id for one in said_by(session, workspace_id, subject)}
    return all(one.id in meant for one in everybody)


def clear_speaker(session: Session, one: Feedback) -> None:
    """Take who said it from feedback whose words are gone, with what else was told of them."""
    source_words.withdraw_words(session, one, Gone.FORGOTTEN)
    statement = update(t.FeedbackRow).where(
        col(t.FeedbackRow.workspace_id) == one.workspace_id, col(t.FeedbackRow.id) == one.id
    )
    session.connection().execute(statement.values(said_by=None, said_by_name=None))
    origin = update(t.FeedbackOriginRow).where(
        col(t.FeedbackOriginRow.workspace_id) == one.workspace_id,
        col(t.FeedbackOriginRow.feedback_id) == one.id,
    )
    session.connection().execute(origin.values(said_by_email=None))
    fields = ("text", "source", "said_by", "said_by_name", "answers")
    source_words.redact_log(
        session, one.workspace_id, ("feedback", one.id), fields, Gone.FORGOTTEN.sentence
    )
    session.expire_all()


def clear_name(session: Session, one: Feedback) -> None:
    """Take who said it from a whole thread, of which others said the rest."""
    statement = update(t.FeedbackRow).where(
        col(t.FeedbackRow.workspace_id) == one.workspace_id, col(t.FeedbackRow.id) == one.id
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


def drop_errands_for(session: Session, workspace_id: int, user_id: str, at: datetime) -> None:
    """Cancel what waits to be said to a person or done for them."""
    query = select(t.OutboxRow).where(
        t.OutboxRow.workspace_id == workspace_id, t.OutboxRow.state == State.PENDING.value
    )
    for row in session.exec(query):
        if row.payload.get("user") == user_id or row.lane == f"dm:{user_id}":
            row.state, row.finished_at = State.CANCELLED.value, at
            session.add(row)
    session.flush()


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


def clear_sayings(session: Session, workspace_id: int, user_id: str) -> list[str]:
    """Take away the sentences that a person wrote beside numbers and dates; what they were."""
    words: list[str] = []
    for table, author, column, empty in _SAYINGS:
        columns = table.__table__.columns  # type: ignore[attr-defined]
        theirs = and_(
            columns["workspace_id"] == workspace_id,
            columns[author] == user_id,
            columns[column].is_not(None),
            columns[column] != "",
        )
        words += session.connection().execute(select(columns[column]).where(theirs)).scalars()
        session.connection().execute(update(table).where(theirs).values(**{column: empty}))
    session.expire_all()
    if words:
        _redact_sayings(session, workspace_id, frozenset(words))
    return words


def counts(session: Session, workspace_id: int, subject: Subject) -> dict[str, int]:
    """How much there is of a person, by kind, as far as it is counted cheaply."""
    found = {
        "feedback": len(said_by(session, workspace_id, subject)),
        "replies": len(notes_of(session, workspace_id, subject)),
        "quotes": len(decisions_quoting(session, workspace_id, subject)),
    }
    if subject.user_id is None:
        return found
    table: Any
    for kind, table, column in (
        ("saved", t.FeedbackRow, "saved_by"),
        ("ideas", t.IdeaRow, "created_by"),
        ("votes", t.VoteRow, "user_id"),
        ("estimates", t.EstimateRow, "user_id"),
        ("decisions", t.DecisionRow, "recorded_by"),
        ("log", t.ChangeRow, "actor"),
    ):
        columns = table.__table__.columns
        query = select(func.count()).where(
            columns["workspace_id"] == workspace_id, columns[column] == subject.user_id
        )
        found[kind] = session.exec(query).one()
    return found


def remove_records(session: Session, workspace_id: int, user_id: str) -> None:
    """Remove what is about a person alone, and end their own digest."""
    table: Any
    for table in _GONE_WITH_THEM:
        columns = table.__table__.columns
        session.connection().execute(
            delete(table).where(
                columns["workspace_id"] == workspace_id, columns["user_id"] == user_id
            )
        )
    own = update(t.SubscriptionRow).where(
        col(t.SubscriptionRow.workspace_id) == workspace_id,
        col(t.SubscriptionRow.channel_id) == user_id,
    )
    session.connection().execute(
        own.values(
            is_paused=True,
            next_due_at=None,
            ended_at=func.coalesce(t.SubscriptionRow.ended_at, t.SubscriptionRow.created_at),
        )
    )


def _redact_sayings(session: Session, workspace_id: int, words: frozenset[str]) -> None:
    def redacted(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: redacted(one) for key, one in value.items()}
        return Gone.FORGOTTEN.sentence if isinstance(value, str) and value in words else value

    query = select(t.ChangeRow).where(
        t.ChangeRow.workspace_id == workspace_id,
        col(t.ChangeRow.field).in_(("promise", "progress", "sentence")),
    )
    for row in session.exec(query):
        row.before, row.after = redacted(row.before), redacted(row.after)
        session.add(row)
    session.flush()


def _whole(session: Session, workspace_id: int, ids: list[int | None]) -> list[Feedback]:
    wanted = [one for one in ids if one is not None]
    return [
        one
        for start in range(0, len(wanted), 500)
        for one in feedback.of_ids(session, workspace_id, wanted[start : start + 500])
    ]


def _number_of(session: Session, workspace_id: int, user_id: str) -> int | None:
    row = t.ForgettingRow
    query = (
        select(row.number)
        .where(row.workspace_id == workspace_id)
        .where(row.subject_hash == hash_of(workspace_id, Subject(user_id)))
        .order_by(col(row.number).desc())
        .limit(1)
    )
    return session.exec(query).first()
