"""Subscriptions (the schedule), their runs, and the job table's last runs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Date, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class SubscriptionRow(SQLModel, table=True):
    """The wish for a digest. ``watermark`` is the last change its readers were told of.

    ``channel_id`` is the person's id where the audience is ``me``. ``left_out`` are the pauses
    since the last digest that kept one back.
    """

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel_id"),
        Index("subscription_due", "next_due_at"),
        Index("subscription_wakes", "paused_until"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    channel_id: str
    owner_id: str
    audience: str = "team"
    filters: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    weekdays: str = "0"
    at_time: str = "09:00"
    zone: str = "UTC"
    cadence: str = "weekly"
    anchor: date = Field(sa_type=Date)
    has_picture: bool = True
    is_paused: bool = False
    paused_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_reason: str | None = Field(default=None, sa_type=Text)
    watermark: int = Field(default=0, sa_type=BigId)
    covered_until: datetime = Field(sa_type=UtcDateTime)
    next_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left_out: list[dict[str, Any]] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )


class DeliveryRow(SQLModel, table=True):
    """One run of a subscription: what was due, what was said, or why nothing was."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("subscription_id", "due_at"),
        Index("delivery_by_message", "outbox_id"),
        Index("delivery_by_time", "created_at"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    subscription_id: int = Field(foreign_key="subscription.id", sa_type=BigId)
    channel_id: str
    due_at: datetime = Field(sa_type=UtcDateTime)
    period_from: datetime = Field(sa_type=UtcDateTime)
    period_to: datetime = Field(sa_type=UtcDateTime)
    result: str
    reason: str | None = Field(default=None, sa_type=Text)
    items: int = 0
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id", sa_type=BigId)
    created_at: datetime = Field(sa_type=UtcDateTime)


class JobRunRow(SQLModel, table=True):
    """When a job of the table last ran, and how it ended."""

    __tablename__ = "job_run"
    name: str = Field(primary_key=True)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    succeeded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = Field(default=None, sa_type=Text)
