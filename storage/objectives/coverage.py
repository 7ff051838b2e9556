"""Planned work, as coverage reads it."""

from sqlmodel import Session, col, select

from domain.ideas.model import Idea
from storage.ideas.counts import from_rows
from storage.schema import IdeaRow


def planned(session: Session, workspace_id: int) -> list[Idea]:
    """Every idea on the roadmap that is not shipped, most votes first."""
    query = (
        select(IdeaRow)
        .where(IdeaRow.workspace_id == workspace_id, col(IdeaRow.horizon).is_not(None))
        .order_by(col(IdeaRow.votes).desc(), col(IdeaRow.number))
    )
    return from_rows(session, workspace_id, session.exec(query).all())
