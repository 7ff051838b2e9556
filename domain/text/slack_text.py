"""Text as Slack stores it, turned into what a person reads."""

import re
from collections.abc import Mapping

_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = re.compile("&(?:amp|lt|gt);")
_TOKEN = re.compile(r"<([^<>\n]+)>")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


def unescape(text: str) -> str:
    """Return ``text`` with Slack's three entities as the characters they stand for.

    Slack sends the text of messages and of slash commands with ``&``, ``<`` and ``>`` escaped.
    """
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], text)


def mentioned(text: str) -> frozenset[str]:
    """Return the ids of the people whom a stored text mentions."""
    return frozenset(_MENTION.findall(text))


def readable(text: str, names: Mapping[str, str]) -> str:
    """Return a stored text as its readers see it: names for mentions, addresses for links.

    ``names`` are people's names by user id; somebody unknown keeps the id. Entities become
    characters. Nothing in the result is a token any more.
    """
    parts: list[str] = []
    end = 0
    for found in _TOKEN.finditer(text):
        parts += [unescape(text[end : found.start()]), _spoken(found[1], names)]
        end = found.end()
    return "".join([*parts, unescape(text[end:])])


def _spoken(token: str, names: Mapping[str, str]) -> str:
    target, _, label = token.partition("|")
    label = unescape(label)
    if target.startswith("@"):
        return "@" + (names.get(target[1:]) or label.removeprefix("@") or target[1:])
    if target.startswith("#"):
        return "#" + (label.removeprefix("#") or target[1:])
    if target.startswith("!"):
        return _special(target[1:], label)
    return _link(unescape(target), label)


def _special(command: str, label: str) -> str:
    """A broadcast, a user group, or a date, of which only the label is meant for reading."""
    name = command.split("^")[0]
    if name == "date":
        return label or command
    if name == "subteam":
        return label or "@" + command.partition("^")[2]
    return label if label.startswith("@") else f"@{label or name}"


def _link(url: str, label: str) -> str:
    address = url.removeprefix("mailto:").removeprefix("tel:")
    if not label or label == address or url in (f"http://{label}", f"https://{label}"):
        return address
    return f"{label} ({address})"
