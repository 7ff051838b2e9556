"""How often the app may call: a token bucket per method and workspace, and for posting."""

import math
from dataclasses import dataclass

from sandbox.clock import SandboxClock
from sandbox.world.model import SlackError

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100, 0: 600}
POST_BURST_PER_CHANNEL = 4
POSTS_PER_CHANNEL_S = 1.0
POSTS_PER_TEAM_MINUTE = 300


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at_s: float


class Limits:
    """Slack's rate limits on the sandbox's clock. `enabled` may be switched at any time."""

    def __init__(self, clock: SandboxClock) -> None:
        self.enabled = True
        self._clock = clock
        self._buckets: dict[tuple[str, ...], _Bucket] = {}

    def spend(self, method: str, tier: int, team: str, channel: str) -> None:
        """Count one call. SlackError ratelimited with `retry_after_s` when it is one too many.

        A method takes its tier's calls per minute (docs.slack.dev, rate limits), posting one
        message a second per channel in short bursts, and a workspace some hundreds a minute.
        """
        if not self.enabled:
            return
        per_minute = PER_MINUTE[tier]
        wants: list[tuple[tuple[str, ...], float, float]]
        wants = [((team, method), float(per_minute), per_minute / 60)]
        if method == "chat.postMessage":
            wants = [
                ((team, "post", channel), POST_BURST_PER_CHANNEL, POSTS_PER_CHANNEL_S),
                ((team, "post"), float(POSTS_PER_TEAM_MINUTE), POSTS_PER_TEAM_MINUTE / 60),
            ]
        buckets = [(self._filled(key, size, rate), rate) for key, size, rate in wants]
        waits = [(1 - bucket.tokens) / rate for bucket, rate in buckets if bucket.tokens < 1]
        if waits:
            raise SlackError("ratelimited", retry_after_s=max(1, math.ceil(max(waits))))
        for bucket, _ in buckets:
            bucket.tokens -= 1

    def _filled(self, key: tuple[str, ...], size: float, rate: float) -> _Bucket:
        now_s = self._clock.now().timestamp()
        bucket = self._buckets.setdefault(key, _Bucket(size, now_s))
        gained = max(0.0, now_s - bucket.at_s) * rate
        bucket.tokens, bucket.at_s = min(size, bucket.tokens + gained), now_s
        return bucket

    def reset(self) -> None:
        """Forget all calls so far."""
        self._buckets.clear()
