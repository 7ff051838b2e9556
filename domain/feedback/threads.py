"""A thread as one piece of feedback, and what people ask of the bot when they mention it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.feedback.attachments import Line
from domain.text.slack_blocks import Json

MOST_LINES = 200
"""How many messages of a thread are taken; what is longer is told, not taken."""

MOST_CHARS = 20_000
"""How many characters of a thread are taken."""

_ASK = r"(?:please|pls|can you|could you|would you|hey|hi|hello|ok|okay)"
_VERB = r"(?:save|capture|keep|file|store|log|record|note|track|remember|grab|take)"
_WHAT = (
    r"(?:this|that|it|these|those|the|whole|entire|all|of|thread|message|messages|conversation|"
    r"discussion|everything|here|above|as|feedback|down|please|now|too)"
)
_SAVE = re.compile(rf"\s*(?:{_ASK}[\s,]+)*{_VERB}\b(?:\s+{_WHAT}\b)*[\s.,:;!?–—-]*", re.IGNORECASE)
_FOR = re.compile(r"for\s+(?P<name>[^\n]{1,60}?)[\s.!]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What a mention asks: to save or something else, and the words that follow the wish."""

    wants_saving: bool
    rest: str = ""

    @property
    def customer(self) -> str | None:
        """The name in *save this for Acme*, when nothing else follows the wish."""
        found = _FOR.fullmatch(self.rest)
        return found["name"].strip() if found else None


def read_mention(text: str, bot_user_id: str) -> Mentioned:
    """What a stored text asks of the bot that it mentions."""
    token = re.compile(rf"<@{re.escape(bot_user_id)}(?:\|[^<>]*)?>")
    words = token.sub(" ", text).strip(" \t,:;-–—")
    found = _SAVE.match(words)
    if found is None:
        return Mentioned(False, words)
    return Mentioned(True, words[found.end() :].strip())


def as_saved(message: Json, bot_user_id: str) -> Json:
    """A message without the wish to save that it says to the bot; any other one as it is."""
    text = str(message.get("text") or "")
    if f"<@{bot_user_id}" not in text:
        return message
    wish = read_mention(text, bot_user_id)
    # Slack repeats the text as blocks, there with the wish.
    return {**message, "text": wish.rest, "blocks": ()} if wish.wants_saving else message


def within_bounds(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The first lines of a thread that are taken, and at least one, however long."""
    taken: list[Line] = []
    chars = 0
    for one in lines[:MOST_LINES]:
        chars += len(one.text)
        if taken and chars > MOST_CHARS:
            break
        taken.append(one)
    return tuple(taken)


def transcript(lines: Sequence[Line]) -> str:
    """A thread as text: each message behind its speaker's name, in order."""
    return "\n".join(
        f"{one.author_name}: {one.text}" if one.author_name else one.text
        for one in lines
        if one.text
    )


def closing_line(thread_ts: str, left_out: int) -> Line | None:
    """The last line of a thread that was too long, or None when it was taken whole."""
    if left_out <= 0:
        return None
    messages = "1 later message is" if left_out == 1 else f"{left_out:,} later messages are"
    return Line(f"{thread_ts}+", f"({messages} not in here. The thread has them.)")
