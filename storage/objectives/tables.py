"""Objectives, the ideas that serve them, and the progress their owners report."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class ObjectiveRow(SQLModel, table=True):
    """An objective. ``next_ask_at`` is when its owner is asked next how it goes."""

    __tablename__ = "objective"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number", name="objective_number_once"),
        UniqueConstraint("workspace_id", "request_key", name="objective_request_once"),
        CheckConstraint("length(title) > 0", name="objective_has_title"),
        CheckConstraint("ends_on >= starts_on", name="objective_ends_after_start"),
        CheckConstraint("target_value <> start_value", name="objective_has_a_way_to_go"),
        Index("objective_by_state", "workspace_id", "state", "ends_on"),
        Index("objective_by_owner", "workspace_id", "owner_id", "state"),
        Index("objective_to_ask", "next_ask_at"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    number: int
    title: str = Field(sa_type=Text)
    words: str = Field(default="", sa_type=Text)
    owner_id: str
    starts_on: date = Field(sa_type=Date)
    ends_on: date = Field(sa_type=Date)
    measure_name: str = Field(sa_type=Text)
    unit: str = Field(default="", sa_type=Text)
    start_value: float
    target_value: float
    current_value: float
    state: str = "open"
    rhythm: str = "weekly"
    confidence: str | None = None
    progress_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_ask_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str = Field(default="", sa_type=Text)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_by: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    request_key: str | None = None


class ObjectiveIdeaRow(SQLModel, table=True):
    """An idea that serves an objective."""

    __tablename__ = "objective_idea"
    __table_args__ = (Index("objective_of_idea", "workspace_id", "idea_id"),)
    objective_id: int = Field(primary_key=True, foreign_key="objective.id", sa_type=BigId)
    idea_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    linked_by: str
    linked_at: datetime = Field(sa_type=UtcDateTime)


class ProgressRow(SQLModel, table=True):
    """What the owner of an objective reported; rows are never changed."""

    __tablename__ = "progress"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key", name="progress_request_once"),
        Index("progress_of_objective", "workspace_id", "objective_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    objective_id: int = Field(foreign_key="objective.id", sa_type=BigId)
    value: float
    confidence: str | None = None
    note: str = Field(default="", sa_type=Text)
    given_by: str
    given_at: datetime = Field(sa_type=UtcDateTime)
    request_key: str | None = None
