"""Cards: which messages show which idea."""

from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Text, bindparam, cast, literal, text, update
from sqlmodel import Session, col, select

from domain.votes.cards import Card
from storage.schema import CardRow, OutboxRow


def create(
    session: Session, workspace_id: int, idea_id: int, channel_id: str, at: datetime
) -> Card:
    """Store a card that is still to be posted."""
    row = CardRow(workspace_id=workspace_id, idea_id=idea_id, channel_id=channel_id, created_at=at)
    session.add(row)
    session.flush()
    return _card(row)


def get(session: Session, workspace_id: int, card_id: int) -> Card:
    """The card with a row id; raises KeyError when the workspace has none."""
    query = _cards(workspace_id).where(col(CardRow.id) == card_id)
    row = session.exec(query).first()
    if row is None:
        raise KeyError(card_id)
    return _card(row)


def by_message(
    session: Session, workspace_id: int, channel_id: str, message_ts: str
) -> Card | None:
    """The card that a message is, or None."""
    query = _cards(workspace_id).where(
        CardRow.channel_id == channel_id, CardRow.message_ts == message_ts
    )
    row = session.exec(query).first()
    return _card(row) if row else None


def of_idea(session: Session, workspace_id: int, idea_id: int) -> list[Card]:
    """The cards of an idea that are not deleted, oldest first."""
    query = _cards(workspace_id).where(
        CardRow.idea_id == idea_id, col(CardRow.is_deleted).is_(False)
    )
    return [_card(row) for row in session.exec(query)]


def to_renew(session: Session, workspace_id: int, idea_id: int) -> list[tuple[int, datetime]]:
    """The cards of an idea at Slack for which no update waits: row id, and when last sent."""
    asked = {"workspace": workspace_id, "idea": idea_id}
    rows = session.connection().execute(_to_renew(), asked)
    return [(card_id, updated_at) for card_id, updated_at in rows]


def live(session: Session, workspace_id: int) -> list[Card]:
    """Every card that Slack shows."""
    query = _cards(workspace_id).where(
        col(CardRow.is_deleted).is_(False), col(CardRow.message_ts).is_not(None)
    )
    return [_card(row) for row in session.exec(query)]


def posted(session: Session, card: Card, message_ts: str, shown: str, at: datetime) -> None:
    """Note that Slack accepted the message, and what it shows."""
    _change(session, card, message_ts=message_ts, shown=shown, updated_at=at)


def updated(session: Session, card: Card, shown: str, at: datetime) -> None:
    """Note what the message shows now."""
    _change(session, card, shown=shown, updated_at=at)


def linked(session: Session, card: Card, permalink: str) -> None:
    """Note the address of the message."""
    _change(session, card, permalink=permalink)


def delete(session: Session, card: Card) -> None:
    """Note that the message is gone; its reactions count no longer."""
    _change(session, card, is_deleted=True)


def update_name(card_id: Any) -> Any:
    """What at most one waiting update of a card is called; for a row id or its column."""
    if isinstance(card_id, int):
        return f"card:{card_id}"
    return literal("card:") + cast(card_id, Text)


@lru_cache(maxsize=1)
def _to_renew() -> Any:
    # Every vote asks this, and building it costs more than running it.
    waits = (
        select(OutboxRow.id)
        .where(col(OutboxRow.workspace_id) == col(CardRow.workspace_id))
        .where(col(OutboxRow.one_pending) == update_name(col(CardRow.id)))
        .where(text("outbox.state = 'pending'"))
        .exists()
    )
    return (
        select(CardRow.id, CardRow.updated_at)
        .where(col(CardRow.workspace_id) == bindparam("workspace"))
        .where(col(CardRow.idea_id) == bindparam("idea"))
        .where(col(CardRow.is_deleted).is_(False), col(CardRow.message_ts).is_not(None), ~waits)
        .order_by(col(CardRow.id))
    )


def _cards(workspace_id: int) -> Any:
    query = select(CardRow).where(CardRow.workspace_id == workspace_id)
    return query.order_by(col(CardRow.id)).execution_options(populate_existing=True)


def _change(session: Session, card: Card, **columns: Any) -> None:
    given = {f"new_{name}": value for name, value in columns.items()}
    held = {"card": card.id, "workspace": card.workspace_id}
    session.connection().execute(_changing(tuple(columns)), {**given, **held})


@cache
def _changing(names: tuple[str, ...]) -> Any:
    return (
        update(CardRow)
        .where(col(CardRow.id) == bindparam("card"))
        .where(col(CardRow.workspace_id) == bindparam("workspace"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )


def _card(row: CardRow) -> Card:
    assert row.id is not None
    return Card(
        id=row.id,
        workspace_id=row.workspace_id,
        idea_id=row.idea_id,
        channel_id=row.channel_id,
        message_ts=row.message_ts,
        permalink=row.permalink,
        is_deleted=row.is_deleted,
        shown=row.shown,
        updated_at=row.updated_at,
        posted_for_id=row.posted_for_id,
    )
