"""What an idea is joined with, whatever it is: read, given to another idea, and taken back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col, select

from storage.database.upsert import insert_into
from storage.ideas.counts import chunks
from storage.schema import (
    AnnouncementRow,
    DecisionIdeaRow,
    DecisionRow,
    DependencyRow,
    EvidenceRow,
    FeedbackRow,
    IdeaRow,
    ObjectiveIdeaRow,
    ObjectiveRow,
    PromiseRow,
)


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins an idea (``own``) with something else (``other``), and the columns that say by
    whom and when, where the table has them; ``target`` holds the other's number."""

    table: type[SQLModel]
    own: str
    other: str
    target: type[SQLModel]
    by: str | None = None
    at: str | None = None


TIES: Mapping[str, Tie] = {
    "evidence": Tie(
        EvidenceRow, "idea_id", "feedback_id", FeedbackRow, by="linked_by", at="linked_at"
    ),
    "objectives": Tie(
        ObjectiveIdeaRow, "idea_id", "objective_id", ObjectiveRow, by="linked_by", at="linked_at"
    ),
    "decisions": Tie(DecisionIdeaRow, "idea_id", "decision_id", DecisionRow),
    "needs": Tie(DependencyRow, "idea_id", "needs_id", IdeaRow, by="created_by", at="created_at"),
    "needed_by": Tie(
        DependencyRow, "needs_id", "idea_id", IdeaRow, by="created_by", at="created_at"
    ),
}
"""Everything that an idea can be joined with, by name."""

_OWNED: Mapping[str, type[PromiseRow] | type[AnnouncementRow]] = {
    "promises": PromiseRow,
    "announcements": AnnouncementRow,
}

Held = tuple[int, str | None, datetime | None]
"""The other side of a tie by row id, who made it, and when."""


def tied(session: Session, workspace_id: int, what: str, idea_id: int) -> list[Held]:
    """What an idea is joined with, by a name of ``TIES``, in the order of row ids."""
    tie = TIES[what]
    columns = tie.table.__table__.c  # type: ignore[attr-defined]
    wanted: Any = [columns[tie.other]]
    wanted += [columns[one] for one in (tie.by, tie.at) if one]
    query: Any = select(*wanted).where(columns["workspace_id"] == workspace_id)
    query = query.where(columns[tie.own] == idea_id).order_by(columns[tie.other])
    rows = session.connection().execute(query).all()
    return [(row[0], row[1], row[2]) if tie.by else (row[0], None, None) for row in rows]


def join(
    session: Session, workspace_id: int, what: str, idea_id: int, held: Iterable[Held]
) -> set[int]:
    """Join an idea with things; the row ids of those that it was not joined with before."""
    tie = TIES[what]
    columns = tie.table.__table__.c  # type: ignore[attr-defined]
    rows: list[dict[str, Any]] = []
    for other_id, by, at in held:
        rows.append({tie.own: idea_id, tie.other: other_id, "workspace_id": workspace_id})
        if tie.by and tie.at:
            rows[-1] |= {tie.by: by, tie.at: at}
    if not rows:
        return set()
    statement = insert_into(session, tie.table).on_conflict_do_nothing()
    stored = session.connection().execute(statement.returning(columns[tie.other]), rows)
    return {row[0] for row in stored}


def part(
    session: Session, workspace_id: int, what: str, idea_id: int, held: Iterable[Held]
) -> set[int]:
    """Take things from an idea, each only if it was joined by the same person at the same time;
    the row ids of those taken."""
    tie = TIES[what]
    columns = tie.table.__table__.c  # type: ignore[attr-defined]
    there = set(tied(session, workspace_id, what, idea_id))
    gone = {one[0] for one in held if one in there}
    for chunk in chunks(gone):
        statement = delete(tie.table).where(
            columns["workspace_id"] == workspace_id,
            columns[tie.own] == idea_id,
            columns[tie.other].in_(chunk),
        )
        session.connection().execute(statement)
    return gone


def numbers(session: Session, workspace_id: int, what: str, ids: Collection[int]) -> dict[int, int]:
    """The numbers of what a tie leads to, by row id; what is no longer there is left out."""
    columns = TIES[what].target.__table__.c  # type: ignore[attr-defined]
    found: dict[int, int] = {}
    for chunk in chunks(ids):
        query = select(columns["id"], columns["number"]).where(
            columns["workspace_id"] == workspace_id, columns["id"].in_(chunk)
        )
        found.update({row[0]: row[1] for row in session.connection().execute(query)})
    return found


def move_owned(
    session: Session,
    workspace_id: int,
    owned: str,
    idea_id: int,
    into_id: int,
    only: Collection[int] | None = None,
) -> list[int]:
    """Give an idea's *promises* or *announcements* to another one; the row ids of those moved."""
    table = _OWNED[owned]
    statement = update(table).where(
        col(table.workspace_id) == workspace_id, col(table.idea_id) == idea_id
    )
    if only is not None:
        statement = statement.where(col(table.id).in_(only))
    moved = statement.values(idea_id=into_id).returning(col(table.id))
    found = sorted(row[0] or 0 for row in session.connection().execute(moved))
    session.expire_all()
    return found
