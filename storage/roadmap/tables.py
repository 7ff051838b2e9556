"""What a plan rests on: dates that customers were told, and what an idea needs first."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class PromiseRow(SQLModel, table=True):
    """A date that a customer was told for an idea, and what became of it."""

    __tablename__ = "promise"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number", name="promise_number"),
        UniqueConstraint("workspace_id", "request_key", name="promise_request"),
        CheckConstraint("state IN ('open','kept','late','withdrawn')", name="promise_state"),
        Index("promise_by_idea", "workspace_id", "idea_id"),
        Index("promise_by_state", "workspace_id", "state", "due_on"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    number: int
    idea_id: int = Field(foreign_key="idea.id", sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    promised_by: str
    due_on: date
    confidence: str | None = None
    note: str | None = Field(default=None, sa_type=Text)
    state: str = "open"
    withdrawn_because: str | None = Field(default=None, sa_type=Text)
    created_by: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    request_key: str | None = None


class DependencyRow(SQLModel, table=True):
    """One idea that another one needs first."""

    __tablename__ = "dependency"
    __table_args__ = (
        CheckConstraint("idea_id <> needs_id", name="dependency_on_another"),
        Index("dependency_by_needed", "workspace_id", "needs_id"),
        Index("dependency_by_idea", "workspace_id", "idea_id"),
    )
    idea_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    needs_id: int = Field(primary_key=True, foreign_key="idea.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    created_by: str
    created_at: datetime = Field(sa_type=UtcDateTime)
