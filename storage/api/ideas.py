"""Ideas in the order of their numbers, a page at a time, for other programs."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from domain.ideas.model import Idea, Status
from storage.ideas import queries as ideas
from storage.schema import IdeaRow


def after(
    session: Session, workspace_id: int, number: int, statuses: Collection[Status], limit: int
) -> list[Idea]:
    """The ideas whose numbers follow ``number``, in their order; no ``statuses`` means all."""
    query = select(IdeaRow.id).where(
        IdeaRow.workspace_id == workspace_id, col(IdeaRow.number) > number
    )
    if statuses:
        query = query.where(col(IdeaRow.status).in_([one.value for one in statuses]))
    found = session.exec(query.order_by(col(IdeaRow.number)).limit(limit))
    return ideas.in_order(session, workspace_id, [one for one in found if one is not None])


def numbers(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, int]:
    """The numbers of some ideas by row id."""
    if not ids:
        return {}
    query = select(IdeaRow.id, IdeaRow.number).where(
        IdeaRow.workspace_id == workspace_id, col(IdeaRow.id).in_(ids)
    )
    return {row_id or 0: number for row_id, number in session.exec(query)}
