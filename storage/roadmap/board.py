"""What stands on the roadmap: the columns, and what was shipped lately."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from domain.ideas.model import Horizon, Idea, Status
from storage.ideas import counts as idea_facts
from storage.schema import CustomerRow, IdeaRow, PersonRow

_PLANNED = (Status.PLANNED.value, Status.IN_PROGRESS.value)


def column(
    session: Session, workspace_id: int, horizon: Horizon, limit: int
) -> tuple[list[Idea], int]:
    """The first ideas of a column and how many it has: begun ones first, then by votes."""
    found = select(IdeaRow).where(
        IdeaRow.workspace_id == workspace_id,
        col(IdeaRow.status).in_(_PLANNED),
        IdeaRow.horizon == horizon.value,
    )
    begun_first = case((col(IdeaRow.status) == Status.IN_PROGRESS.value, 0), else_=1)
    ordered = found.order_by(begun_first, col(IdeaRow.votes).desc(), col(IdeaRow.number))
    return _page(session, workspace_id, found, ordered, limit)


def shipped(
    session: Session, workspace_id: int, since: datetime, limit: int
) -> tuple[list[Idea], int]:
    """The ideas shipped since ``since``, the latest first, and how many there are."""
    found = select(IdeaRow).where(
        IdeaRow.workspace_id == workspace_id,
        col(IdeaRow.shipped_at) >= since,
        IdeaRow.status == Status.SHIPPED.value,
    )
    ordered = found.order_by(col(IdeaRow.shipped_at).desc(), col(IdeaRow.number))
    return _page(session, workspace_id, found, ordered, limit)


def has_ideas(session: Session, workspace_id: int) -> int:
    """1 when the workspace has ideas, 0 when it has none."""
    query = select(IdeaRow.id).where(IdeaRow.workspace_id == workspace_id).limit(1)
    return int(session.exec(query).first() is not None)


def internal_names(session: Session, workspace_id: int) -> list[str]:
    """The names of all customers and of all people: none may stand in what customers read."""
    customers = select(CustomerRow.name).where(CustomerRow.workspace_id == workspace_id)
    persons = select(PersonRow.name).where(
        PersonRow.workspace_id == workspace_id, col(PersonRow.is_bot).is_(False)
    )
    return [*session.exec(customers), *session.exec(persons)]


def _page(
    session: Session, workspace_id: int, found: Any, ordered: Any, limit: int
) -> tuple[list[Idea], int]:
    total = session.exec(select(func.count()).select_from(found.subquery())).one()
    rows = session.exec(ordered.limit(limit)).all()
    return idea_facts.from_rows(session, workspace_id, rows), total
