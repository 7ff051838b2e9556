"""Counting votes: a part of every transaction that changes what counts."""

from collections.abc import Iterable
from datetime import datetime

from domain.core.changes import SYSTEM
from domain.core.people import Request
from domain.erasure import is_neutral
from domain.votes.model import OUTSIDE, still_imported, voters
from services.outbox.messages import read_person
from storage.database.engine import Session
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.votes import imported as imported_votes
from storage.votes import queries as votes
from storage.votes import reactions


def recount(
    session: Session, request: Request, idea_id: int, *, user_id: str | None = None
) -> None:
    """Make an idea's votes equal to the reactions on its cards; with ``user_id`` that person's.

    Votes that an import brought count too, until who gave one takes a reaction back. Each vote that
    comes or goes is in the change log. Somebody whom nobody told of counts, and is asked about at
    Slack: a bot stops counting when it is known to be one.
    """
    workspace_id = request.workspace_id
    votes.lock_idea(session, workspace_id, idea_id)
    rules = votes.rules(session, workspace_id)
    states = reactions.on_cards(session, workspace_id, idea_id, user_id)
    known = votes.are_bots(session, workspace_id, {state.user for state in states})
    bots = {rules.bot_user_id, *(user for user, is_bot in known.items() if is_bot)}
    now = voters(states, rules.vote_emoji, bots)
    imported = imported_votes.of_idea(session, workspace_id, idea_id, user_id)
    if imported:
        gone = reactions.taken_back(session, workspace_id, idea_id)
        now |= still_imported(imported, gone, rules.vote_emoji) - bots
    before = votes.voters(session, workspace_id, idea_id, user_id)
    added, removed = sorted(now - before), sorted(before - now)
    if not added and not removed:
        return
    votes.change(session, workspace_id, idea_id, added=added, removed=removed, at=request.at)
    _record(session, request, idea_id, added, removed)
    for user in added:
        if user not in known and not user.startswith(OUTSIDE) and not is_neutral(user):
            new_task = read_person(user, at=request.at)
            outbox.enqueue(session, workspace_id, new_task, request.at)


def recount_people(
    session: Session, workspace_id: int, user_ids: Iterable[str], at: datetime
) -> None:
    """Count anew where these people have reacted: they turned out to be bots, or not to be."""
    request = Request(workspace_id, SYSTEM, "people", at)
    for user_id in sorted(user_ids):
        for idea_id in reactions.ideas_reacted_by(session, workspace_id, user_id):
            recount(session, request, idea_id, user_id=user_id)


def _record(
    session: Session, request: Request, idea_id: int, added: list[str], removed: list[str]
) -> None:
    subject = ("idea", idea_id)
    came = [(subject, None, {"user": user}) for user in added]
    went = [(subject, {"user": user}, None) for user in removed]
    changes.record_all(session, request, "vote", [*came, *went])
