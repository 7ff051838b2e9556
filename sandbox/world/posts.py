"""Posting, editing and deleting messages."""

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from typing import Any

from sandbox.world import events
from sandbox.world.model import Channel, Json, Message, SlackError
from sandbox.world.render import message_json
from sandbox.world.workspace import Workspace

TOMBSTONE = "This message was deleted."


@dataclass(slots=True)
class Draft:
    """What somebody wants to post."""

    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    files: list[str] = field(default_factory=list)
    subtype: str = ""


def next_ts(team: Workspace, channel: Channel) -> str:
    """A timestamp unique in its channel: the sandbox's time, at least 100 µs after the last one
    unless the clock was turned back."""
    now_us = int(team.clock.now().timestamp() * 1_000_000)
    step_back = now_us < channel.last_us - 1_000_000
    micros = now_us if step_back else max(now_us, channel.last_us + 100)
    ts = _format(micros)
    while ts in channel.messages or ts in channel.ephemerals:
        micros += 100
        ts = _format(micros)
    channel.last_us = micros
    return ts


def _format(micros: int) -> str:
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"


def post(team: Workspace, channel: Channel, user_id: str, draft: Draft) -> Message:
    """The stored message; its event is on the way. SlackError thread_not_found for a thread that
    does not exist, is_archived for an archived channel."""
    with team.lock:
        if channel.archived:
            raise SlackError("is_archived")
        message = _build(team, channel, user_id, draft)
        _attach(channel, message)
        if draft.files:
            message.subtype = message.subtype or ("" if message.bot_id else "file_share")
            _share(team, channel, message)
        channel.read_up_to[user_id] = message.ts
        events.message_posted(team, channel, message)
        _tell_page(team, channel, message)
        return message


def _build(team: Workspace, channel: Channel, user_id: str, draft: Draft) -> Message:
    thread_ts = draft.thread_ts
    if thread_ts is not None:
        parent = channel.messages.get(thread_ts)
        if parent is None:
            raise SlackError("thread_not_found")
        thread_ts = parent.thread_ts or parent.ts
    message = Message(next_ts(team, channel), user_id, draft.text, draft.blocks, draft.attachments)
    message.thread_ts = thread_ts
    message.broadcast = draft.broadcast and thread_ts is not None
    message.subtype = draft.subtype or ("thread_broadcast" if message.broadcast else "")
    message.metadata, message.files = draft.metadata, list(draft.files)
    author = team.people.get(user_id)
    if author is not None and author.is_bot:
        message.bot_id, message.app_id = author.bot_id, author.app_id
    return message


def _attach(channel: Channel, message: Message) -> None:
    channel.messages[message.ts] = message
    insort(channel.order, message.ts)
    if message.thread_ts:
        insort(channel.threads.setdefault(message.thread_ts, []), message.ts)


def _share(team: Workspace, channel: Channel, message: Message) -> None:
    for file_id in message.files:
        file = team.files[file_id]
        if channel.id not in file.channels:
            file.channels.append(channel.id)
        file.shares.setdefault(channel.id, []).append(message.ts)


def _tell_page(team: Workspace, channel: Channel, message: Message) -> None:
    team.changed({"type": "message", "channel": channel.id, "ts": message.ts})
    if message.thread_ts and message.thread_ts != message.ts:
        team.changed({"type": "message", "channel": channel.id, "ts": message.thread_ts})


def touch(team: Workspace, channel: Channel, message: Message) -> None:
    """Tell the page that a message looks different."""
    _tell_page(team, channel, message)


def post_ephemeral(team: Workspace, channel: Channel, user_id: str, draft: Draft) -> Message:
    """A message of the app that only `user_id` sees; no event tells of it."""
    with team.lock:
        message = Message(next_ts(team, channel), team.bot_user_id, draft.text, draft.blocks)
        message.bot_id, message.app_id = team.bot_id, team.app_id
        message.thread_ts, message.only_for = draft.thread_ts, user_id
        channel.ephemerals[message.ts] = message
        _tell_page(team, channel, message)
        return message


def edit(team: Workspace, channel: Channel, message: Message, editor: str, **changes: Any) -> None:
    """Change fields of a message (`text`, `blocks`, `metadata`, `attachments`, `files`)."""
    with team.lock:
        before = message_json(team, channel, message)
        for name, value in changes.items():
            setattr(message, name, value)
        message.edited = {"user": editor, "ts": team.event_ts()}
        if not message.only_for:
            events.message_changed(team, channel, before, message)
        _tell_page(team, channel, message)


def delete(team: Workspace, channel: Channel, message: Message) -> None:
    """Remove a message; one with replies leaves a tombstone, as in Slack."""
    with team.lock:
        before = message_json(team, channel, message)
        if channel.threads.get(message.ts):
            message.subtype, message.text = "tombstone", TOMBSTONE
            message.user, message.bot_id, message.app_id = "USLACKBOT", "", ""
            message.blocks, message.files, message.reactions = [], [], {}
            message.metadata = None
            events.message_deleted(team, channel, before)
            _tell_page(team, channel, message)
            return
        _detach(channel, message)
        events.message_deleted(team, channel, before)
        team.changed({"type": "message_deleted", "channel": channel.id, "ts": message.ts})
        parent = channel.messages.get(message.thread_ts or "")
        if parent is not None:
            _tell_page(team, channel, parent)


def _detach(channel: Channel, message: Message) -> None:
    del channel.messages[message.ts]
    del channel.order[bisect_left(channel.order, message.ts)]
    siblings = channel.threads.get(message.thread_ts or "")
    if siblings:
        siblings.remove(message.ts)
        if not siblings:
            del channel.threads[message.thread_ts or ""]


def delete_ephemeral(team: Workspace, channel: Channel, message: Message) -> None:
    """Make an ephemeral message disappear."""
    with team.lock:
        channel.ephemerals.pop(message.ts, None)
        team.changed(
            {
                "type": "message_deleted",
                "channel": channel.id,
                "ts": message.ts,
                "only_for": message.only_for,
            }
        )


def timeline(channel: Channel) -> list[Message]:
    """The channel's own messages, oldest first: no replies unless they were broadcast."""
    shown = (channel.messages[ts] for ts in channel.order)
    return [m for m in shown if not m.thread_ts or m.thread_ts == m.ts or m.broadcast]


def thread(channel: Channel, ts: str) -> list[Message]:
    """A parent message and its replies, oldest first."""
    parent = channel.messages.get(ts)
    replies = [channel.messages[r] for r in channel.threads.get(ts, ())]
    return [parent, *replies] if parent else replies
