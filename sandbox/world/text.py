"""What Slack makes of typed and posted text."""

import re

from sandbox.emoji import to_names
from sandbox.world.workspace import Workspace

_TOKEN = re.compile(r"<[^<>]*>")
_BARE_URL = re.compile(r"(?<![<|\w])https?://[^\s<>|]*[^\s<>|.,;:!?)\"'\]]")
_BARE_AMP = re.compile(r"&(?!(?:amp|lt|gt);)")
_KNOWN_TOKEN = re.compile(r"<(@[UW][A-Z0-9]+|#C[A-Z0-9]+)(?:\|[^<>]*)?>")
_AT_NAME = re.compile(r"(?<![\w@])@([a-z][a-z0-9._-]*)")
_HASH_NAME = re.compile(r"(?<![\w#&])#([a-z][a-z0-9_-]*)")
_BROADCASTS = ("channel", "here", "everyone")
TEXT_CUT = 40_000


def escape(text: str) -> str:
    """Text with `& < >` as Slack's three entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def posted(text: str) -> str:
    """The form in which Slack stores an app's `text`: emoji as names, bare URLs as links,
    cut at 40,000 characters."""
    pieces: list[str] = []
    at = 0
    for token in _TOKEN.finditer(text):
        pieces += [_plain(text[at : token.start()]), token.group()]
        at = token.end()
    pieces.append(_plain(text[at:]))
    return "".join(pieces)[:TEXT_CUT]


def _plain(text: str) -> str:
    text = _BARE_AMP.sub("&amp;", to_names(text))
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    return _BARE_URL.sub(lambda m: f"<{m.group()}>", text)


def typed(text: str, team: Workspace) -> str:
    """The form in which Slack stores what a person typed: `@handle` and `#channel` become
    mentions, ready tokens of known people and channels stay, anything else is escaped."""
    pieces: list[str] = []
    at = 0
    for token in _KNOWN_TOKEN.finditer(text):
        known = token.group(1)[1:]
        if known in team.people or known in team.channels:
            pieces += [_typed_plain(text[at : token.start()], team), token.group()]
            at = token.end()
    pieces.append(_typed_plain(text[at:], team))
    return "".join(pieces)


def _typed_plain(text: str, team: Workspace) -> str:
    text = to_names(escape(text))
    text = _AT_NAME.sub(lambda m: _mention(m, team), text)
    text = _HASH_NAME.sub(lambda m: _channel_link(m, team), text)
    return _BARE_URL.sub(lambda m: f"<{m.group()}>", text)


def _mention(found: re.Match[str], team: Workspace) -> str:
    name = found.group(1)
    if name in _BROADCASTS:
        return f"<!{name}>"
    person = next((p for p in team.people.values() if p.name == name), None)
    if person is None and name in team.user_groups:
        return f"<!subteam^{team.user_groups[name].id}|@{name}>"
    return f"<@{person.id}>" if person else found.group()


def _channel_link(found: re.Match[str], team: Workspace) -> str:
    name = found.group(1)
    channel = next((c for c in team.channels.values() if c.name == name), None)
    return f"<#{channel.id}|{name}>" if channel else found.group()


def command_text(text: str, team: Workspace, should_escape: bool) -> str:
    """The `text` of a slash command: always entity-escaped; names become tokens only for a
    command that asked for it."""
    return typed(text, team) if should_escape else escape(text)
