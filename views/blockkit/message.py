"""What the bot says, before it is sent."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `text` is what notifications and screen readers get, `blocks` what is shown.

    Both are already escaped mrkdwn. `blocks` are Block Kit objects as plain dictionaries; empty
    means that the text alone is the message.
    """

    text: str
    blocks: tuple[Block, ...] = ()
