"""Reactions of the bot: a mark on what was saved, the first click on a card."""

from domain.core.outbox import Task
from scheduled.delivery.api_errors import CALL_ERRORS, diagnose
from scheduled.delivery.worker import TaskContext
from services.outbox import delivery
from services.workspace import settings

_AS_GOOD = frozenset({"already_reacted", "message_not_found", "too_many_reactions"})
_UNKNOWN_EMOJI = "invalid_name"
_NOT_THERE = frozenset({"no_reaction", "message_not_found"})


def mark(task: Task, context: TaskContext) -> None:
    """Add the bot's reaction; a message that has it, or is gone, needs nothing more. Who chose an
    emoji that Slack does not know is told."""
    payload = task.payload
    try:
        context.web_api.call(
            "reactions.add",
            channel=payload["channel"],
            timestamp=payload["ts"],
            name=payload["emoji"],
        )
    except CALL_ERRORS as error:
        code = diagnose(error).code
        if code == _UNKNOWN_EMOJI:
            settings.emoji_refused(context.database, task, context.now())
            return
        if code not in _AS_GOOD:
            raise
    delivery.done(context.database, task, context.now())


def unmark(task: Task, context: TaskContext) -> None:
    """Take the bot's reaction back; one that is not there, or whose message is gone, is fine."""
    payload = task.payload
    try:
        context.web_api.call(
            "reactions.remove",
            channel=payload["channel"],
            timestamp=payload["ts"],
            name=payload["emoji"],
        )
    except CALL_ERRORS as error:
        if diagnose(error).code not in _NOT_THERE:
            raise
    delivery.done(context.database, task, context.now())
