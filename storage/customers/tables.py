"""Customers that are one: what was merged and which differ, and what currencies are worth."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class CustomerMergeRow(SQLModel, table=True):
    """A customer that was merged into another one, and what is needed to take that back."""

    __tablename__ = "customer_merge"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key", name="customer_merge_request_once"),
        CheckConstraint("customer_id <> into_id", name="customer_merge_into_another"),
        Index(
            "customer_merge_standing",
            "customer_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index("customer_merge_by_survivor", "workspace_id", "into_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    into_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    merged_by: str
    merged_at: datetime = Field(sa_type=UtcDateTime)
    undone_by: str | None = None
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    kept: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    request_key: str | None = None


class CustomerApartRow(SQLModel, table=True):
    """Two customers that look alike and that somebody said are not one; the lower id first."""

    __tablename__ = "customer_apart"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="customer_apart_in_order"),
        Index("customer_apart_by_workspace", "workspace_id", "one_id"),
    )
    one_id: int = Field(primary_key=True, foreign_key="customer.id", sa_type=BigId)
    other_id: int = Field(primary_key=True, foreign_key="customer.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    said_by: str
    said_at: datetime = Field(sa_type=UtcDateTime)


class CurrencyRateRow(SQLModel, table=True):
    """What one unit of a currency is worth, in millionths of a unit of the workspace's own one.

    The own one stands here too, with ``is_own`` and one million.
    """

    __tablename__ = "currency_rate"
    __table_args__ = (CheckConstraint("millionths > 0", name="currency_rate_positive"),)
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    currency: str = Field(primary_key=True)
    millionths: int = Field(sa_type=BigInteger)
    is_own: bool = False
    set_by: str
    set_at: datetime = Field(sa_type=UtcDateTime)
