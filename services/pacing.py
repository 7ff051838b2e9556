"""The pace of calls to Slack, kept in the database so that every process goes by the same one."""

from collections.abc import Sequence
from datetime import datetime

from domain.pace import Limit, after_call, closed_until, wait_s
from storage import pace
from storage.engine import Database


def take(database: Database, workspace_id: int, limits: Sequence[Limit], now: datetime) -> float:
    """0 when a call fits under all limits now (and is counted), else the seconds to wait."""
    with database.transaction() as session:
        dues = pace.locked(session, workspace_id, [limit.name for limit in limits], now)
        wait = max(wait_s(limit, dues[limit.name], now) for limit in limits)
        if wait == 0.0:
            counted = {one.name: after_call(one, dues[one.name], now) for one in limits}
            pace.save(session, workspace_id, counted)
        return wait


def close(database: Database, workspace_id: int, limit: Limit, until: datetime) -> None:
    """Let no call under a limit through before ``until``: Slack's Retry-After."""
    with database.transaction() as session:
        pace.save(session, workspace_id, {limit.name: closed_until(limit, until)})
