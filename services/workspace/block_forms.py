"""In which form a workspace takes a message: as it was made, or with plainer blocks."""

from collections.abc import Collection
from datetime import datetime, timedelta

from domain.core.outbox import Task
from storage.database.engine import Database
from storage.outbox import queue as outbox
from storage.workspace import refused_blocks

ASKED_AGAIN_AFTER = timedelta(days=30)
"""Slack brings new kinds of blocks to one workspace after another, so a refusal ends some day."""


def refused(database: Database, workspace_id: int, now: datetime) -> frozenset[str]:
    """The kinds of blocks that are not to be sent to a workspace now."""
    with database.reading() as session:
        return refused_blocks.since(session, workspace_id, now - ASKED_AGAIN_AFTER)


def remember(database: Database, task: Task, types: Collection[str], now: datetime) -> None:
    """Note that a workspace refused some kinds of blocks."""
    with database.transaction() as session:
        refused_blocks.remember(session, task.workspace_id, types, now)


def make_plain(database: Database, task: Task) -> bool:
    """Let a task say its message in the plainest form; False when the lease was lost."""
    with database.transaction() as session:
        return outbox.replace_payload(session, task, {**task.payload, "is_plain": True})
