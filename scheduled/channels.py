"""Reading which channels the bot is in."""

from dataclasses import replace
from typing import Any

from domain.core.outbox import Kind, Task
from domain.core.people import Channel
from scheduled.delivery.api_errors import CALL_ERRORS, Verdict
from scheduled.delivery.part import ScheduledPart, Wiring
from scheduled.delivery.template import plain
from scheduled.delivery.worker import TaskContext, TaskHandlers
from services.channels import membership as channels
from views.channels.messages import DOOR_MESSAGES

_PAGE = 200


def read_channels(task: Task, context: TaskContext) -> None:
    """Read the bot's own channel list and keep it."""
    found: list[Channel] = []
    shared: dict[str, tuple[str, ...]] = {}
    cursor: str | None = None
    while True:
        page = context.web_api.call(
            "users.conversations",
            types="public_channel,private_channel",
            limit=_PAGE,
            cursor=cursor,
        )
        found.extend(_channel(one) for one in page["channels"])
        shared |= {str(one["id"]): _teams(one) for one in page["channels"] if _teams(one)}
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    channels.learned(context.database, task, found, context.now(), shared)


def read_channel(task: Task, context: TaskContext) -> None:
    """Read what a channel is called; one that Slack hides from the bot is private."""
    channel_id = str(task.payload["channel"])
    found = Channel(channel_id, "", is_member=False, is_private=True)
    try:
        answer = context.web_api.call("conversations.info", channel=channel_id)["channel"]
    except CALL_ERRORS as error:
        if context.diagnose(error).verdict is not Verdict.GIVE_UP:
            raise
    else:
        found = replace(_channel(answer), is_member=bool(answer.get("is_member")))
    channels.learned_one(context.database, task, found, context.now())


def read_team(task: Task, context: TaskContext) -> None:
    """Ask for the name of the organisation that a channel is shared with; a refusal is kept."""
    try:
        answer = context.web_api.call("team.info", team=task.payload["team"])
    except CALL_ERRORS as error:
        problem = context.diagnose(error)
        if problem.verdict is not Verdict.GIVE_UP:
            raise
        channels.unnamed(context.database, task, problem.code, context.now())
        return
    channels.named(context.database, task, str(answer["team"]["name"]), context.now())


def _teams(one: dict[str, Any]) -> tuple[str, ...]:
    """The organisations in a channel that is shared by Slack Connect, this one among them."""
    if not one.get("is_ext_shared"):
        return ()
    teams = [*(one.get("connected_team_ids") or ()), *(one.get("shared_team_ids") or ())]
    return tuple(dict.fromkeys(str(team) for team in teams))


def _channel(one: dict[str, Any]) -> Channel:
    return Channel(
        channel_id=str(one["id"]),
        name=str(one.get("name") or ""),
        is_member=True,
        is_private=bool(one.get("is_private")),
        is_archived=bool(one.get("is_archived")),
    )


def _tasks(_wiring: Wiring) -> TaskHandlers:
    return {
        Kind.READ_TEAM: read_team,
        Kind.READ_CHANNEL: read_channel,
        Kind.READ_CHANNELS: read_channels,
    }


PART = ScheduledPart(
    tasks=_tasks,
    templates={name: plain(draw) for name, draw in DOOR_MESSAGES.items()},
)
