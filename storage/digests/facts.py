"""What a digest says besides the change log: what was said, what comes next, what waits.

Each query is bound by an index and a limit, so that none costs what is stored.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, exists, func, or_, text
from sqlmodel import Session, col, select

from domain.feedback.model import Feedback, FeedbackState
from domain.ideas.model import Horizon, Idea, Status
from storage.database.types import UtcDateTime
from storage.feedback import queries as feedback
from storage.ideas import counts as idea_facts
from storage.schema import ChangeRow, EvidenceRow, FeedbackRow, IdeaRow

MOST_COUNTED = 1_000
"""Where counting what waits ends; nobody acts differently on 1,000 and on 5,000."""

# Written out, because SQLite uses a partial index only when the query repeats its condition.
_UNOWNED = "idea.owner_id IS NULL AND idea.status IN ('open','considering')"
_OF_PLACE = "change.subject_kind = 'idea' AND change.field IN ('status','horizon')"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Feedback that nobody looked at: how much (up to MOST_COUNTED), and since when."""

    count: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Own:
    """A person's own piece of feedback."""

    number: int
    text: str
    state: FeedbackState


def said_for(
    session: Session, workspace_id: int, user_id: str, ids: Collection[int]
) -> dict[int, set[int]]:
    """The numbers of a person's feedback behind some ideas, by the idea's row id."""
    found: dict[int, set[int]] = {}
    for chunk in idea_facts.chunks(ids):
        query = (
            select(EvidenceRow.idea_id, FeedbackRow.number)
            .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
            .where(col(EvidenceRow.workspace_id) + 0 == workspace_id)
            .where(col(EvidenceRow.idea_id).in_(chunk), _is_own(user_id))
        )
        for idea_id, number in session.exec(query):
            found.setdefault(idea_id, set()).add(number)
    return found


def own_feedback(
    session: Session,
    workspace_id: int,
    user_id: str,
    *,
    numbers: Collection[int],
    ids: Collection[int],
) -> list[Own]:
    """A person's own among some feedback by number or row id, newest first."""
    if not numbers and not ids:
        return []
    row = FeedbackRow
    query = (
        select(row.number, row.text, row.state)
        .where(row.workspace_id == workspace_id, _is_own(user_id))
        .where(or_(col(row.number).in_(numbers), col(row.id).in_(ids)))
        .order_by(col(row.number).desc())
        .limit(MOST_COUNTED)
    )
    found = session.exec(query)
    return [Own(number, words, FeedbackState(state)) for number, words, state in found]


def _is_own(user_id: str) -> Any:
    """Said by the person, or saved by them for somebody else, and not taken back."""
    is_theirs = or_(col(FeedbackRow.said_by) == user_id, col(FeedbackRow.saved_by) == user_id)
    return and_(is_theirs, col(FeedbackRow.state) != FeedbackState.WITHDRAWN.value)


def said(session: Session, workspace_id: int, ids: Collection[int]) -> list[Feedback]:
    """Some feedback by row id, without what was taken back."""
    found: list[Feedback] = []
    for chunk in idea_facts.chunks(ids):
        found += feedback.of_ids(session, workspace_id, chunk)
    return [one for one in found if one.state is not FeedbackState.WITHDRAWN]


def coming(session: Session, workspace_id: int, limit: int) -> list[Idea]:
    """What is planned next, the most wanted first."""
    given = {"workspace": workspace_id, "most": limit}
    return idea_facts.from_rows(session, workspace_id, session.scalars(_coming(), given).all())


def unowned(session: Session, workspace_id: int, minimum_votes: int, limit: int) -> list[Idea]:
    """Open ideas that nobody owns although many want them, the most wanted first."""
    given = {"workspace": workspace_id, "votes": minimum_votes, "most": limit}
    return idea_facts.from_rows(session, workspace_id, session.scalars(_unowned(), given).all())


def resting(
    session: Session, workspace_id: int, since: datetime, limit: int
) -> list[tuple[Idea, datetime]]:
    """Planned ideas that have not moved since ``since``, with their last move, longest first."""
    given = {"workspace": workspace_id, "since": since, "most": limit}
    rows = session.connection().execute(_resting(), given).all()
    found: dict[int, datetime] = dict(map(tuple, rows))
    ideas = idea_facts.of_ids(session, workspace_id, found)
    return [(ideas[idea_id], at) for idea_id, at in found.items()]


def waiting(session: Session, workspace_id: int) -> Waiting:
    """How much feedback waits for somebody to look at it, and since when."""
    count, oldest_at = session.connection().execute(_waiting(), {"workspace": workspace_id}).one()
    return Waiting(count, oldest_at)


@cache
def _coming() -> Any:
    return (
        select(IdeaRow)
        .where(col(IdeaRow.workspace_id) == bindparam("workspace"))
        .where(col(IdeaRow.status) == Status.PLANNED.value)
        .where(col(IdeaRow.horizon) == Horizon.NEXT.value)
        .order_by(col(IdeaRow.votes).desc(), col(IdeaRow.number))
        .limit(bindparam("most", type_=Integer()))
    )


@cache
def _unowned() -> Any:
    return (
        select(IdeaRow)
        .where(col(IdeaRow.workspace_id) == bindparam("workspace"), text(_UNOWNED))
        .where(col(IdeaRow.votes) >= bindparam("votes"))
        .order_by(col(IdeaRow.votes).desc())
        .limit(bindparam("most", type_=Integer()))
    )


@cache
def _resting() -> Any:
    instant = UtcDateTime()
    workspace: Any = bindparam("workspace")
    since = bindparam("since", type_=instant)
    moved_at = (
        select(func.max(ChangeRow.at))
        .where(col(ChangeRow.workspace_id) == workspace, text(_OF_PLACE))
        .where(col(ChangeRow.subject_id) == col(IdeaRow.id))
        .correlate(IdeaRow)
        .scalar_subquery()
    )
    moved_lately = (
        exists()
        .where(col(ChangeRow.workspace_id) == workspace, text(_OF_PLACE))
        .where(col(ChangeRow.subject_id) == col(IdeaRow.id), col(ChangeRow.at) > since)
        .correlate(IdeaRow)
    )
    since_then: Any = func.coalesce(moved_at, col(IdeaRow.created_at), type_=instant)
    return (
        select(IdeaRow.id, since_then)
        .where(col(IdeaRow.workspace_id) == workspace, col(IdeaRow.created_at) <= since)
        .where(col(IdeaRow.status).in_((Status.PLANNED.value, Status.IN_PROGRESS.value)))
        .where(~moved_lately)
        .order_by(since_then)
        .limit(bindparam("most", type_=Integer()))
    )


@cache
def _waiting() -> Any:
    new = (
        select(FeedbackRow.created_at)
        .where(col(FeedbackRow.workspace_id) == bindparam("workspace"))
        .where(col(FeedbackRow.state) == FeedbackState.NEW.value)
        .order_by(col(FeedbackRow.created_at))
        .limit(MOST_COUNTED)
        .subquery()
    )
    return select(func.count(), func.min(new.c.created_at)).select_from(new)
