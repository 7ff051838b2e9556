"""What is to be said: tasks that several features send, in the words of the outbox."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.core.outbox import Kind, NewTask


def say(
    channel: str,
    template: str,
    data: dict[str, Any],
    *,
    key: str,
    at: datetime,
    thread_ts: str | None = None,
    thread_of: str | None = None,
    owner_id: str | None = None,
) -> NewTask:
    """A message in a channel or thread, in order with the others of that channel.

    ``thread_of`` is the key of an earlier message of the channel, into whose thread this goes.
    """
    payload = {"channel": channel, "template": template, "data": data, "thread_ts": thread_ts}
    if thread_of is not None:
        payload["thread_of"] = thread_of
    return NewTask(Kind.SAY, channel, key, payload, at, owner_id=owner_id)


def wanting_link(new_task: NewTask) -> NewTask:
    """The same message, after which Slack is asked where it can be read."""
    return replace(new_task, payload={**new_task.payload, "wants_link": True})


def tell(
    user: str,
    template: str,
    data: dict[str, Any],
    *,
    key: str,
    at: datetime,
    thread_of: str | None = None,
) -> NewTask:
    """A direct message to one person, with ``thread_of`` in the thread of an earlier one."""
    payload = {"user": user, "template": template, "data": data}
    if thread_of is not None:
        payload["thread_of"] = thread_of
    return NewTask(Kind.TELL, f"dm:{user}", key, payload, at)


def whisper(
    channel: str,
    user: str,
    template: str,
    data: dict[str, Any],
    *,
    key: str,
    at: datetime,
    thread_ts: str | None = None,
) -> NewTask:
    """A private note to one person in a channel, or in a thread of it.

    It is said at most once, as Slack keeps no record.
    """
    payload = {"channel": channel, "user": user, "template": template, "data": data}
    if thread_ts is not None:
        payload["thread_ts"] = thread_ts
    return NewTask(Kind.WHISPER, f"note:{user}", key, payload, at)


def respond(
    url: str,
    template: str,
    data: dict[str, Any],
    *,
    key: str,
    at: datetime,
    is_posted: bool = False,
) -> NewTask:
    """Put another text in place of a private answer, by its ``response_url`` (30 minutes).

    ``is_posted`` says that it is no private answer but a message, such as a direct one.
    """
    payload: dict[str, Any] = {"url": url, "template": template, "data": data}
    if is_posted:
        payload["is_posted"] = True
    return NewTask(Kind.RESPOND, f"respond:{key}", key, payload, at)


def mark(channel: str, ts: str, emoji: str, *, at: datetime, occasion: str = "") -> NewTask:
    """A reaction of the bot on a message, set once on each ``occasion``."""
    payload = {"channel": channel, "ts": ts, "emoji": emoji}
    key = f"mark:{channel}:{ts}:{emoji}" + (f":{occasion}" if occasion else "")
    return NewTask(Kind.MARK, f"mark:{channel}:{ts}", key, payload, at)


def unmark(channel: str, ts: str, emoji: str, *, at: datetime, occasion: str) -> NewTask:
    """The bot's reaction taken back, in order with its settings."""
    payload = {"channel": channel, "ts": ts, "emoji": emoji}
    key = f"unmark:{channel}:{ts}:{emoji}:{occasion}"
    return NewTask(Kind.UNMARK, f"mark:{channel}:{ts}", key, payload, at)


def read_message(
    channel: str, ts: str, user: str, *, key: str, request_key: str | None, at: datetime
) -> NewTask:
    """Read a message and save it as feedback for ``user``, in order with others of the message."""
    payload = {"channel": channel, "ts": ts, "user": user, "key": request_key}
    lane = f"read:{channel}:{ts}"
    return NewTask(Kind.READ_MESSAGE, lane, key, payload, at, owner_id=user)


def read_source(number: int, channel: str, ts: str, *, key: str, at: datetime) -> NewTask:
    """Ask Slack for the link of a saved message and whether its channel is private."""
    payload = {"number": number, "channel": channel, "ts": ts}
    return NewTask(Kind.READ_SOURCE, f"read:{channel}:{ts}", key, payload, at)


def read_thread(
    channel: str, thread_ts: str, user: str, wish: dict[str, Any], *, key: str, at: datetime
) -> NewTask:
    """Read a whole thread and save it as one piece of feedback for ``user``."""
    payload = {"channel": channel, "ts": thread_ts, "user": user, **wish}
    return NewTask(Kind.READ_THREAD, f"read:{channel}:{thread_ts}", key, payload, at, owner_id=user)


def read_files(number: int, *, key: str, at: datetime) -> NewTask:
    """Ask Slack about the files of feedback that it did not tell of by itself."""
    return NewTask(Kind.READ_FILES, f"files:{number}", key, {"number": number}, at)


def read_team(channel: str, team_id: str, *, key: str, at: datetime) -> NewTask:
    """Ask Slack for the name of the organisation that a channel is shared with."""
    payload = {"channel": channel, "team": team_id}
    return NewTask(Kind.READ_TEAM, f"team:{channel}", key, payload, at)


def confirm_intake(channel: str, *, key: str, at: datetime) -> NewTask:
    """Tell the people of an intake channel what was saved, all that came meanwhile at once."""
    lane = f"intake:{channel}"
    return NewTask(Kind.CONFIRM_INTAKE, lane, key, {"channel": channel}, at, one_pending=lane)


def read_intake(channel: str, *, at: datetime) -> NewTask:
    """Read the last days of an intake channel again, for what nobody heard."""
    lane = f"intake-read:{channel}"
    payload = {"channel": channel}
    key = f"{lane}:{at.isoformat()}"
    return NewTask(Kind.READ_INTAKE, lane, key, payload, at, one_pending=lane)


def read_person(user_id: str, *, at: datetime) -> NewTask:
    """Ask Slack about a person whom nobody told of yet; asked once an hour at most."""
    key = f"person:{user_id}:{at:%Y-%m-%dT%H}"
    return NewTask(Kind.READ_PERSON, f"person:{user_id}", key, {"user": user_id}, at)


def read_channel(channel_id: str, *, at: datetime) -> NewTask:
    """Ask Slack about a channel that somebody mentioned; asked once a day at most."""
    key = f"channel:{channel_id}:{at:%Y-%m-%d}"
    payload = {"channel": channel_id}
    return NewTask(Kind.READ_CHANNEL, f"channel:{channel_id}", key, payload, at)


def read_channels(*, key: str, at: datetime) -> NewTask:
    """Ask Slack which channels the bot is in."""
    return NewTask(Kind.READ_CHANNELS, "channels", key, {}, at, one_pending="channels")


def read_people(*, key: str, at: datetime) -> NewTask:
    """Ask Slack for everybody in the workspace."""
    return NewTask(Kind.READ_PEOPLE, "people", key, {}, at, one_pending="people")


def read_groups(*, key: str, at: datetime) -> NewTask:
    """Ask Slack for the user groups of the workspace."""
    return NewTask(Kind.READ_GROUPS, "groups", key, {}, at, one_pending="groups")


def count_members(channel: str, number: int, *, key: str, at: datetime) -> NewTask:
    """Ask Slack how many are in the channel of the ballot with a number."""
    payload = {"channel": channel, "round": number}
    return NewTask(Kind.COUNT_MEMBERS, f"members:{channel}", key, payload, at)
