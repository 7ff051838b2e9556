"""A mention that asks to save: a whole thread as one piece of feedback, or a message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.channels import CaptureMethod
from domain.core.outbox import Task
from domain.core.people import Request
from domain.feedback.attachments import File, Line, files_of, line_of, once, without_empty
from domain.feedback.model import Captured, Draft, Feedback, FeedbackState, Source
from domain.feedback.threads import as_saved, closing_line, read_mention, transcript, within_bounds
from domain.text.labels import LabelKind, fold_name
from services.feedback import (
    capture as feedback,
)
from services.feedback import mentions
from services.feedback import (
    notifications as feedback_news,
)
from services.feedback import (
    thread_notes as notes,
)
from services.outbox import messages as outbox_messages
from services.workspace import people
from storage.database import labels
from storage.database.engine import Database, Session
from storage.feedback import attachments as attached
from storage.feedback import notes as attached_notes
from storage.feedback import queries as storage
from storage.outbox import queue as outbox
from storage.workspace import workspaces

_MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread as it was read: its messages in order, the first ones, and how many more it has.

    ``permalink`` and ``is_private`` are of its first message.
    """

    lines: tuple[Line, ...]
    files: tuple[File, ...]
    left_out: int
    permalink: str | None
    is_private: bool


def mentioned(
    database: Database, request: Request, channel_id: str, message: Mapping[str, Any]
) -> None:
    """Do what a mention asks for: save its thread, or itself; else tell in private what to say.

    Bots that mention this one are ignored.
    """
    bot = bot_of(database, request.workspace_id)
    wish = read_mention(str(message.get("text") or ""), bot)
    without_wish = as_saved(message, bot)
    with database.transaction() as session:
        person = people.notice(session, request)
        if request.user_id == bot or (person is not None and person.is_bot):
            return
        thread_ts = str(message.get("thread_ts") or "")
        is_reply = bool(thread_ts) and thread_ts != message["ts"]
        key = f"mention:{channel_id}:{message['ts']}"
        under = thread_ts if is_reply else None
        if not wish.wants_saving:
            _explain(session, request, channel_id, "mention_help", key, under)
        elif feedback_news.is_turned_away(session, request, channel_id, CaptureMethod.MENTION, key):
            return
        elif is_reply:
            asked = {
                "mention": str(message["ts"]),
                "key": request.key,
                "customer": wish.customer,
            }
            new_task = outbox_messages.read_thread(
                channel_id, thread_ts, request.user_id, asked, key=key, at=request.at
            )
            outbox.enqueue(session, request.workspace_id, new_task, request.at)
        elif not _save_itself(session, request, channel_id, without_wish):
            _explain(session, request, channel_id, "mention_alone", key, None)


def saved(database: Database, task: Task, thread: Thread, at: datetime) -> int | None:
    """Save a thread that was read, or add what is new in it to what it was saved as; settle.

    The number of the feedback when it is new. Raises InvalidInput for a thread without a text.
    """
    channel_id, thread_ts = task.payload["channel"], task.payload["ts"]
    place = (channel_id, thread_ts)
    with database.transaction() as session:
        request = _request(task, at)
        known = storage.by_message(session, task.workspace_id, *place)
        if known is not None and known.state is not FeedbackState.WITHDRAWN:
            added = _add_news(session, request, known, place, thread)
            if outbox.finish(session, task, at):
                _tell_again(session, request, known, added, place, task.key)
            return None
        draft = _draft(session, request, task, thread)
        captured = feedback.save(session, request, feedback.cleaned(draft))
        if not outbox.finish(session, task, at):
            return None
        mark = outbox_messages.mark(
            channel_id, thread_ts, feedback_news.SAVED_MARK, at=at, occasion=task.key
        )
        outbox.enqueue(session, task.workspace_id, mark, at)
        feedback_news.confirm(session, request, captured, place, task.key, thread_ts=thread_ts)
        return captured.feedback.number if captured.is_new else None


def bot_of(database: Database, workspace_id: int) -> str:
    """The bot's own user id in a workspace."""
    with database.reading() as session:
        return workspaces.get(session, workspace_id).bot_user_id


def _draft(session: Session, request: Request, task: Task, thread: Thread) -> Draft:
    channel_id, thread_ts = task.payload["channel"], task.payload["ts"]
    customer = _known_customer(session, request, task.payload.get("customer"))
    said = without_empty(thread.lines)
    if customer is not None:  # the mention said for whom, and nothing else
        said = tuple(one for one in said if one.ts != task.payload["mention"])
    lines = list(within_bounds(said))
    left_out = thread.left_out + len(said) - len(lines)
    closing = closing_line(thread_ts, left_out)
    parts = tuple([*lines, closing] if closing else lines)
    first = thread.lines[0] if thread.lines else Line(thread_ts, "")
    return Draft(
        transcript(parts),
        said_by=first.author_id,
        said_by_name=None if first.author_id else first.author_name,
        customer=customer,
        source=Source(channel_id, thread_ts, thread.permalink, thread.is_private),
        files=once(thread.files),
        parts=parts,
    )


def _add_news(
    session: Session, request: Request, known: Feedback, place: tuple[str, str], thread: Thread
) -> int:
    """Add the messages that are not in the feedback yet as notes of it; how many these are."""
    added = 0
    for line in without_empty(thread.lines):
        is_first = line.ts == place[1]
        if is_first or attached_notes.known_note(session, request.workspace_id, place[0], line.ts):
            continue
        added += notes.add(session, request, known, place, line)
    attached.add_files(session, request.workspace_id, known.id, once(thread.files), request.at)
    return added


def _tell_again(
    session: Session,
    request: Request,
    known: Feedback,
    added: int,
    place: tuple[str, str],
    key: str,
) -> None:
    if not added:
        captured = Captured(feedback.again(session, known), is_new=False)
        feedback_news.tell_saver(session, request, captured, place[0], key, thread_ts=place[1])
        return
    new_task = outbox_messages.whisper(
        place[0],
        request.user_id,
        "thread_added",
        {"number": known.number, "added": added},
        key=f"added:{key}",
        at=request.at,
        thread_ts=place[1],
    )
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def _save_itself(
    session: Session,
    request: Request,
    channel_id: str,
    message: Mapping[str, Any],
) -> bool:
    """Save what a mention outside a thread says beside its wish; False when it says nothing."""
    ts = str(message["ts"])
    names = mentions.names_in(session, request.workspace_id, [message], request.at)
    text = line_of(message, names).text
    if not text:
        return False
    draft = Draft(
        text,
        said_by=request.user_id,
        source=Source(channel_id, ts),
        files=files_of(message),
    )
    captured = feedback.save(session, request, feedback.cleaned(draft))
    key = f"mention:{channel_id}:{ts}"
    if captured.is_new:
        source = outbox_messages.read_source(
            captured.feedback.number, channel_id, ts, key=f"source:{key}", at=request.at
        )
        mark = outbox_messages.mark(
            channel_id, ts, feedback_news.SAVED_MARK, at=request.at, occasion=key
        )
        for new_task in (source, mark):
            outbox.enqueue(session, request.workspace_id, new_task, request.at)
    feedback_news.confirm(session, request, captured, (channel_id, ts), key)
    return True


def _explain(
    session: Session,
    request: Request,
    channel_id: str,
    template: str,
    key: str,
    thread_ts: str | None,
) -> None:
    new_task = outbox_messages.whisper(
        channel_id, request.user_id, template, {}, key=key, at=request.at, thread_ts=thread_ts
    )
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def _known_customer(session: Session, request: Request, name: str | None) -> str | None:
    """The customer of a name that is known; an unknown one is none, as it may be any word."""
    if not name:
        return None
    found: Sequence[str] = labels.suggest(
        session, request.workspace_id, LabelKind.CUSTOMER, name, 5
    )
    return next((one for one in found if fold_name(one) == fold_name(name)), None)


def _request(task: Task, at: datetime) -> Request:
    return Request(task.workspace_id, task.payload["user"], _MENTION, at, task.payload.get("key"))
