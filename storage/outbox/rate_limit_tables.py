"""The pace of calls to Slack, shared by every process."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class PaceRow(SQLModel, table=True):
    """When the next call under one limit would come at an even pace."""

    __tablename__ = "pace"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    limit_name: str = Field(primary_key=True)
    due: datetime = Field(sa_type=UtcDateTime)
