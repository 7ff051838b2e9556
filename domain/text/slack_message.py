"""What a Slack message says and who wrote it, from the message as Slack sends it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.text.slack_text import mentioned, readable
from domain.text.words import is_blank

Json = Mapping[str, Any]
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_MOST_NAME_CHARS = 150
_SAID = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""The subtypes of what people write; all others tell of something else."""
_TEXT_KEYS = ("title", "text", "fields", "elements")


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message: a person's user id, or the name of a bot."""

    user_id: str | None = None
    name: str | None = None


def author_of(message: Json) -> Author:
    """Return the person who wrote a message, or the name under which a bot posted it."""
    if message.get("bot_id") or message.get("subtype") == "bot_message":
        profile = message.get("bot_profile") or {}
        name = message.get("username") or profile.get("name")
        return Author(name=str(name)[:_MOST_NAME_CHARS] if name else "a bot")
    user = message.get("user")
    return Author(user_id=str(user)) if user else Author(name="somebody")


def edited_ts(message: Json) -> str | None:
    """Return when a person last edited a message, as Slack's timestamp, or None.

    Link previews, reactions and replies change a message too, without an ``edited``.
    """
    edited = message.get("edited")
    return str(edited["ts"]) if isinstance(edited, Mapping) and edited.get("ts") else None


def stored_text(message: Json) -> str:
    """Return what a message says, in Slack's own notation; empty when it says nothing.

    Without a text of its own, that is what its blocks say, then its attachments (a forwarded
    message, an alert of another app), then the titles of its files. An app's attachments belong
    to what it says and are always added; of people's messages they are link previews.
    """
    own = str(message.get("text") or "").strip() or _joined(_blocks(message))
    attached = _joined(_attachments(message))
    if not own:
        return attached or _joined(_files(message))
    if message.get("bot_id") and attached and attached not in own:
        return f"{own}\n{attached}"
    return own


def people_in(message: Json) -> frozenset[str]:
    """Return the ids of the people whom the message's text mentions."""
    return mentioned(stored_text(message))


def readable_text(message: Json, names: Mapping[str, str]) -> str:
    """Return what a message says as plain text; ``names`` are people's names by user id.

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


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in (one.strip() for one in parts) if part)


def _blocks(holder: Json) -> Iterator[str]:
    for block in holder.get("blocks") or ():
        if block.get("type") == "rich_text":
            yield "\n".join(_rich_text(block))
        elif block.get("type") not in ("actions", "input"):
            yield "\n".join(_texts_of(block))


def _texts_of(block: Any) -> Iterator[str]:
    """Every text object within a block, in reading order."""
    if isinstance(block, list):
        for one in block:
            yield from _texts_of(one)
    elif isinstance(block, Mapping):
        if isinstance(block.get("text"), str):
            text = block["text"]
            yield _escaped(text) if block.get("type") == "plain_text" else text
        else:
            for key in _TEXT_KEYS:
                yield from _texts_of(block.get(key))


def _rich_text(block: Json) -> Iterator[str]:
    """The lines of a rich text block; lists and quotes hold further elements."""
    for part in block.get("elements") or ():
        if part.get("type") == "rich_text_list":
            yield from (f"• {line}" for line in _rich_text(part))
        else:
            yield "".join(_inline(one) for one in part.get("elements") or ())


def _inline(element: Json) -> str:
    """An inline element of rich text in the notation of a stored text."""
    kind = element.get("type")
    if kind == "link":
        label = element.get("text")
        return f"<{element.get('url')}|{_escaped(label)}>" if label else f"<{element.get('url')}>"
    tokens = {
        "user": f"<@{element.get('user_id')}>",
        "channel": f"<#{element.get('channel_id')}>",
        "usergroup": f"<!subteam^{element.get('usergroup_id')}>",
        "broadcast": f"<!{element.get('range')}>",
        "emoji": f":{element.get('name')}:",
    }
    said = element.get("text") or element.get("fallback") or ""
    return tokens.get(str(kind)) or _escaped(str(said))


def _attachments(message: Json) -> Iterator[str]:
    for one in message.get("attachments") or ():
        if one.get("from_url") and not one.get("is_msg_unfurl") and not one.get("is_share"):
            continue
        said = [str(one.get(key) or "") for key in ("pretext", "title", "text")]
        for field in one.get("fields") or ():
            said.append(f"{field.get('title') or ''}: {field.get('value') or ''}".strip(": "))
        yield _joined(said) or _joined(_blocks(one)) or str(one.get("fallback") or "")


def _files(message: Json) -> Iterator[str]:
    for file in message.get("files") or ():
        title = file.get("title") or file.get("name")
        if title:
            yield f"File: {_escaped(str(title))}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


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
