"""The task handlers that belong to no feature: messages, files, reactions, private answers."""

from domain.core.outbox import Kind
from scheduled.delivery.part import ScheduledPart, Wiring
from scheduled.delivery.tasks.files import Files
from scheduled.delivery.tasks.messages import Messages
from scheduled.delivery.tasks.reactions import mark, unmark
from scheduled.delivery.tasks.responses import Answers
from scheduled.delivery.worker import TaskHandlers


def _tasks(wiring: Wiring) -> TaskHandlers:
    messages = Messages(wiring.templates)
    return {
        Kind.SAY: messages.say,
        Kind.TELL: messages.tell,
        Kind.WHISPER: messages.whisper,
        Kind.SEND_FILE: Files(wiring.documents).send,
        Kind.RESPOND: Answers(wiring.templates, wiring.slack_api_url).respond,
        Kind.MARK: mark,
        Kind.UNMARK: unmark,
    }


PART = ScheduledPart(tasks=_tasks)
