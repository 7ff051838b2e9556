"""Ideas found by the words that they hold, best first."""

from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, select

from domain.ideas.model import Idea, Status
from domain.text.folding import query_words
from storage.database import full_text
from storage.ideas import queries as ideas
from storage.schema import IdeaRow

_CLOSED = frozenset(status.value for status in Status if status.is_closed)
_LOOKED_AT = 200
"""Of how many ideas that hold the words typed the best are chosen."""


def find(
    session: Session, workspace_id: int, words: str, limit: int, offset: int = 0
) -> list[Idea]:
    """The ideas that hold every word, typed whole or begun; best first.

    Words in the title count for more than words in the text; then open ideas, then most votes.
    Of words that hundreds of ideas hold, the most voted ideas and some others are looked at.
    """
    wanted = query_words(words)
    if not wanted:
        return ideas.best(session, workspace_id, limit, offset)
    found = matching_ids(session, workspace_id, wanted)
    rows = _facts(session, workspace_id, found)
    merged = {row.id: row.merged_into_id for row in rows if row.merged_into_id is not None}
    if merged:  # what a merged idea says is found as the idea that it is part of now
        rows = _facts(session, workspace_id, {merged.get(one, one) for one in found})

    def place(row: Any) -> tuple[int, bool, int, int]:
        title = row.title_key.split()
        named = sum(any(word.startswith(one) for word in title) for one in wanted)
        return -named, row.status in _CLOSED, -row.votes, row.number

    ranked = sorted(rows, key=place)[offset : offset + limit]
    return ideas.in_order(session, workspace_id, [row.id for row in ranked])


def _facts(session: Session, workspace_id: int, ids: Collection[int]) -> list[Any]:
    row = IdeaRow
    columns = (row.id, row.title_key, row.status, row.votes, row.number, row.merged_into_id)
    query: Any = select(*columns)  # type: ignore[call-overload]  # typed up to four columns only
    own = (col(row.workspace_id) + 0 == workspace_id, col(row.id).in_(ids))
    return list(session.execute(query.where(*own)))


def matching_ids(session: Session, workspace_id: int, wanted: list[str]) -> set[int]:
    """Row ids of ideas that hold every word or its beginning: those in the title, then others.

    All of them up to some hundreds; of more, the most voted are among them.
    """
    found = set(full_text.ideas(session, workspace_id, wanted, _LOOKED_AT, in_title=True))
    if len(found) < _LOOKED_AT:
        found |= set(full_text.ideas(session, workspace_id, wanted, _LOOKED_AT))
    if len(found) < _LOOKED_AT:
        return found
    favoured = (
        select(IdeaRow.id, IdeaRow.words)
        .where(col(IdeaRow.workspace_id) == workspace_id)
        .order_by(col(IdeaRow.votes).desc(), col(IdeaRow.number))
        .limit(_LOOKED_AT)
    )
    for row_id, text in session.exec(favoured):
        held = text.split()
        if all(any(word.startswith(one) for word in held) for one in wanted):
            found.add(row_id or 0)
    return found
