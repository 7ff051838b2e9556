"""Small messages that only say one thing."""

from typing import Any

from views.blocks import modal, plain_object
from views.text import plain

_LONGEST = 2900


def notice_modal(sentence: str, title: str = "Linchpin") -> dict[str, Any]:
    """A modal that shows one plain sentence of ours and closes."""
    text = plain_object(plain(sentence, _LONGEST))
    return modal(plain(title, 24), [{"type": "section", "text": text}])
