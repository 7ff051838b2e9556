"""What a Slack message says and who wrote it, from the message as Slack sends it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.text.slack_blocks import (
    Json,
    joined,
    part_of,
    parts_of,
    text_of,
    words_of_blocks,
    words_of_file,
)
from domain.text.slack_text import mentioned, readable
from domain.text.words import is_blank

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_MOST_NAME_CHARS = 150
_SAID = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""The subtypes of what people write; all others tell of something else."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message: a person's user id, or the name of a bot."""

    user_id: str | None = None
    name: str | None = None


def author_of(message: Json) -> Author:
    """Return the person who wrote a message, or the name under which a bot posted it."""
    if message.get("bot_id") or message.get("subtype") == "bot_message":
        name = text_of(message, "username") or text_of(part_of(message, "bot_profile"), "name")
        return Author(name=name[:_MOST_NAME_CHARS] if name else "a bot")
    user = message.get("user")
    return Author(user_id=user) if isinstance(user, str) and user else Author(name="somebody")


def edited_ts(message: Json) -> str | None:
    """Return when a person last edited a message, as Slack's timestamp, or None.

    Link previews, reactions and replies change a message too, without an ``edited``.
    """
    return text_of(part_of(message, "edited"), "ts") or None


def stored_text(message: Json) -> str:
    """Return what a message says, in Slack's own notation; empty when it says nothing.

    Of an app's message people see the blocks; its text is then the notification, and says it only
    where the blocks hold no words. A person's text is what they typed, which the blocks repeat;
    beside it may stand a table, or a message that they forward. Without any of it, it is the
    attachments, then the files. An app's attachments are always added; those of people are link
    previews.
    """
    text, shown = text_of(message, "text").strip(), words_of_blocks(parts_of(message, "blocks"))
    if _is_an_apps(message):
        return _with(shown or text, joined(_attachments(message))) or joined(_files(message))
    if not text:
        attached = joined(_attachments(message))
        return shown or attached or joined(_files(message))
    beside = _beside_text(message)
    return _with(_with(text, beside), joined(_attachments(message, only_shared=True)))


def _with(own: str, more: str) -> str:
    return joined([own, more]) if more not in own else own


def named_in(message: Json) -> frozenset[str]:
    """Return the ids of the people, channels and groups that the message's text mentions."""
    return mentioned(stored_text(message))


def readable_text(message: Json, names: Mapping[str, str]) -> str:
    """Return what a message says as plain text; ``names`` are those of what it mentions, by id.

    A character that no database stores becomes U+FFFD, so that the rest can be kept. Empty when
    nothing would be visible.
    """
    text = _UNSTORABLE.sub("\ufffd", readable(stored_text(message), names)).strip()
    return "" if is_blank(text) else text


def permalink(domain: str, channel_id: str, ts: str, thread_ts: str | None) -> str:
    """Return the address of a message in the workspace of a domain, as ``chat.getPermalink`` does.

    Slack shows the shape in that method's examples; the method itself stays the authority.
    """
    address = f"https://{domain}.slack.com/archives/{channel_id}/p{ts.replace('.', '')}"
    is_reply = thread_ts is not None and thread_ts != ts
    return f"{address}?thread_ts={thread_ts}&cid={channel_id}" if is_reply else address


def _is_an_apps(message: Json) -> bool:
    return bool(message.get("bot_id") or message.get("app_id")) or (
        message.get("subtype") == "bot_message"
    )


def _beside_text(message: Json) -> str:
    """What a person put beside what they typed, such as a table: the typed words are rich text."""
    typed = ("rich_text", "section", "context", "header")
    return words_of_blocks(
        one for one in parts_of(message, "blocks") if one.get("type") not in typed
    )


def _attachments(message: Json, *, only_shared: bool = False) -> Iterator[str]:
    for one in parts_of(message, "attachments"):
        is_shared = bool(one.get("is_share")) or (not one.get("from_url") and "blocks" in one)
        is_preview = one.get("from_url") and not one.get("is_msg_unfurl") and not is_shared
        if is_preview or (only_shared and not is_shared):
            continue
        said = [text_of(one, key) for key in ("pretext", "title", "text")]
        for field in parts_of(one, "fields"):
            said.append(f"{text_of(field, 'title')}: {text_of(field, 'value')}".strip(": "))
        shown = words_of_blocks([*parts_of(one, "blocks"), *_forwarded(one)])
        yield shown or joined(said) or text_of(one, "fallback")


def _forwarded(attachment: Json) -> Iterator[Json]:
    """The blocks of the message that an attachment shows again."""
    for one in parts_of(attachment, "message_blocks"):
        yield from parts_of(part_of(one, "message"), "blocks")


def _files(message: Json) -> Iterator[str]:
    for file in parts_of(message, "files"):
        if file.get("mode") != "tombstone":
            yield words_of_file(file)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A new message as Slack sends it, in a channel or in the direct conversation with the bot."""

    channel_id: str
    message: dict[str, Any]
    is_direct: bool = False

    @property
    def ts(self) -> str:
        """The message's own ts."""
        return str(self.message["ts"])

    @property
    def thread_ts(self) -> str | None:
        """The ts of the message that it replies to, or None."""
        thread = self.message.get("thread_ts")
        return str(thread) if thread and thread != self.message["ts"] else None


def is_said_by_a_person(message: Mapping[str, Any]) -> bool:
    """True for what a person wrote; False for bots, joins, changed topics and the like."""
    is_said = message.get("subtype") in _SAID and not message.get("hidden")
    return is_said and bool(message.get("user")) and not message.get("bot_id")
