"""Channels: which ones the bot is in, learned from Slack."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from domain.core.outbox import Task
from domain.core.people import Channel
from domain.text.labels import MAX_NAME_CHARS
from services.outbox import messages as outbox_messages
from services.outbox.messages import read_channels
from storage.channels import queries as channels
from storage.channels import rules as channel_rules
from storage.database.engine import Database, Session
from storage.outbox import queue as outbox
from storage.workspace import workspaces


def learned(
    database: Database,
    task: Task,
    found: Collection[Channel],
    at: datetime,
    shared: Mapping[str, Collection[str]],
) -> None:
    """Keep the channels that the bot is in, and settle the task that asked.

    ``shared`` are the organisations in each channel that is shared by Slack Connect; the name of
    the other one is asked for, as it is the customer of what is said there.
    """
    with database.transaction() as session:
        channels.save_memberships(session, task.workspace_id, found, at)
        _learn_connections(session, task, shared, at)
        outbox.finish(session, task, at)


def learned_one(database: Database, task: Task, found: Channel, at: datetime) -> None:
    """Keep what Slack told of one channel, and settle the task that asked."""
    with database.transaction() as session:
        known = channels.get(session, task.workspace_id, found.channel_id)
        if known is None or not known.name:
            channels.save(session, task.workspace_id, [found], at)
        outbox.finish(session, task, at)


def named(database: Database, task: Task, name: str, at: datetime) -> None:
    """Keep the name of the organisation that a channel is shared with, and settle the task."""
    with database.transaction() as session:
        channel_id, team_id = task.payload["channel"], task.payload["team"]
        clean = " ".join(name.replace("\0", "").split())[:MAX_NAME_CHARS].strip()
        channel_rules.connect(
            session,
            task.workspace_id,
            channel_id,
            team_id=team_id,
            name=clean or None,
            problem=None if clean else "nameless",
        )
        outbox.finish(session, task, at)


def unnamed(database: Database, task: Task, problem: str, at: datetime) -> None:
    """Keep why Slack does not tell the name of an organisation, and settle the task."""
    with database.transaction() as session:
        channel_id, team_id = task.payload["channel"], task.payload["team"]
        channel_rules.connect(
            session, task.workspace_id, channel_id, team_id=team_id, name=None, problem=problem
        )
        outbox.finish(session, task, at)


def read_again(database: Database, workspace_id: int, key: str, at: datetime) -> None:
    """Ask Slack anew which channels the bot is in and with whom they are shared."""
    with database.transaction() as session:
        new_task = read_channels(key=f"channels:{key}", at=at)
        outbox.enqueue(session, workspace_id, new_task, at)


def bot_left(database: Database, workspace_id: int, channel_id: str, at: datetime) -> None:
    """Note that the bot is no longer in a channel."""
    with database.transaction() as session:
        known = channels.get(session, workspace_id, channel_id) or Channel(channel_id, "", True)
        channels.save(session, workspace_id, [replace(known, is_member=False)], at)


def is_outside(database: Database, workspace_id: int, channel_id: str) -> bool:
    """True when the bot is certainly not a member of the channel (direct messages are none)."""
    with database.reading() as session:
        return channels.is_outside(session, workspace_id, channel_id)


def _learn_connections(
    session: Session, task: Task, shared: Mapping[str, Collection[str]], at: datetime
) -> None:
    own = workspaces.get(session, task.workspace_id).team_id
    known = channel_rules.connected(session, task.workspace_id)
    for channel_id in known.keys() - shared.keys():
        channel_rules.connect(
            session, task.workspace_id, channel_id, team_id=None, name=None, problem=None
        )
    for channel_id, teams in shared.items():
        others = [team for team in teams if team != own]
        before = known.get(channel_id)
        if len(others) > 1:
            channel_rules.connect(
                session, task.workspace_id, channel_id, team_id=None, name=None, problem="several"
            )
        elif others and not (
            before and before.connected_team_id == others[0] and before.connected_name
        ):
            key = f"team:{channel_id}:{others[0]}:{task.key}"
            new_task = outbox_messages.read_team(channel_id, others[0], key=key, at=at)
            outbox.enqueue(session, task.workspace_id, new_task, at)
