"""Cards: posted, renewed, lost, and shown once more."""

from dataclasses import dataclass
from datetime import datetime

from domain.core.changes import SYSTEM
from domain.core.errors import InvalidInput, NotFound
from domain.core.outbox import Kind, Task
from domain.core.people import Request, Workspace
from domain.idea_page.page import CardPlace, Filed
from domain.ideas.model import Idea
from domain.votes.cards import Card, CardFace
from services.customers.backers import backers_of, without_customers
from services.outbox import messages as outbox_messages
from services.outbox.payloads import pack
from services.votes import card_queue, tally
from storage.channels import queries as channels
from storage.channels import rules as channel_rules
from storage.database.engine import Database, Session
from storage.ideas import queries as ideas
from storage.outbox import queue as outbox
from storage.votes import cards
from storage.votes import queries as votes
from storage.workspace import people, workspaces


@dataclass(frozen=True, slots=True)
class Showing:
    """A card and what it is to show."""

    card: Card
    face: CardFace


def show(database: Database, request: Request, number: int, channel_id: str | None) -> CardPlace:
    """Have another card of an idea posted in a channel, and say where.

    Raises InvalidInput where the bot cannot post, and NotFound.
    """
    with database.transaction() as session:
        idea = ideas.lock(session, request.workspace_id, number)
        if idea is None:
            raise NotFound(f"There is no I-{number}.")
        if channel_id is None or channel_id.startswith("D"):
            raise InvalidInput("A card needs a channel: open the idea in one and try again.")
        if channels.is_outside(session, request.workspace_id, channel_id):
            raise InvalidInput(
                "I am not in this channel. Type /invite @Linchpin here, then try again."
            )
        card_queue.post(session, request, idea, channel_id)
        return CardPlace(channel_id)


def to_show(database: Database, task: Task) -> Showing | None:
    """What a task's card is to show now, or None when the card is gone.

    It waits for whoever is changing the idea, so that it shows what they asked to be shown.
    """
    with database.transaction() as session:
        card = held(session, task.workspace_id, int(task.payload["card"]))
        return None if card.is_deleted else Showing(card, _face(session, card))


def posted(
    database: Database, task: Task, showing: Showing, message_ts: str, shown: str, at: datetime
) -> None:
    """Note that a card stands at Slack, count what was reacted meanwhile, and settle the task.

    What changed since it was drawn is shown by an update.
    """
    card, workspace_id = showing.card, task.workspace_id
    with database.transaction() as session:
        card = held(session, workspace_id, card.id)
        if not outbox.finish(session, task, at, ts=message_ts):
            return
        cards.posted(session, card, message_ts, shown, at)
        card = cards.get(session, workspace_id, card.id)
        tally.recount(session, Request(workspace_id, SYSTEM, "card", at), card.idea_id)
        if _face(session, card) != showing.face:
            card_queue.refresh(session, workspace_id, card.idea_id, at)
        if not showing.face.idea.status.is_closed:
            card_queue.seed(session, card, showing.face.vote_emoji, at)


def linked(database: Database, task: Task, card: Card, permalink: str, at: datetime) -> None:
    """Keep the address of a card, and tell it to the person who filed the idea."""
    with database.transaction() as session:
        cards.linked(session, card, permalink)
        answer_url = task.payload.get("answer_url")
        if not answer_url:
            return
        idea = ideas.by_id(session, task.workspace_id, card.idea_id)
        place = CardPlace(card.channel_id)
        told = filed(session, workspaces.get(session, task.workspace_id), idea, place, permalink)
        key = f"stands:{task.key}"
        new_task = outbox_messages.respond(answer_url, "card_stands", pack(told), key=key, at=at)
        outbox.enqueue(session, task.workspace_id, new_task, at)


def updated(database: Database, task: Task, card: Card, shown: str, at: datetime) -> None:
    """Note what a card shows since just now, and settle the task."""
    with database.transaction() as session:
        if outbox.finish(session, task, at):
            cards.updated(session, card, shown, at)


def gone(database: Database, task: Task, card: Card, at: datetime) -> None:
    """Note that a card's message is no longer there, and settle the task that found out."""
    with database.transaction() as session:
        outbox.finish(session, task, at)
        _lose(session, card, at)


def message_deleted(
    database: Database, workspace_id: int, channel_id: str, message_ts: str, at: datetime
) -> None:
    """Note that a message is gone; if it was a card, its reactions count no longer."""
    with database.transaction() as session:
        card = cards.by_message(session, workspace_id, channel_id, message_ts)
        if card is not None and not card.is_deleted:
            _lose(session, card, at)


def refused(session: Session, task: Task, reason: str, at: datetime) -> None:
    """Note that a card cannot be posted, and tell who asked for it (part of a transaction)."""
    if task.kind is not Kind.POST_CARD:
        return
    card = cards.get(session, task.workspace_id, int(task.payload["card"]))
    _lose(session, card, at)
    if task.owner_id is None:
        return
    idea = ideas.by_id(session, task.workspace_id, card.idea_id)
    data = {"idea": pack(idea), "channel": card.channel_id, "reason": reason}
    key = f"refused:{task.key}"
    new_task = outbox_messages.tell(task.owner_id, "card_refused", data, key=key, at=at)
    outbox.enqueue(session, task.workspace_id, new_task, at)


def filed(
    session: Session,
    workspace: Workspace,
    idea: Idea,
    place: CardPlace,
    permalink: str | None = None,
) -> Filed:
    """What the person who filed an idea is told (part of a transaction)."""
    twin = ideas.same_title(session, idea)
    return Filed(idea, place, workspace.vote_emoji, twin, permalink)


def held(session: Session, workspace_id: int, card_id: int) -> Card:
    """A card that nobody else changes, with its idea, until the transaction ends.

    It is read behind its lock: a merge may just have given it to another idea.
    """
    votes.lock_card(session, workspace_id, card_id)
    card = cards.get(session, workspace_id, card_id)
    votes.lock_idea(session, workspace_id, card.idea_id)
    return card


def _lose(session: Session, card: Card, at: datetime) -> None:
    card = held(session, card.workspace_id, card.id)
    cards.delete(session, card)
    tally.recount(session, Request(card.workspace_id, SYSTEM, "card", at), card.idea_id)


def _face(session: Session, card: Card) -> CardFace:
    idea = ideas.by_id(session, card.workspace_id, card.idea_id)
    workspace = workspaces.get(session, card.workspace_id)
    owner = people.get(session, card.workspace_id, idea.owner_id) if idea.owner_id else None
    merged = None
    if card.posted_for_id is not None:
        merged = ideas.by_id(session, card.workspace_id, card.posted_for_id)
    owner_name = owner.name if owner else None
    asking = backers_of(session, idea)
    rule = channel_rules.rule_of(session, card.workspace_id, card.channel_id)
    is_connected = rule is not None and (rule.connected_team_id or rule.connected_problem)
    if is_connected or "customers" in workspace.switched_off:
        asking = without_customers(asking)  # people of another company read this channel
    return CardFace(idea, workspace.vote_emoji, owner_name, merged, asking)
