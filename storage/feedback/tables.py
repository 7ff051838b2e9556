"""Feedback, the customers and areas it is filed under, and the ideas it is evidence for."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class CustomerRow(SQLModel, table=True):
    """A customer by name; ``key`` is the folded name that makes spellings one.

    ``revenue_hundredths`` is the yearly revenue in hundredths of ``currency`` (ISO 4217), whatever
    that currency's own small coin is. ``merged_into_id`` is the customer that a double is part of
    now: its name is still found, and leads there.
    """

    __tablename__ = "customer"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("customer_by_channel", "workspace_id", "channel_id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    name: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)
    tier: str | None = Field(default=None, sa_type=Text)
    tier_key: str | None = Field(default=None, sa_type=Text)
    revenue_hundredths: int | None = Field(default=None, sa_type=BigInteger)
    currency: str | None = None
    owner_id: str | None = None
    channel_id: str | None = None
    merged_into_id: int | None = Field(default=None, sa_type=BigId)


class AreaRow(SQLModel, table=True):
    """A product area by name; ``key`` is the folded name that makes spellings one."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    name: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)


class FeedbackRow(SQLModel, table=True):
    """One thing that was said. The source message and the request key are each saved once."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        UniqueConstraint("workspace_id", "source_channel_id", "source_ts"),
        UniqueConstraint("workspace_id", "request_key"),
        CheckConstraint("length(text) > 0", name="feedback_has_text"),
        Index("feedback_by_state", "workspace_id", "state", "created_at"),
        Index("feedback_by_saver", "workspace_id", "saved_by", "id"),
        Index("feedback_by_speaker", "workspace_id", "said_by", "id"),
        Index("feedback_by_customer", "workspace_id", "customer_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    number: int
    text: str = Field(sa_type=Text)
    said_by: str | None = None
    said_by_name: str | None = Field(default=None, sa_type=Text)
    saved_by: str
    customer_id: int | None = Field(default=None, foreign_key="customer.id", sa_type=BigId)
    area_id: int | None = Field(default=None, foreign_key="area.id", sa_type=BigId)
    importance: str | None = None
    state: str = "new"
    source_channel_id: str | None = None
    source_ts: str | None = None
    source_permalink: str | None = Field(default=None, sa_type=Text)
    source_is_private: bool = False
    source_edited_ts: str | None = None
    source_words: str | None = Field(default=None, sa_type=Text)
    words_gone: str | None = None
    door: str
    request_key: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class EvidenceRow(SQLModel, table=True):
    """Feedback that speaks for an idea."""

    __tablename__ = "evidence"
    __table_args__ = (Index("evidence_by_feedback", "workspace_id", "feedback_id"),)
    idea_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    linked_by: str
    linked_at: datetime = Field(sa_type=UtcDateTime)
