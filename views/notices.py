"""Small messages that only say one thing."""

from typing import Any

from views.text import plain

_LONGEST = 2900


def notice_modal(sentence: str, title: str = "Linchpin") -> dict[str, Any]:
    """A modal that shows one plain sentence of ours and closes."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": plain(title, 24)},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": [
            {
                "type": "section",
                "text": {"type": "plain_text", "text": plain(sentence, _LONGEST)},
            }
        ],
    }
