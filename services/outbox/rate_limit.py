"""The pace of calls to Slack, kept in the database so that every process goes by the same one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.core.clocks import MOST_AHEAD
from domain.core.outbox import Task
from domain.core.rate_limit import Limit, after_call, closed_until, wait_s
from storage.database.engine import Database, Session
from storage.outbox import queue as outbox
from storage.outbox import rate_limit as pace


def take(database: Database, workspace_id: int, limits: Sequence[Limit], now: datetime) -> float:
    """0 when a call fits under all limits now (and is counted), else the seconds to wait."""
    with database.transaction() as session:
        return _take(session, workspace_id, limits, now)


def take_for(
    database: Database, task: Task, limits: Sequence[Limit], now: datetime, *, lease_s: float
) -> float | None:
    """The same for a call of a task, whose lease then lasts ``lease_s`` from ``now``.

    None when another dispatcher holds the task by now, as it does when this process stood still
    for longer than its lease: then it must not be done here.
    """
    with database.transaction() as session:
        if not outbox.hold(session, task, now, lease_s=lease_s):
            return None
        return _take(session, task.workspace_id, limits, now)


def _take(session: Session, workspace_id: int, limits: Sequence[Limit], now: datetime) -> float:
    dues = pace.locked(session, workspace_id, [limit.name for limit in limits], now)
    waits = [(wait_s(limit, dues[limit.name], now), limit) for limit in limits]
    longest_s, by = max(waits, key=lambda one: one[0])
    if longest_s == 0.0:
        counted = {one.name: after_call(one, dues[one.name], now) for one in limits}
        pace.save(session, workspace_id, counted)
        return 0.0
    return _queue_up(session, workspace_id, by, longest_s, now) if by.is_shared else longest_s


def _queue_up(
    session: Session, workspace_id: int, limit: Limit, wait: float, now: datetime
) -> float:
    """The seconds to wait behind all others that wait for the same limit already.

    Were all told the same instant, all would come then, and all but one in vain: with a thousand
    channels that keeps the dispatcher from everybody else's messages.
    """
    queue = f"queue:{limit.name}"
    end = pace.locked(session, workspace_id, [queue], now)[queue]
    if end > now + MOST_AHEAD:
        end = now  # the clock was set back; or so many wait that the line begins from the front
    turn = max(end, now + timedelta(seconds=wait))
    pace.save(session, workspace_id, {queue: turn + timedelta(seconds=limit.interval_s)})
    return (turn - now).total_seconds()


def close(database: Database, workspace_id: int, limit: Limit, until: datetime) -> None:
    """Let no call under a limit through before ``until``: Slack's Retry-After."""
    with database.transaction() as session:
        pace.save(session, workspace_id, {limit.name: closed_until(limit, until)})
