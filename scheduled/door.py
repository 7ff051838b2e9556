"""The one way from the dispatcher to the Web API: paced, bounded, and never repeated by itself."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from scheduled.pacing import limits_of, method_limit
from services import pacing
from storage.engine import Database


class TooSoon(Exception):
    """The pace forbids a call for another ``wait_s`` seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"wait {wait_s:.3f} s")
        self.wait_s = wait_s


class Door:
    """Calls for one workspace. Raises TooSoon before a call, and what WebClient raises after."""

    def __init__(
        self,
        client: WebClient,
        workspace_id: int,
        database: Database,
        now: Callable[[], datetime],
    ) -> None:
        self.client = client
        self._workspace_id = workspace_id
        self._database = database
        self._now = now
        self.last_method = ""

    def call(self, method: str, *, paced_by: str | None = None, **arguments: Any) -> dict[str, Any]:
        """The answer of a Web API method, sent as a form.

        ``paced_by`` is the channel whose own pace counts. Arguments that are None are left out.
        """
        limits = limits_of(method, paced_by)
        wait_s = pacing.take(self._database, self._workspace_id, limits, self._now())
        if wait_s > 0:
            raise TooSoon(wait_s)
        self.last_method = method
        given = {name: _encoded(value) for name, value in arguments.items() if value is not None}
        answer = self.client.api_call(method, params=given)
        return dict(answer.data) if isinstance(answer.data, dict) else {}

    def close(self, until: datetime) -> None:
        """Make no further call of the last method before ``until``."""
        limit = method_limit(self.last_method)
        pacing.close(self._database, self._workspace_id, limit, until)


def _encoded(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list | tuple) else value
