"""Release notes: what was shipped, told where people read, and what became of each post."""

from dataclasses import dataclass
from datetime import datetime

from domain.ideas.model import Idea

MAX_CHANNELS = 20
"""Channels of one announcement: more of them is what a digest is for."""

MAX_HEADLINE_CHARS = 140
MAX_TEXT_CHARS = 3000
"""What one field of a Slack form takes."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is announced, as a person wrote it; with ``tells_askers`` also to whoever asked."""

    headline: str
    text: str
    tells_askers: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of an announcement in one channel.

    ``result`` is ``planned``, ``waiting``, ``posted``, ``failed``, ``unknown`` or ``cancelled``.
    ``permalink`` leads to the post, once Slack has told it.
    """

    channel_id: str
    result: str
    reason: str | None = None
    permalink: str | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement of an idea; ``post_at`` is None when it was posted at once."""

    id: int
    workspace_id: int
    idea_id: int
    note: Note
    created_by: str
    created_at: datetime
    post_at: datetime | None
    queued_at: datetime | None
    cancelled_at: datetime | None
    posts: tuple[Posted, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """True while it can still be called off."""
        return self.queued_at is None and self.cancelled_at is None


@dataclass(frozen=True, slots=True)
class Release:
    """An announcement as it is shown: the note, its idea, and who announces it."""

    note: Note
    idea: Idea
    announced_by: str


def draft(idea: Idea) -> Note:
    """A first version of the note: what it is, why it was made, and how many asked for it.

    It names no customer and quotes nobody: what was said in private stays there unless the person
    who announces writes it.
    """
    parts = [idea.description.strip()] if idea.description.strip() else []
    asked = _asked(idea)
    if asked:
        parts.append(f"You asked for it: {asked}. Thank you!")
    text = "\n\n".join(parts) or "It is there for everybody from today on."
    return Note(idea.title[:MAX_HEADLINE_CHARS], text[:MAX_TEXT_CHARS])


def _asked(idea: Idea) -> str:
    counts = (
        (idea.votes, "vote", "votes"),
        (idea.evidence, "piece of feedback", "pieces of feedback"),
        (idea.customers, "customer", "customers"),
    )
    said = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
