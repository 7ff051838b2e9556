"""The messages of triage, drawn from the data of their errands."""

from collections.abc import Callable
from typing import Any

from domain.feedback.model import Feedback
from services.outbox.payloads import unpack
from views.blockkit.message import Message
from views.triage.messages import (
    answered_message,
    assigned_message,
    dismissed_message,
    news_message,
    question_message,
    turn_message,
    which_message,
)


def _question(data: dict[str, Any]) -> Message:
    said = unpack(Feedback, data["feedback"]) if data["feedback"] else None
    return question_message(data, said)


def _assigned(data: dict[str, Any]) -> Message:
    return assigned_message(data, unpack(Feedback, data["feedback"]))


def _dismissed(data: dict[str, Any]) -> Message:
    return dismissed_message(data, unpack(Feedback, data["feedback"]))


def _news(data: dict[str, Any]) -> Message:
    return news_message([unpack(Feedback, one) for one in data["lines"]], data["more"])


TRIAGE_MESSAGES: dict[str, Callable[[dict[str, Any]], Message]] = {
    "triage_question": _question,
    "triage_answered": answered_message,
    "triage_assigned": _assigned,
    "triage_dismissed": _dismissed,
    "triage_news": _news,
    "triage_turn": turn_message,
    "triage_which": lambda _data: which_message(),
}
"""What draws each of these messages."""
