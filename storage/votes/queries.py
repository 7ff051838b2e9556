"""Votes: who votes for which idea, and what decides whether a reaction is a vote.

The statements that every reaction needs are built once: building one costs more than running it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, update
from sqlmodel import Session, col, select

from storage.schema import CardRow, IdeaRow, PersonRow, VoteRow, WorkspaceRow


@dataclass(frozen=True, slots=True)
class Rules:
    """Which emoji means what in a workspace, and who is the bot there."""

    bot_user_id: str
    capture_emoji: str
    vote_emoji: str


def rules(session: Session, workspace_id: int) -> Rules:
    """The workspace's emoji."""
    found = session.connection().execute(_rules(), {"workspace": workspace_id}).one()
    return Rules(*found)


def lock_card(session: Session, workspace_id: int, card_id: int) -> None:
    """Let nobody else change a card until the transaction ends; taken before the idea's lock."""
    session.connection().execute(_lock_card(), {"workspace": workspace_id, "card": card_id}).one()


def lock_idea(session: Session, workspace_id: int, idea_id: int) -> None:
    """Let nobody else count an idea's votes until the transaction ends."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        session.connection().execute(_lock_idea(), {"workspace": workspace_id, "idea": idea_id})


def are_bots(session: Session, workspace_id: int, user_ids: Collection[str]) -> Mapping[str, bool]:
    """Whether they are bots, for those of ``user_ids`` that Slack told of."""
    if not user_ids:
        return {}
    asked = {"workspace": workspace_id, "users": list(user_ids)}
    rows = session.connection().execute(_are_bots(), asked)
    return {user: bool(is_bot) for user, is_bot in rows}


def ideas_with_cards(session: Session, workspace_id: int) -> list[int]:
    """The row ids of all ideas that ever had a card."""
    query = select(CardRow.idea_id).where(CardRow.workspace_id == workspace_id).distinct()
    return sorted(session.exec(query))


def voters(
    session: Session, workspace_id: int, idea_id: int, user_id: str | None = None
) -> frozenset[str]:
    """Who votes for an idea; with ``user_id`` that person alone, or nobody."""
    asked: dict[str, Any] = {"workspace": workspace_id, "idea": idea_id}
    if user_id is not None:
        asked["user"] = user_id
    return frozenset(session.connection().scalars(_voters(of_one=user_id is not None), asked))


def change(
    session: Session,
    workspace_id: int,
    idea_id: int,
    *,
    added: Collection[str],
    removed: Collection[str],
    at: datetime,
) -> None:
    """Add and remove votes, and set the idea's number of votes to what there is then."""
    connection = session.connection()
    asked = {"workspace": workspace_id, "idea": idea_id}
    if added:
        rows = [
            {"idea_id": idea_id, "user_id": user, "workspace_id": workspace_id, "voted_at": at}
            for user in added
        ]
        connection.execute(insert(VoteRow), rows)
    if removed:
        connection.execute(_remove_votes(), {**asked, "users": list(removed)})
    connection.execute(_count_votes(), asked)


@lru_cache(maxsize=1)
def _rules() -> Any:
    return select(
        WorkspaceRow.bot_user_id, WorkspaceRow.capture_emoji, WorkspaceRow.vote_emoji
    ).where(col(WorkspaceRow.id) == bindparam("workspace"))


@lru_cache(maxsize=1)
def _lock_card() -> Any:
    return (
        select(CardRow.id)
        .where(col(CardRow.workspace_id) == bindparam("workspace"))
        .where(col(CardRow.id) == bindparam("card"))
        .with_for_update()
    )


@lru_cache(maxsize=1)
def _lock_idea() -> Any:
    return (
        select(IdeaRow.id)
        .where(col(IdeaRow.workspace_id) == bindparam("workspace"))
        .where(col(IdeaRow.id) == bindparam("idea"))
        .with_for_update()
    )


@lru_cache(maxsize=1)
def _are_bots() -> Any:
    return select(PersonRow.user_id, PersonRow.is_bot).where(
        col(PersonRow.workspace_id) == bindparam("workspace"),
        col(PersonRow.user_id).in_(bindparam("users", expanding=True)),
    )


def _is_vote() -> tuple[Any, ...]:
    return (
        col(VoteRow.workspace_id) == bindparam("workspace"),
        col(VoteRow.idea_id) == bindparam("idea"),
    )


@lru_cache(maxsize=2)
def _voters(*, of_one: bool) -> Any:
    query = select(VoteRow.user_id).where(*_is_vote())
    return query.where(col(VoteRow.user_id) == bindparam("user")) if of_one else query


@lru_cache(maxsize=1)
def _remove_votes() -> Any:
    users: Any = bindparam("users", expanding=True)
    return delete(VoteRow).where(*_is_vote(), col(VoteRow.user_id).in_(users))


@lru_cache(maxsize=1)
def _count_votes() -> Any:
    counted = select(func.count()).select_from(VoteRow).where(*_is_vote()).scalar_subquery()
    return (
        update(IdeaRow)
        .where(col(IdeaRow.workspace_id) == bindparam("workspace"))
        .where(col(IdeaRow.id) == bindparam("idea"))
        .values(votes=counted)
    )
