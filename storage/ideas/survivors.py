"""Which idea a number or a row id stands for: of a merged idea the one that it is part of now."""

from collections.abc import Collection

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.ideas.counts import chunks
from storage.schema import IdeaRow


def of_numbers(session: Session, workspace_id: int, numbers: Collection[int]) -> dict[int, int]:
    """The row id that each of ``numbers`` stands for; those that no idea has are left out."""
    found: dict[int, int] = {}
    for chunk in chunks(numbers):
        query = (
            select(IdeaRow.number, func.coalesce(IdeaRow.merged_into_id, IdeaRow.id))
            .where(IdeaRow.workspace_id == workspace_id)
            .where(col(IdeaRow.number).in_(chunk))
        )
        found.update(dict(session.exec(query).all()))
    return found


def of_ids(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, int]:
    """Those of some row ids that are of merged ideas, each with the one it is part of now."""
    found: dict[int, int] = {}
    for chunk in chunks(ids):
        query = (
            select(IdeaRow.id, IdeaRow.merged_into_id)
            .where(col(IdeaRow.workspace_id) + 0 == workspace_id, col(IdeaRow.id).in_(chunk))
            .where(col(IdeaRow.merged_into_id).is_not(None))
        )
        found.update({one or 0: into or 0 for one, into in session.exec(query)})
    return found


def lock(session: Session, workspace_id: int, number: int) -> int | None:
    """The row id that a number stands for, which nobody else changes or merges until the
    transaction ends; None for a number that no idea has."""
    while True:
        row_id = of_numbers(session, workspace_id, [number]).get(number)
        if row_id is None:
            return None
        query = select(IdeaRow.merged_into_id).where(
            IdeaRow.workspace_id == workspace_id, IdeaRow.id == row_id
        )
        if session.exec(query.with_for_update()).one() is None:
            return row_id  # not merged while this one waited for it
