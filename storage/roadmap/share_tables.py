"""Shares of the roadmap."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class ShareRow(SQLModel, table=True):
    """A view of the roadmap that was made readable outside Slack. Of a link only the digest of its
    token is kept; ``token_hash`` is None for a page that was handed over as a file."""

    __tablename__ = "share"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number", name="share_number"),
        UniqueConstraint("workspace_id", "request_key", name="share_request"),
        UniqueConstraint("token_hash", name="share_token"),
        Index("share_by_time", "workspace_id", "created_at"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    workspace_id: int = Field(foreign_key="workspace.id", sa_type=BigId)
    number: int
    token_hash: str | None = None
    words: str
    created_by: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    request_key: str | None = None
