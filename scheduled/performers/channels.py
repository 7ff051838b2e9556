"""Reading which channels the bot is in."""

from typing import Any

from domain.outbox import Task
from domain.people import Channel
from scheduled.desk import Desk
from services import channels

_PAGE = 200


def read_channels(task: Task, desk: Desk) -> None:
    """Read the bot's own channel list and keep it."""
    found: list[Channel] = []
    cursor: str | None = None
    while True:
        page = desk.door.call(
            "users.conversations",
            types="public_channel,private_channel",
            limit=_PAGE,
            cursor=cursor,
        )
        found.extend(_channel(one) for one in page.get("channels", []))
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    channels.learned(desk.database, task, found, desk.now())


def _channel(one: dict[str, Any]) -> Channel:
    return Channel(
        channel_id=str(one["id"]),
        name=str(one.get("name") or ""),
        is_member=True,
        is_private=bool(one.get("is_private")),
        is_archived=bool(one.get("is_archived")),
    )
