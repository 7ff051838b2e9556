"""What is known of one item of the inbox, and what is noted about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from domain.feedback.model import FeedbackState
from storage.database.upsert import insert_into
from storage.schema import (
    AreaRow,
    EvidenceRow,
    FeedbackRow,
    IdeaRow,
    TriageItemRow,
)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What triage knows of feedback besides its state."""

    assigned_to: str | None = None
    later_until: datetime | None = None
    dismissal: str | None = None
    sorted_at: datetime | None = None


def facts(
    session: Session, workspace_id: int, feedback_ids: Collection[int]
) -> dict[int, ItemFacts]:
    """What triage knows of some feedback, by row id; of all that it knows nothing of, too."""
    query = select(TriageItemRow).where(
        TriageItemRow.workspace_id == workspace_id,
        col(TriageItemRow.feedback_id).in_(feedback_ids),
    )
    known = {
        row.feedback_id: ItemFacts(row.assigned_to, row.later_until, row.dismissal, row.sorted_at)
        for row in session.exec(query)
    }
    return {one: known.get(one, ItemFacts()) for one in feedback_ids}


def note(session: Session, workspace_id: int, feedback_id: int, facts: ItemFacts) -> None:
    """Keep what triage knows of feedback."""
    values = {
        "assigned_to": facts.assigned_to,
        "later_until": facts.later_until,
        "dismissal": facts.dismissal,
        "sorted_at": facts.sorted_at,
    }
    statement = insert_into(session, TriageItemRow).values(
        feedback_id=feedback_id, workspace_id=workspace_id, **values
    )
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["feedback_id"],
            set_=values,
            where=col(TriageItemRow.workspace_id) == workspace_id,
        )
    )
    session.expire_all()


def set_area(session: Session, workspace_id: int, feedback_id: int, area_id: int | None) -> None:
    """Set the area that feedback belongs to."""
    statement = update(FeedbackRow).where(
        col(FeedbackRow.workspace_id) == workspace_id, col(FeedbackRow.id) == feedback_id
    )
    session.connection().execute(statement.values(area_id=area_id))
    session.expire_all()


def is_assigned_any(session: Session, workspace_id: int, user_id: str) -> bool:
    """True when something that is not sorted yet is assigned to a person."""
    query = (
        select(TriageItemRow.feedback_id)
        .join(FeedbackRow, col(FeedbackRow.id) == col(TriageItemRow.feedback_id))
        .where(TriageItemRow.workspace_id == workspace_id, TriageItemRow.assigned_to == user_id)
        .where(FeedbackRow.state == FeedbackState.NEW.value)
        .limit(1)
    )
    return session.exec(query).first() is not None


def areas(
    session: Session, workspace_id: int, feedback_ids: Collection[int]
) -> dict[int, tuple[int, str]]:
    """The number and area of some feedback by row id, without what belongs to none.

    Feedback without an area of its own belongs to that of the idea it speaks for.
    """
    wanted, row = list(feedback_ids), FeedbackRow
    here = (col(row.workspace_id) == workspace_id, col(row.id).in_(wanted))
    kept = (*here, col(row.state) != FeedbackState.WITHDRAWN.value)
    by_idea = (
        select(row.id, row.number, AreaRow.name)
        .join(EvidenceRow, col(EvidenceRow.feedback_id) == col(row.id))
        .join(IdeaRow, col(IdeaRow.id) == col(EvidenceRow.idea_id))
        .join(AreaRow, col(AreaRow.id) == col(IdeaRow.area_id))
        .where(*kept)
        .order_by(col(IdeaRow.number).desc())
    )
    own = (
        select(row.id, row.number, AreaRow.name)
        .join(AreaRow, col(AreaRow.id) == col(row.area_id))
        .where(*kept)
    )
    found: dict[int, tuple[int, str]] = {}
    for query in (by_idea, own):
        found |= {row_id or 0: (number, name) for row_id, number, name in session.exec(query)}
    return found
