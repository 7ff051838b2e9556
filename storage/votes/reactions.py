"""Reactions as Slack told of them, on messages that are cards or may become one.

Every reaction in every channel that the bot can see passes here, so the statements are built once:
building one costs more than running it.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, or_, update
from sqlmodel import Session, col, select

from domain.votes.model import ReactionState, latest
from storage.database.upsert import insert_for
from storage.schema import CardRow, ReactionRow


@dataclass(frozen=True, slots=True)
class Place:
    """A message that a reaction is on: the idea whose card it is, or that it may become one."""

    idea_id: int | None
    is_deleted: bool = False


def place_of(session: Session, workspace_id: int, channel_id: str, message_ts: str) -> Place | None:
    """What a message has to do with ideas: None when it is no card and cannot become one.

    The lock makes whoever records the ts of a waiting card's message wait, so that a reaction which
    arrives before that is seen by the count that follows.
    """
    asked = {"workspace": workspace_id, "channel": channel_id, "ts": message_ts}
    rows = session.connection().execute(_place_of(), asked).all()
    for idea_id, ts, is_deleted in rows:
        if ts == message_ts:
            return Place(idea_id, is_deleted)
    return Place(None) if rows else None


def keep(
    session: Session, workspace_id: int, channel_id: str, message_ts: str, state: ReactionState
) -> bool:
    """Store a reaction's state unless a newer one is known; True when its presence changed."""
    asked = {
        "workspace": workspace_id,
        "channel": channel_id,
        "ts": message_ts,
        "user": state.user,
        "name": state.emoji,
        "present": state.present,
        "since": state.event_ts,
    }
    connection = session.connection()
    if connection.execute(_insert_reaction(connection.dialect.name), asked).first() is not None:
        return state.present
    is_present, event_ts = connection.execute(_known_reaction(), asked).one()
    known = ReactionState(state.user, state.emoji, is_present, event_ts, state.message)
    if latest((known, state))[0] is not state:
        return False
    connection.execute(_renew_reaction(), asked)
    return bool(is_present) is not state.present


def on_message(
    session: Session, workspace_id: int, channel_id: str, message_ts: str
) -> list[ReactionState]:
    """Every reaction that was ever on a message, tombstones included."""
    query = select(ReactionRow).where(
        ReactionRow.workspace_id == workspace_id,
        ReactionRow.channel_id == channel_id,
        ReactionRow.message_ts == message_ts,
    )
    message = f"{channel_id}:{message_ts}"
    return [
        ReactionState(row.user_id, row.emoji, row.is_present, row.event_ts, message)
        for row in session.exec(query.order_by(col(ReactionRow.id)))
    ]


def on_cards(
    session: Session, workspace_id: int, idea_id: int, user_id: str | None = None
) -> list[ReactionState]:
    """The reactions present on an idea's cards that are not deleted, of one person or of all."""
    asked: dict[str, Any] = {"workspace": workspace_id, "idea": idea_id}
    if user_id is not None:
        asked["user"] = user_id
    rows = session.connection().execute(_on_cards(of_one=user_id is not None), asked)
    return [
        ReactionState(user, emoji, True, event_ts, f"{channel}:{ts}")
        for user, emoji, event_ts, channel, ts in rows
    ]


def taken_back(session: Session, workspace_id: int, idea_id: int) -> list[ReactionState]:
    """The reactions on an idea's cards that somebody has taken back."""
    query = (
        select(ReactionRow)
        .join(CardRow, _is_on_card())
        .where(CardRow.workspace_id == workspace_id, CardRow.idea_id == idea_id)
        .where(col(ReactionRow.is_present).is_(False))
    )
    return [
        ReactionState(
            row.user_id, row.emoji, False, row.event_ts, f"{row.channel_id}:{row.message_ts}"
        )
        for row in session.exec(query)
    ]


def ideas_reacted_by(session: Session, workspace_id: int, user_id: str) -> list[int]:
    """The row ids of the ideas on whose cards a person has left any reaction."""
    query = (
        select(CardRow.idea_id)
        .join(ReactionRow, _is_on_card())
        .where(ReactionRow.workspace_id == workspace_id, ReactionRow.user_id == user_id)
        .distinct()
    )
    return sorted(session.exec(query))


@lru_cache(maxsize=1)
def _place_of() -> Any:
    ts = col(CardRow.message_ts)
    may_become = ts.is_(None) & col(CardRow.is_deleted).is_(False)
    return (
        select(CardRow.idea_id, CardRow.message_ts, CardRow.is_deleted)
        .where(col(CardRow.workspace_id) == bindparam("workspace"))
        .where(col(CardRow.channel_id) == bindparam("channel"))
        .where(or_(ts == bindparam("ts"), may_become))
        .order_by(col(CardRow.id))
        .with_for_update()
    )


@lru_cache(maxsize=2)
def _insert_reaction(dialect: str) -> Any:
    statement = insert_for(dialect, ReactionRow).values(
        workspace_id=bindparam("workspace"),
        channel_id=bindparam("channel"),
        message_ts=bindparam("ts"),
        user_id=bindparam("user"),
        emoji=bindparam("name"),
        is_present=bindparam("present"),
        event_ts=bindparam("since"),
    )
    return statement.on_conflict_do_nothing().returning(col(ReactionRow.id))


def _is_reaction() -> tuple[Any, ...]:
    return (
        col(ReactionRow.workspace_id) == bindparam("workspace"),
        col(ReactionRow.channel_id) == bindparam("channel"),
        col(ReactionRow.message_ts) == bindparam("ts"),
        col(ReactionRow.user_id) == bindparam("user"),
        col(ReactionRow.emoji) == bindparam("name"),
    )


@lru_cache(maxsize=1)
def _known_reaction() -> Any:
    query = select(ReactionRow.is_present, ReactionRow.event_ts).where(*_is_reaction())
    return query.with_for_update()


@lru_cache(maxsize=1)
def _renew_reaction() -> Any:
    return (
        update(ReactionRow)
        .where(*_is_reaction())
        .values(is_present=bindparam("present"), event_ts=bindparam("since"))
    )


def _is_on_card() -> Any:
    return (
        (col(CardRow.workspace_id) == col(ReactionRow.workspace_id))
        & (col(CardRow.channel_id) == col(ReactionRow.channel_id))
        & (col(CardRow.message_ts) == col(ReactionRow.message_ts))
    )


@lru_cache(maxsize=2)
def _on_cards(*, of_one: bool) -> Any:
    row = ReactionRow
    columns: Any = (row.user_id, row.emoji, row.event_ts, row.channel_id, row.message_ts)
    query: Any = select(*columns)
    query = (
        query.join(CardRow, _is_on_card())
        .where(col(CardRow.workspace_id) == bindparam("workspace"))
        .where(col(CardRow.idea_id) == bindparam("idea"))
        .where(col(CardRow.is_deleted).is_(False), col(ReactionRow.is_present).is_(True))
    )
    return query.where(col(ReactionRow.user_id) == bindparam("user")) if of_one else query
