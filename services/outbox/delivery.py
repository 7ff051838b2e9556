"""The dispatcher's side of the outbox: take tasks, and settle what became of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.core.changes import SYSTEM, NewChange
from domain.core.clocks import MOST_AHEAD
from domain.core.outbox import GivenUp, State, Task
from domain.core.people import Request
from services.outbox import failures
from storage.database.engine import Database
from storage.outbox import bounds as outbox_bounds
from storage.outbox import change_log as changes
from storage.outbox import lookup as said
from storage.outbox import queue as outbox
from storage.outbox.lookup import SentMessage
from storage.workspace import workspaces

_ROUNDED = timedelta(minutes=1)
"""What a wait may take beyond the longest: the pace's own steps, and the undoing of a step."""


def take(
    database: Database, owner: str, now: datetime, *, lease_s: float, limit: int
) -> list[Task]:
    """Lease up to ``limit`` tasks that are due, at most one of each lane."""
    with database.transaction() as session:
        return outbox.claim(session, owner, now, lease_s=lease_s, limit=limit)


def renew(
    database: Database, owner: str, ids: Sequence[int], now: datetime, *, lease_s: float
) -> None:
    """Hold on to what a dispatcher is working on."""
    if ids:
        with database.transaction() as session:
            outbox.renew(session, owner, ids, now, lease_s=lease_s)


def bound(database: Database, now: datetime, *, lease_s: float) -> int:
    """Bring back what was put off by a clock that has been set back since; how many tasks.

    ``now`` has to be right: it was just compared with the other dispatchers' clock.
    """
    with database.transaction() as session:
        waiting = outbox_bounds.bound_waits(session, now, now + MOST_AHEAD + _ROUNDED)
        return waiting + outbox_bounds.bound_leases(session, now, lease_s=lease_s)


def done(database: Database, task: Task, now: datetime, *, ts: str | None = None) -> bool:
    """Settle a task whose effect needs no other record; False when the lease was lost."""
    with database.transaction() as session:
        return outbox.finish(session, task, now, ts=ts)


def begin(database: Database, task: Task) -> bool:
    """Note that a task's effect may happen from now on; False when the lease was lost."""
    with database.transaction() as session:
        return outbox.begin(session, task)


def postpone(database: Database, task: Task, not_before: datetime) -> bool:
    """Put a task back untried, such as when the pace forbids it now."""
    with database.transaction() as session:
        return outbox.retry(session, task, not_before, error=None, is_uncertain=False, counts=False)


def retry(
    database: Database, task: Task, not_before: datetime, *, error: str, is_uncertain: bool
) -> bool:
    """Put a task back after a passing failure; ``is_uncertain`` when it may have worked."""
    with database.transaction() as session:
        return outbox.retry(session, task, not_before, error=error, is_uncertain=is_uncertain)


def give_up(
    database: Database, task: Task, now: datetime, state: State, reason: str, *, code: str = ""
) -> bool:
    """Settle a task that will not be tried again, and tell its owner the reason.

    ``code`` is the short name of the reason, such as Slack's own error code.
    """
    with database.transaction() as session:
        settled = outbox.give_up(session, task, now, state, reason)
        if settled:
            given_up = GivenUp(task, code, reason)
            failures.tell_owner(session, given_up, now)
            by_itself = Request(task.workspace_id, SYSTEM, "outbox", now)
            changes.announce(
                session, NewChange(by_itself, "outbox", task.id, "given_up", after=given_up)
            )
        return settled


def said_under(database: Database, task: Task, key: str) -> SentMessage | None:
    """The message with a key, such as the one whose thread a task goes into."""
    with database.reading() as session:
        return said.by_key(session, task.workspace_id, key)


def remember_file(database: Database, task: Task, file_id: str) -> bool:
    """Note the uploaded file of a task."""
    with database.transaction() as session:
        return outbox.remember_file(session, task, file_id)


def stop_workspace(
    database: Database, task: Task, now: datetime, reason: str, *, called_at: datetime | None = None
) -> None:
    """Stop a workspace whose token Slack refuses; the task waits with all its others.

    A workspace that was installed anew after ``called_at`` (``now`` unless said) has another token
    and goes on, this task with it.
    """
    with database.transaction() as session:
        workspaces.stop(session, task.workspace_id, reason, called_at or now)
        outbox.retry(session, task, now, error=reason, is_uncertain=False, counts=False)


def next_due(database: Database) -> datetime | None:
    """When the dispatcher has to look again, unless something new is written before."""
    with database.reading() as session:
        return outbox.next_due(session)


def states(database: Database, workspace_id: int, ids: Sequence[int]) -> dict[int, State]:
    """What became of some tasks."""
    with database.reading() as session:
        return outbox.of_ids(session, workspace_id, ids)
