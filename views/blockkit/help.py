"""Help: what each feature says of itself, put together under shared headings."""

from collections.abc import Iterable
from dataclasses import dataclass

from views.blockkit.blocks import section
from views.blockkit.message import Message


@dataclass(frozen=True, slots=True)
class HelpPart:
    """Lines of help under a heading; the lowest ``place`` comes first.

    ``{capture}`` and ``{vote}`` in a line become the workspace's emoji.
    """

    place: int
    heading: str
    lines: tuple[str, ...]


def help_page(
    title: str, parts: Iterable[HelpPart], *, capture: str = "", vote: str = ""
) -> Message:
    """Return a private answer with the lines of all parts, each heading once.

    ``capture`` and ``vote`` are names of emoji without colons.
    """
    found: dict[str, list[str]] = {}
    for part in sorted(parts, key=lambda one: one.place):
        lines = found.setdefault(part.heading, [])
        lines += (line.format(capture=f":{capture}:", vote=f":{vote}:") for line in part.lines)
    blocks = [section(f"*{heading}*\n" + "\n".join(lines)) for heading, lines in found.items()]
    return Message(text=title, blocks=tuple(blocks))
