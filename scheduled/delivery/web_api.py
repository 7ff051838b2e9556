"""The one way from the dispatcher to the Web API: paced, bounded, and never repeated by itself."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from domain.core.outbox import Task
from domain.text.storable import make_storable
from scheduled.delivery.backoff import limits_of, method_limit
from services.outbox import rate_limit as pacing
from storage.database.engine import Database


class TooSoon(Exception):
    """The pace forbids a call for another ``wait_s`` seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"wait {wait_s:.3f} s")
        self.wait_s = wait_s


class LeaseLost(Exception):
    """Another dispatcher took the errand over; it must not be done here any more."""


class Door:
    """Calls for one errand. Raises TooSoon or LeaseLost before a call, and what WebClient raises
    after."""

    def __init__(
        self,
        client: WebClient,
        task: Task,
        database: Database,
        now: Callable[[], datetime],
        lease_s: float,
    ) -> None:
        """``lease_s`` is what each call begins with, so that the errand stays held meanwhile."""
        self.client = client
        self._lease_s = lease_s
        self._task = task
        self._database = database
        self._now = now
        self.last_method = ""

    def call(self, method: str, *, paced_by: str | None = None, **arguments: Any) -> dict[str, Any]:
        """The answer of a Web API method, sent as a form.

        ``paced_by`` is the channel whose own pace counts. Arguments that are None are left out.
        """
        limits = limits_of(method, paced_by)
        now = self._now()
        wait_s = pacing.take_for(self._database, self._task, limits, now, lease_s=self._lease_s)
        if wait_s is None:
            raise LeaseLost
        return self._send(method, wait_s, arguments)

    def ask(self, method: str, **arguments: Any) -> dict[str, Any]:
        """The answer of a method that only reads, for an errand that is settled already."""
        limits = limits_of(method, None)
        wait_s = pacing.take(self._database, self._task.workspace_id, limits, self._now())
        return self._send(method, wait_s, arguments)

    def _send(self, method: str, wait_s: float, arguments: dict[str, Any]) -> dict[str, Any]:
        if wait_s > 0:
            raise TooSoon(wait_s)
        self.last_method = method
        given = {name: _encoded(value) for name, value in arguments.items() if value is not None}
        answer = self.client.api_call(method, params=given)
        # What Slack answers enters here: a name may hold what no database stores.
        return make_storable(dict(answer.data)) if isinstance(answer.data, dict) else {}

    def close(self, until: datetime) -> None:
        """Make no further call of the last method before ``until``."""
        limit = method_limit(self.last_method)
        pacing.close(self._database, self._task.workspace_id, limit, until)


def _encoded(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list | tuple) else value
