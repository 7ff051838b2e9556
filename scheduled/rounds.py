"""How many people could vote in a channel's ballot."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from domain.core.outbox import Kind, Task
from domain.rounds.ballots import Count
from domain.rounds.model import Asking, OwnerNote, Round
from domain.rounds.results import Result, Talk
from scheduled.clock.scheduler import EACH_MINUTE, Job, one_by_one
from scheduled.delivery.api_errors import CALL_ERRORS, Verdict
from scheduled.delivery.part import ScheduledPart, Wiring
from scheduled.delivery.template import Post, Template
from scheduled.delivery.worker import TaskContext, TaskHandlers
from services.outbox.payloads import unpack
from services.rounds import ballot_count
from services.rounds import lifecycle as round_life
from storage.database.engine import Database
from views.blockkit.message import Message
from views.rounds import messages as round_messages
from views.rounds.ballots import count_message


def count_members(task: Task, context: TaskContext) -> None:
    """Note how many are in a channel beside the bot; where Slack does not tell, it stays unknown.

    ``num_members`` comes from ``conversations.info`` with ``include_num_members``.
    """
    try:
        answer = context.web_api.call(
            "conversations.info", channel=task.payload["channel"], include_num_members="true"
        )
    except CALL_ERRORS as error:
        if context.diagnose(error).verdict is not Verdict.GIVE_UP:
            raise
        ballot_count.learned_members(context.database, task, None, context.now())
        return
    facts = answer["channel"]
    members = facts.get("num_members")
    if members is not None and facts.get("is_member"):
        members -= 1
    ballot_count.learned_members(context.database, task, members, context.now())


def _asking(draw: Callable[[Asking], Message]) -> Template:
    return lambda data: Post(draw(unpack(Asking, data)))


def _round_note(data: dict[str, Any]) -> Post:
    return Post(round_messages.note_message(unpack(OwnerNote, data)))


def _round_result(data: dict[str, Any]) -> Post:
    return Post(round_messages.result_message(unpack(Result, data)))


def _round_why(data: dict[str, Any]) -> Post:
    found, talk = unpack(Round, data["round"]), unpack(Talk, data["talk"])
    return Post(round_messages.why_message(found, talk, data["side"]))


def _round_sentence(data: dict[str, Any]) -> Post:
    found, talk = unpack(Round, data["round"]), unpack(Talk, data["talk"])
    return Post(round_messages.sentence_message(found, talk, data["side"]))


def _ballot_result(data: dict[str, Any]) -> Post:
    return Post(count_message(unpack(Count, data)))


def _run_rounds(database: Database, at: datetime) -> None:
    """Remind and reveal what is due: a round that fails keeps no other back."""
    found = round_life.due(database, at)
    one_by_one(found, lambda one: round_life.run(database, one, at))


def _jobs(database: Database) -> tuple[Job, ...]:
    return (Job("rounds", EACH_MINUTE, partial(_run_rounds, database)),)


def _tasks(_wiring: Wiring) -> TaskHandlers:
    return {
        Kind.COUNT_MEMBERS: count_members,
    }


PART = ScheduledPart(
    jobs=_jobs,
    tasks=_tasks,
    templates={
        "round_asked": _asking(round_messages.asked_message),
        "round_reminder": _asking(round_messages.reminder_message),
        "round_moved": _asking(round_messages.moved_message),
        "round_cancelled": _asking(round_messages.cancelled_message),
        "round_note": _round_note,
        "round_result": _round_result,
        "round_why": _round_why,
        "round_sentence": _round_sentence,
        "ballot_result": _ballot_result,
    },
)
