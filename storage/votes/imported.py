"""Votes that came with an import, and the people outside Slack who gave some of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, update
from sqlmodel import Session, col, select

from domain.imports.rows import Voter
from domain.votes.model import OUTSIDE
from storage.database.upsert import insert_into
from storage.schema import ImportedVoteRow, OutsideVoterRow, PersonRow, VoteRow

_ROWS_AT_ONCE = 500


def of_idea(
    session: Session, workspace_id: int, idea_id: int, user_id: str | None = None
) -> frozenset[str]:
    """Whose imported votes are for an idea; with ``user_id`` that person's alone."""
    asked: dict[str, Any] = {"workspace": workspace_id, "idea": idea_id}
    if user_id is not None:
        asked["user"] = user_id
    return frozenset(session.connection().scalars(_of_idea(of_one=user_id is not None), asked))


def given_for(
    session: Session, workspace_id: int, idea_ids: Collection[int]
) -> dict[int, set[str]]:
    """Whose imported votes were given for some ideas, by the idea's row id."""
    query = select(ImportedVoteRow.given_for_id, ImportedVoteRow.user_id).where(
        ImportedVoteRow.workspace_id == workspace_id,
        col(ImportedVoteRow.given_for_id).in_(idea_ids),
    )
    found: dict[int, set[str]] = {}
    for idea_id, user_id in session.exec(query):
        found.setdefault(idea_id, set()).add(user_id)
    return found


def keep(
    session: Session,
    workspace_id: int,
    given: Mapping[int, Collection[str]],
    at: datetime,
    *,
    into: Mapping[int, int],
) -> None:
    """Keep votes by the row id of the idea; one that is there already stays as it is.

    ``into`` are the ideas that merged ones are part of now: their votes count there.
    """
    rows = [
        {
            "given_for_id": idea_id,
            "idea_id": into.get(idea_id, idea_id),
            "user_id": user_id,
            "workspace_id": workspace_id,
            "voted_at": at,
        }
        for idea_id, users in given.items()
        for user_id in sorted(users)
    ]
    _put(session, ImportedVoteRow, rows)


def introduce(
    session: Session, workspace_id: int, voters: Collection[Voter], at: datetime
) -> list[str]:
    """Keep the names of people outside Slack, the first spelling of each; the ids of new ones."""
    known = _known_voters(session, workspace_id, [one.voter_id for one in voters])
    rows = [
        {
            "workspace_id": workspace_id,
            "voter_id": one.voter_id,
            "name": one.name,
            "email": one.email,
            "created_at": at,
        }
        for one in voters
    ]
    _put(session, OutsideVoterRow, rows)
    return [one.voter_id for one in voters if one.voter_id not in known]


def _known_voters(session: Session, workspace_id: int, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        query = select(OutsideVoterRow.voter_id).where(
            OutsideVoterRow.workspace_id == workspace_id,
            col(OutsideVoterRow.voter_id).in_(ids[start : start + _ROWS_AT_ONCE]),
        )
        found.update(session.exec(query))
    return found


def people_named(
    session: Session, workspace_id: int, names: Collection[str]
) -> dict[str, list[str]]:
    """The ids of the people in Slack with a name, by the name in lower case."""
    wanted = {name.lower() for name in names}
    query = select(PersonRow.user_id, PersonRow.name).where(
        PersonRow.workspace_id == workspace_id,
        func.lower(col(PersonRow.name)).in_(wanted),
        col(PersonRow.is_bot).is_(False),
        col(PersonRow.is_deleted).is_(False),
    )
    found: dict[str, list[str]] = {}
    for user_id, name in session.exec(query):
        found.setdefault(name.lower(), []).append(user_id)
    return found


def from_outside(
    session: Session, workspace_id: int, idea_id: int, limit: int
) -> tuple[int, list[str]]:
    """How many votes for an idea are of people outside Slack, and the names of some of them.

    Votes that came as a number alone have no names.
    """
    mine = (
        col(VoteRow.workspace_id) == workspace_id,
        col(VoteRow.idea_id) == idea_id,
        col(VoteRow.user_id).startswith(OUTSIDE),
    )
    count = session.exec(select(func.count()).select_from(VoteRow).where(*mine)).one()
    if not count:
        return 0, []
    is_theirs = (col(OutsideVoterRow.voter_id) == col(VoteRow.user_id)) & (
        col(OutsideVoterRow.workspace_id) == col(VoteRow.workspace_id)
    )
    named = (
        select(OutsideVoterRow.name)
        .join(VoteRow, is_theirs)
        .where(*mine)
        .order_by(col(OutsideVoterRow.name))
        .limit(limit)
    )
    return count, list(session.exec(named))


def move(session: Session, workspace_id: int, idea_id: int, into_id: int) -> list[int]:
    """Let an idea's imported votes count for another; the ideas that they were given for."""
    mine = (
        col(ImportedVoteRow.workspace_id) == workspace_id,
        col(ImportedVoteRow.idea_id) == idea_id,
    )
    given_for = session.exec(select(ImportedVoteRow.given_for_id).where(*mine).distinct()).all()
    session.connection().execute(update(ImportedVoteRow).where(*mine).values(idea_id=into_id))
    return sorted(given_for)


def move_back(
    session: Session, workspace_id: int, idea_id: int, into_id: int, given_for: Collection[int]
) -> None:
    """Let the votes that were given for some ideas count for ``idea_id`` again."""
    statement = update(ImportedVoteRow).where(
        col(ImportedVoteRow.workspace_id) == workspace_id,
        col(ImportedVoteRow.idea_id) == into_id,
        col(ImportedVoteRow.given_for_id).in_(given_for),
    )
    session.connection().execute(statement.values(idea_id=idea_id))


def _put(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    statement = insert_into(session, table).on_conflict_do_nothing()
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        session.connection().execute(statement, list(rows[start : start + _ROWS_AT_ONCE]))


@lru_cache(maxsize=2)
def _of_idea(*, of_one: bool) -> Any:
    """Built once: every vote asks."""
    query = select(ImportedVoteRow.user_id).where(
        col(ImportedVoteRow.workspace_id) == bindparam("workspace"),
        col(ImportedVoteRow.idea_id) == bindparam("idea"),
    )
    return query.where(col(ImportedVoteRow.user_id) == bindparam("user")) if of_one else query
