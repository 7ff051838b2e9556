"""Ideas, the cards that show them, the reactions on those cards, and the votes they make."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class IdeaRow(SQLModel, table=True):
    """An idea. ``votes`` is kept equal to the number of its vote rows in the same transaction.

    ``title_key`` and ``words`` are the folded title and the folded whole text that search reads.
    ``starts_on`` and ``ends_on`` are whole days; ``public_title`` is what customers may see.
    ``merged_into_id`` is the idea that one is now part of, the last one of a chain of merges.
    """

    __tablename__ = "idea"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        UniqueConstraint("workspace_id", "request_key"),
        CheckConstraint("votes >= 0", name="idea_votes_not_negative"),
        CheckConstraint("length(title) > 0", name="idea_has_title"),
        Index("idea_by_status", "workspace_id", "status", "votes"),
        Index("idea_by_shipping", "workspace_id", "shipped_at"),
        Index(
            "idea_unowned",
            "workspace_id",
            "votes",
            sqlite_where=text("owner_id IS NULL AND status IN ('open','considering')"),
            postgresql_where=text("owner_id IS NULL AND status IN ('open','considering')"),
        ),
        Index("idea_by_title", "workspace_id", "title_key"),
        Index("idea_by_votes", "workspace_id", "votes", "number"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    number: int
    title: str = Field(sa_type=Text)
    title_key: str = Field(default="", sa_type=Text)
    description: str = Field(default="", sa_type=Text)
    words: str = Field(default="", sa_type=Text)
    status: str = "open"
    horizon: str | None = None
    area_id: int | None = Field(default=None, foreign_key="area.id", sa_type=BigId)
    owner_id: str | None = None
    decline_reason: str | None = Field(default=None, sa_type=Text)
    votes: int = 0
    created_by: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    shipped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    starts_on: date | None = None
    ends_on: date | None = None
    date_confidence: str | None = None
    public_title: str | None = Field(default=None, sa_type=Text)
    request_key: str | None = None
    merged_into_id: int | None = Field(default=None, sa_type=BigId)


class CardRow(SQLModel, table=True):
    """A message that shows an idea. ``message_ts`` is None until Slack accepted the post.

    ``shown`` is a digest of what the message shows, ``updated_at`` when it was last sent.
    ``posted_for_id`` is the idea that it was posted for, when that was merged into another since.
    """

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel_id", "message_ts"),
        Index("card_by_idea", "workspace_id", "idea_id"),
        Index(
            "card_awaited",
            "workspace_id",
            "channel_id",
            sqlite_where=text("message_ts IS NULL"),
            postgresql_where=text("message_ts IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    idea_id: int = Field(foreign_key="idea.id", sa_type=BigId)
    channel_id: str
    message_ts: str | None = None
    permalink: str | None = Field(default=None, sa_type=Text)
    shown: str | None = None
    is_deleted: bool = False
    updated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    posted_for_id: int | None = Field(default=None, sa_type=BigId)


class ReactionRow(SQLModel, table=True):
    """The last known state of one person's one emoji on one message; absence is a tombstone."""

    __tablename__ = "reaction"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel_id", "message_ts", "user_id", "emoji"),
        Index("reaction_by_person", "workspace_id", "user_id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    channel_id: str
    message_ts: str
    user_id: str
    emoji: str
    is_present: bool
    event_ts: str


class VoteRow(SQLModel, table=True):
    """One person's vote for one idea, whatever cards and emoji variants it came by."""

    __tablename__ = "vote"
    __table_args__ = (Index("vote_by_person", "workspace_id", "user_id"),)
    idea_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    user_id: str = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    voted_at: datetime = Field(sa_type=UtcDateTime)
