"""Ideas found by the words that they hold, best first."""

from typing import Any

from sqlmodel import Session, col, select

from domain.ideas import Idea, Status
from domain.search import query_words
from storage import full_text, ideas
from storage.tables import IdeaRow

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
    columns = (IdeaRow.id, IdeaRow.title_key, IdeaRow.status, IdeaRow.votes, IdeaRow.number)
    rows: Any = select(*columns)  # type: ignore[call-overload]  # typed up to four columns only
    rows = rows.where(col(IdeaRow.workspace_id) + 0 == workspace_id, col(IdeaRow.id).in_(found))

    def place(row: Any) -> tuple[int, bool, int, int]:
        title = row.title_key.split()
        named = sum(any(word.startswith(one) for word in title) for one in wanted)
        return -named, row.status in _CLOSED, -row.votes, row.number

    ranked = sorted(session.execute(rows), key=place)[offset : offset + limit]
    return ideas.in_order(session, workspace_id, [row.id for row in ranked])


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
