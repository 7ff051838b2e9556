"""Small messages that only say one thing."""

from typing import Any

from views.blockkit.blocks import modal, plain_object, section
from views.blockkit.message import Message
from views.blockkit.text import mrkdwn, plain

_LONGEST = 2900


def notice_modal(sentence: str, title: str = "Linchpin") -> dict[str, Any]:
    """A modal that shows one plain sentence of ours and closes."""
    text = plain_object(plain(sentence, _LONGEST))
    return modal(plain(title, 24), [{"type": "section", "text": text}])


def notice_message(sentence: str) -> Message:
    """A message that only says one plain sentence, which may repeat what was typed."""
    text = mrkdwn(sentence, _LONGEST)
    return Message(text, (section(text),))
