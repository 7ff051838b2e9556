"""Slack's limits, and how long to wait before another attempt."""

from datetime import timedelta

from domain.core.rate_limit import Limit

POSTS_PER_CHANNEL = ("channel:", 1.0)
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
    "usergroups.list": 20,
    "users.info": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
}
"""Calls per minute, method and workspace: the tier's documented lower bound; posting over all
channels of a workspace is documented as *several hundred* a minute, of which we take 200."""

_OTHERWISE_PER_MINUTE = 50
_BURST_OF_A_MINUTE = 0.25


def method_limit(method: str) -> Limit:
    """The limit of a method in a workspace; a quarter of a minute's calls may come at once."""
    per_minute = PER_MINUTE.get(method, _OTHERWISE_PER_MINUTE)
    return Limit(method, 60 / per_minute, max(per_minute * _BURST_OF_A_MINUTE, 1.0))


def limits_of(method: str, channel: str | None) -> list[Limit]:
    """The limits that a call has to keep: its method's, and for a post its channel's."""
    limits = [method_limit(method)]
    if method == "chat.postMessage" and channel:
        prefix, interval_s = POSTS_PER_CHANNEL
        limits.append(Limit(prefix + channel, interval_s))
    return limits


def backoff(attempts: int, jitter: float) -> timedelta:
    """The wait before attempt ``attempts + 1``: 1, 2, 4 ... 300 s, spread by ``jitter`` in 0..1."""
    ceiling_s = min(2.0 ** max(attempts - 1, 0), 300.0)
    return timedelta(seconds=ceiling_s * (0.5 + jitter / 2))
