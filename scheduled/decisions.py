"""Decisions: they come back on their day."""

from datetime import datetime
from functools import partial
from typing import Any

from domain.decisions import Decision, DecisionList
from scheduled.clock.scheduler import EACH_MINUTE, Job, one_by_one
from scheduled.delivery.part import ScheduledPart
from scheduled.delivery.template import Post
from services.decisions import actions as decisions
from services.outbox.payloads import unpack
from storage.database.engine import Database
from views.decisions.pages import decisions_message, review_message, reviewed_message


def _decisions(data: dict[str, Any]) -> Post:
    return Post(decisions_message(unpack(DecisionList, data)))


def _decision_review(data: dict[str, Any]) -> Post:
    return Post(review_message(unpack(Decision, data["decision"])))


def _decision_reviewed(data: dict[str, Any]) -> Post:
    return Post(reviewed_message(unpack(Decision, data["decision"]), data["result"]))


def _review_decisions(database: Database, at: datetime) -> None:
    """Bring decisions back to their owners."""
    one_by_one(decisions.due(database, at), lambda one: decisions.ask(database, one, at))


def _jobs(database: Database) -> tuple[Job, ...]:
    return (Job("decisions", EACH_MINUTE, partial(_review_decisions, database)),)


PART = ScheduledPart(
    jobs=_jobs,
    templates={
        "decisions": _decisions,
        "decision_review": _decision_review,
        "decision_reviewed": _decision_reviewed,
    },
)
