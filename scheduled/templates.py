"""Which view draws which message of the outbox, by the template's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.feedback import Feedback
from domain.idea_pages import Filed, Shortlist
from domain.ideas import Idea
from services.packing import unpack
from views.feedback import captured_message, refused_message
from views.ideas import card_refused_message, filed_message, list_message
from views.message import Message


@dataclass(frozen=True, slots=True)
class Post:
    """A message with an optional picture.

    ``picture_svg`` is drawn and uploaded when the message is sent, and stands before the block
    with the index ``picture_at``. A picture that fails is left out; the message never waits for it.
    """

    message: Message
    picture_svg: str | None = None
    picture_alt: str = ""
    picture_at: int = 0

    def with_picture(self, file_id: str | None) -> Message:
        """The message as sent: with the uploaded picture in its place, or without one."""
        if file_id is None:
            return self.message
        image = {"type": "image", "slack_file": {"id": file_id}, "alt_text": self.picture_alt}
        blocks = list(self.message.blocks)
        blocks.insert(self.picture_at, image)
        return replace(self.message, blocks=tuple(blocks))


Template = Callable[[dict[str, Any]], Post]
Templates = Mapping[str, Template]


def templates() -> Templates:
    """The template of every message that a service may ask for."""
    return {
        "feedback_saved": _feedback_saved,
        "feedback_refused": _feedback_refused,
        "idea_filed": _idea_filed,
        "ideas_list": _ideas_list,
        "card_refused": _card_refused,
    }


def _feedback_saved(data: dict[str, Any]) -> Post:
    feedback = unpack(Feedback, data["feedback"])
    return Post(captured_message(feedback, is_new=data["is_new"], viewer=data["viewer"]))


def _feedback_refused(data: dict[str, Any]) -> Post:
    return Post(refused_message(data["refusal"], data["channel"]))


def _idea_filed(data: dict[str, Any]) -> Post:
    return Post(filed_message(unpack(Filed, data)))


def _ideas_list(data: dict[str, Any]) -> Post:
    return Post(list_message(unpack(Shortlist, data)))


def _card_refused(data: dict[str, Any]) -> Post:
    return Post(card_refused_message(unpack(Idea, data["idea"]), data["channel"], data["reason"]))
