"""Reactions as Slack told of them, and the votes they make."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from domain.votes import ReactionState, latest
from storage.tables import CardRow, IdeaRow, ReactionRow, VoteRow
from storage.upsert import insert_into


def keep(
    session: Session, workspace_id: int, channel_id: str, message_ts: str, state: ReactionState
) -> bool:
    """Store a reaction's state unless a newer one is known; True when its presence changed."""
    place = {
        "workspace_id": workspace_id,
        "channel_id": channel_id,
        "message_ts": message_ts,
        "user_id": state.user,
        "emoji": state.emoji,
    }
    facts = {"is_present": state.present, "event_ts": state.event_ts}
    insert = insert_into(session, ReactionRow).values(**place, **facts)
    insert = insert.on_conflict_do_nothing().returning(col(ReactionRow.id))
    if session.connection().execute(insert).first() is not None:
        return state.present
    of_place = [getattr(ReactionRow, name) == value for name, value in place.items()]
    query = select(ReactionRow.is_present, ReactionRow.event_ts).where(*of_place)
    is_present, event_ts = session.exec(query.with_for_update()).one()
    known = ReactionState(state.user, state.emoji, is_present, event_ts, state.message)
    if latest((known, state))[0] is not state:
        return False
    session.connection().execute(update(ReactionRow).where(*of_place).values(**facts))
    return is_present is not state.present


def on_message(
    session: Session, workspace_id: int, channel_id: str, message_ts: str
) -> list[ReactionState]:
    """Every reaction that was ever on a message, tombstones included."""
    query = select(ReactionRow).where(
        ReactionRow.workspace_id == workspace_id,
        ReactionRow.channel_id == channel_id,
        ReactionRow.message_ts == message_ts,
    )
    return [_state(row) for row in session.exec(query.order_by(col(ReactionRow.id)))]


def on_cards(
    session: Session, workspace_id: int, idea_id: int, user_id: str | None = None
) -> list[ReactionState]:
    """The reactions present on an idea's cards that are not deleted, of one person or of all."""
    query = (
        select(ReactionRow)
        .join(
            CardRow,
            (col(CardRow.workspace_id) == col(ReactionRow.workspace_id))
            & (col(CardRow.channel_id) == col(ReactionRow.channel_id))
            & (col(CardRow.message_ts) == col(ReactionRow.message_ts)),
        )
        .where(ReactionRow.workspace_id == workspace_id, CardRow.idea_id == idea_id)
        .where(col(CardRow.is_deleted).is_(False), col(ReactionRow.is_present).is_(True))
        .execution_options(populate_existing=True)
    )
    if user_id is not None:
        query = query.where(ReactionRow.user_id == user_id)
    return [_state(row) for row in session.exec(query)]


def ideas_reacted_by(session: Session, workspace_id: int, user_id: str) -> list[int]:
    """The row ids of the ideas on whose cards a person has left any reaction."""
    query = (
        select(CardRow.idea_id)
        .join(
            ReactionRow,
            (col(ReactionRow.workspace_id) == col(CardRow.workspace_id))
            & (col(ReactionRow.channel_id) == col(CardRow.channel_id))
            & (col(ReactionRow.message_ts) == col(CardRow.message_ts)),
        )
        .where(ReactionRow.workspace_id == workspace_id, ReactionRow.user_id == user_id)
        .distinct()
    )
    return sorted(session.exec(query))


def ideas_with_cards(session: Session, workspace_id: int) -> list[int]:
    """The row ids of all ideas that ever had a card."""
    query = select(CardRow.idea_id).where(CardRow.workspace_id == workspace_id).distinct()
    return sorted(session.exec(query))


def voters(
    session: Session, workspace_id: int, idea_id: int, user_id: str | None = None
) -> frozenset[str]:
    """Who votes for an idea; with ``user_id`` that person alone, or nobody."""
    query = select(VoteRow.user_id).where(
        VoteRow.workspace_id == workspace_id, VoteRow.idea_id == idea_id
    )
    if user_id is not None:
        query = query.where(VoteRow.user_id == user_id)
    return frozenset(session.exec(query))


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
    if added:
        rows = [
            {"idea_id": idea_id, "user_id": user, "workspace_id": workspace_id, "voted_at": at}
            for user in sorted(added)
        ]
        session.connection().execute(insert_into(session, VoteRow).values(rows))
    of_idea = (col(VoteRow.idea_id) == idea_id, col(VoteRow.workspace_id) == workspace_id)
    if removed:
        gone = delete(VoteRow).where(*of_idea, col(VoteRow.user_id).in_(removed))
        session.connection().execute(gone)
    counted = select(func.count()).select_from(VoteRow).where(*of_idea).scalar_subquery()
    statement = update(IdeaRow).where(
        col(IdeaRow.id) == idea_id, col(IdeaRow.workspace_id) == workspace_id
    )
    session.connection().execute(statement.values(votes=counted))


def lock_idea(session: Session, workspace_id: int, idea_id: int) -> None:
    """Let nobody else count an idea's votes until the transaction ends."""
    query = select(IdeaRow.id).where(IdeaRow.workspace_id == workspace_id, IdeaRow.id == idea_id)
    session.exec(query.with_for_update()).one()


def _state(row: ReactionRow) -> ReactionState:
    message = f"{row.channel_id}:{row.message_ts}"
    return ReactionState(row.user_id, row.emoji, row.is_present, row.event_ts, message)
