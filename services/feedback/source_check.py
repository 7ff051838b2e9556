"""What happened to messages while the bot was away: the newest sources are read again at night."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from domain.core.outbox import Kind, NewTask, Task
from services.feedback import source_messages as watching
from storage.database.engine import Database
from storage.feedback import source_messages as sources
from storage.outbox import queue as outbox
from storage.workspace import workspaces

CHECKED_FOR = timedelta(days=30)
"""So long a message's edits and deletion are noticed even when the bot was not told of them."""

MOST_CHECKED = 1_000
"""Messages a night and workspace, the newest: Slack allows 50 such calls a minute."""

_AT_ONCE = 20


def check_all(database: Database, at: datetime) -> None:
    """Wish that every workspace's recent sources be read again; for the clock, nightly."""
    with database.reading() as session:
        every = [one.id for one in workspaces.every(session)]
    for workspace_id in every:
        with database.transaction() as session:
            found = sources.recent(session, workspace_id, at - CHECKED_FOR, MOST_CHECKED)
            for new_task in _wishes(found, at):
                outbox.enqueue(session, workspace_id, new_task, at)


def checked(
    database: Database,
    workspace_id: int,
    place: tuple[str, str],
    message: Mapping[str, Any] | None,
    at: datetime,
) -> None:
    """Make what was taken from a message equal to what was read; None: it was deleted."""
    channel_id, ts = place
    editor = str(((message or {}).get("edited") or {}).get("user") or "linchpin")
    request = watching.at_source(workspace_id, editor, at)
    if message is None:
        watching.deleted(database, request, channel_id, ts)
    else:
        watching.edited(database, request, channel_id, message)


def _wishes(found: list[tuple[str, str]], at: datetime) -> list[NewTask]:
    wishes = []
    for channel_id, group in groupby(sorted(found), key=lambda one: one[0]):
        messages = [ts for _channel, ts in group]
        for start in range(0, len(messages), _AT_ONCE):
            payload = {"channel": channel_id, "messages": messages[start : start + _AT_ONCE]}
            key = f"check:{channel_id}:{messages[start]}:{at:%Y-%m-%d}"
            wishes.append(NewTask(Kind.CHECK_SOURCES, f"check:{channel_id}", key, payload, at))
    return wishes


def settle(database: Database, task: Task, at: datetime) -> None:
    """Note that a task's messages were all read."""
    with database.transaction() as session:
        outbox.finish(session, task, at)
