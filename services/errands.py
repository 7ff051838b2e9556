"""What is to be said: errands that several features send, in the words of the outbox."""

from datetime import datetime
from typing import Any

from domain.outbox import Errand, Kind


def say(
    channel: str,
    template: str,
    data: dict[str, Any],
    *,
    key: str,
    at: datetime,
    thread_ts: str | None = None,
    owner_id: str | None = None,
) -> Errand:
    """A message in a channel or thread, in order with the others of that channel."""
    payload = {"channel": channel, "template": template, "data": data, "thread_ts": thread_ts}
    return Errand(Kind.SAY, channel, key, payload, at, owner_id=owner_id)


def tell(user: str, template: str, data: dict[str, Any], *, key: str, at: datetime) -> Errand:
    """A direct message to one person."""
    payload = {"user": user, "template": template, "data": data}
    return Errand(Kind.TELL, f"dm:{user}", key, payload, at)


def whisper(
    channel: str, user: str, template: str, data: dict[str, Any], *, key: str, at: datetime
) -> Errand:
    """A private note to one person in a channel; said at most once, as Slack keeps no record."""
    payload = {"channel": channel, "user": user, "template": template, "data": data}
    return Errand(Kind.WHISPER, f"note:{user}", key, payload, at)


def respond(url: str, template: str, data: dict[str, Any], *, key: str, at: datetime) -> Errand:
    """Put another text in place of a private answer, by its ``response_url`` (30 minutes)."""
    payload = {"url": url, "template": template, "data": data}
    return Errand(Kind.RESPOND, f"respond:{key}", key, payload, at)


def mark(channel: str, ts: str, emoji: str, *, at: datetime) -> Errand:
    """A reaction of the bot on a message; setting it twice is setting it once."""
    payload = {"channel": channel, "ts": ts, "emoji": emoji}
    return Errand(Kind.MARK, f"mark:{channel}:{ts}", f"mark:{channel}:{ts}:{emoji}", payload, at)


def read_person(user_id: str, *, at: datetime) -> Errand:
    """Ask Slack about a person whom nobody told of yet; asked once a day at most."""
    key = f"person:{user_id}:{at:%Y-%m-%d}"
    return Errand(Kind.READ_PERSON, f"person:{user_id}", key, {"user": user_id}, at)


def read_channels(*, key: str, at: datetime) -> Errand:
    """Ask Slack which channels the bot is in."""
    return Errand(Kind.READ_CHANNELS, "channels", key, {}, at, one_pending="channels")


def read_people(*, key: str, at: datetime) -> Errand:
    """Ask Slack for everybody in the workspace."""
    return Errand(Kind.READ_PEOPLE, "people", key, {}, at, one_pending="people")
