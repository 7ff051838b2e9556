"""Decisions, and the ideas that they are about."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class DecisionRow(SQLModel, table=True):
    """A decision. ``review_at`` is when its owner is asked whether it still holds.

    ``decided_by`` and ``disagreed`` are lists of Slack ids; ``quote`` is what was said in the
    message that the decision was recorded from.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number", name="decision_number_once"),
        UniqueConstraint("workspace_id", "request_key", name="decision_request_once"),
        CheckConstraint("length(title) > 0", name="decision_has_title"),
        Index("decision_to_review", "review_at"),
        Index("decision_by_owner", "workspace_id", "owner_id", "review_on"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    number: int
    title: str = Field(sa_type=Text)
    words: str = Field(default="", sa_type=Text)
    context: str = Field(default="", sa_type=Text)
    options: str = Field(default="", sa_type=Text)
    outcome: str = Field(default="", sa_type=Text)
    decided_by: list[Any] = Field(default_factory=list, sa_type=JSON)
    disagreed: list[Any] = Field(default_factory=list, sa_type=JSON)
    owner_id: str
    review_on: date | None = Field(default=None, sa_type=Date)
    review_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    quote: str = Field(default="", sa_type=Text)
    said_by: str | None = None
    said_by_name: str | None = Field(default=None, sa_type=Text)
    source_channel_id: str | None = None
    source_ts: str | None = None
    source_permalink: str | None = Field(default=None, sa_type=Text)
    source_is_private: bool = False
    source_edited_ts: str | None = None
    quote_gone: str | None = None
    recorded_by: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    request_key: str | None = None


class DecisionIdeaRow(SQLModel, table=True):
    """An idea that a decision is about."""

    __tablename__ = "decision_idea"
    __table_args__ = (Index("decision_of_idea", "workspace_id", "idea_id"),)
    decision_id: int = Field(primary_key=True, foreign_key="decision.id", sa_type=BigId)
    idea_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
