"""Ideas with their counts, read many at a time in a fixed number of queries."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import distinct, func
from sqlmodel import Session, col, select

from domain.feedback import FeedbackState
from domain.ideas import Horizon, Idea, Status
from domain.labels import LabelKind
from storage import labels
from storage.tables import CardRow, CustomerRow, EvidenceRow, FeedbackRow, IdeaRow

_AT_ONCE = 5_000
"""Ids in one query; SQLite takes 32,766 values, PostgreSQL 65,535."""


def of_ids(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, Idea]:
    """Some ideas by row id."""
    found: dict[int, Idea] = {}
    for chunk in chunks(ids):
        query = select(IdeaRow).where(_within(IdeaRow, workspace_id), col(IdeaRow.id).in_(chunk))
        rows = session.exec(query).all()
        found.update({idea.id: idea for idea in from_rows(session, workspace_id, rows)})
    return found


def from_rows(session: Session, workspace_id: int, rows: Sequence[IdeaRow]) -> list[Idea]:
    """Ideas of rows, in their order."""
    areas = labels.names(session, workspace_id, LabelKind.AREA, {row.area_id or 0 for row in rows})
    counts = _evidence_counts(session, workspace_id, [row.id or 0 for row in rows])
    return [
        _idea(row, areas.get(row.area_id or 0), counts.get(row.id or 0, (0, 0))) for row in rows
    ]


def askers(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The names of the customers behind some ideas, by the idea's row id, in order of name."""
    found: dict[int, list[str]] = {}
    for chunk in chunks(ids):
        query = (
            select(EvidenceRow.idea_id, CustomerRow.name)
            .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
            .join(CustomerRow, col(CustomerRow.id) == col(FeedbackRow.customer_id))
            .where(_within(EvidenceRow, workspace_id), col(EvidenceRow.idea_id).in_(chunk))
            .where(FeedbackRow.state != FeedbackState.WITHDRAWN.value)
            .distinct()
            .order_by(col(CustomerRow.name))
        )
        for idea_id, name in session.exec(query):
            found.setdefault(idea_id, []).append(name)
    return {idea_id: tuple(names) for idea_id, names in found.items()}


def links(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, str]:
    """Where the newest card of some ideas can be read, by the idea's row id."""
    found: dict[int, str] = {}
    for chunk in chunks(ids):
        query = (
            select(CardRow.idea_id, CardRow.permalink)
            .where(CardRow.workspace_id == workspace_id, col(CardRow.idea_id).in_(chunk))
            .where(col(CardRow.is_deleted).is_(False))
            .order_by(col(CardRow.id))
        )
        found.update({idea_id: link for idea_id, link in session.exec(query) if link})
    return found


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """``ids`` in pieces that fit into one query."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _within(table: type[IdeaRow] | type[EvidenceRow], workspace_id: int) -> Any:
    """The workspace's own rows, looked up by id.

    The sum keeps SQLite from walking through the whole workspace by an index that begins with it.
    """
    return col(table.workspace_id) + 0 == workspace_id


def _evidence_counts(
    session: Session, workspace_id: int, ids: Collection[int]
) -> dict[int, tuple[int, int]]:
    counts: Any = (
        select(
            EvidenceRow.idea_id,
            func.count(),
            func.count(distinct(col(FeedbackRow.customer_id))),
        )
        .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
        .where(_within(EvidenceRow, workspace_id), col(EvidenceRow.idea_id).in_(ids))
        .where(FeedbackRow.state != FeedbackState.WITHDRAWN.value)
        .group_by(col(EvidenceRow.idea_id))
    )
    return {idea_id: (pieces, customers) for idea_id, pieces, customers in session.exec(counts)}


def _idea(row: IdeaRow, area: str | None, counts: tuple[int, int]) -> Idea:
    return Idea(
        id=row.id or 0,
        workspace_id=row.workspace_id,
        number=row.number,
        title=row.title,
        description=row.description,
        status=Status(row.status),
        horizon=Horizon(row.horizon) if row.horizon else None,
        area=area,
        owner_id=row.owner_id,
        created_by=row.created_by,
        created_at=row.created_at,
        shipped_at=row.shipped_at,
        votes=row.votes,
        evidence=counts[0],
        customers=counts[1],
        decline_reason=row.decline_reason,
    )
