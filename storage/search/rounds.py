"""Searching rounds and announcements."""

from typing import Any

from sqlalchemy import and_, literal, not_, or_
from sqlmodel import col

from domain.rounds.model import State
from domain.search.query_language import Term
from domain.search.vocabulary import Sort
from domain.text.folding import fold
from storage.schema import AnnouncementRow, IdeaRow, RoundIdeaRow, RoundRow
from storage.search.filters import Asking, Part, among, dated, folded, owned_by, said_by, tied


def rounds(asking: Asking) -> Part:
    """The statement for rounds, by their title and their ideas; never by what anybody gave."""
    row, wanted = RoundRow, asking.wanted
    is_open = col(row.state) == State.OPEN.value
    states = {
        "open": is_open,
        "closed": not_(is_open),
        "mine": col(row.owner_id) == wanted.me,
    }
    conditions: list[Any] = [
        col(row.workspace_id) == asking.workspace_id,
        *dated(asking, col(row.created_at)),
        *among(asking, states),
        *said_by(asking, col(row.owner_id)),
        *owned_by(asking, col(row.owner_id)),
        *folded(col(row.words), wanted.query.terms),
        *tied(asking, row.id, RoundIdeaRow.round_id, RoundIdeaRow),
    ]
    if wanted.query.number is not None:
        conditions.append(col(row.number) == wanted.query.number)
    return Part(
        col(row.id), col(row.created_at), tuple(conditions), ranks={Sort.BEST: literal(1.0)}
    )


def announcements(asking: Asking) -> Part:
    """The statement for announcements, by the note and its idea.

    What is not posted, or was called off, is found by its author alone.
    """
    row, wanted = AnnouncementRow, asking.wanted
    is_mine = col(row.created_by) == wanted.me
    conditions: list[Any] = [
        col(row.workspace_id) == asking.workspace_id,
        or_(col(row.queued_at).is_not(None), is_mine),
        *dated(asking, col(row.created_at)),
        *among(asking, {"mine": is_mine}),
        *said_by(asking, col(row.created_by)),
        *(_told(term) for term in wanted.query.terms),
    ]
    if wanted.ideas is not None:
        conditions.append(col(row.idea_id).in_(wanted.ideas))
    if wanted.not_ideas:
        conditions.append(col(row.idea_id).not_in(wanted.not_ideas))
    joins = ((IdeaRow, col(IdeaRow.id) == col(row.idea_id)),)
    ranks = {Sort.BEST: literal(1.0)}
    return Part(col(row.id), col(row.created_at), tuple(conditions), joins, ranks)


def _told(term: Term) -> Any:
    words: Any = " " + col(IdeaRow.words)
    typed = (term.text, term.text.lower(), term.text.capitalize())
    written = [
        column.contains(one, autoescape=True)
        for column in (col(AnnouncementRow.headline), col(AnnouncementRow.text))
        for one in dict.fromkeys(typed)
    ]
    about = [words.like(f"% {word}%") for word in fold(term.text).split()]
    held = or_(*written, and_(*about) if about else literal(False))
    return not_(held) if term.is_not else held
