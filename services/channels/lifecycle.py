"""What a channel's fate means for its digest: out of reach, back again, or under another id."""

from dataclasses import replace
from datetime import datetime

from domain.channels import CaptureMethod, ChannelLost
from domain.core.changes import SYSTEM, NewChange
from domain.core.people import Request
from services.outbox.messages import tell
from storage.channels import queries as channels
from storage.channels import renamed_ids as channel_ids
from storage.channels import rules as channel_rules
from storage.database.engine import Database
from storage.digests import subscriptions
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox


def out_of_reach(
    database: Database, workspace_id: int, channel_id: str, reason: str, *, key: str, at: datetime
) -> None:
    """Pause the channel's digest and tell its owner once; ``reason`` is a sentence.

    Whoever made the channel an intake is told that nothing is taken in there any more.
    """
    with database.transaction() as session:
        lost = ChannelLost(channel_id, reason, key)
        by_itself = Request(workspace_id, SYSTEM, "channels", at)
        changes.announce(
            session, NewChange(by_itself, "workspace", workspace_id, "channel_lost", after=lost)
        )
        rule = channel_rules.rule_of(session, workspace_id, channel_id)
        if rule is not None and rule.set_by and rule.is_open(CaptureMethod.INTAKE):
            data = {"channel": channel_id, "reason": reason}
            new_task = tell(rule.set_by, "intake_deaf", data, key=f"deaf:{rule.id}:{key}", at=at)
            outbox.enqueue(session, workspace_id, new_task, at)


def back(database: Database, workspace_id: int, channel_id: str, *, key: str, at: datetime) -> None:
    """Tell the owner of a digest that paused itself that it can go on; it does not by itself."""
    with database.transaction() as session:
        found = subscriptions.of_channel(session, workspace_id, channel_id)
        if found is None or found.paused_reason is None:
            return
        new_task = tell(
            found.owner_id,
            "channel_back",
            {"channel": channel_id},
            key=f"back:{found.id}:{key}",
            at=at,
        )
        outbox.enqueue(session, workspace_id, new_task, at)


def id_changed(
    database: Database, workspace_id: int, old_id: str, new_id: str, at: datetime
) -> None:
    """Write a channel's new id wherever its old one stands, all at once."""
    with database.transaction() as session:
        before = subscriptions.of_channel(session, workspace_id, old_id, lock=True)
        channel_ids.replace(session, workspace_id, old_id, new_id)
        if before is not None:
            subject = ("subscription", before.id)
            by_itself = Request(workspace_id, SYSTEM, "event", at)
            changes.record(session, by_itself, subject, "channel", before=old_id, after=new_id)


def renamed(
    database: Database, workspace_id: int, channel_id: str, name: str, at: datetime
) -> None:
    """Keep a channel's new name, when the channel is known."""
    with database.transaction() as session:
        known = channels.get(session, workspace_id, channel_id)
        if known is not None:
            channels.save(session, workspace_id, [replace(known, name=name)], at)
