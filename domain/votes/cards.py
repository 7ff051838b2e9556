"""Cards: the messages that show an idea and take its votes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.customers.model import Backers
from domain.ideas.model import Idea

UPDATE_EVERY = timedelta(seconds=5)
"""The shortest time between two updates of one card: a vote storm becomes a calm counter."""

CLOCKS_DIFFER = timedelta(seconds=5)
"""How far this machine's clock may be off from Slack's: reactions later than the start of a
reading by less than this are not judged by it."""


@dataclass(frozen=True, slots=True)
class Card:
    """A message that shows an idea; ``message_ts`` is None until Slack accepted the post.

    ``shown`` is a digest of what the message shows, ``updated_at`` when it was last sent.
    ``posted_for_id`` is the idea it was posted for, when that was merged into another one since.
    """

    id: int
    workspace_id: int
    idea_id: int
    channel_id: str
    message_ts: str | None
    permalink: str | None
    is_deleted: bool
    shown: str | None
    updated_at: datetime | None
    posted_for_id: int | None = None


@dataclass(frozen=True, slots=True)
class CardFace:
    """Everything that a card shows. The owner is named, not mentioned: a card pings nobody.

    ``merged`` is the idea that it was posted for and that is part of ``idea`` now, and
    ``behind`` who asks for it.
    """

    idea: Idea
    vote_emoji: str
    owner_name: str | None
    merged: Idea | None = None
    behind: Backers = field(default_factory=Backers)
