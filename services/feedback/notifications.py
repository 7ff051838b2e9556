"""What is said and asked at Slack about feedback, as tasks within the change that causes them."""

from typing import Any

from domain.channels import CaptureMethod, Confirm
from domain.core.errors import NotAllowed
from domain.core.people import Request
from domain.feedback.model import Captured, Feedback
from domain.feedback.privacy import shown
from services.channels import rules as channel_rules
from services.outbox import messages as outbox_messages
from services.outbox.payloads import pack
from storage.database.engine import Session
from storage.outbox import queue as outbox
from storage.workspace import readers

SAVED_MARK = "white_check_mark"
"""The bot's reaction on a message that somebody saved with the capture emoji."""


_LINKED_DOORS = ("reaction", "mention", "intake")
"""Doors that mark the message. Its link is known: it was just read, or its channel's links are."""


def tell_saver(
    session: Session,
    request: Request,
    captured: Captured,
    channel_id: str,
    key: str,
    *,
    thread_ts: str | None = None,
) -> None:
    """Whisper to the person who asked what was saved, in the channel or in a thread of it."""
    new_task = outbox_messages.whisper(
        channel_id,
        request.user_id,
        "feedback_saved",
        _answer(session, request, captured, seen_in=channel_id),
        key=f"saved:{key}",
        at=request.at,
        thread_ts=thread_ts,
    )
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def confirm(
    session: Session,
    request: Request,
    captured: Captured,
    place: tuple[str, str],
    key: str,
    *,
    thread_ts: str | None = None,
) -> None:
    """Tell what was saved where the channel's rule wants it told.

    ``place`` is the channel and the thread to say it in; ``thread_ts`` is where a private note
    goes. What was saved before is told to who asked, and to nobody else.
    """
    channel_id, said_under = place
    where = channel_rules.confirm_of(session, request.workspace_id, channel_id)
    if not captured.is_new or where is Confirm.PRIVATE:
        tell_saver(session, request, captured, channel_id, key, thread_ts=thread_ts)
    else:
        tell_thread(session, request, captured, said_under)


def tell_thread(session: Session, request: Request, captured: Captured, thread_ts: str) -> None:
    """Say in a thread that a message of it was saved, where the channel's rule wants that."""
    feedback = captured.feedback
    if not captured.is_new or feedback.source is None:
        return
    channel_id = feedback.source.channel_id
    if channel_rules.confirm_of(session, request.workspace_id, channel_id) is not Confirm.THREAD:
        return
    new_task = outbox_messages.say(
        channel_id,
        "feedback_confirmed",
        {"first": feedback.number, "count": 1},
        key=f"confirmed:F-{feedback.number}:{request.key or request.at.isoformat()}",
        at=request.at,
        thread_ts=thread_ts,
    )
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def is_turned_away(
    session: Session, request: Request, channel_id: str, door: CaptureMethod, key: str
) -> bool:
    """True for a door that the channel has closed; the person is told so, and what is open."""
    try:
        channel_rules.check_open(session, request.workspace_id, channel_id, door)
    except NotAllowed as closed:
        new_task = outbox_messages.whisper(
            channel_id,
            request.user_id,
            "door_closed",
            {"sentence": closed.message},
            key=f"closed:{key}",
            at=request.at,
        )
        outbox.enqueue(session, request.workspace_id, new_task, request.at)
        return True
    return False


def take_mark_back(session: Session, request: Request, feedback: Feedback) -> None:
    """Take the bot's mark from the message of feedback that was taken back."""
    source = feedback.source
    if feedback.door not in _LINKED_DOORS or source is None or source.message_ts is None:
        return
    new_task = outbox_messages.unmark(
        source.channel_id,
        source.message_ts,
        SAVED_MARK,
        at=request.at,
        occasion=request.key or request.at.isoformat(),
    )
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def ask_for_source(session: Session, request: Request, feedback: Feedback) -> None:
    """Ask Slack for the link and privacy of the message that feedback was taken from."""
    source = feedback.source
    if source is None or source.message_ts is None or request.door in _LINKED_DOORS:
        return
    key = f"source:{source.channel_id}:{source.message_ts}:{request.key or request.user_id}"
    new_task = outbox_messages.read_source(
        feedback.number, source.channel_id, source.message_ts, key=key, at=request.at
    )
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def renew_answer(
    session: Session, request: Request, feedback: Feedback, answer_url: str | None
) -> None:
    """Show in the private answer at ``answer_url``, when there is one, what feedback is now."""
    if answer_url is None:
        return
    new_task = outbox_messages.respond(
        answer_url,
        "feedback_saved",
        _answer(session, request, Captured(feedback, is_new=True)),
        key=f"answer:F-{feedback.number}:{request.key or request.at.isoformat()}",
        at=request.at,
    )
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def _answer(
    session: Session,
    request: Request,
    captured: Captured,
    *,
    seen_in: str | None = None,
) -> dict[str, Any]:
    """``seen_in`` is the channel of the message, which the person reacted to there."""
    viewer = request.user_id
    reader = readers.reader(session, request.workspace_id, viewer, request.at, seen_in)
    return {
        "feedback": pack(shown(captured.feedback, reader)),
        "viewer": viewer,
        "is_new": captured.is_new,
        "asks": captured.asks,
    }
