"""Words that must go are taken out of what the bot said and of what it is about to say."""

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.core.outbox import Kind, NewTask, State, Task
from domain.feedback.model import Feedback
from domain.text.redaction import Redaction, Spoken
from storage.database.engine import Database, Session
from storage.erasure import outbox_texts as retelling
from storage.erasure.outbox_texts import PostedMessage
from storage.feedback import source_words
from storage.outbox import queue as outbox

WAITING = frozenset({State.PENDING})

AMENDED_WITHIN = timedelta(days=30)
"""Messages of the bot's own that are older are not touched at Slack: few look at them, and each
costs a call."""


def take_out(
    session: Session, workspace_id: int, spoken: Sequence[Spoken], sentence: str, at: datetime
) -> None:
    """Take words out of what waits to be said, and wish the same for what was said (part of a
    transaction)."""
    redaction = Redaction.of(spoken, sentence)
    rewrite_waiting(session, workspace_id, redaction)
    outbox.enqueue(session, workspace_id, _wish(spoken, sentence, at), at)


def text_meant(session: Session, before: Feedback, typed: str | None) -> str:
    """The text of feedback after a form with ``typed`` in it was sent (part of a transaction).

    A form that was opened before its message was edited or deleted still holds the former words:
    they are not what the person wrote, so what stands now stays.
    """
    if before.gone is not None or not typed:
        return before.text
    subject = ("feedback", before.id)
    former = retelling.spoken(session, before.workspace_id, subject, "text")
    is_own = source_words.is_in_other_words(session, before.workspace_id, before.id)
    return before.text if typed.strip() in former and not is_own else typed


def put_in_place(session: Session, workspace_id: int, spoken: Sequence[Spoken], words: str) -> None:
    """Put other words in place of those in what waits to be said (part of a transaction)."""
    redaction = Redaction.of(spoken, words)
    rewrite_waiting(session, workspace_id, redaction)


def rewrite_waiting(session: Session, workspace_id: int, redaction: Redaction) -> None:
    """Redact what waits to be said (part of a transaction)."""
    waiting = retelling.waiting(session, workspace_id)
    retelling.rewrite_some(session, workspace_id, waiting, redaction.of_value, WAITING)


def retell(database: Database, task: Task, at: datetime) -> bool:
    """Take words out of what was said before, wish for its messages to be renewed, and settle the
    task, which then holds the words no more.

    False while a message with the words is on its way, whose outcome has to be known first.
    """
    spoken = [Spoken(one["number"], one["words"]) for one in task.payload["spoken"]]
    redaction = Redaction.of(spoken, task.payload["sentence"])
    workspace_id, change = task.workspace_id, redaction.of_value
    with database.reading() as session:
        held, last_id = retelling.holding(session, workspace_id, change, without_id=task.id)
    with database.transaction() as session:
        if retelling.is_in_hand(session, workspace_id, change, task.id):
            return False
        newer = retelling.newer(session, workspace_id, last_id, at, without_id=task.id)
        rewrite_said(session, workspace_id, {*held, *newer}, change, at)
        outbox.replace_payload(session, task, {"spoken": [], "sentence": redaction.sentence})
        outbox.finish(session, task, at)
        return True


def rewrite_said(
    session: Session,
    workspace_id: int,
    ids: Collection[int],
    change: Callable[[Any], Any],
    at: datetime,
) -> int:
    """Rewrite those of some tasks that are not in hand and wish what stands at Slack renewed;
    how many rows (part of a transaction)."""
    rewritten = retelling.rewrite_some(session, workspace_id, sorted(ids), change)
    for one in rewritten:
        if one is not None:
            wish_amended(session, workspace_id, one, at)
    return len(rewritten)


def wish_amended(session: Session, workspace_id: int, one: PostedMessage, at: datetime) -> None:
    """Have a message of the bot's renewed at Slack, when it is not too old."""
    if one.said_at < at - AMENDED_WITHIN:
        return
    payload = {"outbox_id": one.id}
    lane = str(one.payload.get("channel") or f"dm:{one.payload.get('user')}")
    new_task = NewTask(Kind.AMEND, lane, f"amend:{one.id}:{at.isoformat()}", payload, at)
    outbox.enqueue(session, workspace_id, new_task, at)


@dataclass(frozen=True, slots=True)
class Amended:
    """A message that stands at Slack and what is to be shown there now."""

    ts: str
    payload: dict[str, Any]
    file_id: str | None


def to_amend(database: Database, task: Task) -> Amended | None:
    """The message that a task renews, or None when it is no longer kept."""
    with database.reading() as session:
        one = retelling.standing(session, task.workspace_id, task.payload["outbox_id"])
    return Amended(one.ts, one.payload, one.file_id) if one is not None else None


def _wish(spoken: Sequence[Spoken], sentence: str, at: datetime) -> NewTask:
    each = [{"number": one.number, "words": one.words} for one in spoken]
    occasion = hashlib.sha256(json.dumps(each).encode()).hexdigest()[:16]
    payload = {"spoken": each, "sentence": sentence}
    return NewTask(Kind.RETELL, "retell", f"retell:{occasion}:{at.isoformat()}", payload, at)
