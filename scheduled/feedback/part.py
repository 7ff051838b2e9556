"""Feedback: messages read from Slack, and the answers to whoever saved it."""

from functools import partial
from typing import Any

from domain.core.outbox import Kind
from domain.feedback.model import Feedback
from scheduled.clock.scheduler import EACH_MINUTE, NIGHTLY, Job
from scheduled.delivery.part import ScheduledPart, Wiring
from scheduled.delivery.template import Post
from scheduled.delivery.worker import TaskHandlers
from scheduled.feedback import message_reading, source_messages, thread_reading
from services.feedback import mentions
from services.feedback import source_check as sources_check
from services.feedback.intake import channel_catch_up as intake_catch_up
from services.feedback.intake import channel_readers as sources_readers
from services.outbox.payloads import unpack
from storage.database.engine import Database
from views.feedback.messages import captured_message, refused_message


def _feedback_saved(data: dict[str, Any]) -> Post:
    feedback, asks = unpack(Feedback, data["feedback"]), data.get("asks", 0)
    return Post(captured_message(feedback, is_new=data["is_new"], viewer=data["viewer"], asks=asks))


def _feedback_refused(data: dict[str, Any]) -> Post:
    return Post(refused_message(data["refusal"], data["channel"]))


def _jobs(database: Database) -> tuple[Job, ...]:
    return (
        Job("names", EACH_MINUTE, partial(mentions.fill_in_all, database)),
        Job("intakes", NIGHTLY, partial(intake_catch_up.request_all, database)),
        Job("check_sources", NIGHTLY, partial(sources_check.check_all, database)),
        Job("read_members", NIGHTLY, partial(sources_readers.renew_all, database)),
    )


def _tasks(wiring: Wiring) -> TaskHandlers:
    return {
        Kind.READ_MESSAGE: message_reading.read_message,
        Kind.READ_SOURCE: message_reading.read_source,
        Kind.READ_THREAD: thread_reading.read_thread,
        Kind.READ_FILES: thread_reading.read_files,
        Kind.CONFIRM_INTAKE: thread_reading.confirm_intake,
        Kind.READ_INTAKE: thread_reading.read_intake,
        Kind.AMEND: source_messages.Amending(wiring.templates).amend,
        Kind.RETELL: source_messages.retell,
        Kind.FORGET: source_messages.forget,
        Kind.CHECK_SOURCES: source_messages.check_sources,
        Kind.READ_MEMBERS: source_messages.read_members,
    }


PART = ScheduledPart(
    jobs=_jobs,
    tasks=_tasks,
    templates={
        "feedback_saved": _feedback_saved,
        "feedback_refused": _feedback_refused,
    },
)
