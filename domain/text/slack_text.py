"""Text as Slack stores it, turned into what a person reads."""

import re
from collections.abc import Mapping

_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = re.compile("&(?:amp|lt|gt);")
_TOKEN = re.compile(r"<([^<>\n]+)>")
_MENTION = re.compile(r"<(?:@|#|!subteam\^)([UWCGS][A-Z0-9]+)(?:\|[^<>]*)?>")


def unescape(text: str) -> str:
    """Return ``text`` with Slack's three entities as the characters they stand for.

    Slack sends the text of messages and of slash commands with ``&``, ``<`` and ``>`` escaped.
    """
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], text)


def mentioned(text: str) -> frozenset[str]:
    """Return the ids of the people, channels and user groups that a stored text mentions."""
    return frozenset(_MENTION.findall(text))


def mark_of(slack_id: str) -> str:
    """Return what stands in a readable text for a person, channel or group without a name."""
    return f"{'#' if slack_id[0] in 'CG' else '@'}{slack_id}"


def with_name(text: str, slack_id: str, name: str) -> str:
    """Return a readable text with a name in the place of an id."""
    mark = mark_of(slack_id)
    return re.sub(rf"{re.escape(mark)}(?![A-Za-z0-9])", lambda _: mark[0] + name, text)


def readable(text: str, names: Mapping[str, str]) -> str:
    """Return a stored text as its readers see it: names for mentions, addresses for links.

    ``names`` are those of people, channels and user groups, by id. Without one the label counts
    that Slack sent, and without that the id stays. Entities become characters. Nothing in the
    result is a token.
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
        return "#" + (names.get(target[1:]) or label.removeprefix("#") or target[1:])
    if target.startswith("!"):
        return _special(target[1:], label, names)
    return _link(unescape(target), label)


def _special(command: str, label: str, names: Mapping[str, str]) -> str:
    """A broadcast, a user group, or a date, of which only the label is meant for reading."""
    name, _, id_ = command.partition("^")
    if name == "date":
        return label or command
    if name == "subteam":
        return "@" + (names.get(id_) or label.removeprefix("@") or id_)
    return label if label.startswith("@") else f"@{label or name}"


def _link(url: str, label: str) -> str:
    address = url.removeprefix("mailto:").removeprefix("tel:")
    if not label or label == address or url in (f"http://{label}", f"https://{label}"):
        return address
    return f"{label} ({address})"
