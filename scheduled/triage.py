"""The messages of triage, drawn from the data of their tasks."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from domain.feedback.model import Feedback
from scheduled.clock.scheduler import EACH_MINUTE, Job, one_by_one
from scheduled.delivery.part import ScheduledPart
from scheduled.delivery.template import plain
from services.outbox.payloads import unpack
from services.triage import notifications as triage_news
from services.triage import rota
from storage.database.engine import Database
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


def _hand_over(database: Database, at: datetime) -> None:
    """Pass the turn to sort on, where it is time."""
    one_by_one(rota.due(database, at), lambda one: rota.hand_over(database, one, at))


def _tell_triage(database: Database, at: datetime) -> None:
    """Tell the triage channels what is new."""
    one_by_one(triage_news.due(database), lambda one: triage_news.post(database, one, at))


def _jobs(database: Database) -> tuple[Job, ...]:
    return (
        Job("rota", EACH_MINUTE, partial(_hand_over, database)),
        Job("triage_news", EACH_MINUTE, partial(_tell_triage, database)),
    )


PART = ScheduledPart(
    jobs=_jobs,
    templates={name: plain(draw) for name, draw in TRIAGE_MESSAGES.items()},
)
