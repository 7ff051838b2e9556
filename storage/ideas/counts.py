"""Ideas with their counts, read many at a time in a fixed number of queries.

The statements are built once: every digest needs them, and building costs more than running.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, distinct, func
from sqlmodel import Session, col, select

from domain.dates.days import DateConfidence
from domain.feedback.model import FeedbackState
from domain.ideas.model import Horizon, Idea, Status
from domain.text.labels import LabelKind
from storage.database import labels
from storage.schema import CardRow, CustomerRow, EvidenceRow, FeedbackRow, IdeaRow

_AT_ONCE = 5_000
"""Ids in one query; SQLite takes 32,766 values, PostgreSQL 65,535."""


def of_ids(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, Idea]:
    """Some ideas by row id."""
    found: dict[int, Idea] = {}
    for chunk in chunks(ids):
        rows = session.scalars(_of_ids(), {"workspace": workspace_id, "ids": chunk}).all()
        found.update({idea.id: idea for idea in from_rows(session, workspace_id, rows)})
    return found


def from_rows(session: Session, workspace_id: int, rows: Sequence[IdeaRow]) -> list[Idea]:
    """Ideas of rows, in their order."""
    areas = labels.names(session, workspace_id, LabelKind.AREA, {row.area_id or 0 for row in rows})
    counts = _evidence_counts(session, workspace_id, [row.id or 0 for row in rows])
    return [
        from_row(row, areas.get(row.area_id or 0), *counts.get(row.id or 0, (0, 0))) for row in rows
    ]


def from_row(row: Any, area: str | None, evidence: int, customers: int) -> Idea:
    """The idea of a row, with the name of its area and its counts."""
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
        evidence=evidence,
        customers=customers,
        decline_reason=row.decline_reason,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        confidence=DateConfidence(row.date_confidence) if row.date_confidence else None,
        public_title=row.public_title,
        merged_into_id=row.merged_into_id,
    )


def askers(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The names of the customers behind some ideas, by the idea's row id, in order of name."""
    found: dict[int, list[str]] = {}
    for chunk in chunks(ids):
        for idea_id, name in _rows(session, _askers(), workspace_id, chunk):
            found.setdefault(idea_id, []).append(name)
    return {idea_id: tuple(names) for idea_id, names in found.items()}


def links(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, str]:
    """Where the newest card of some ideas can be read, by the idea's row id."""
    found: dict[int, str] = {}
    for chunk in chunks(ids):
        rows = _rows(session, _links(), workspace_id, chunk)
        found.update({idea_id: link for idea_id, link in rows if link})
    return found


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """``ids`` in pieces that fit into one query."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _rows(session: Session, statement: Any, workspace_id: int, ids: Collection[int]) -> Any:
    """The rows of a statement about some ideas of a workspace."""
    session.flush()  # the connection knows nothing of what the session has not written yet
    given = {"workspace": workspace_id, "ids": list(ids)}
    return session.connection().execute(statement, given)


def _within(table: type[IdeaRow] | type[EvidenceRow]) -> Any:
    """The workspace's own rows, looked up by id.

    The sum keeps SQLite from walking through the whole workspace by an index that begins with it.
    """
    return col(table.workspace_id) + 0 == bindparam("workspace")


def _among(column: Any) -> Any:
    return column.in_(bindparam("ids", expanding=True))


@cache
def _of_ids() -> Any:
    return select(IdeaRow).where(_within(IdeaRow), _among(IdeaRow.id))


@cache
def _askers() -> Any:
    return (
        select(EvidenceRow.idea_id, CustomerRow.name)
        .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
        .join(CustomerRow, col(CustomerRow.id) == col(FeedbackRow.customer_id))
        .where(_within(EvidenceRow), _among(EvidenceRow.idea_id))
        .where(col(FeedbackRow.state) != FeedbackState.WITHDRAWN.value)
        .distinct()
        .order_by(col(CustomerRow.name))
    )


@cache
def _links() -> Any:
    return (
        select(CardRow.idea_id, CardRow.permalink)
        .where(col(CardRow.workspace_id) == bindparam("workspace"), _among(CardRow.idea_id))
        .where(col(CardRow.is_deleted).is_(False))
        .order_by(col(CardRow.id))
    )


@cache
def _counts() -> Any:
    return (
        select(
            EvidenceRow.idea_id,
            func.count(),
            func.count(distinct(col(FeedbackRow.customer_id))),
        )
        .join(FeedbackRow, col(FeedbackRow.id) == col(EvidenceRow.feedback_id))
        .where(_within(EvidenceRow), _among(EvidenceRow.idea_id))
        .where(col(FeedbackRow.state) != FeedbackState.WITHDRAWN.value)
        .group_by(col(EvidenceRow.idea_id))
    )


def _evidence_counts(
    session: Session, workspace_id: int, ids: Collection[int]
) -> dict[int, tuple[int, int]]:
    if not ids:
        return {}
    rows = _rows(session, _counts(), workspace_id, ids)
    return {idea_id: (pieces, customers) for idea_id, pieces, customers in rows}
