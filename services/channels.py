"""Channels: which ones the bot is in, learned from Slack."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from domain.outbox import Task
from domain.people import Channel
from services.errands import read_channels
from storage import channels, outbox
from storage.engine import Database


def learned(database: Database, task: Task, found: Collection[Channel], at: datetime) -> None:
    """Keep the channels that the bot is in, and settle the errand that asked."""
    with database.transaction() as session:
        channels.save_memberships(session, task.workspace_id, found, at)
        outbox.finish(session, task, at)


def bot_joined(database: Database, workspace_id: int, key: str, at: datetime) -> None:
    """Ask Slack anew which channels the bot is in, as it was just added to one."""
    with database.transaction() as session:
        errand = read_channels(key=f"channels:{key}", at=at)
        outbox.enqueue(session, workspace_id, errand, at)


def bot_left(database: Database, workspace_id: int, channel_id: str, at: datetime) -> None:
    """Note that the bot is no longer in a channel."""
    with database.transaction() as session:
        known = channels.get(session, workspace_id, channel_id) or Channel(channel_id, "", True)
        channels.save(session, workspace_id, [replace(known, is_member=False)], at)


def is_outside(database: Database, workspace_id: int, channel_id: str) -> bool:
    """True when the bot is certainly not a member of the channel (direct messages are none)."""
    with database.reading() as session:
        return channels.is_outside(session, workspace_id, channel_id)
