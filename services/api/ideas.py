"""Ideas as other programs read them, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.api import Token
from domain.ideas.model import Idea, Status
from storage.api import ideas as api_ideas
from storage.database.engine import Database


@dataclass(frozen=True, slots=True)
class IdeaList:
    """A page of ideas by number. ``next_after`` leads to the next page, None after the last;
    ``merged_into`` is the number of the idea that a merged one is part of, by row id."""

    ideas: tuple[Idea, ...]
    merged_into: Mapping[int, int]
    next_after: int | None


def page(
    database: Database, token: Token, *, after: int, limit: int, status: Status | None
) -> IdeaList:
    """The first ``limit`` ideas whose numbers follow ``after``."""
    with database.snapshot() as session:
        wanted = () if status is None else (status,)
        found = api_ideas.after(session, token.workspace_id, after, wanted, limit + 1)
        shown = found[:limit]
        merged = {one.merged_into_id for one in shown if one.merged_into_id is not None}
        return IdeaList(
            ideas=tuple(shown),
            merged_into=api_ideas.numbers(session, token.workspace_id, merged),
            next_after=shown[-1].number if len(found) > limit else None,
        )
