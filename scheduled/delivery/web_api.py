"""The one way from the dispatcher to the Web API: paced, bounded, and never repeated by itself."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from domain.core.outbox import Task
from domain.text.storable import make_storable
from scheduled.delivery.api_errors import UNREADABLE, NotSlack
from scheduled.delivery.backoff import limits_of, method_limit
from services.outbox import rate_limit as pacing
from storage.database.engine import Database


class TooSoon(Exception):
    """The pace forbids a call for another ``wait_s`` seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"wait {wait_s:.3f} s")
        self.wait_s = wait_s


class LeaseLost(Exception):
    """Another dispatcher took the task over; it must not be done here any more."""


class Answer(dict[str, Any]):
    """What Slack answered. An answer without what the method always gives is not Slack's: to ask
    for the part that is missing raises NotSlack."""

    def __missing__(self, _key: str) -> Any:
        raise NotSlack(200)


class WebApi:
    """Calls for one task. Raises TooSoon or LeaseLost before a call, and what WebClient raises
    after."""

    def __init__(
        self,
        client: WebClient,
        task: Task,
        database: Database,
        now: Callable[[], datetime],
        lease_s: float,
    ) -> None:
        """``lease_s`` is what each call begins with, so that the task stays held meanwhile."""
        self.client = client
        self._lease_s = lease_s
        self._task = task
        self._database = database
        self._now = now
        self.last_method = ""
        self.attempts = task.attempts

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
        """The answer of a method that only reads, for a task that is settled already."""
        limits = limits_of(method, None)
        wait_s = pacing.take(self._database, self._task.workspace_id, limits, self._now())
        return self._send(method, wait_s, arguments)

    def _send(self, method: str, wait_s: float, arguments: dict[str, Any]) -> dict[str, Any]:
        if wait_s > 0:
            raise TooSoon(wait_s)
        self.last_method = method
        given = {name: _encoded(value) for name, value in arguments.items() if value is not None}
        try:
            data = self.client.api_call(method, params=given).data
        except UnicodeEncodeError:
            raise  # ours: a text that cannot be sent
        except UNREADABLE as error:
            raise NotSlack(200) from error
        if not isinstance(data, dict) or data.get("ok") is not True:
            raise NotSlack(200)
        # What Slack answers enters here: a name may hold what no database stores.
        return Answer(make_storable(data))

    def close(self, until: datetime) -> None:
        """Make no further call of the last method before ``until``."""
        limit = method_limit(self.last_method)
        pacing.close(self._database, self._task.workspace_id, limit, until)


def _encoded(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list | tuple) else value
