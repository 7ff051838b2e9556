"""The change log, asked for what stood at an instant: each question costs what it asks for."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text as SqlText
from sqlalchemy import case, cast, func, text
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from domain.core.changes import Change
from domain.feedback.model import FeedbackState
from domain.ideas.model import Idea, Status
from storage.ideas.counts import chunks, from_rows
from storage.outbox import change_log as changes
from storage.schema import ChangeRow, CustomerRow, FeedbackRow, IdeaRow

# Written out, because SQLite uses a partial index only when the query repeats its condition.
_OF_PLAN = "change.subject_kind = 'idea' AND change.field IN ('created','status','horizon','dates')"
_BUT_VOTES = "change.field <> 'vote'"
_OF_VOTE = "change.field = 'vote'"
_UNFINISHED = tuple(status.value for status in Status if not status.is_closed)
_STANDING = (Status.PLANNED.value, Status.IN_PROGRESS.value)

_CHANGES: Any = sql_select(*ChangeRow.__table__.columns)  # type: ignore[attr-defined]
"""Plain columns: a row object of the session costs several times as much as the row."""


def maybe_on_roadmap(
    session: Session, workspace_id: int, at: datetime, shipped_since: datetime
) -> set[int]:
    """The row ids of all ideas that can have stood on the roadmap at an instant, and of others.

    What stood there stands there still, was shipped from ``shipped_since`` on, or moved later:
    so this costs what stands there now and what moved since.
    """
    now = select(IdeaRow.id).where(IdeaRow.workspace_id == workspace_id)
    standing = session.exec(now.where(col(IdeaRow.status).in_(_STANDING)))
    shipped = session.exec(now.where(col(IdeaRow.shipped_at) >= shipped_since))
    moved = session.exec(
        select(ChangeRow.subject_id)
        .where(ChangeRow.workspace_id == workspace_id, col(ChangeRow.at) > at, text(_OF_PLAN))
        .distinct()
    )
    return {one for one in (*standing, *shipped, *moved) if one is not None}


def places(session: Session, workspace_id: int, ids: Collection[int]) -> list[Change]:
    """Every move of some ideas by row id, oldest first for each."""
    is_move = col(ChangeRow.field).in_(("status", "horizon"))
    return _of(session, workspace_id, "idea", ids, is_move)


def of_ideas(session: Session, workspace_id: int, ids: Collection[int]) -> list[Change]:
    """Every change of some ideas by row id but for votes, oldest first for each."""
    return _of(session, workspace_id, "idea", ids)


def of_subjects(
    session: Session, workspace_id: int, kind: str, ids: Collection[int]
) -> list[Change]:
    """Every change of some feedback, objectives and the like by row id, oldest first for each."""
    return _of(session, workspace_id, kind, ids)


def plan_since(session: Session, workspace_id: int, since: datetime) -> list[Change]:
    """What was filed, moved or dated from an instant on, oldest first."""
    query = _CHANGES.where(col(ChangeRow.workspace_id) == workspace_id)
    found = _read(session, query.where(col(ChangeRow.at) >= since, text(_OF_PLAN)))
    return sorted(found, key=lambda change: change.id)


def votes_at(
    session: Session, workspace_id: int, ids: Collection[int], at: datetime
) -> dict[int, int]:
    """The votes of some ideas at an instant, by row id; those without any are left out."""
    came = case((cast(col(ChangeRow.after), SqlText) != "null", 1), else_=-1)
    found: dict[int, int] = {}
    for chunk in chunks(ids):
        query: Any = (
            select(ChangeRow.subject_id, func.sum(came))
            .where(ChangeRow.workspace_id == workspace_id, col(ChangeRow.subject_id).in_(chunk))
            .where(col(ChangeRow.at) <= at, text(_OF_VOTE))
            .group_by(col(ChangeRow.subject_id))
        )
        found.update({idea_id: int(votes) for idea_id, votes in session.exec(query) if votes})
    return found


def feedback_by_number(
    session: Session, workspace_id: int, numbers: Collection[int]
) -> dict[int, tuple[int, str | None, FeedbackState]]:
    """Some feedback by number, as it is now: its row id, its customer's name and its state."""
    found: dict[int, tuple[int, str | None, FeedbackState]] = {}
    for chunk in chunks(numbers):
        query = (
            select(FeedbackRow.number, FeedbackRow.id, CustomerRow.name, FeedbackRow.state)
            .outerjoin(CustomerRow, col(CustomerRow.id) == col(FeedbackRow.customer_id))
            .where(FeedbackRow.workspace_id == workspace_id, col(FeedbackRow.number).in_(chunk))
        )
        for number, row_id, customer, state in session.exec(query):
            found[number] = (row_id or 0, customer, FeedbackState(state))
    return found


def first_instant(session: Session, workspace_id: int) -> datetime | None:
    """When the log begins, or None when it is empty."""
    query = (
        select(ChangeRow.at)
        .where(ChangeRow.workspace_id == workspace_id)
        .order_by(col(ChangeRow.id))
        .limit(1)
    )
    return session.exec(query).first()


def overdue(session: Session, workspace_id: int, day: date, limit: int) -> list[Idea]:
    """The ideas whose last day lies before a day and that are neither shipped nor declined."""
    query = (
        select(IdeaRow)
        .where(IdeaRow.workspace_id == workspace_id, col(IdeaRow.status).in_(_UNFINISHED))
        .where(col(IdeaRow.ends_on) < day)
        .order_by(col(IdeaRow.ends_on), col(IdeaRow.number))
        .limit(limit)
    )
    return from_rows(session, workspace_id, session.exec(query).all())


def _of(
    session: Session, workspace_id: int, kind: str, ids: Collection[int], *conditions: Any
) -> list[Change]:
    found: list[Change] = []
    for chunk in chunks(ids):
        query = (
            _CHANGES.where(col(ChangeRow.workspace_id) == workspace_id, *conditions)
            .where(col(ChangeRow.subject_kind) == kind, col(ChangeRow.subject_id).in_(chunk))
            .where(text(_BUT_VOTES))
        )
        # Sorted here: asked for an order, SQLite would walk through the whole log in that order.
        found += sorted(_read(session, query), key=lambda change: change.id)
    return found


def _read(session: Session, query: Any) -> list[Change]:
    return changes.from_rows(session.connection().execute(query).all())
