"""Whether somebody built on what an import made.

The tables that refer to what it made are found by their foreign keys, so that a new one counts
as something built on it until it is said here to be the import's own.
"""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Text, cast, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col

from domain.core.changes import IMPORTING
from storage import schema as t

_OWN = frozenset({"import_made", "score"})
_SPECIAL = {
    "feedback": {"evidence"},
    "idea": {"evidence", "vote", "imported_vote"},
    "customer": {"feedback"},
    "area": {"feedback", "idea"},
}
_USES = {
    "card": "has a card",
    "evidence": "was linked since",
    "idea_merge": "was merged",
    "idea": "has another idea merged into it",
    "customer": "has another customer merged into it",
    "customer_merge": "was merged",
    "idea_apart": "was marked as no duplicate",
    "customer_apart": "was marked as no duplicate",
    "estimate": "has estimates",
    "objective_idea": "is linked to an objective",
    "decision_idea": "is named in a decision",
    "promise": "was promised",
    "dependency": "has dependencies",
    "announcement": "was announced",
    "triage_item": "was triaged",
    "triage_question": "has questions",
    "feedback_note": "has replies",
    "feedback_file": "has files",
    "feedback_answer": "has answers",
    "channel_rule": "is set for a channel",
}
"""How people would say that a table refers to something."""

_LABELLED = ("customer", "area")
_NAMING: dict[str, Any] = {"feedback": t.FeedbackRow, "idea": t.IdeaRow}


def built_on(
    session: Session,
    workspace_id: int,
    import_id: int,
    kind: str,
    limit: int,
    ids: Collection[int] | None = None,
) -> dict[int, str]:
    """The things of a kind that somebody built on since, by row id, with how; of all or ``ids``."""
    found: dict[int, str] = {}
    for how, query in _signs(workspace_id, import_id, kind, ids):
        for row in session.connection().execute(query.distinct().limit(limit)):
            found.setdefault(row[0], how)
        if len(found) >= limit:
            break
    return found


def voters_used(session: Session, workspace_id: int, import_id: int, limit: int) -> list[str]:
    """The names of the voters of an import who vote in another import, too."""
    row, voter, vote = t.ImportMadeRow, t.OutsideVoterRow, t.ImportedVoteRow
    own_idea = col(vote.given_for_id).in_(_subjects(workspace_id, import_id, "idea"))
    query = (
        select(col(voter.voter_id))
        .join(row, col(row.name) == col(voter.voter_id))
        .join(vote, col(vote.user_id) == col(voter.voter_id))
        .where(col(row.workspace_id) == workspace_id, col(row.import_id) == import_id)
        .where(col(row.kind) == "voter", col(voter.workspace_id) == workspace_id)
        .where(col(vote.workspace_id) == workspace_id)
        .where(~own_idea, ~_noted(import_id, "vote", vote.given_for_id, vote.user_id))
    )
    return list(session.connection().scalars(query.distinct().limit(limit)))


def _signs(
    workspace_id: int, import_id: int, kind: str, ids: Collection[int] | None
) -> Iterator[tuple[str, Any]]:
    """Questions for the row ids of things that somebody built on, with how each was."""
    mine = _subjects(workspace_id, import_id, kind, ids)
    change, note = t.ChangeRow, t.ImportMadeRow
    yield (
        "was changed since",
        select(col(change.subject_id)).where(
            col(change.workspace_id) == workspace_id,
            col(change.subject_kind) == kind,
            col(change.subject_id).in_(mine),
            col(change.door) != IMPORTING,
        ),
    )
    yield (
        "was changed by another import",
        select(col(note.subject_id)).where(
            col(note.workspace_id) == workspace_id,
            col(note.import_id) != import_id,
            col(note.subject_id).in_(mine),
            or_(
                col(note.kind) == f"changed {kind}",
                col(note.kind) == {"idea": "vote", "feedback": "evidence"}.get(kind, ""),
            ),
        ),
    )
    yield from _uses(workspace_id, import_id, kind, mine)
    for table, column in _referring(kind):
        yield (
            _USES.get(table.name, f"is used in {table.name.replace('_', ' ')}"),
            select(column).where(table.c.workspace_id == workspace_id, column.in_(mine)),
        )


def _uses(workspace_id: int, import_id: int, kind: str, mine: Any) -> Iterator[tuple[str, Any]]:
    """What the import brings itself is no use by others: links, votes, names in its rows."""
    evidence, vote, imported = t.EvidenceRow, t.VoteRow, t.ImportedVoteRow
    if kind in ("feedback", "idea"):
        column = col(evidence.feedback_id if kind == "feedback" else evidence.idea_id)
        own = _noted(import_id, "evidence", evidence.feedback_id, cast(evidence.idea_id, Text))
        yield (
            "was linked since",
            select(column).where(
                col(evidence.workspace_id) == workspace_id, column.in_(mine), ~own
            ),
        )
    if kind == "idea":
        came = exists().where(
            col(imported.given_for_id) == col(vote.idea_id),
            col(imported.user_id) == col(vote.user_id),
        )
        yield (
            "has votes",
            select(col(vote.idea_id)).where(
                col(vote.workspace_id) == workspace_id, col(vote.idea_id).in_(mine), ~came
            ),
        )
    for other in ("feedback", "idea"):
        column_name = f"{kind}_id"
        if other in _SPECIAL[kind] and column_name in (f"{one}_id" for one in _LABELLED):
            table = _NAMING[other]
            column = getattr(table, column_name)
            yield (
                f"is named by other {'feedback' if other == 'feedback' else 'ideas'}",
                select(column).where(
                    table.workspace_id == workspace_id,
                    column.in_(mine),
                    table.id.not_in(_subjects(workspace_id, import_id, other)),
                    table.id.not_in(_subjects(workspace_id, import_id, f"changed {other}")),
                ),
            )


def _referring(kind: str) -> Iterator[tuple[Any, Any]]:
    """The columns that refer to a kind, but for those that the import fills itself."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name in _OWN or table.name in _SPECIAL[kind]:
            continue
        for column in table.columns:
            refers = any(one.column.table.name == kind for one in column.foreign_keys)
            merged = table.name == kind and column.name == "merged_into_id"
            posted = kind == "idea" and column.name == "posted_for_id"
            if refers or merged or posted:
                yield table, column


def _subjects(
    workspace_id: int, import_id: int, kind: str, ids: Collection[int] | None = None
) -> Any:
    row = aliased(t.ImportMadeRow)
    query = select(col(row.subject_id)).where(
        col(row.workspace_id) == workspace_id,
        col(row.import_id) == import_id,
        col(row.kind) == kind,
    )
    return query if ids is None else query.where(col(row.subject_id).in_(ids))


def _noted(import_id: int, kind: str, subject: Any, name: Any) -> Any:
    """Whether the import has a note about a pair: feedback and idea, or idea and voter."""
    row = aliased(t.ImportMadeRow)
    return exists().where(
        col(row.import_id) == import_id,
        col(row.kind) == kind,
        col(row.subject_id) == subject,
        col(row.name) == name,
    )
