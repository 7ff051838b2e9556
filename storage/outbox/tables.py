"""The change log (what happened) and the outbox (what is still to be said)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime

_BUT_VOTES = "field <> 'vote'"
_OF_VOTE = "field = 'vote'"
_OF_PLAN = "subject_kind = 'idea' AND field IN ('created','status','horizon','dates')"


class ChangeRow(SQLModel, table=True):
    """One change of one product fact. Nothing else records history; rows are never changed."""

    __tablename__ = "change"
    __table_args__ = (
        Index("change_by_workspace", "workspace_id", "id"),
        Index("change_by_subject", "workspace_id", "subject_kind", "subject_id", "id"),
        Index(
            "change_of_place",
            "workspace_id",
            "subject_id",
            "at",
            sqlite_where=text("subject_kind = 'idea' AND field IN ('status','horizon')"),
            postgresql_where=text("subject_kind = 'idea' AND field IN ('status','horizon')"),
        ),
        Index(
            "change_but_votes",
            "workspace_id",
            "subject_kind",
            "subject_id",
            "id",
            sqlite_where=text(_BUT_VOTES),
            postgresql_where=text(_BUT_VOTES),
        ),
        Index(
            "change_of_vote",
            "workspace_id",
            "subject_id",
            "at",
            sqlite_where=text(_OF_VOTE),
            postgresql_where=text(_OF_VOTE),
        ),
        Index(
            "change_of_plan",
            "workspace_id",
            "at",
            sqlite_where=text(_OF_PLAN),
            postgresql_where=text(_OF_PLAN),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    door: str
    subject_kind: str
    subject_id: int = Field(sa_type=BigId)
    field: str
    before: Any = Field(default=None, sa_type=JSON)
    after: Any = Field(default=None, sa_type=JSON)


class OutboxRow(SQLModel, table=True):
    """One thing to do at Slack: a message to say, a mark to set, or something to read.

    ``lane`` orders rows: one lane is worked strictly by ``id``. ``is_uncertain`` marks a row whose
    last attempt may have taken effect, so that the next one looks before it speaks. ``due_at``
    is when it was wanted, ``not_before`` when it may be tried next. At most one row with the same
    ``one_pending`` waits at a time: later wishes for the same thing fold into it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        CheckConstraint(
            "state IN ('pending','claimed','done','failed','unknown','cancelled')",
            name="outbox_state",
        ),
        Index(
            "outbox_open",
            "workspace_id",
            "lane",
            "id",
            sqlite_where=text("state IN ('pending','claimed')"),
            postgresql_where=text("state IN ('pending','claimed')"),
        ),
        Index(
            "outbox_due",
            "not_before",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("outbox_finished", "workspace_id", "state", "finished_at"),
        Index(
            "outbox_one_pending",
            "workspace_id",
            "one_pending",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    kind: str
    lane: str
    key: str
    one_pending: str | None = None
    payload: dict[str, Any] = Field(sa_type=JSON)
    owner_id: str | None = None
    state: str = "pending"
    due_at: datetime = Field(sa_type=UtcDateTime)
    not_before: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    is_uncertain: bool = False
    lease_owner: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    slack_ts: str | None = None
    file_id: str | None = None
    error: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
