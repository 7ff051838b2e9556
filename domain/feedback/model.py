"""Feedback: what somebody said, who said it, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.core.importance import Importance
from domain.feedback.attachments import NOTHING, Answer, Attached, File, Line


class FeedbackState(StrEnum):
    """What became of a piece of feedback."""

    NEW = "new"
    LINKED = "linked"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class Gone(StrEnum):
    """Why the words of feedback are no longer here, while it still counts."""

    DELETED = "deleted"
    FORGOTTEN = "forgotten"

    @property
    def sentence(self) -> str:
        """What stands in place of the words."""
        return _GONE[self]


_GONE = {
    Gone.DELETED: "(The message was deleted, so its words are gone.)",
    Gone.FORGOTTEN: "(The words were removed because their author asked to be forgotten.)",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where in Slack feedback comes from; what was typed in a channel has no ``message_ts``.

    ``edited_ts`` is when the message was last edited before it was read.
    """

    channel_id: str
    message_ts: str | None = None
    permalink: str | None = None
    is_private: bool = False
    edited_ts: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Feedback as a person gives it, before it has a number.

    ``said_by`` is a Slack user id, ``said_by_name`` a name typed for somebody outside Slack; with
    both, the person in Slack passed on what the other one said. ``parts`` are the messages of a
    whole thread, of which ``text`` is made.
    """

    text: str
    said_by: str | None = None
    said_by_name: str | None = None
    customer: str | None = None
    area: str | None = None
    importance: Importance | None = None
    source: Source | None = None
    answers: tuple[Answer, ...] = ()
    files: tuple[File, ...] = ()
    parts: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where feedback from outside Slack came from: through the token called ``through``, and what
    the sender told of it; ``external_id`` is its id over there."""

    through: str
    said_by_email: str | None = None
    url: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """One piece of feedback as stored. ``idea_numbers`` are the ideas it is evidence for.

    ``attached`` is filled where one piece is read, not in lists. ``is_withheld`` marks one that the
    reader may not read (see domain.privacy). ``gone`` says why there are no words any more, and
    ``source_words`` is what the message says now where a person had put it in other words.
    """

    id: int
    workspace_id: int
    number: int
    text: str
    said_by: str | None
    said_by_name: str | None
    saved_by: str
    customer: str | None
    area: str | None
    importance: Importance | None
    state: FeedbackState
    source: Source | None
    door: str
    created_at: datetime
    idea_numbers: tuple[int, ...] = ()
    attached: Attached = NOTHING
    is_withheld: bool = False
    gone: Gone | None = None
    source_words: str | None = None
    origin: Origin | None = None

    @property
    def reference(self) -> str:
        """The short number that people type and read, such as ``F-128``."""
        return f"F-{self.number}"


@dataclass(frozen=True, slots=True)
class Details:
    """What a person adds to feedback later; ``text`` None leaves the text as it is.

    ``answers`` are those to the channel's own questions; None leaves them as they are.
    """

    text: str | None = None
    said_by: str | None = None
    said_by_name: str | None = None
    customer: str | None = None
    area: str | None = None
    importance: Importance | None = None
    answers: tuple[Answer, ...] | None = None


@dataclass(frozen=True, slots=True)
class Captured:
    """The feedback that an attempt to save led to; ``is_new`` is False for a message that
    somebody had saved before. ``asks`` is how many questions of its channel nobody was asked."""

    feedback: Feedback
    is_new: bool
    asks: int = 0
