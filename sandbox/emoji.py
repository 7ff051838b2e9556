"""Emoji names as Slack knows them: canonical names, aliases, characters, skin tones."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

SKIN_TONES = tuple(f"skin-tone-{n}" for n in range(2, 7))


@dataclass(frozen=True, slots=True)
class Emoji:
    """One standard emoji: its canonical name, its character, its other names."""

    name: str
    char: str
    aliases: tuple[str, ...]
    has_skin_tones: bool


@cache
def standard() -> dict[str, Emoji]:
    """Every standard emoji by each of its names, in the order of Slack's picker."""
    table: dict[str, Emoji] = {}
    text = resources.files("sandbox").joinpath("emoji.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        name, char, aliases, toned = [*line.split("\t"), "", ""][:4]
        emoji = Emoji(name, char, tuple(aliases.split(",")) if aliases else (), toned == "1")
        for key in (name, *emoji.aliases):
            table.setdefault(key, emoji)
    return table


@cache
def _by_char() -> dict[str, str]:
    return {e.char: e.name for e in standard().values() if len(e.char) > 1 or ord(e.char) > 0x2000}


def canonical(raw: str, custom: dict[str, str]) -> str | None:
    """The name Slack stores for a reaction (`thumbsup::skin-tone-3` becomes
    `+1::skin-tone-3`), or None when there is no such emoji.

    `custom` maps a workspace's own emoji to a URL or `alias:other`.
    """
    name, _, tone = raw.strip(":").partition("::")
    if name in custom:
        target = custom[name]
        return target.removeprefix("alias:") if target.startswith("alias:") else name
    emoji = standard().get(name)
    if emoji is None:
        return None
    if not tone:
        return emoji.name
    if tone not in SKIN_TONES or not emoji.has_skin_tones:
        return None
    return f"{emoji.name}::{tone}"


@cache
def _first_chars() -> frozenset[str]:
    return frozenset(char[0] for char in _by_char())


def to_names(text: str) -> str:
    """Text with emoji characters written as `:name:`, the way Slack stores messages."""
    if text.isascii():
        return text
    names, firsts = _by_char(), _first_chars()
    out: list[str] = []
    at = 0
    while at < len(text):
        if text[at] not in firsts:
            out.append(text[at])
            at += 1
            continue
        for width in (8, 7, 6, 5, 4, 3, 2, 1):
            piece = text[at : at + width]
            name = names.get(piece) or names.get(piece + "\ufe0f")
            if name and len(piece) == width:
                out.append(f":{name}:")
                at += width + (text[at + width : at + width + 1] == "\ufe0f")
                break
        else:
            out.append(text[at])
            at += 1
    return "".join(out)
