"""What a digest says besides the change log: what was said, what comes next, what waits.

Each query is bound by an index and a limit, so that none costs what is stored.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, text
from sqlmodel import Session, col, select

from domain.feedback import Feedback, FeedbackState
from domain.ideas import Horizon, Idea, Status
from storage import feedback, idea_facts
from storage.tables import ChangeRow, FeedbackRow, IdeaRow

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


def said(session: Session, workspace_id: int, ids: Collection[int]) -> list[Feedback]:
    """Some feedback by row id, without what was taken back."""
    found: list[Feedback] = []
    for chunk in idea_facts.chunks(ids):
        found += feedback.of_ids(session, workspace_id, chunk)
    return [one for one in found if one.state is not FeedbackState.WITHDRAWN]


def coming(session: Session, workspace_id: int, limit: int) -> list[Idea]:
    """What is planned next, the most wanted first."""
    query = (
        select(IdeaRow)
        .where(IdeaRow.workspace_id == workspace_id, IdeaRow.status == Status.PLANNED.value)
        .where(IdeaRow.horizon == Horizon.NEXT.value)
        .order_by(col(IdeaRow.votes).desc(), col(IdeaRow.number))
        .limit(limit)
    )
    return idea_facts.from_rows(session, workspace_id, session.exec(query).all())


def unowned(session: Session, workspace_id: int, minimum_votes: int, limit: int) -> list[Idea]:
    """Open ideas that nobody owns although many want them, the most wanted first."""
    query = (
        select(IdeaRow)
        .where(IdeaRow.workspace_id == workspace_id, text(_UNOWNED))
        .where(col(IdeaRow.votes) >= minimum_votes)
        .order_by(col(IdeaRow.votes).desc())
        .limit(limit)
    )
    return idea_facts.from_rows(session, workspace_id, session.exec(query).all())


def resting(
    session: Session, workspace_id: int, since: datetime, limit: int
) -> list[tuple[Idea, datetime]]:
    """Planned ideas that have not moved since ``since``, with their last move, longest first."""
    moved_at = (
        select(func.max(ChangeRow.at))
        .where(ChangeRow.workspace_id == workspace_id, text(_OF_PLACE))
        .where(col(ChangeRow.subject_id) == col(IdeaRow.id))
        .correlate(IdeaRow)
        .scalar_subquery()
    )
    moved_lately = (
        exists()
        .where(col(ChangeRow.workspace_id) == workspace_id, text(_OF_PLACE))
        .where(col(ChangeRow.subject_id) == col(IdeaRow.id), col(ChangeRow.at) > since)
        .correlate(IdeaRow)
    )
    since_then = func.coalesce(moved_at, col(IdeaRow.created_at), type_=ChangeRow.at.type)  # type: ignore[attr-defined]
    query = (
        select(IdeaRow, since_then)
        .where(IdeaRow.workspace_id == workspace_id, col(IdeaRow.created_at) <= since)
        .where(col(IdeaRow.status).in_((Status.PLANNED.value, Status.IN_PROGRESS.value)))
        .where(~moved_lately)
        .order_by(since_then)
        .limit(limit)
    )
    rows = session.exec(query).all()
    ideas = idea_facts.from_rows(session, workspace_id, [row for row, _at in rows])
    return list(zip(ideas, [at for _row, at in rows], strict=True))


def waiting(session: Session, workspace_id: int) -> Waiting:
    """How much feedback waits for somebody to look at it, and since when."""
    new = (
        select(FeedbackRow.created_at)
        .where(FeedbackRow.workspace_id == workspace_id)
        .where(FeedbackRow.state == FeedbackState.NEW.value)
        .order_by(col(FeedbackRow.created_at))
        .limit(MOST_COUNTED)
        .subquery()
    )
    query = select(func.count(), func.min(new.c.created_at)).select_from(new)
    count, oldest_at = session.exec(query).one()
    return Waiting(count, oldest_at)
