"""What a message of the outbox is drawn with: a template, by its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scheduled.delivery.tasks.uploads import alternative
from views.blockkit.message import Message


@dataclass(frozen=True, slots=True)
class Post:
    """A message with an optional picture.

    ``picture_svg`` is drawn and uploaded when the message is sent, and stands before the block
    with the index ``picture_at``. A picture that fails is left out; the message never waits for it.
    ``picture_name`` is what its file is called, in words.
    """

    message: Message
    picture_svg: str | None = None
    picture_alt: str = ""
    picture_at: int = 0
    picture_name: str = "Roadmap"

    def with_picture(self, file_id: str | None) -> Message:
        """The message as sent: with the uploaded picture in its place, or without one."""
        if file_id is None:
            return self.message
        words = alternative(self.picture_alt, self.picture_name)
        image = {"type": "image", "slack_file": {"id": file_id}, "alt_text": words}
        blocks = list(self.message.blocks)
        blocks.insert(self.picture_at, image)
        return replace(self.message, blocks=tuple(blocks))


Data = dict[str, Any]
"""What a service packed for a message."""

Template = Callable[[Data], Post]
Templates = Mapping[str, Template]


def plain(draw: Callable[[Data], Message]) -> Template:
    """Return the template of a message without a picture."""
    return lambda data: Post(draw(data))
