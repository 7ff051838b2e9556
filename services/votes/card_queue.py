"""What Slack has to do for cards: parts of the transactions that change what a card shows."""

import uuid
from datetime import datetime

from domain.core.outbox import Kind, NewTask
from domain.core.people import Request, Workspace
from domain.idea_page.page import CardPlace, Obstacle
from domain.ideas.model import Idea
from domain.votes.cards import UPDATE_EVERY, Card
from services.outbox import messages as outbox_messages
from storage.channels import queries as channels
from storage.database.engine import Session
from storage.outbox import queue as outbox
from storage.votes import cards


def place(session: Session, workspace: Workspace, channel_id: str | None) -> CardPlace:
    """Where a card goes: the ideas channel, else the channel that it is asked for in."""
    wanted = workspace.ideas_channel_id or channel_id
    if wanted is None or wanted.startswith("D"):
        return CardPlace(None, Obstacle.NO_CHANNEL)
    if channels.is_outside(session, workspace.id, wanted):
        return CardPlace(wanted, Obstacle.OUTSIDE)
    return CardPlace(wanted)


def post(
    session: Session,
    request: Request,
    idea: Idea,
    channel_id: str,
    *,
    answer_url: str | None = None,
) -> None:
    """Have a card of the idea posted; the same request posts one only.

    With ``answer_url`` the private answer there is told where the card stands.
    """
    card = cards.create(session, request.workspace_id, idea.id, channel_id, request.at)
    new_task = NewTask(
        kind=Kind.POST_CARD,
        lane=channel_id,
        key=f"card:{idea.id}:{request.key or uuid.uuid4().hex}",
        payload={"card": card.id, "answer_url": answer_url},
        not_before=request.at,
        owner_id=request.user_id,
    )
    if not outbox.enqueue(session, request.workspace_id, new_task, request.at):
        cards.delete(session, card)


def refresh(session: Session, workspace_id: int, idea_id: int, at: datetime) -> None:
    """Have every card of an idea show the news: soon, and at most once in five seconds each.

    Callers hold the idea's lock, so that whoever draws the card next sees what they changed.
    """
    for card_id, updated_at in cards.to_renew(session, workspace_id, idea_id):
        not_before = min(max(at, updated_at + UPDATE_EVERY), at + UPDATE_EVERY)
        outbox.enqueue(session, workspace_id, _update(card_id, not_before), at)


def seed(session: Session, card: Card, emoji: str, at: datetime) -> None:
    """Have the bot react on a card, so that a vote is one click."""
    if card.message_ts is not None:
        new_task = outbox_messages.mark(card.channel_id, card.message_ts, emoji, at=at)
        outbox.enqueue(session, card.workspace_id, new_task, at)


def read(session: Session, card: Card, at: datetime) -> None:
    """Have the reactions on a card read; a reading that still waits is enough."""
    new_task = NewTask(
        kind=Kind.READ_REACTIONS,
        lane=f"reactions:{card.id}",
        key=f"reactions:{card.id}:{uuid.uuid4().hex}",
        payload={"card": card.id},
        not_before=at,
        one_pending=f"reactions:{card.id}",
    )
    outbox.enqueue(session, card.workspace_id, new_task, at)


def _update(card_id: int, not_before: datetime) -> NewTask:
    return NewTask(
        kind=Kind.UPDATE_CARD,
        lane=f"card:{card_id}",
        key=f"card:{card_id}:{uuid.uuid4().hex}",
        payload={"card": card_id},
        not_before=not_before,
        one_pending=cards.update_name(card_id),
    )
