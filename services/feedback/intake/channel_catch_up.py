"""What intake channels heard while nobody listened: their last days are read again."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.channels import CaptureMethod
from domain.core.outbox import Task
from domain.core.people import Request
from domain.text.slack_message import Arrived, is_said_by_a_person
from services.feedback.intake import channel_intake as intake
from services.outbox import delivery
from services.outbox import messages as outbox_messages
from storage.channels import rules as channel_rules
from storage.database.engine import Database
from storage.feedback import queries as feedback
from storage.outbox import queue as outbox
from storage.workspace import workspaces

READ_BACK = timedelta(days=2)
"""How far back a channel is read again."""


def request_all(database: Database, at: datetime) -> None:
    """Have every intake channel read again: at the start, after a reconnection, and every night."""
    with database.reading() as session:
        every = [one.id for one in workspaces.every(session)]
    for workspace_id in every:
        with database.transaction() as session:
            for channel_id in channel_rules.intakes(session, workspace_id):
                outbox.enqueue(
                    session, workspace_id, outbox_messages.read_intake(channel_id, at=at), at
                )


def oldest_ts(database: Database, task: Task, at: datetime) -> str | None:
    """The ts from which on a channel is read, or None when it takes nothing in any more."""
    with database.reading() as session:
        rule = channel_rules.rule_of(session, task.workspace_id, task.payload["channel"])
    if rule is None or not rule.is_open(CaptureMethod.INTAKE) or rule.intake_since is None:
        return None
    return f"{max(rule.intake_since, at - READ_BACK).timestamp():.6f}"


def lacks(database: Database, task: Task, messages: Iterable[Mapping[str, Any]]) -> bool:
    """True when more than a tenth of a channel's messages are not taken in: a few never are, as
    they have no words or were said to the bot."""
    said = {str(one["ts"]) for one in messages if is_said_by_a_person(one)}
    with database.reading() as session:
        channel_id = task.payload["channel"]
        known = feedback.known_messages(session, task.workspace_id, channel_id, said)
    return len(said - known) > len(said) / 10


def caught_up(
    database: Database, task: Task, messages: Iterable[Mapping[str, Any]], at: datetime
) -> None:
    """Take in what is not known of the messages, oldest first, and settle the task."""
    channel_id = task.payload["channel"]
    for message in sorted(messages, key=lambda one: str(one.get("ts"))):
        if is_said_by_a_person(message):
            key = f"history:{channel_id}:{message['ts']}"
            request = Request(task.workspace_id, str(message["user"]), "intake", at, key)
            intake.arrived(database, request, Arrived(channel_id, dict(message)))
    delivery.done(database, task, at)
