"""Dependencies: which idea needs which other one first."""

from collections.abc import Collection

from sqlalchemy import delete, or_, text
from sqlmodel import Session, col, select

from domain.core.people import Request
from storage.database.upsert import insert_into
from storage.schema import DependencyRow

_LOCK_FAMILY = 1_279_870_033
"""First half of the advisory lock key (any constant that no other lock of ours uses)."""


def lock_exclusive(session: Session, workspace_id: int) -> None:
    """Let nobody else add a dependency until the transaction ends: two at once could make a
    circle that neither sees."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        session.connection().execute(
            text("SELECT pg_advisory_xact_lock(:family, :workspace)"),
            {"family": _LOCK_FAMILY, "workspace": workspace_id % 2_147_483_647},
        )


def add(session: Session, request: Request, idea_id: int, needs_id: int) -> bool:
    """Store that an idea needs another one; False when it did already."""
    statement = insert_into(session, DependencyRow).values(
        workspace_id=request.workspace_id,
        idea_id=idea_id,
        needs_id=needs_id,
        created_by=request.user_id,
        created_at=request.at,
    )
    stored = session.connection().execute(
        statement.on_conflict_do_nothing().returning(col(DependencyRow.idea_id))
    )
    return stored.first() is not None


def remove(session: Session, workspace_id: int, idea_id: int, needs_id: int) -> bool:
    """Take a dependency away; False when there was none."""
    statement = delete(DependencyRow).where(
        col(DependencyRow.workspace_id) == workspace_id,
        col(DependencyRow.idea_id) == idea_id,
        col(DependencyRow.needs_id) == needs_id,
    )
    removed = session.connection().execute(statement.returning(col(DependencyRow.idea_id)))
    return removed.first() is not None


def needs_of(session: Session, workspace_id: int, ids: Collection[int]) -> list[tuple[int, int]]:
    """What some ideas need, as pairs of row ids: the idea, and what it needs."""
    query = (
        select(DependencyRow.idea_id, DependencyRow.needs_id)
        .where(DependencyRow.workspace_id == workspace_id, col(DependencyRow.idea_id).in_(ids))
        .order_by(col(DependencyRow.idea_id), col(DependencyRow.needs_id))
    )
    return [(idea, needed) for idea, needed in session.exec(query)]


def around(session: Session, workspace_id: int, idea_id: int) -> list[tuple[int, int]]:
    """The dependencies of an idea and those on it, as pairs of row ids."""
    query = (
        select(DependencyRow.idea_id, DependencyRow.needs_id)
        .where(DependencyRow.workspace_id == workspace_id)
        .where(or_(col(DependencyRow.idea_id) == idea_id, col(DependencyRow.needs_id) == idea_id))
        .order_by(col(DependencyRow.idea_id), col(DependencyRow.needs_id))
    )
    return [(idea, needed) for idea, needed in session.exec(query)]


def every(session: Session, workspace_id: int) -> list[tuple[int, int]]:
    """Every dependency, as pairs of row ids: the idea, and what it needs."""
    query = (
        select(DependencyRow.idea_id, DependencyRow.needs_id)
        .where(DependencyRow.workspace_id == workspace_id)
        .order_by(col(DependencyRow.idea_id), col(DependencyRow.needs_id))
    )
    return [(idea, needed) for idea, needed in session.exec(query)]
