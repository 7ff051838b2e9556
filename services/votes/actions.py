"""Votes: reactions as they arrive, and reading them anew after having been away."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from domain.core.changes import SYSTEM
from domain.core.outbox import Task
from domain.core.people import Request
from domain.text.emoji import canonical_emoji
from domain.votes.cards import CLOCKS_DIFFER, Card
from domain.votes.model import ReactionState
from domain.votes.reconciliation import corrections
from services.feedback.capture import request_capture
from services.votes import card_queue, tally
from services.votes.cards import held
from storage.database.engine import Database, Session
from storage.erasure import records as forgetting
from storage.ideas import queries as ideas
from storage.outbox import queue as outbox
from storage.votes import cards, reactions
from storage.votes import queries as votes
from storage.workspace import workspaces


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji that somebody put on a message or took from it, at Slack's instant ``event_ts``."""

    channel_id: str
    message_ts: str
    emoji: str
    event_ts: str
    is_added: bool


def reacted(database: Database, request: Request, reaction: Reaction) -> None:
    """Do what a reaction asks for: save feedback, or vote by a card; everything else is nothing.

    Deliveries may come twice and in any order. Reactions on cards are kept with any emoji, so
    that another vote emoji can be counted later.
    """
    with database.transaction() as session:
        rules = votes.rules(session, request.workspace_id)
        if request.user_id == rules.bot_user_id:
            return
        emoji = canonical_emoji(reaction.emoji)
        if reaction.is_added and emoji == canonical_emoji(rules.capture_emoji):
            request_capture(session, request, reaction.channel_id, reaction.message_ts)
        voter = forgetting.alias(session, request.workspace_id, request.user_id)
        request = replace(request, user_id=voter)
        idea_id = _kept(session, request, reaction)
        if idea_id is not None and emoji == canonical_emoji(rules.vote_emoji):
            tally.recount(session, request, idea_id, user_id=request.user_id)


def recount_all(session: Session, request: Request) -> None:
    """Count every idea anew after the vote emoji changed, and seed the new one on open cards."""
    workspace = workspaces.get(session, request.workspace_id)
    for idea_id in votes.ideas_with_cards(session, workspace.id):
        tally.recount(session, request, idea_id)
    for card in cards.live(session, workspace.id):
        card_queue.refresh(session, workspace.id, card.idea_id, request.at)
        if not ideas.by_id(session, workspace.id, card.idea_id).status.is_closed:
            card_queue.seed(session, card, workspace.vote_emoji, request.at)


def heal_votes(database: Database, at: datetime) -> None:
    """Have the reactions on every card of every workspace read anew.

    For whatever may have been missed: at the start, after a reconnection, and every night.
    """
    with database.reading() as session:
        found = workspaces.every(session)
    for workspace in found:
        request_reconciliation(database, workspace.id, at)


def request_reconciliation(database: Database, workspace_id: int, at: datetime) -> None:
    """Have the reactions on every card of a workspace read anew."""
    with database.transaction() as session:
        for card in cards.live(session, workspace_id):
            card_queue.read(session, card, at)


def to_read(database: Database, task: Task) -> Card | None:
    """The card whose reactions a task reads, or None when it is gone."""
    with database.reading() as session:
        card = cards.get(session, task.workspace_id, int(task.payload["card"]))
    return None if card.is_deleted else card


def healed(
    database: Database,
    task: Task,
    shown: Collection[tuple[str, str]],
    read_at: datetime,
    at: datetime,
) -> None:
    """Make the reactions known of a card equal to those ``shown`` (user and emoji), and settle.

    ``read_at`` is when the reading began; what changed later than that, or so shortly before that
    two clocks may disagree on it, is left alone.
    """
    read_ts = f"{(read_at - CLOCKS_DIFFER).timestamp():.6f}"
    with database.transaction() as session:
        card = held(session, task.workspace_id, int(task.payload["card"]))
        if not outbox.finish(session, task, at) or card.is_deleted or card.message_ts is None:
            return
        place = (task.workspace_id, card.channel_id, card.message_ts)
        aliases = forgetting.aliases(session, task.workspace_id, {user for user, _ in shown})
        shown = [(aliases.get(user, user), emoji) for user, emoji in shown]
        for state in corrections(reactions.on_message(session, *place), shown, read_ts):
            reactions.keep(session, *place, state)
        tally.recount(session, Request(task.workspace_id, SYSTEM, "heal", at), card.idea_id)


def _kept(session: Session, request: Request, reaction: Reaction) -> int | None:
    """Keep a reaction on a card or on what may turn out to be one; the row id of its idea when
    that has to be counted anew."""
    where = (request.workspace_id, reaction.channel_id, reaction.message_ts)
    place = reactions.place_of(session, *where)
    if place is None:
        return None
    if place.idea_id is not None:
        votes.lock_idea(session, request.workspace_id, place.idea_id)
    state = ReactionState(request.user_id, reaction.emoji, reaction.is_added, reaction.event_ts)
    has_changed = reactions.keep(session, *where, state)
    return place.idea_id if has_changed and not place.is_deleted else None
