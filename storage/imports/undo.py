"""What an import made, and taking it out again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, select
from sqlmodel import Session, col

from storage import schema as t
from storage import similarity as search_entries
from storage.ideas.counts import chunks

KINDS = (
    "changed feedback",
    "changed idea",
    "changed customer",
    "vote",
    "feedback",
    "idea",
    "customer",
    "area",
    "voter",
    "evidence",
)
"""In the order in which they are taken back; evidence goes with its feedback."""

_BY_NUMBER: dict[str, tuple[str, Any]] = {
    "feedback": ("F", t.FeedbackRow),
    "idea": ("I", t.IdeaRow),
}
_BY_NAME: dict[str, Any] = {"customer": t.CustomerRow, "area": t.AreaRow}


@dataclass(frozen=True, slots=True)
class Made:
    """One thing that an import made or changed; ``id`` is the row of the note about it."""

    id: int
    kind: str
    subject_id: int
    name: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def made(session: Session, workspace_id: int, import_id: int, kind: str, limit: int) -> list[Made]:
    """The newest things of a kind that an import made and that are not taken back."""
    row = t.ImportMadeRow
    columns = (row.id, row.kind, row.subject_id, row.name, row.before, row.after)
    query = (
        select(*map(col, columns))
        .where(col(row.workspace_id) == workspace_id, col(row.import_id) == import_id)
        .where(col(row.kind) == kind)
        .order_by(col(row.id).desc())
        .limit(limit)
    )
    return [Made(*found) for found in session.connection().execute(query)]


def count(session: Session, workspace_id: int, import_id: int) -> int:
    """Return how many things an import made are not taken back; evidence goes with feedback."""
    row = t.ImportMadeRow
    query = select(func.count()).where(
        col(row.workspace_id) == workspace_id,
        col(row.import_id) == import_id,
        col(row.kind) != "evidence",
    )
    return int(session.connection().execute(query).scalar_one())


def labels_of(
    session: Session, workspace_id: int, kind: str, ids: Collection[int]
) -> dict[int, str]:
    """What people call some of the things of a kind, by row id: F-12, I-3, or a name."""
    found: dict[int, str] = {}
    for chunk in chunks(ids):
        if kind in _BY_NUMBER:
            letter, table = _BY_NUMBER[kind]
            query = select(table.id, table.number)
        else:
            letter, table = "", _BY_NAME[kind]
            query = select(table.id, table.name)
        query = query.where(table.workspace_id == workspace_id, table.id.in_(chunk))
        for row_id, name in session.connection().execute(query):
            found[row_id] = f"{letter}-{name}" if letter else str(name)
    return found


def evidence_of(
    session: Session, workspace_id: int, feedback_ids: Sequence[int]
) -> list[tuple[int, int]]:
    """The ideas that some feedback supports: row id of the idea, and number of the feedback."""
    evidence, feedback = t.EvidenceRow, t.FeedbackRow
    query = (
        select(col(evidence.idea_id), col(feedback.number))
        .join(feedback, col(feedback.id) == col(evidence.feedback_id))
        .where(col(evidence.workspace_id) == workspace_id)
        .where(col(evidence.feedback_id).in_(feedback_ids))
    )
    return [(row[0], row[1]) for row in session.connection().execute(query)]


def remove(session: Session, workspace_id: int, kind: str, ids: Sequence[int]) -> None:
    """Take out things of a kind with what the program derived from them and their history."""
    change = t.ChangeRow
    of_them = and_(
        col(change.workspace_id) == workspace_id,
        col(change.subject_kind) == kind,
        col(change.subject_id).in_(ids),
    )
    session.connection().execute(delete(change).where(of_them))
    if kind == "feedback":
        _delete(session, workspace_id, t.EvidenceRow, "feedback_id", ids)
    if kind == "idea":
        for table, column in (
            (t.VoteRow, "idea_id"),
            (t.ImportedVoteRow, "given_for_id"),
            (t.ScoreRow, "idea_id"),
        ):
            _delete(session, workspace_id, table, column, ids)
    if kind in _BY_NUMBER:
        search_entries.drop(session, workspace_id, kind, ids)
    table = _BY_NUMBER[kind][1] if kind in _BY_NUMBER else _BY_NAME[kind]
    _delete(session, workspace_id, table, "id", ids)
    session.expire_all()


def remove_vote(session: Session, workspace_id: int, idea_id: int, user_id: str) -> None:
    """Take out a vote that an import brought for an idea that was there before it."""
    row = t.ImportedVoteRow
    session.connection().execute(
        delete(row).where(
            col(row.workspace_id) == workspace_id,
            col(row.given_for_id) == idea_id,
            col(row.user_id) == user_id,
        )
    )


def remove_voters(session: Session, workspace_id: int, voter_ids: Sequence[str]) -> None:
    """Take out people outside Slack whose votes are gone."""
    row = t.OutsideVoterRow
    session.connection().execute(
        delete(row).where(col(row.workspace_id) == workspace_id, col(row.voter_id).in_(voter_ids))
    )


def settle(session: Session, workspace_id: int, notes: Sequence[int]) -> None:
    """Forget notes about what is taken back, or is no longer the import's own."""
    _delete(session, workspace_id, t.ImportMadeRow, "id", notes)


def _delete(
    session: Session, workspace_id: int, table: Any, column: str, ids: Sequence[Any]
) -> None:
    columns = table.__table__.c
    session.connection().execute(
        delete(table).where(columns.workspace_id == workspace_id, columns[column].in_(ids))
    )
