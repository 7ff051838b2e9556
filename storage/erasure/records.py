"""Removing a person: their words by kind, then their id and name from every row of a workspace."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, cast, delete, func, or_, update
from sqlmodel import Session, col, select

from domain.core.outbox import State
from domain.core.people import Request
from domain.erasure import Erased, Subject, hash_of, neutral_id
from storage import schema as t
from storage.database.reference_numbers import next_number
from storage.erasure import texts as forgetting_words

_GONE_WITH_THEM = (
    t.PersonRow,
    t.ManagerRow,
    t.ChannelReaderRow,
    t.TriagePersonRow,
    t.UserGroupMemberRow,
)
"""Rows that are about the person alone."""


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


def count(
    session: Session, workspace_id: int, number: int, given: Mapping[str, int]
) -> dict[str, int]:
    """Add what is given to the counts of a record: the counts then."""
    query = select(t.ForgettingRow).where(
        t.ForgettingRow.workspace_id == workspace_id, t.ForgettingRow.number == number
    )
    row = session.exec(query.with_for_update()).one()
    row.counts = {
        kind: row.counts.get(kind, 0) + given.get(kind, 0)
        for kind in dict.fromkeys([*row.counts, *given])
    }
    session.add(row)
    session.flush()
    return dict(row.counts)


def finish(session: Session, workspace_id: int, done: Erased, at: datetime) -> None:
    """Record what was removed; what the first of two attempts found stays."""
    statement = update(t.ForgettingRow).where(
        col(t.ForgettingRow.workspace_id) == workspace_id,
        col(t.ForgettingRow.done_at).is_(None),
        col(t.ForgettingRow.number) == done.number,
    )
    session.connection().execute(statement.values(done_at=at, counts=dict(done.counts)))


def is_forgotten(session: Session, workspace_id: int, user_id: str) -> bool:
    """True when a person in Slack asked to be forgotten, or somebody did so for them."""
    return _number_of(session, workspace_id, Subject(user_id)) is not None


def alias(session: Session, workspace_id: int, user_id: str) -> str:
    """The id under which a person's votes count: a neutral one once they were forgotten."""
    return stands_for(session, workspace_id, Subject(user_id)) or user_id


def stands_for(session: Session, workspace_id: int, subject: Subject) -> str | None:
    """The neutral id of somebody who was forgotten: that of the first time, so that who is
    forgotten again stays one."""
    number = _number_of(session, workspace_id, subject)
    return None if number is None else neutral_id(number)


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
    known: dict[str, int] = {}
    for row in found:  # the first time first
        known.setdefault(row.subject_hash, row.number)
    if not known:
        return {}
    hashes = {one: hash_of(workspace_id, Subject(one)) for one in user_ids}
    return {one: neutral_id(known[key]) for one, key in hashes.items() if key in known}


def is_only_one(session: Session, workspace_id: int, subject: Subject) -> bool:
    """True unless another customer's people have the same name."""
    if subject.user_id or subject.customer is None:
        return True
    everybody = forgetting_words.said_by(session, workspace_id, Subject(name=subject.name))
    meant = {one.id for one in forgetting_words.said_by(session, workspace_id, subject)}
    return all(one.id in meant for one in everybody)


def drop_errands_for(session: Session, workspace_id: int, user_id: str, at: datetime) -> None:
    """Cancel what waits to be said to a person or done for them."""
    columns = t.OutboxRow
    theirs = or_(
        col(columns.lane) == f"dm:{user_id}",
        cast(col(columns.payload), Text).contains(user_id, autoescape=True),
    )
    query = select(columns).where(
        columns.workspace_id == workspace_id, columns.state == State.PENDING.value, theirs
    )
    for row in session.exec(query):
        if row.payload.get("user") == user_id or row.lane == f"dm:{user_id}":
            row.state, row.finished_at = State.CANCELLED.value, at
            session.add(row)
    session.flush()


def counts(session: Session, workspace_id: int, subject: Subject) -> dict[str, int]:
    """How much there is of a person, by kind, as far as it is counted cheaply."""
    found = {
        "feedback": len(forgetting_words.said_by(session, workspace_id, subject)),
        "replies": len(forgetting_words.notes_of(session, workspace_id, subject)),
        "quotes": len(forgetting_words.decisions_quoting(session, workspace_id, subject)),
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


def _number_of(session: Session, workspace_id: int, subject: Subject) -> int | None:
    given = {"workspace": workspace_id, "subject": hash_of(workspace_id, subject)}
    found: int | None = session.connection().execute(_NUMBER, given).scalar()
    return found


_NUMBER = (
    select(t.ForgettingRow.number)
    .where(col(t.ForgettingRow.workspace_id) == bindparam("workspace"))
    .where(col(t.ForgettingRow.subject_hash) == bindparam("subject"))
    .order_by(col(t.ForgettingRow.number))
    .limit(1)
)
"""Built once: every reaction asks."""
