"""Who is in the private channels that feedback comes from, as Slack tells."""

from collections.abc import Collection
from datetime import datetime, timedelta

from domain.core.clocks import is_within
from domain.core.outbox import Kind, NewTask, Task
from domain.feedback.model import Source
from storage.channels import queries as channels
from storage.database.engine import Database, Session
from storage.feedback import source_messages as sources
from storage.outbox import queue as outbox
from storage.workspace import workspaces

_FRESH = timedelta(hours=1)
"""Within this time after a reading the events of who joined and left are enough."""


def want_readers(session: Session, workspace_id: int, source: Source | None, at: datetime) -> None:
    """Ask who can read a private channel, unless that is known (part of a transaction)."""
    if source is None or not source.is_private or source.channel_id.startswith("D"):
        return
    known = sources.roster_read_at(session, workspace_id, source.channel_id)
    if known is None or not is_within(known, _FRESH, at):
        wish = _wish(source.channel_id, f"{at:%Y-%m-%dT%H}", at)
        outbox.enqueue(session, workspace_id, wish, at)


def renew_all(database: Database, at: datetime) -> None:
    """Ask anew about every private channel that words come from; for the clock, nightly."""
    with database.reading() as session:
        every = [one.id for one in workspaces.every(session)]
    for workspace_id in every:
        with database.transaction() as session:
            for channel_id in sources.private_channels(session, workspace_id):
                wish = _wish(channel_id, f"{at:%Y-%m-%d}:night", at)
                outbox.enqueue(session, workspace_id, wish, at)


def learned(database: Database, task: Task, members: Collection[str] | None, at: datetime) -> None:
    """Keep who is in a channel, None when Slack does not tell, and settle the task."""
    with database.transaction() as session:
        if not outbox.finish(session, task, at):
            return
        channel_id = task.payload["channel"]
        if members is None:
            sources.drop_roster(session, task.workspace_id, channel_id)
        else:
            sources.keep_roster(session, task.workspace_id, channel_id, members, at)


def joined(database: Database, workspace_id: int, channel_id: str, user_id: str) -> None:
    """Note that somebody can read a channel from now on."""
    if _is_private(database, workspace_id, channel_id):
        with database.transaction() as session:
            sources.joined(session, workspace_id, channel_id, user_id)


def left(database: Database, workspace_id: int, channel_id: str, user_id: str) -> None:
    """Note that somebody can read a channel no longer."""
    if _is_private(database, workspace_id, channel_id):
        with database.transaction() as session:
            sources.left(session, workspace_id, channel_id, user_id)


def _is_private(database: Database, workspace_id: int, channel_id: str) -> bool:
    with database.reading() as session:
        known = channels.get(session, workspace_id, channel_id)
    return known is None or known.is_private


def _wish(channel_id: str, occasion: str, at: datetime) -> NewTask:
    key, lane = f"readers:{channel_id}:{occasion}", f"readers:{channel_id}"
    return NewTask(Kind.READ_MEMBERS, lane, key, {"channel": channel_id}, at, one_pending=lane)
