"""Who may read a private channel, and who asked to be forgotten."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class ChannelRosterRow(SQLModel, table=True):
    """A private channel that feedback comes from, and when its members were last read."""

    __tablename__ = "channel_roster"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    channel_id: str = Field(primary_key=True)
    read_at: datetime = Field(sa_type=UtcDateTime)


class ChannelReaderRow(SQLModel, table=True):
    """A member of a private channel as of the last reading of its roster."""

    __tablename__ = "channel_reader"
    __table_args__ = (Index("channel_reader_by_person", "workspace_id", "user_id"),)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    channel_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)


class ForgettingRow(SQLModel, table=True):
    """A wish that a person be forgotten. ``subject_hash`` recognises them without naming them.

    ``counts`` is what was removed, by kind, once ``done_at`` is set.
    """

    __tablename__ = "forgetting"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number", name="forgetting_number_once"),
        UniqueConstraint("workspace_id", "request_key", name="forgetting_request_once"),
        Index("forgetting_by_subject", "workspace_id", "subject_hash"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    number: int
    subject_hash: str
    asked_by: str
    asked_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    request_key: str | None = None
