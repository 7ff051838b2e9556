"""Messages that were read at Slack because somebody reacted, or saved them by the shortcut."""

from datetime import datetime
from enum import StrEnum

from domain.core.outbox import Task
from domain.core.people import Request
from domain.feedback.model import Captured, Draft, FeedbackState, Source
from services.feedback import capture as capturing
from services.feedback import notifications as feedback_news
from services.feedback.intake import channel_readers as sources_readers
from services.outbox import messages as outbox_messages
from storage.channels import rules as channel_rules
from storage.database.engine import Database, Session
from storage.feedback import queries as feedback
from storage.feedback import writes as feedback_writes
from storage.outbox import queue as outbox
from storage.workspace import people


class Refusal(StrEnum):
    """Why a message could not be saved; the person who reacted reads a sentence about it."""

    GONE = "gone"
    OUTSIDE = "outside"
    NO_TEXT = "no_text"
    OWN = "own"
    NO_PERMISSION = "no_permission"
    UNREADABLE = "unreadable"
    FORGOTTEN = "forgotten"


_WITHOUT_CHANNEL = (Refusal.OUTSIDE, Refusal.NO_PERMISSION, Refusal.UNREADABLE)


def is_settled(database: Database, task: Task, at: datetime) -> bool:
    """True when a message needs no reading: it was saved meanwhile, or a bot asked for it.

    The task is settled then, and a person told what the message became.
    """
    with database.transaction() as session:
        request = _request(task, at)
        person = people.get(session, task.workspace_id, request.user_id)
        known = feedback.by_message(
            session, task.workspace_id, task.payload["channel"], task.payload["ts"]
        )
        if person is not None and person.is_bot:
            outbox.finish(session, task, at)
            return True
        if known is None or known.state is FeedbackState.WITHDRAWN:
            return False
        if outbox.finish(session, task, at):
            _tell(session, task, request, Captured(known, is_new=False))
        return True


def saved(
    database: Database, task: Task, draft: Draft, at: datetime, *, thread_ts: str | None = None
) -> int | None:
    """Save what was read, settle the task, mark the message and tell of it.

    ``thread_ts`` is the thread that the message stands in, if any. The number of the feedback when
    it is new. Raises InvalidInput for a text that cannot be stored.
    """
    clean = capturing.cleaned(draft)
    with database.transaction() as session:
        if not outbox.finish(session, task, at):
            return None
        request = _request(task, at)
        captured = capturing.save(session, request, clean)
        if captured.is_new:
            mark = outbox_messages.mark(
                task.payload["channel"],
                task.payload["ts"],
                feedback_news.SAVED_MARK,
                at=at,
                occasion=task.key,
            )
            outbox.enqueue(session, task.workspace_id, mark, at)
        place = (task.payload["channel"], thread_ts or task.payload["ts"])
        feedback_news.confirm(session, request, captured, place, task.key)
        return captured.feedback.number if captured.is_new else None


def refused(database: Database, task: Task, refusal: Refusal, at: datetime) -> None:
    """Settle the task of a message that cannot be saved, and tell the person why.

    Where the bot cannot speak in the channel it sends a direct message.
    """
    channel, user = task.payload["channel"], task.payload["user"]
    data = {"refusal": refusal.value, "channel": channel}
    key = f"refused:{task.key}"
    if refusal in _WITHOUT_CHANNEL:
        new_task = outbox_messages.tell(user, "feedback_refused", data, key=key, at=at)
    else:
        new_task = outbox_messages.whisper(channel, user, "feedback_refused", data, key=key, at=at)
    with database.transaction() as session:
        if outbox.finish(session, task, at):
            outbox.enqueue(session, task.workspace_id, new_task, at)


def learned_source(
    database: Database, task: Task, permalink: str | None, is_private: bool, at: datetime
) -> None:
    """Keep the link and privacy of a saved message, and settle the task that asked."""
    with database.transaction() as session:
        if outbox.finish(session, task, at):
            number = int(task.payload["number"])
            feedback_writes.set_source(session, task.workspace_id, number, permalink, is_private)
            source = Source(task.payload["channel"], is_private=is_private)
            sources_readers.want_readers(session, task.workspace_id, source, at)
            base = (permalink or "").rpartition("/p")[0]
            if base:
                channel_rules.learn_links(session, task.workspace_id, task.payload["channel"], base)


def _request(task: Task, at: datetime) -> Request:
    return Request(task.workspace_id, task.payload["user"], "reaction", at, task.payload.get("key"))


def _tell(session: Session, task: Task, request: Request, captured: Captured) -> None:
    feedback_news.tell_saver(session, request, captured, task.payload["channel"], task.key)
