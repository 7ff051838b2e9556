"""Digests: posted when they are due."""

from datetime import datetime
from functools import partial
from typing import Any

from domain.core.outbox import DeliveryFailure
from domain.digests.model import Digest
from scheduled.clock.scheduler import EACH_MINUTE, Job, one_by_one
from scheduled.delivery.part import ScheduledPart
from scheduled.delivery.template import Post
from scheduled.roadmap import with_board
from services.digests import runs as digest_runs
from services.outbox.payloads import unpack
from storage.database.engine import Database
from views.digests.answers import back_message, delivery_failure_message
from views.digests.messages import digest_message, picture_at, thread_message


def _digest(data: dict[str, Any]) -> Post:
    message = digest_message(unpack(Digest, data["digest"]))
    if "board" not in data:
        return Post(message)
    return with_board(message, data["board"], picture_at(message))


def _digest_thread(data: dict[str, Any]) -> Post:
    return Post(thread_message(unpack(Digest, data["digest"])))


def _setback(data: dict[str, Any]) -> Post:
    return Post(delivery_failure_message(unpack(DeliveryFailure, data)))


def _channel_back(data: dict[str, Any]) -> Post:
    return Post(back_message(data["channel"]))


def _run_digests(database: Database, at: datetime) -> None:
    """Run what is due, one after the other: one that fails keeps no other back."""
    found = digest_runs.due(database, at)
    one_by_one(found, lambda one: digest_runs.run(database, one, at))


def _jobs(database: Database) -> tuple[Job, ...]:
    return (Job("digests", EACH_MINUTE, partial(_run_digests, database)),)


PART = ScheduledPart(
    jobs=_jobs,
    templates={
        "digest": _digest,
        "digest_thread": _digest_thread,
        "setback": _setback,
        "channel_back": _channel_back,
    },
)
