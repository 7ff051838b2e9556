"""Ideas with cards, and reactions on them, for tests that need no Slack."""

from datetime import datetime

from domain.core.outbox import Kind, Task
from domain.ideas.model import Idea
from services.idea_page import page as idea_pages
from services.ideas.actions import NewIdea
from services.outbox import delivery
from services.votes import actions as votes
from services.votes import cards, filing
from services.votes.actions import Reaction
from storage.database.engine import Database
from storage.votes import cards as card_storage
from storage.votes import queries as vote_storage
from tests.support.make import NOON, request


def filed(database: Database, workspace_id: int, title: str = "Export to CSV") -> Idea:
    """An idea filed by a member in C1."""
    asked = request(workspace_id, key=f"file:{title}")
    return filing.file(database, asked, NewIdea(title), "C1")


def take(database: Database, kind: Kind) -> Task:
    """The next due task of a kind; others that come before it are settled."""
    while True:
        found = delivery.take(database, "test", NOON, lease_s=20, limit=50)
        assert found, f"no errand of the kind {kind} is due"
        wanted = [task for task in found if task.kind is kind]
        for task in found:
            if task not in wanted[:1]:
                delivery.done(database, task, NOON)
        if wanted:
            return wanted[0]


def posted(database: Database, idea: Idea, ts: str, channel: str = "C1") -> None:
    """Give an idea's waiting card its message; one is asked for when none waits."""
    waiting = idea_pages.get(database, request(idea.workspace_id), idea.number).cards
    if not any(card.message_ts is None for card in waiting):
        cards.show(database, request(idea.workspace_id, key=f"show:{ts}"), idea.number, channel)
    task = take(database, Kind.POST_CARD)
    showing = cards.to_show(database, task)
    assert showing is not None
    cards.posted(database, task, showing, ts, "shown", NOON)


def react(
    database: Database,
    workspace_id: int,
    user: str,
    ts: str,
    *,
    at: str,
    emoji: str = "+1",
    is_added: bool = True,
    channel: str = "C1",
    when: datetime = NOON,
) -> None:
    """One person's reaction on a message at Slack's instant ``at``, or its removal."""
    asked = request(workspace_id, user, key=f"event:{user}{emoji}{at}{is_added}", at=when)
    votes.reacted(database, asked, Reaction(channel, ts, emoji, at, is_added))


def tally(database: Database, idea: Idea) -> int:
    """The idea's votes, after a check that they equal its vote rows."""
    with database.reading() as session:
        people = vote_storage.voters(session, idea.workspace_id, idea.id)
    shown = idea_pages.get(database, request(idea.workspace_id), idea.number).idea.votes
    assert shown == len(people)
    return shown


def card_of(database: Database, idea: Idea, ts: str, channel: str = "C1") -> int:
    """The row id of the card that a message is."""
    with database.reading() as session:
        card = card_storage.by_message(session, idea.workspace_id, channel, ts)
    assert card is not None
    return card.id
