"""Kinds of blocks that a workspace refuses."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.database.types import BigId, UtcDateTime


class RefusedBlockRow(SQLModel, table=True):
    """A kind of block that Slack called unsupported in a workspace; Slack rolls new ones out in
    phases."""

    __tablename__ = "refused_block"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id", sa_type=BigId)
    block_type: str = Field(primary_key=True)
    refused_at: datetime = Field(sa_type=UtcDateTime)
