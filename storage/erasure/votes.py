"""The votes of a person who is forgotten, handed over to the id that stands for them.

What they do meanwhile is kept under that id already, so the same reaction or vote may be there
twice. The one under the neutral id is the newer one and stays.
"""

from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, select, update
from sqlmodel import Session, SQLModel, col

from storage.schema import CardRow, ImportedVoteRow, ReactionRow, VoteRow

_MESSAGE = ("channel_id", "message_ts")


def hand_over_reactions(
    session: Session, workspace_id: int, user_id: str, neutral: str
) -> list[int]:
    """Hand over reactions and imported votes; the row ids of the ideas where both had reacted."""
    given = {"workspace": workspace_id, "user": user_id, "neutral": neutral}
    met = sorted(session.connection().execute(_met(), given).scalars())
    _hand_over(session, given, ReactionRow, (*_MESSAGE, "emoji"))
    _hand_over(session, given, ImportedVoteRow, ("given_for_id",))
    return met


def voted_by_both(session: Session, workspace_id: int, user_id: str, neutral: str) -> list[int]:
    """The row ids of the ideas that have a vote under either id."""
    given = {"workspace": workspace_id, "user": user_id, "neutral": neutral}
    theirs = select(col(VoteRow.idea_id)).where(
        *_of(VoteRow, "user"), _has_newer(VoteRow, ("idea_id",))
    )
    return sorted(session.connection().execute(theirs, given).scalars())


def hand_over_votes(session: Session, workspace_id: int, user_id: str, neutral: str) -> None:
    """Hand over votes. Where both had one, a recount without the person's reactions came before."""
    given = {"workspace": workspace_id, "user": user_id, "neutral": neutral}
    _hand_over(session, given, VoteRow, ("idea_id",))
    session.expire_all()


def _hand_over(
    session: Session, given: dict[str, Any], table: type[SQLModel], keys: tuple[str, ...]
) -> None:
    session.connection().execute(
        delete(table).where(*_of(table, "user"), _has_newer(table, keys)), given
    )
    rest = update(table).where(*_of(table, "user")).values(user_id=bindparam("neutral"))
    session.connection().execute(rest, given)


def _of(table: Any, who: str) -> tuple[Any, ...]:
    columns = table.__table__.c
    return columns.workspace_id == bindparam("workspace"), columns.user_id == bindparam(who)


def _has_newer(table: Any, keys: tuple[str, ...]) -> Any:
    """True for a row of the person that stands under the neutral id as well."""
    mine, newer = table.__table__.c, table.__table__.alias("newer")
    same = (newer.c[key] == mine[key] for key in keys)
    return exists(
        select(1)
        .select_from(newer)
        .where(newer.c.workspace_id == bindparam("workspace"))
        .where(newer.c.user_id == bindparam("neutral"))
        .where(*same)
    )


@cache
def _met() -> Any:
    reaction: Any = ReactionRow.__table__.c  # type: ignore[attr-defined]
    on_it = and_(
        col(CardRow.workspace_id) == reaction.workspace_id,
        *(CardRow.__table__.c[key] == reaction[key] for key in _MESSAGE),  # type: ignore[attr-defined]
    )
    both = _has_newer(ReactionRow, (*_MESSAGE, "emoji"))
    return (
        select(col(CardRow.idea_id))
        .join(ReactionRow, on_it)
        .where(*_of(ReactionRow, "user"), both)
        .distinct()
    )
