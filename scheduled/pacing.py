"""The pace of calls to Slack, so that a limit is met by waiting and not by being refused."""

import threading
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

POSTS_PER_CHANNEL_PER_S = 1.0
"""Slack lets an app post about once a second in a channel."""

PER_MINUTE = {
    "chat.postMessage": 200,
    "chat.postEphemeral": 100,
    "chat.update": 50,
    "chat.getPermalink": 200,
    "reactions.add": 50,
    "reactions.remove": 20,
    "reactions.get": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.open": 50,
    "users.list": 20,
    "users.info": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
}
"""Calls per minute, method and workspace: the tier's documented lower bound; posting over all
channels of a workspace is documented as *several hundred* a minute, of which we take 200."""


@dataclass(slots=True)
class _Bucket:
    per_s: float
    burst: float
    tokens: float
    at: datetime

    def wait_s(self, now: datetime) -> float:
        elapsed_s = max((now - self.at).total_seconds(), 0.0)
        self.tokens = min(self.burst, self.tokens + elapsed_s * self.per_s)
        self.at = max(now, self.at)
        if self.tokens >= 1.0:
            return 0.0
        # Never less than a clock can show, or an errand that waits for it comes back at once.
        return max((1.0 - self.tokens) / self.per_s, 0.001)


class Pace:
    """Token buckets per workspace and method, and per channel for posts. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: dict[Hashable, _Bucket] = {}
        self._closed_until: dict[tuple[int, str], datetime] = {}

    def wait_s(
        self, workspace_id: int, method: str, now: datetime, channel: str | None = None
    ) -> float:
        """0 when the call may be made now (and is counted), else the seconds to wait."""
        with self._lock:
            closed = self._closed_until.get((workspace_id, method))
            if closed is not None and closed > now:
                return (closed - now).total_seconds()
            buckets = [self._bucket((workspace_id, method), _method_rate(method), now)]
            if method == "chat.postMessage" and channel:
                rate = (POSTS_PER_CHANNEL_PER_S, 1.0)
                buckets.append(self._bucket((workspace_id, channel), rate, now))
            wait_s = max(bucket.wait_s(now) for bucket in buckets)
            if wait_s == 0.0:
                for bucket in buckets:
                    bucket.tokens -= 1.0
            return wait_s

    def close(self, workspace_id: int, method: str, until: datetime) -> None:
        """No call of a method for a workspace before ``until``: Slack's Retry-After."""
        with self._lock:
            self._closed_until[(workspace_id, method)] = until

    def _bucket(self, key: Hashable, rate: tuple[float, float], now: datetime) -> _Bucket:
        per_s, burst = rate
        return self._buckets.setdefault(key, _Bucket(per_s, burst, burst, now))


def _method_rate(method: str) -> tuple[float, float]:
    per_minute = PER_MINUTE.get(method, 50)
    return per_minute / 60, max(per_minute / 4, 1.0)


def backoff(attempts: int, jitter: float) -> timedelta:
    """The wait before attempt ``attempts + 1``: 1, 2, 4 ... 300 s, spread by ``jitter`` in 0..1."""
    ceiling_s = min(2.0 ** max(attempts - 1, 0), 300.0)
    return timedelta(seconds=ceiling_s * (0.5 + jitter / 2))
