"""Announcements and the channels they go to."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class AnnouncementRow(SQLModel, table=True):
    """A release note of an idea. ``queued_at`` is when its posts went into the outbox."""

    __tablename__ = "announcement"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key"),
        Index("announcement_of_idea", "workspace_id", "idea_id", "id"),
        Index("announcement_due", "queued_at", "cancelled_at", "post_at"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    idea_id: int = Field(foreign_key="idea.id", sa_type=BigId)
    headline: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    tells_askers: bool = False
    created_by: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    post_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    queued_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    request_key: str | None = None


class AnnouncementPlaceRow(SQLModel, table=True):
    """A channel that an announcement goes to; ``outbox_key`` names its message."""

    __tablename__ = "announcement_place"
    announcement_id: int = Field(primary_key=True, foreign_key="announcement.id", sa_type=BigId)
    channel_id: str = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    outbox_key: str
    permalink: str | None = Field(default=None, sa_type=Text)
