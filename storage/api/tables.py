"""The HTTP door: its tokens, the requests that it has answered, and where feedback came from."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class ApiTokenRow(SQLModel, table=True):
    """A token of the HTTP door. Of its secret only the digest is kept."""

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number", name="api_token_number"),
        UniqueConstraint("workspace_id", "request_key", name="api_token_request"),
        UniqueConstraint("token_hash", name="api_token_secret"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    number: int
    name: str = Field(sa_type=Text)
    token_hash: str
    rights: str
    created_by: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_by: str | None = None
    request_key: str | None = None


class ApiRequestRow(SQLModel, table=True):
    """A request with an Idempotency-Key that was answered; kept for a day and then forgotten.

    Of the key and of the body only digests are kept.
    """

    __tablename__ = "api_request"
    __table_args__ = (
        UniqueConstraint("workspace_id", "token_id", "key_hash", name="api_request_once"),
        Index("api_request_by_time", "created_at"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    token_id: int = Field(foreign_key="api_token.id", sa_type=BigId)
    key_hash: str
    body_hash: str
    feedback_number: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class FeedbackOriginRow(SQLModel, table=True):
    """Where feedback from outside Slack came from; ``external_id`` is its id over there."""

    __tablename__ = "feedback_origin"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id", name="feedback_origin_once"),)
    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id", sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    token_id: int = Field(foreign_key="api_token.id", sa_type=BigId)
    said_by_email: str | None = Field(default=None, sa_type=Text)
    url: str | None = Field(default=None, sa_type=Text)
    external_id: str | None = None
    body_hash: str | None = None
