"""What is said and asked at Slack about feedback, as errands within the change that causes them."""

from typing import Any

from domain.feedback import Captured, Feedback
from domain.people import Request
from services import errands
from services.packing import pack
from storage import outbox
from storage.engine import Session

SAVED_MARK = "white_check_mark"
"""The bot's reaction on a message that somebody saved with the capture emoji."""


def tell_saver(
    session: Session, request: Request, captured: Captured, channel_id: str, key: str
) -> None:
    """Whisper to the person who reacted what the message was saved as."""
    errand = errands.whisper(
        channel_id,
        request.user_id,
        "feedback_saved",
        _answer(captured.feedback, request.user_id, is_new=captured.is_new),
        key=f"saved:{key}",
        at=request.at,
    )
    outbox.enqueue(session, request.workspace_id, errand, request.at)


def take_mark_back(session: Session, request: Request, feedback: Feedback) -> None:
    """Take the bot's mark from the message of feedback that was taken back."""
    source = feedback.source
    if feedback.door != "reaction" or source is None or source.message_ts is None:
        return
    errand = errands.unmark(
        source.channel_id,
        source.message_ts,
        SAVED_MARK,
        at=request.at,
        occasion=request.key or request.at.isoformat(),
    )
    outbox.enqueue(session, request.workspace_id, errand, request.at)


def ask_for_source(session: Session, request: Request, feedback: Feedback) -> None:
    """Ask Slack for the link and privacy of the message that feedback was taken from."""
    source = feedback.source
    if source is None or source.message_ts is None or request.door == "reaction":
        return  # a reaction's message was just read, with its link
    key = f"source:{source.channel_id}:{source.message_ts}:{request.key or request.user_id}"
    errand = errands.read_source(
        feedback.number, source.channel_id, source.message_ts, key=key, at=request.at
    )
    outbox.enqueue(session, request.workspace_id, errand, request.at)


def renew_answer(
    session: Session, request: Request, feedback: Feedback, answer_url: str | None
) -> None:
    """Show in the private answer at ``answer_url``, when there is one, what feedback is now."""
    if answer_url is None:
        return
    errand = errands.respond(
        answer_url,
        "feedback_saved",
        _answer(feedback, request.user_id, is_new=True),
        key=f"answer:F-{feedback.number}:{request.key or request.at.isoformat()}",
        at=request.at,
    )
    outbox.enqueue(session, request.workspace_id, errand, request.at)


def _answer(feedback: Feedback, viewer: str, *, is_new: bool) -> dict[str, Any]:
    return {"feedback": pack(feedback), "viewer": viewer, "is_new": is_new}
