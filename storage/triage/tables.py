"""Sorting feedback: whose turn it is, what is put off, asked about and assigned, and each step."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class TriageRow(SQLModel, table=True):
    """How a workspace sorts: the rota's handover, the time limit, and where new items are told.

    ``posted_up_to`` is the newest feedback that the channel was told of.
    """

    __tablename__ = "triage"
    __table_args__ = (Index("triage_due", "next_due_at"),)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    weekday: int = 0
    at_time: str = "09:00"
    zone: str = "UTC"
    turn_of: str | None = None
    next_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    limit_amount: int | None = None
    limit_unit: str | None = None
    channel_id: str | None = None
    pause_minutes: int = 15
    posted_up_to: int = Field(default=0, sa_type=BigId)
    posted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    set_by: str | None = None


class TriagePersonRow(SQLModel, table=True):
    """A person of the rota; ``position`` counts from 0 in the order of the turns."""

    __tablename__ = "triage_person"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    user_id: str = Field(primary_key=True)
    position: int


class TriageItemRow(SQLModel, table=True):
    """What triage knows of feedback besides its state; no row means nothing.

    ``sorted_at`` is when a step sorted it, and empty after that was undone.
    """

    __tablename__ = "triage_item"
    __table_args__ = (
        Index("triage_item_by_person", "workspace_id", "assigned_to"),
        Index("triage_item_by_time", "workspace_id", "sorted_at"),
    )
    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    assigned_to: str | None = None
    later_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    dismissal: str | None = Field(default=None, sa_type=Text)
    sorted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TriageQuestionRow(SQLModel, table=True):
    """A question about feedback; with a ``channel_id`` it was asked in the thread of its message.

    It is open while it is neither answered nor closed, which taking it back or sorting does.
    """

    __tablename__ = "triage_question"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key", name="triage_question_once"),
        Index("triage_question_by_feedback", "workspace_id", "feedback_id"),
        Index("triage_question_by_thread", "workspace_id", "channel_id", "thread_ts"),
        Index("triage_question_by_person", "workspace_id", "asked_of"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    feedback_id: int = Field(foreign_key="feedback.id", sa_type=BigId)
    asked_by: str
    asked_of: str
    text: str = Field(sa_type=Text)
    key: str
    channel_id: str | None = None
    thread_ts: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TriageStepRow(SQLModel, table=True):
    """One step of sorting, of one piece of feedback or many, with what it takes to undo it."""

    __tablename__ = "triage_step"
    __table_args__ = (UniqueConstraint("workspace_id", "request_key", name="triage_step_once"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    user_id: str
    deed: str
    items: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    request_key: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
