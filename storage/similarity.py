"""The meanings of ideas and feedback as rows, and up to which change they are made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, delete, func, insert, or_
from sqlmodel import Session, col, select

from domain.feedback.model import FeedbackState
from storage.database.upsert import insert_into
from storage.ideas.counts import chunks
from storage.schema import ChangeRow, FeedbackRow, IdeaRow, SearchEntryRow, SearchMarkRow

_TEXTS = {
    "idea": ("created", "title", "description", "words"),
    "feedback": ("created", "text", "words", "answers", "note"),
}
"""The fields of each kind whose change gives it another meaning."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to which change a workspace's entries are made, and by which model."""

    change_id: int
    model: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its row id, which grows with every renewal, whose it is, and its vector."""

    id: int
    subject_id: int
    vector: bytes


def mark(session: Session, workspace_id: int) -> Mark:
    """How far the entries of a workspace are made."""
    row = session.get(SearchMarkRow, workspace_id)
    return Mark(row.change_id, row.model) if row is not None else Mark(0, "")


def lock_mark(session: Session, workspace_id: int) -> Mark:
    """The same, and nobody else makes entries of the workspace until the transaction ends."""
    first = insert_into(session, SearchMarkRow).values(
        workspace_id=workspace_id, change_id=0, model=""
    )
    session.connection().execute(first.on_conflict_do_nothing())
    query = select(SearchMarkRow).where(col(SearchMarkRow.workspace_id) == workspace_id)
    row = session.exec(query.with_for_update()).one()
    return Mark(row.change_id, row.model)


def set_mark(session: Session, workspace_id: int, new: Mark) -> None:
    """Note how far the entries are made now."""
    row = session.get_one(SearchMarkRow, workspace_id)
    row.change_id, row.model = new.change_id, new.model
    session.add(row)
    session.flush()


def changed(
    session: Session, workspace_id: int, after_id: int, limit: int
) -> list[tuple[int, str, int]]:
    """The next changes that give something another meaning: change id, kind and row id."""
    given = {"workspace": workspace_id, "after": after_id, "most": limit}
    found = session.connection().execute(_changed(), given)
    return [(change_id, kind, row_id) for change_id, kind, row_id in found]


@cache
def _changed() -> Any:
    # Built once: every search looks first for what is new.
    fields = (
        and_(col(ChangeRow.subject_kind) == kind, col(ChangeRow.field).in_(names))
        for kind, names in _TEXTS.items()
    )
    return (
        select(ChangeRow.id, ChangeRow.subject_kind, ChangeRow.subject_id)
        .where(col(ChangeRow.workspace_id) == bindparam("workspace"))
        .where(col(ChangeRow.id) > bindparam("after"))
        .where(or_(*fields))
        .order_by(col(ChangeRow.id))
        .limit(bindparam("most", type_=Integer()))
    )


def texts(
    session: Session, workspace_id: int, kind: str, ids: Collection[int]
) -> list[tuple[int, str, str]]:
    """Row id, title and whole text of ideas or of feedback, which has no title.

    What was taken back is left out.
    """
    if kind == "idea":
        ideas = select(IdeaRow.id, IdeaRow.title, IdeaRow.description)
        ideas = ideas.where(col(IdeaRow.workspace_id) + 0 == workspace_id)
        found = session.exec(ideas.where(col(IdeaRow.id).in_(ids)))
        return [
            (row_id or 0, title, f"{title}. {more}" if more else title)
            for row_id, title, more in found
        ]
    said = select(FeedbackRow.id, FeedbackRow.text)
    said = said.where(col(FeedbackRow.workspace_id) + 0 == workspace_id)
    said = said.where(col(FeedbackRow.state) != FeedbackState.WITHDRAWN.value)
    said = said.where(col(FeedbackRow.words_gone).is_(None))
    return [
        (row_id or 0, "", text)
        for row_id, text in session.exec(said.where(col(FeedbackRow.id).in_(ids)))
    ]


def behind_newest(session: Session, workspace_id: int, kind: str, most: int) -> int:
    """The row id behind which the newest ``most`` ideas or feedback stand; 0 when all do."""
    row = IdeaRow if kind == "idea" else FeedbackRow
    query = (
        select(row.id)
        .where(col(row.workspace_id) == workspace_id)
        .order_by(col(row.id).desc())
        .offset(most)
        .limit(1)
    )
    return session.exec(query).first() or 0


def replace(
    session: Session,
    workspace_id: int,
    kind: str,
    entries: Sequence[tuple[int, str, bytes]],
    model: str,
) -> None:
    """Put entries (row id, folded words, vector) in place of those that are there."""
    ids = [entry[0] for entry in entries]
    old = delete(SearchEntryRow).where(
        col(SearchEntryRow.workspace_id) == workspace_id,
        col(SearchEntryRow.kind) == kind,
        col(SearchEntryRow.subject_id).in_(ids),
    )
    session.connection().execute(old)
    rows: list[dict[str, Any]] = [
        {
            "workspace_id": workspace_id,
            "kind": kind,
            "subject_id": subject_id,
            "words": words,
            "vector": vector,
            "model": model,
        }
        for subject_id, words, vector in entries
    ]
    if rows:
        session.connection().execute(insert(SearchEntryRow), rows)


def drop(session: Session, workspace_id: int, kind: str, ids: Collection[int]) -> None:
    """Take away the entries of some ideas or feedback, whose words are gone."""
    for chunk in chunks(ids):
        old = delete(SearchEntryRow).where(
            col(SearchEntryRow.workspace_id) == workspace_id,
            col(SearchEntryRow.kind) == kind,
            col(SearchEntryRow.subject_id).in_(chunk),
        )
        session.connection().execute(old)


def count(session: Session, workspace_id: int, kind: str) -> int:
    """How many entries of a kind a workspace has."""
    query = select(func.count()).where(
        SearchEntryRow.workspace_id == workspace_id, SearchEntryRow.kind == kind
    )
    return session.exec(query).one()


def newer(
    session: Session, workspace_id: int, kind: str, model: str, after_id: int, limit: int
) -> list[Entry]:
    """The next entries of a model behind a row id, in the order of their ids."""
    query = (
        select(SearchEntryRow.id, SearchEntryRow.subject_id, SearchEntryRow.vector)
        .where(col(SearchEntryRow.workspace_id) == workspace_id, SearchEntryRow.kind == kind)
        .where(col(SearchEntryRow.id) > after_id, SearchEntryRow.model == model)
        .order_by(col(SearchEntryRow.id))
        .limit(limit)
    )
    return [Entry(row_id or 0, subject, vector) for row_id, subject, vector in session.exec(query)]


def vectors(
    session: Session, workspace_id: int, kind: str, model: str, ids: Collection[int]
) -> dict[int, bytes]:
    """The vectors of some ideas or feedback by row id; those without one are left out."""
    found: dict[int, bytes] = {}
    for chunk in chunks(ids):
        query = (
            select(SearchEntryRow.subject_id, SearchEntryRow.vector)
            .where(col(SearchEntryRow.workspace_id) == workspace_id, SearchEntryRow.kind == kind)
            .where(SearchEntryRow.model == model, col(SearchEntryRow.subject_id).in_(chunk))
        )
        found.update(dict(session.exec(query).all()))
    return found


def start_of_newest(session: Session, workspace_id: int, kind: str, most: int) -> int:
    """The row id behind which the newest ``most`` entries of a kind stand; 0 when all do."""
    query = (
        select(SearchEntryRow.id)
        .where(col(SearchEntryRow.workspace_id) == workspace_id, SearchEntryRow.kind == kind)
        .order_by(col(SearchEntryRow.id).desc())
        .offset(most)
        .limit(1)
    )
    return session.exec(query).first() or 0
