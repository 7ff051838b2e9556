"""How many people could vote in a channel's ballot."""

from domain.core.outbox import Task
from scheduled.delivery.api_errors import CALL_ERRORS, Verdict, diagnose
from scheduled.delivery.worker import Desk
from services.rounds import ballot_count


def count_members(task: Task, desk: Desk) -> None:
    """Note how many are in a channel beside the bot; where Slack does not tell, it stays unknown.

    ``num_members`` comes from ``conversations.info`` with ``include_num_members``.
    """
    try:
        answer = desk.door.call(
            "conversations.info", channel=task.payload["channel"], include_num_members="true"
        )
    except CALL_ERRORS as error:
        if diagnose(error).verdict is not Verdict.GIVE_UP:
            raise
        ballot_count.learned_members(desk.database, task, None, desk.now())
        return
    facts = answer["channel"]
    members = facts.get("num_members")
    if members is not None and facts.get("is_member"):
        members -= 1
    ballot_count.learned_members(desk.database, task, members, desk.now())
