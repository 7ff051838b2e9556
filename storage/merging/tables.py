"""Merged ideas: what went over from one to another, and which ideas were said to differ."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class MergeRow(SQLModel, table=True):
    """An idea that was merged into another one, and what is needed to take that back.

    ``kept`` is how the merged idea stood and what went over with it.
    """

    __tablename__ = "idea_merge"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key", name="idea_merge_request_once"),
        CheckConstraint("idea_id <> into_id", name="idea_merge_into_another"),
        Index(
            "idea_merge_standing",
            "idea_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index("idea_merge_by_survivor", "workspace_id", "into_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    idea_id: int = Field(foreign_key="idea.id", sa_type=BigId)
    into_id: int = Field(foreign_key="idea.id", sa_type=BigId)
    merged_by: str
    merged_at: datetime = Field(sa_type=UtcDateTime)
    undone_by: str | None = None
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    kept: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    request_key: str | None = None


class ApartRow(SQLModel, table=True):
    """Two ideas that look alike and that somebody said are not the same; the lower id first."""

    __tablename__ = "idea_apart"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="idea_apart_in_order"),
        Index("idea_apart_by_workspace", "workspace_id", "one_id"),
    )
    one_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    other_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    said_by: str
    said_at: datetime = Field(sa_type=UtcDateTime)
