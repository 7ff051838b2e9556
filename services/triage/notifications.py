"""What triage tells: people about their items, and a channel about what is new."""

from datetime import datetime, timedelta
from typing import Any

from domain.api import token_number
from domain.core.people import Request
from domain.feedback.model import Feedback
from domain.feedback.privacy import readers_in, shown
from domain.triage.steps import TriageInput
from services.outbox.messages import say, tell
from services.outbox.payloads import pack
from storage.database.engine import Database, Session
from storage.feedback import queries as feedback
from storage.outbox import queue as outbox
from storage.triage import inbox as triage
from storage.triage import rota
from storage.workspace import people, readers

UNDO_TIME = timedelta(minutes=1)
"""So long what a step tells is held back, so that undoing the step takes it back."""

MOST_LINES = 8
"""Items of one post in the triage channel; more are told of as a number."""


def person_behind(session: Session, found: Feedback) -> str | None:
    """Who can be asked or told about feedback: who said it, else who saved it, if they are here."""
    for user_id in (found.said_by, found.saved_by):
        if user_id is None or token_number(user_id) is not None:
            continue
        person = people.get(session, found.workspace_id, user_id)
        if person is None or not (person.is_bot or person.is_deleted):
            return user_id
    return None


def tell_dismissed(
    session: Session, request: Request, found: Feedback, wish: TriageInput
) -> list[str]:
    """Tell who said or saved feedback why it is put aside, if that is wished; the tasks' keys."""
    whom = person_behind(session, found)
    if not wish.is_told or whom is None or whom == request.user_id:
        return []
    data = {"feedback": _for(session, request, found, whom), "reason": wish.reason}
    key = f"dismissed:F-{found.number}:{request.key or request.at.isoformat()}"
    new_task = tell(
        whom,
        "triage_dismissed",
        {**data, "by": request.user_id},
        key=key,
        at=request.at + UNDO_TIME,
    )
    outbox.enqueue(session, request.workspace_id, new_task, request.at)
    return [key]


def tell_assigned(
    session: Session, request: Request, user_id: str, numbers: list[int]
) -> str | None:
    """Tell a person what they were given to sort, in one message; its key, None for oneself."""
    if user_id == request.user_id:
        return None
    first = feedback.get(session, request.workspace_id, numbers[0])
    assert first is not None
    data = {
        "feedback": _for(session, request, first, user_id),
        "count": len(numbers),
        "by": request.user_id,
    }
    key = f"assigned:{user_id}:{request.key or request.at.isoformat()}"
    new_task = tell(user_id, "triage_assigned", data, key=key, at=request.at + UNDO_TIME)
    outbox.enqueue(session, request.workspace_id, new_task, request.at)
    return key


def due(database: Database) -> list[int]:
    """The workspaces whose triage channel may have to be told of something."""
    with database.reading() as session:
        return rota.with_channel(session)


def post(database: Database, workspace_id: int, at: datetime) -> bool:
    """Tell the triage channel what came in since the last time, all of it in one post.

    Nothing new says nothing; after a post there is none until the pause is over. False when
    nothing was said.
    """
    with database.reading() as session:
        told = rota.told(session, workspace_id, at)
        if told is None or not triage.newer_ids(session, workspace_id, told.up_to, 1):
            return False
    with database.transaction() as session:
        known, told = rota.get(session, workspace_id), rota.told(session, workspace_id, at)
        if known is None or known.channel_id is None or told is None:
            return False
        newest = triage.newest_id(session, workspace_id)
        ids = triage.newer_ids(session, workspace_id, told.up_to, MOST_LINES)
        if not ids:
            return False
        count = triage.count_newer(session, workspace_id, told.up_to)
        reader = readers_in(known.channel_id)
        lines = [
            pack(shown(one, reader)) for one in feedback.of_ids(session, workspace_id, ids)[::-1]
        ]
        new_task = say(
            known.channel_id,
            "triage_news",
            {"lines": lines, "more": count - len(lines)},
            key=f"triage:{workspace_id}:{newest}",
            at=at,
            owner_id=told.set_by,
        )
        outbox.enqueue(session, workspace_id, new_task, at)
        rota.set_told(session, workspace_id, newest, at)
        return True


def _for(session: Session, request: Request, found: Feedback, user_id: str) -> dict[str, Any]:
    reader = readers.reader(session, request.workspace_id, user_id, request.at)
    return pack(shown(found, reader))
